"""One database file: opened, checked, migrated, and given out as transactions."""

import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.domain.failures import Unavailable
from agent.store import connections, migrations, soundness
from agent.store.connections import Connections
from agent.store.ledger import StoreLedger
from agent.store.tables import Tables
from agent.store.troubles import ENGINE, told, troubles

AGAIN_AFTER = (0.05, 0.2)
"""Seconds."""


class Store:
    """The database of one home. The constructor opens nothing; all methods may be called from any thread."""

    def __init__(self, path: Path) -> None:
        self.origin = uuid.uuid4().hex
        self._path = path
        self._database: Connections | None = None
        self._tables: Tables | None = None
        self._version_probe: sqlite3.Connection | None = None
        self._probe_lock = threading.Lock()

    def open(self) -> None:
        """Creates or migrates the file and checks it. Raises `Unavailable` with a `store.*` message.

        Where several make one new database at the same instant, SQLite now and then reports an input/output error to
        one of them, whose second try succeeds: a disk that really fails says so again.
        """
        for pause in AGAIN_AFTER:
            try:
                self._open()
            except Unavailable as trouble:
                if trouble.failure.message != "store.disk_failed":
                    raise
                time.sleep(pause)
            else:
                return
        self._open()

    def _open(self) -> None:
        with troubles(self._path.name):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            whole = soundness.to_be_read_whole(self._path)
            database = Connections(self._path)
            try:
                with database.work() as connection:
                    soundness.check(connection, self._path.name, whole=whole)
                    migrations.migrate(connection, self._path)
                probe = sqlite3.connect(self._path, timeout=connections.PATIENCE, check_same_thread=False)
            except BaseException:
                database.end()
                raise
            self._database, self._tables, self._version_probe = database, Tables(database), probe

    def close(self) -> None:
        """Closes the connections of all threads. A thread that is in a transaction gets `Unavailable` at its end."""
        database, self._database, self._tables = self._database, None, None
        if database is not None:
            database.end()
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

    def settle(self) -> None:
        """Brings the write-ahead log into the file and empties it, as far as nobody is in the middle of a look."""
        self._outside("PRAGMA wal_checkpoint(TRUNCATE)")

    def compact(self) -> None:
        """Writes the file anew without what was deleted, and empties the log. Takes seconds for a large one."""
        self._outside("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")

    def _outside(self, *statements: str) -> None:
        """Of a transaction. Raises `Unavailable`."""
        database = self._database
        if database is None:
            raise Unavailable("store.closed", file=self._path.name)
        with troubles(self._path.name), database.work() as connection:
            for statement in statements:
                connection.execute(statement).fetchall()

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
            with database.work(), database.transaction(kind):
                yield StoreLedger(tables, self.origin)
                if database.ended:
                    raise Unavailable("store.closed", file=self._path.name)
        except ENGINE as error:
            raise told(error, self._path.name) from error
