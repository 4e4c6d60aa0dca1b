"""What is known of updates, in one small file: it must be read by the version before and by the one after.

A file and no table of the database: the version that is gone back to may be older than the database's last migration.
Therefore what is not known is passed over and what is missing is as if it had never been said; a field's meaning never
changes.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import structlog

NAME = "updates.json"

TRIES = 5
"""On Windows a file that another process reads at this instant (a command, an antivirus) can't be replaced."""

PAUSE = 0.05
"""Seconds between two tries."""

Made = TypeVar("Made")

log = structlog.get_logger("update")


@dataclass(frozen=True)
class Ready:
    """A newer version whose setup lies on the disk, as it was when it was verified."""

    version: str
    file: str
    """Name in the folder."""
    sha256: str


@dataclass(frozen=True)
class Pending:
    """An update that was begun and has not proved itself yet."""

    before: str
    """The version that ran."""
    version: str
    starts: int = 0
    """How often the new version was started and did not end in order, without having become healthy."""


@dataclass(frozen=True)
class Tried:
    """How often the setup of a version was run without bringing it."""

    version: str
    times: int


@dataclass(frozen=True)
class Trouble:
    """Why the last look did not end well: a failure's message id and parameters."""

    message: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    looked_at: str | None = None
    """The instant of the last look that was answered, as ISO 8601."""
    ready: Ready | None = None
    pending: Pending | None = None
    tried: Tried | None = None
    trouble: Trouble | None = None
    before: str | None = None
    """The version before the last one that became healthy: its setup is kept."""
    bad: tuple[str, ...] = ()
    """Versions that did not become healthy; never taken again."""
    went_back: str | None = None
    """The version that did not become healthy last, until a person was told."""


class Book:
    """In the folder of the setups. What cannot be read is as if nothing were known: then nothing is installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / NAME
        self._turn = threading.RLock()

    def read(self) -> Page:
        try:
            with self._turn:
                told = json.loads(self._file.read_text(encoding="utf-8"))
            return _page(told)
        except FileNotFoundError:
            return Page()
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            log.warning("update_book_unreadable", error=type(error).__name__)
            return Page()

    def change(self, **fields: object) -> Page:
        """Those fields alone; on the disk, whole, when it returns. Raises OSError."""
        with self._turn:
            page = replace(self.read(), **fields)  # type: ignore[arg-type]  # each caller gives a field its own type
            self._write(page)
        return page

    def tidy(self, keep: set[str]) -> None:
        """Setups and packages of other versions go; one that is held stays until the next time."""
        for pattern in ("campanello-setup-*.exe", "campanello_*.deb"):
            for file in self.folder.glob(pattern):
                if file.name not in keep:
                    with suppress(OSError):
                        file.unlink()

    def _write(self, page: Page) -> None:
        own_folder(self.folder)
        unfinished = self._file.with_suffix(".new")
        with unfinished.open("w", encoding="utf-8") as stream:
            stream.write(json.dumps(asdict(page), indent=1))
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.chmod(0o600)
        _patiently(lambda: unfinished.replace(self._file))


def own_folder(folder: Path) -> None:
    """Of this user alone, whoever made the folders around it. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def _page(told: Mapping[str, object]) -> Page:
    """Raises ValueError, TypeError, KeyError or AttributeError for what no version of ours has written."""
    bad = told.get("bad", ())
    if not isinstance(bad, list | tuple):
        raise TypeError("bad")
    return Page(
        looked_at=_text(told.get("looked_at")),
        ready=_made(told.get("ready"), lambda of: Ready(str(of["version"]), str(of["file"]), str(of["sha256"]))),
        pending=_made(
            told.get("pending"), lambda of: Pending(str(of["before"]), str(of["version"]), _count(of["starts"]))
        ),
        tried=_made(told.get("tried"), lambda of: Tried(str(of["version"]), _count(of["times"]))),
        trouble=_made(told.get("trouble"), lambda of: Trouble(str(of["message"]), _texts(of["params"]))),
        before=_text(told.get("before")),
        bad=tuple(str(version) for version in bad),
        went_back=_text(told.get("went_back")),
    )


def _made(told: object, make: Callable[[Mapping[str, object]], Made]) -> Made | None:
    if told is None:
        return None
    if not isinstance(told, dict):
        raise TypeError("no table")
    return make(told)


def _texts(told: object) -> Mapping[str, str]:
    if not isinstance(told, dict):
        raise TypeError("no table")
    return {str(name): str(value) for name, value in told.items()}


def _text(told: object) -> str | None:
    return None if told is None else str(told)


def _count(told: object) -> int:
    if not isinstance(told, int):
        raise TypeError("no number")
    return told


def _patiently(act: Callable[[], object]) -> None:
    """Raises the last try's OSError."""
    for _number in range(TRIES - 1):
        try:
            act()
            return
        except PermissionError:
            time.sleep(PAUSE)
    act()
