"""What is known of updates, in one small file: it must be read by the version before and by the one after.

A file and no table of the database: the version that is gone back to may be older than the database's last migration.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import structlog

NAME = "updates.json"

log = structlog.get_logger("update")


@dataclass(frozen=True)
class Pending:
    """An update that was begun and has not proved itself yet."""

    before: str
    """The version that ran."""
    version: str
    starts: int = 0
    """How often the new version was started without becoming healthy."""


@dataclass(frozen=True)
class Page:
    """`ready`: a version whose setup lies verified on the disk, and its file's name."""

    looked_at: str | None = None
    """The instant of the last look that was answered, as ISO 8601."""
    ready: tuple[str, str] | None = None
    pending: Pending | None = None
    bad: tuple[str, ...] = field(default=())
    """Versions that were gone back from; never taken again."""
    went_back: str | None = None
    """The version that was gone back from last, until a person was told."""


class Book:
    """In the folder of the setups. What cannot be read is as if nothing were known: then nothing is installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / NAME

    def read(self) -> Page:
        try:
            told = json.loads(self._file.read_text(encoding="utf-8"))
            pending = told.pop("pending")
            ready = told.pop("ready")
            return Page(
                **{**told, "bad": tuple(told["bad"])},
                pending=None if pending is None else Pending(**pending),
                ready=None if ready is None else (str(ready[0]), str(ready[1])),
            )
        except FileNotFoundError:
            return Page()
        except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            log.warning("update_book_unreadable", error=type(error).__name__)
            return Page()

    def write(self, page: Page) -> None:
        """Whole or not at all. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self._file.with_suffix(".new")
        unfinished.write_text(json.dumps(asdict(page), indent=1), encoding="utf-8")
        unfinished.replace(self._file)

    def change(self, **fields: object) -> Page:
        """Those fields alone. Raises OSError."""
        page = replace(self.read(), **fields)  # type: ignore[arg-type]  # the fields' own types are asked of the callers
        self.write(page)
        return page

    def tidy(self, keep: set[str]) -> None:
        """Setups of other versions go; one that is held stays until the next time."""
        for file in self.folder.glob("campanello-setup-*.exe*"):
            if file.name not in keep:
                with suppress(OSError):
                    file.unlink()
