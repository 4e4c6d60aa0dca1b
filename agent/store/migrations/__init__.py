"""Numbered, frozen steps from an empty file to the present form, each in one transaction over `PRAGMA user_version`.

Additive only: the program before must still open what this one leaves, so that an update can be taken back.
"""

import shutil
import sqlite3
from pathlib import Path

from agent.domain.failures import Unavailable
from agent.store.migrations import m0001_orders

STEPS: tuple[tuple[str, ...], ...] = (m0001_orders.STATEMENTS,)
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
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in steps[number]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _copy(connection: sqlite3.Connection, path: Path, version: int) -> None:
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy2(path, path.with_name(f"{path.name}.before-{version + 1}"))
    copies = sorted(path.parent.glob(f"{path.name}.before-*"), key=lambda copy: copy.stat().st_mtime)
    for old in copies[:-COPIES_KEPT]:
        old.unlink()
