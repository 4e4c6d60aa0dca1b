"""Whether the file is sound. A damaged database is not worked on: that would make it worse."""

import sqlite3
from pathlib import Path

from agent.domain.failures import Unavailable

WHOLE_BYTES = 64_000_000
"""Up to this size (some 20,000 orders, a tenth of a second on a slow PC) every start reads the whole file."""

VITAL = ("outbox", "cursors", "guests", "paused_links", "requests")
"""What a wrong word of would send something twice or to nobody; small enough to be read at every start."""


def to_be_read_whole(path: Path) -> bool:
    """Asked before the file is opened. The last process to leave a database removes its log: a log that is still
    there was left by a crash or a power cut (or another process works on it)."""
    if not path.exists():
        return True
    return path.with_name(f"{path.name}-wal").exists() or path.stat().st_size <= WHOLE_BYTES


def check(connection: sqlite3.Connection, file: str, *, whole: bool) -> None:
    """Raises `Unavailable("store.corrupt")`. What is not read here is still found damaged when it is used."""
    for asked in [""] if whole else [f"({name})" for name in _stored(connection)]:
        if connection.execute(f"PRAGMA quick_check{asked}").fetchone()[0] != "ok":
            raise Unavailable("store.corrupt", file=file)


def _stored(connection: sqlite3.Connection) -> list[str]:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return [name for name in VITAL if name in tables]
