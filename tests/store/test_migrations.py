"""From one version to the next: each step whole or not at all, a copy before, and back again if one must."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.domain.failures import Unavailable
from agent.store import Store, migrations
from agent.store.migrations import migrate, version_of
from tests.store.engine import bare, opens
from tests.store.making import keep

PRESENT = len(migrations.STEPS)
ONE = ("CREATE TABLE one (n INTEGER)", "INSERT INTO one VALUES (1)")
TWO = ("ALTER TABLE one ADD COLUMN m INTEGER", "UPDATE one SET m = n + 1")
THREE = ("CREATE TABLE three (n INTEGER)",)
BROKEN = ("CREATE TABLE broken (n INTEGER)", "INSERT INTO nowhere VALUES (1)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "campanello.db"


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with bare(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        yield connection


def tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def copies(path: Path) -> list[str]:
    return sorted(copy.name.removeprefix(path.name) for copy in path.parent.glob(f"{path.name}.*"))


def test_an_empty_file_takes_every_step_and_needs_no_copy(connection: sqlite3.Connection, path: Path) -> None:
    migrate(connection, path, steps=(ONE, TWO))
    assert version_of(connection) == 2
    assert connection.execute("SELECT n, m FROM one").fetchall() == [(1, 2)]
    assert copies(path) == []


def test_what_has_the_present_form_is_left_alone(connection: sqlite3.Connection, path: Path) -> None:
    migrate(connection, path, steps=(ONE,))
    migrate(connection, path, steps=(ONE,))
    assert connection.execute("SELECT count(*) FROM one").fetchone() == (1,)
    assert copies(path) == []


def test_the_file_is_copied_before_with_what_is_still_in_the_log(connection: sqlite3.Connection, path: Path) -> None:
    migrate(connection, path, steps=(ONE,))
    connection.execute("INSERT INTO one VALUES (7)")
    with bare(path) as reader:
        # A reader keeps the log from being written back: a copy of the file alone would lack the row.
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM one").fetchall()
        connection.execute("INSERT INTO one VALUES (8)")
        migrate(connection, path, steps=(ONE, TWO))
    assert copies(path) == [".before-2"]
    with bare(path.with_name("campanello.db.before-2")) as copy:
        assert version_of(copy) == 1
        assert copy.execute("SELECT n FROM one").fetchall() == [(1,), (7,), (8,)]


def test_two_copies_are_kept_the_newest(connection: sqlite3.Connection, path: Path) -> None:
    steps = (ONE, *(("SELECT 1",) for _ in range(11)))
    for count in range(1, len(steps) + 1):
        migrate(connection, path, steps=steps[:count])
    assert copies(path) == [".before-11", ".before-12"], "as numbers: 9 is older than 11"


def test_a_step_that_fails_leaves_the_version_before_it(connection: sqlite3.Connection, path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection, path, steps=(ONE, TWO, BROKEN, THREE))
    assert version_of(connection) == 2
    assert tables(connection) == {"one"}
    assert not connection.in_transaction
    migrate(connection, path, steps=(ONE, TWO, THREE))
    assert tables(connection) == {"one", "three"}


def test_a_step_that_fails_at_start_is_told_and_the_old_version_still_opens(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opens(file)
    with store.writing() as ledger:
        keep(ledger)
    store.close()
    with monkeypatch.context() as newer:
        newer.setattr(migrations.migrate, "__defaults__", ((*migrations.STEPS, BROKEN),))
        with pytest.raises(Unavailable) as caught:
            store.open()
    assert caught.value.failure.message == "store.failed"
    store.open()
    with store.reading() as ledger:
        assert len(ledger.orders()) == 1
    store.close()


def test_a_step_that_another_process_has_taken_meanwhile_is_not_taken_twice(
    connection: sqlite3.Connection, path: Path
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement in ONE:
        connection.execute(statement)
    connection.execute("PRAGMA user_version = 1")
    waiting, failed = threading.Event(), []

    def second() -> None:
        with bare(path) as other:
            # It reads the version, then waits for the lock.
            other.set_trace_callback(lambda statement: waiting.set() if statement.startswith("BEGIN") else None)
            try:
                migrate(other, path, steps=(ONE, TWO))
            except sqlite3.Error as error:
                failed.append(error)

    thread = threading.Thread(target=second)
    thread.start()
    assert waiting.wait(10)
    connection.execute("COMMIT")
    thread.join(10)
    assert failed == []
    assert version_of(connection) == 2
    assert connection.execute("SELECT n, m FROM one").fetchall() == [(1, 2)]


@pytest.fixture
def stored(file: Path) -> Path:
    store = opens(file)
    with store.writing() as ledger:
        keep(ledger)
    store.close()
    return file


def set_version(file: Path, version: int) -> None:
    with bare(file) as connection:
        connection.execute(f"PRAGMA user_version = {version}")


def test_a_database_one_version_newer_is_worked_on_and_stays_newer(stored: Path) -> None:
    with bare(stored) as connection:
        connection.execute("ALTER TABLE orders ADD COLUMN later TEXT")
        connection.execute("CREATE TABLE later (n INTEGER)")
    set_version(stored, PRESENT + 1)
    store = opens(stored)
    with store.writing() as ledger:
        keep(ledger, 502)
        assert len(ledger.standing_orders()) == 2
    store.close()
    with bare(stored) as connection:
        assert version_of(connection) == PRESENT + 1


def test_a_database_two_versions_newer_is_refused_untouched(stored: Path) -> None:
    set_version(stored, PRESENT + 2)
    before = stored.read_bytes()
    with pytest.raises(Unavailable) as caught:
        Store(stored).open()
    failure = caught.value.failure
    assert failure.message == "store.newer"
    assert dict(failure.params) == {"file": stored.name, "version": str(PRESENT + 2), "known": str(PRESENT)}
    assert stored.read_bytes() == before
    assert list(stored.parent.iterdir()) == [stored]
