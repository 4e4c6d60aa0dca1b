"""The log: JSON lines, a file a day for two weeks, redacted. The only place that configures structlog and logging."""

import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path

import structlog

from agent.diagnostics.redaction import clean, redact
from agent.domain.failures import Unavailable

DAYS_KEPT = 14

TALKATIVE = ("apscheduler", "httpcore", "httpx", "uvicorn", "uvicorn.access", "uvicorn.error")
"""Each tells every call or every tick: some with whole addresses, and guests' e-mails in their queries."""

SPEAKS_FOR_STRANGERS = "uvicorn.error"
"""Warns of every request that is none: whoever reaches the door for notices could fill the disk with it."""

_SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    redact,
)


def start_log(folder: Path, *, level: int = logging.INFO) -> Callable[[], None]:
    """Writes to `campanello.log` in that folder from now on; returns what ends it and leaves all as it was.

    Raises `Unavailable("store.read_only")` when the folder cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = DailyFile(folder / "campanello.log")
    except OSError as error:
        raise Unavailable("store.read_only", file=folder.name, error=type(error).__name__) from error
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
    wanted = {root: level, **{logging.getLogger(name): logging.WARNING for name in TALKATIVE}}
    wanted[logging.getLogger(SPEAKS_FOR_STRANGERS)] = logging.ERROR
    before = {logger: logger.level for logger in wanted}
    configured = structlog.get_config()
    for logger, least in wanted.items():
        logger.setLevel(least)
    root.addHandler(handler)
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
        for logger, least in before.items():
            logger.setLevel(least)
        structlog.configure(**configured)
        with suppress(OSError):
            # The rest of a full disk's lines: told when the first of them was not written.
            handler.close()

    return stop


def quiet_log(level: int = logging.WARNING) -> None:
    """For commands that answer on standard output: what is `level` or worse, redacted, on standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            redact,
            structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    if logging.lastResort is not None:
        # Where the libraries' own loggers speak as long as there is no file.
        logging.lastResort.setLevel(level)
        logging.lastResort.setFormatter(CleanLine())


class CleanLine(logging.Formatter):
    """The line of a library as it would be, redacted, with its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return clean(super().format(record))


class DailyFile(TimedRotatingFileHandler):
    """A new file at midnight, readable by its user only."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, when="midnight", backupCount=DAYS_KEPT, encoding="utf-8", utc=False)
        self._is_failing = False

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk must not stop the work: told once. The record is not repeated, it may quote a guest."""
        if not self._is_failing and sys.stderr is not None:
            kind = type(sys.exc_info()[1]).__name__
            sys.stderr.write(f"campanello: the log cannot be written ({kind})\n")
        self._is_failing = True

    def flush(self) -> None:
        super().flush()
        self._is_failing = False

    def _open(self) -> "logging._io.TextIOWrapper":  # type: ignore[name-defined]  # the type of logging's own stream
        stream = super()._open()
        if os.name == "posix":
            os.chmod(self.baseFilename, 0o600)  # noqa: PTH101 - the handler keeps its path as text
        return stream
