"""One database file: opened, migrated, checked, and given out as transactions, one connection a thread."""

import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee

from agent.domain.failures import Unavailable
from agent.store import migrations
from agent.store.ledger import StoreLedger
from agent.store.tables import Tables
from agent.store.troubles import told, troubles

PATIENCE = 5.0
"""Seconds that a writer waits for another process's transaction before it says "locked"."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # A decision that was shown as kept must survive a power cut: FULL waits for the disk at every commit.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


class _Database(peewee.SqliteDatabase):
    """peewee's database, which remembers its connections: `Store.close` ends those of other threads too."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), timeout=PATIENCE, check_same_thread=False)
        self.lock = threading.Lock()
        self.opened: list[sqlite3.Connection] = []

    def _connect(self) -> sqlite3.Connection:
        connection: sqlite3.Connection = super()._connect()  # type: ignore[misc]  # the hook is missing in the stubs
        with self.lock:
            self.opened.append(connection)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        return connection


class Store:
    """The database of one home. The constructor opens nothing; all methods may be called from any thread."""

    def __init__(self, path: Path) -> None:
        self.origin = uuid.uuid4().hex
        self._path = path
        self._database: _Database | None = None
        self._tables: Tables | None = None
        self._version_probe: sqlite3.Connection | None = None
        self._probe_lock = threading.Lock()

    def open(self) -> None:
        """Creates or migrates the file and checks it. Raises `Unavailable` with a `store.*` message."""
        with troubles(self._path.name):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            database = _Database(self._path)
            try:
                connection: sqlite3.Connection = database.connection()  # type: ignore[no-untyped-call]  # no stub
                _check(connection, self._path.name)
                migrations.migrate(connection, self._path)
            except BaseException:
                _close(database)
                raise
            self._database = database
            self._tables = Tables(database)
            self._version_probe = sqlite3.connect(self._path, timeout=PATIENCE, check_same_thread=False)

    def close(self) -> None:
        """Closes the connections of all threads. A thread that is in a transaction gets `Unavailable`."""
        if self._database is not None:
            _close(self._database)
            self._database = self._tables = None
        with self._probe_lock:
            if self._version_probe is not None:
                self._version_probe.close()
                self._version_probe = None

    @contextmanager
    def writing(self) -> Iterator[StoreLedger]:
        """All or nothing; on disk when the block has ended. The write lock is taken at the start."""
        with self._transaction("IMMEDIATE") as ledger:
            yield ledger

    @contextmanager
    def reading(self) -> Iterator[StoreLedger]:
        """One consistent look."""
        with self._transaction("DEFERRED") as ledger:
            yield ledger

    def data_version(self) -> int:
        """Another number as soon as anybody has committed, in this process too."""
        with self._probe_lock, troubles(self._path.name):
            if self._version_probe is None:
                raise Unavailable("store.closed", file=self._path.name)
            return int(self._version_probe.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[StoreLedger]:
        database, tables = self._database, self._tables
        if database is None or tables is None:
            raise Unavailable("store.closed", file=self._path.name)
        try:
            assert not database.in_transaction(), "a transaction in a transaction would not be one"
            with database.transaction(kind):
                yield StoreLedger(tables, self.origin)
        except (peewee.PeeweeException, sqlite3.Error) as error:
            raise told(error, self._path.name) from error


def _check(connection: sqlite3.Connection, file: str) -> None:
    said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        raise Unavailable("store.corrupt", file=file)


def _close(database: _Database) -> None:
    with database.lock:
        opened, database.opened = database.opened, []
    for connection in opened:
        connection.close()
