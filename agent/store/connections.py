"""peewee's database with the life of its connections: one a thread, gone with its thread, all gone at the end."""

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import peewee

from agent.domain.failures import Unavailable

PATIENCE = 5.0
"""Seconds that a writer waits for another process's transaction before it says "locked"."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # A decision that was shown as kept must survive a power cut: FULL waits for the disk at every commit.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


class Connections(peewee.SqliteDatabase):
    """A connection may be ended by another thread than its own, but never while its own works with it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), timeout=PATIENCE, check_same_thread=False)
        self._name = path.name
        # Not `_lock`: that is peewee's own, held while it connects.
        # Re-entered, should the end of a thread come to light while it is held.
        self._guard = threading.RLock()
        self._opened: set[sqlite3.Connection] = set()
        self._working: set[sqlite3.Connection] = set()
        self._of_thread = threading.local()
        self._ended = False

    @property
    def ended(self) -> bool:
        return self._ended

    @contextmanager
    def work(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection; whoever ends all connections meanwhile leaves this one to the end of the block."""
        connection: sqlite3.Connection = self.connection()  # type: ignore[no-untyped-call]  # no stub
        with self._guard:
            self._refuse_ended()
            self._working.add(connection)
        try:
            yield connection
        finally:
            with self._guard:
                self._working.discard(connection)
                if self._ended:
                    connection.close()

    def end(self) -> None:
        """No connection is opened any more; those that nobody works with are closed."""
        with self._guard:
            self._ended = True
            for connection in self._opened - self._working:
                connection.close()
            self._opened.clear()

    def _connect(self) -> sqlite3.Connection:
        connection: sqlite3.Connection = super()._connect()  # type: ignore[misc]  # the hook is missing in the stubs
        try:
            for pragma in PRAGMAS:
                connection.execute(pragma)
            with self._guard:
                self._refuse_ended()
                self._opened.add(connection)
        except BaseException:
            connection.close()
            raise
        # The tasks of the face run in threads that come and go: each would leave a connection behind.
        self._of_thread.life = life = _Life()
        weakref.finalize(life, _let_go, self._guard, self._opened, connection).atexit = False
        return connection

    def _refuse_ended(self) -> None:
        if self._ended:
            raise Unavailable("store.closed", file=self._name)


class _Life:
    """Ends with the thread that holds it."""


def _let_go(
    lock: AbstractContextManager[bool], opened: set[sqlite3.Connection], connection: sqlite3.Connection
) -> None:
    with lock:
        opened.discard(connection)
        connection.close()
