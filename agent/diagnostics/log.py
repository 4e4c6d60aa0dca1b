"""The log: JSON lines, a file a day for two weeks, redacted. The only place that configures structlog and logging."""

import logging
import os
import sys
from collections.abc import Callable
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path

import structlog

from agent.diagnostics.redaction import redact
from agent.domain.failures import Unavailable

DAYS_KEPT = 14

_SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    redact,
)


def start_log(folder: Path, *, level: int = logging.INFO) -> Callable[[], None]:
    """Writes to `campanello.log` in that folder from now on; returns what ends it.

    Raises `Unavailable("store.read_only")` when the folder cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _Handler(folder / "campanello.log")
    except OSError as error:
        raise Unavailable("store.read_only", file=folder.name, error=type(error).__name__) from error
    for talkative in ("uvicorn", "uvicorn.access", "uvicorn.error"):
        # Its lines hold whole addresses, with guests' e-mails in their queries.
        logging.getLogger(talkative).setLevel(logging.WARNING)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(level)
    configured = structlog.get_config()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )

    def stop() -> None:
        root.removeHandler(handler)
        root.setLevel(before)
        handler.close()
        structlog.configure(**configured)

    return stop


def quiet_log() -> None:
    """For commands that answer on standard output: warnings only, redacted, on standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            redact,
            structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


class _Handler(TimedRotatingFileHandler):
    """A new file at midnight, readable by its user only."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, when="midnight", backupCount=DAYS_KEPT, encoding="utf-8", utc=False)

    def _open(self) -> "logging._io.TextIOWrapper":  # type: ignore[name-defined]  # the type of logging's own stream
        stream = super()._open()
        if os.name == "posix":
            os.chmod(self.baseFilename, 0o600)  # noqa: PTH101 - the handler keeps its path as text
        return stream
