"""peewee's database with the life of its connections: lent for one transaction, kept for the next one, gone at the end.

They belong to no thread. Those of the face's pool come and go: a connection each would be left behind by every one, and
what ends with such a thread ends while the interpreter takes its state down.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee

from agent.domain.failures import Unavailable

PATIENCE = 5.0
"""Seconds that a writer waits for another process's transaction before it says "locked"."""

PAUSE = 0.02
"""Seconds between two tries where SQLite does not wait by itself."""

PRAGMAS = (
    # A decision that was shown as kept must survive a power cut: FULL waits for the disk at every commit.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # What a guest's data leave behind when they are taken out is overwritten, not only let go.
    "PRAGMA secure_delete = ON",
)


class Connections(peewee.SqliteDatabase):
    """As many connections as threads were ever at work at the same time."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), timeout=PATIENCE, check_same_thread=False)
        self._name = path.name
        # Not `_lock`: that is peewee's own, held around `_connect` and `_close`.
        self._guard = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._ended = False

    @property
    def ended(self) -> bool:
        return self._ended

    @contextmanager
    def work(self) -> Iterator[sqlite3.Connection]:
        """A connection for this thread. Whoever ends all of them meanwhile leaves this one to the end of the block."""
        self.connect()
        try:
            yield self.connection()  # type: ignore[no-untyped-call]  # no stub
        finally:
            self.close()

    def end(self) -> None:
        """No connection is lent any more; those that nobody works with are closed."""
        with self._guard:
            self._ended = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _connect(self) -> sqlite3.Connection:
        """peewee's hook."""
        with self._guard:
            if self._ended:
                raise Unavailable("store.closed", file=self._name)
            if self._idle:
                return self._idle.pop()
        connection: sqlite3.Connection = super()._connect()  # type: ignore[misc]  # the hook is missing in the stubs
        try:
            _log_ahead(connection)
            for pragma in PRAGMAS:
                connection.execute(pragma)
        except BaseException:
            connection.close()
            raise
        return connection

    def _close(self, connection: sqlite3.Connection) -> None:
        """peewee's hook. A transaction that could not even be rolled back ends with its connection."""
        with self._guard:
            if not self._ended and not connection.in_transaction:
                self._idle.append(connection)
                return
        connection.close()


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Readers beside a writer. When several processes make one new database, SQLite refuses this at once, unwaited."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
        time.sleep(PAUSE)
