"""Moves a restaurant to another PC: configuration and database in one file, no secrets, and the list of those.

The database travels as SQLite's own copy, taken while an agent may be at work. What is not sent yet goes with it, under
the same keys, so that both sides would recognise it; but two PCs at work would both ring, and that is said.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from agent import __version__
from agent.domain.failures import Unavailable
from agent.home import Home
from agent.lock import AgentLock
from agent.store import Store, migrations, travel

FORM: Final = 1
"""Of the file; one that is newer is refused."""

CONFIGURATION: Final = "campanello.toml"
DATABASE: Final = "campanello.db"
CONTENTS: Final = "contents.json"

LARGEST: Final = 4 * 1024**3
"""Bytes of one part: a file that claims more is not unpacked."""


class _Contents(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    form: int
    version: str
    """Of the program that wrote it."""
    database_version: int
    made_at: datetime
    secrets: tuple[str, ...]
    sha256: dict[str, str]


@dataclass(frozen=True)
class Moved:
    """What went into a file, or came out of one."""

    secrets: tuple[str, ...]
    """`link/side/field` of every credential that must be entered on the new PC."""
    orders: int
    reservations: int
    waiting: int
    """Errands not sent yet: they go on from the PC that is started next."""
    kept: str = ""
    """Where what stood here before was put aside; empty: nothing did."""


def export_to(file: Path, home: Home, store: Store, secrets: Iterable[str], now: datetime) -> Moved:
    """Raises `Unavailable` (`moving.*`, `store.*`). An existing file is not written over."""
    if file.exists():
        raise Unavailable("moving.file_exists", file=file.name)
    unfinished = file.with_name(f"{file.name}.part")
    copy = file.with_name(f"{file.name}.db.part")
    try:
        travel.copy_to(home.database, _new(copy))
        with store.reading() as ledger:
            moved = _counted(ledger.table_counts(), ledger.waiting_errands(), tuple(secrets))
        parts = {CONFIGURATION: home.configuration, DATABASE: copy}
        contents = _Contents(
            form=FORM,
            version=__version__,
            database_version=travel.form_of(copy),
            made_at=now,
            secrets=moved.secrets,
            sha256={name: _digest(part) for name, part in parts.items()},
        )
        with zipfile.ZipFile(_new(unfinished), "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(CONTENTS, contents.model_dump_json(indent=2))
            for name, part in parts.items():
                archive.write(part, name)
        unfinished.replace(file)
    except OSError as error:
        raise Unavailable("moving.not_written", file=file.name, error=type(error).__name__) from error
    finally:
        for left in (unfinished, copy):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return moved


def import_from(file: Path, home: Home, *, replace: bool) -> Moved:
    """Puts both parts in their places; what stood there is put aside. All is checked before anything is touched.

    Raises `Unavailable`: `moving.not_ours`, `moving.damaged`, `moving.newer`, `moving.occupied` (without `replace`),
    `agent.already_running`.
    """
    lock = AgentLock(home)
    lock.acquire()
    try:
        return _imported(file, home, replace=replace)
    except OSError as error:
        raise Unavailable("moving.not_written", file=file.name, error=type(error).__name__) from error
    finally:
        lock.release()


def _imported(file: Path, home: Home, *, replace: bool) -> Moved:
    home.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.configuration.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    places = {CONFIGURATION: home.configuration, DATABASE: home.database}
    fresh = {name: place.with_name(f"{place.name}.incoming") for name, place in places.items()}
    try:
        contents = _unpacked(file, fresh)
        standing = [place for place in places.values() if place.exists()]
        if standing and not replace:
            raise Unavailable("moving.occupied", folder=home.data.name)
        moved = _looked_into(fresh[DATABASE], contents.secrets)
        kept = [_put_aside(place) for place in standing]
        for name, place in places.items():
            fresh[name].replace(place)
        return Moved(moved.secrets, moved.orders, moved.reservations, moved.waiting, ", ".join(kept))
    finally:
        for part in fresh.values():
            for left in (part, *part.parent.glob(f"{part.name}-*"), *part.parent.glob(f"{part.name}.before-*")):
                with suppress(OSError):
                    left.unlink(missing_ok=True)


def _looked_into(database: Path, secrets: tuple[str, ...]) -> Moved:
    """Opened as the program will open it: what is damaged or too new says so before anything is put aside."""
    store = Store(database)
    store.open()
    try:
        with store.reading() as ledger:
            moved = _counted(ledger.table_counts(), ledger.waiting_errands(), secrets)
    finally:
        store.close()
    travel.settle(database)
    return moved


def _unpacked(file: Path, fresh: dict[str, Path]) -> _Contents:
    try:
        with zipfile.ZipFile(file) as archive:
            contents = _Contents.model_validate_json(archive.read(CONTENTS))
            if contents.form > FORM or contents.database_version > len(migrations.STEPS) + 1:
                raise Unavailable("moving.newer", file=file.name, version=contents.version)
            for name, place in fresh.items():
                _unpack(archive, name, place, contents.sha256.get(name, ""), file)
    except (zipfile.BadZipFile, KeyError, ValidationError, json.JSONDecodeError) as error:
        raise Unavailable("moving.not_ours", file=file.name, error=type(error).__name__) from error
    return contents


def _unpack(archive: zipfile.ZipFile, name: str, place: Path, expected: str, file: Path) -> None:
    if archive.getinfo(name).file_size > LARGEST:
        raise Unavailable("moving.damaged", file=file.name, part=name)
    digest = hashlib.sha256()
    with archive.open(name) as packed, _new(place).open("wb") as unpacked:
        while block := packed.read(1 << 20):
            digest.update(block)
            unpacked.write(block)
    if digest.hexdigest() != expected:
        raise Unavailable("moving.damaged", file=file.name, part=name)


def _put_aside(place: Path) -> str:
    """Beside it, with its write-ahead log: a mistake can be taken back by hand."""
    number = 1
    while (aside := place.with_name(f"{place.name}.before-import-{number}")).exists():
        number += 1
    if place.suffix == ".db":
        travel.settle(place)
    place.replace(aside)
    return aside.name


def _counted(counts: Mapping[str, int], waiting: int, secrets: tuple[str, ...]) -> Moved:
    return Moved(secrets, counts["orders"], counts["reservations"], waiting)


def _digest(part: Path) -> str:
    with part.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _new(path: Path) -> Path:
    """Empty, and its user's alone: it will hold guests' data."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return path
