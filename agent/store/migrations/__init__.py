"""Numbered, frozen steps from an empty file to the present form, each in one transaction over `PRAGMA user_version`.

Additive only: the program before must still open what this one leaves, so that an update can be taken back.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from agent.domain.failures import Unavailable
from agent.store.connections import PATIENCE
from agent.store.migrations import m0001_orders, m0002_growth, m0003_reservations, m0004_alignment, m0005_pending

STEPS: tuple[tuple[str, ...], ...] = (
    m0001_orders.STATEMENTS,
    m0002_growth.STATEMENTS,
    m0003_reservations.STATEMENTS,
    m0004_alignment.STATEMENTS,
    m0005_pending.STATEMENTS,
)
"""Step n brings the database from version n to n + 1."""

COPIES_KEPT = 2


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, path: Path, steps: tuple[tuple[str, ...], ...] = STEPS) -> None:
    """Brings the database to the present form. The file is copied before it is changed.

    Raises `Unavailable("store.newer")` for a database that is two versions ahead: one is additive, two may not be.
    """
    version = version_of(connection)
    if version > len(steps) + 1:
        raise Unavailable("store.newer", file=path.name, version=str(version), known=str(len(steps)))
    if 0 < version < len(steps):
        _copy(connection, path, version)
    for number in range(version, len(steps)):
        _step(connection, number, steps[number])


def _step(connection: sqlite3.Connection, number: int, statements: tuple[str, ...]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have taken this step while this one waited for the lock.
        if version_of(connection) == number:
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # on a full disk SQLite has rolled back by itself
            connection.execute("ROLLBACK")
        raise


def _copy(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Through SQLite, not the file system: what is still in the write-ahead log belongs to it, whoever has it open.

    Of several that start at the same instant one copies at a time, as they would write into one file. The lock is
    another connection's, since SQLite copies nothing through one that is writing.
    """
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        if version_of(lock) == version:
            _copy_alone(connection, path, version)


def _copy_alone(connection: sqlite3.Connection, path: Path, version: int) -> None:
    unfinished = path.with_name(f"{path.name}.copying")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.backup(copy)
    unfinished.replace(path.with_name(f"{path.name}.before-{version + 1}"))
    copies = sorted(path.parent.glob(f"{path.name}.before-*"), key=_number)
    for old in copies[:-COPIES_KEPT]:
        old.unlink()


def _number(copy: Path) -> int:
    return int(copy.name.rpartition("-")[2])
