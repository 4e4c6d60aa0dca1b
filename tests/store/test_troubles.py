"""What the disk and other programs do to the database becomes one known trouble, and nothing is changed."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.domain.failures import FailureKind, Unavailable
from agent.store import Store, connections
from agent.store.troubles import told
from tests.store.engine import bare, database_of, opens
from tests.store.making import keep
from tests.store.processes import process

Connect = Callable[..., sqlite3.Connection]


def trouble(work: Callable[[], object]) -> str:
    with pytest.raises(Unavailable) as caught:
        work()
    assert caught.value.failure.kind is FailureKind.LOCAL
    assert caught.value.failure.params["file"] == "campanello.db"
    return caught.value.failure.message


def write(store: Store) -> None:
    with store.writing() as ledger:
        ledger.set_preference("language", "it")
        for number in range(1000, 1100):
            keep(ledger, number)


def read(store: Store) -> dict[str, int]:
    with store.reading() as ledger:
        ledger.orders()
        return dict(ledger.table_counts())


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "PATIENCE", 0.05)


@pytest.mark.usefixtures("impatient")
def test_another_process_that_writes_too_long(file: Path) -> None:
    store = opens(file)
    try:
        with process("tests.store.holder", file) as holder:
            assert trouble(lambda: write(store)) == "store.locked"
            assert set(read(store).values()) == {0}, "reading goes on"
            holder.communicate()
        write(store)
    finally:
        store.close()


@pytest.mark.usefixtures("impatient")
def test_another_program_that_holds_the_whole_file_at_start(file: Path) -> None:
    file.parent.mkdir()
    with bare(file) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        assert trouble(Store(file).open) == "store.locked"


def test_who_holds_the_whole_file_a_moment_at_start_is_waited_for(file: Path) -> None:
    """As another process does that makes the same new database."""
    file.parent.mkdir()
    held = threading.Event()

    def hold() -> None:
        with bare(file) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            held.set()
            time.sleep(0.1)
            connection.execute("COMMIT")

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    store = opens(file)
    store.close()
    thread.join()


def test_a_full_disk(store: Store) -> None:
    with store.writing() as ledger:
        keep(ledger)
    before = read(store)
    with database_of(store).work() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    assert trouble(lambda: write(store)) == "store.disk_full"
    assert read(store) == before
    with database_of(store).work() as connection:
        connection.execute("PRAGMA max_page_count = 100000")
    write(store)
    assert read(store)["orders"] == 101


def test_a_full_disk_while_the_database_is_made(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "PRAGMAS", (*connections.PRAGMAS, "PRAGMA max_page_count = 8"))
    assert trouble(Store(file).open) == "store.disk_full"
    monkeypatch.undo()
    store = opens(file)
    store.close()


def test_a_write_protected_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the file were: the tests may run as root, whom a file's mode does not stop."""
    opens(file).close()
    connect: Connect = sqlite3.connect

    def only_reading(database: object, *args: Any, **named: Any) -> sqlite3.Connection:
        return connect(f"file:{database}?mode=ro", *args, **named, uri=True)

    monkeypatch.setattr(sqlite3, "connect", only_reading)
    store = opens(file)
    try:
        assert trouble(lambda: write(store)) == "store.read_only"
        assert set(read(store).values()) == {0}
    finally:
        store.close()


def test_a_file_that_cannot_be_made(file: Path) -> None:
    file.mkdir(parents=True)
    assert trouble(Store(file).open) == "store.read_only"


def test_a_log_that_cannot_be_written(file: Path) -> None:
    opens(file).close()
    file.with_name(f"{file.name}-wal").mkdir()
    assert trouble(Store(file).open) == "store.read_only"


@pytest.fixture
def stored(file: Path) -> Iterator[Path]:
    """A database of some pages, closed well."""
    store = opens(file)
    write(store)
    store.close()
    yield file
    assert not list(file.parent.glob("*-wal")), "the store that was refused has left nothing open"


def test_a_file_that_is_no_database(stored: Path) -> None:
    stored.write_bytes(b"Buonasera! " * 4096)
    assert trouble(Store(stored).open) == "store.corrupt"
    assert stored.read_bytes() == b"Buonasera! " * 4096, "it is kept as it is"


def test_a_file_that_was_cut_off(stored: Path) -> None:
    with stored.open("r+b") as file:
        file.truncate(stored.stat().st_size // 2)
    assert trouble(Store(stored).open) == "store.corrupt"


def overwrite(path: Path) -> None:
    """Every page but the first two, a little."""
    with path.open("r+b") as file:
        for page in range(2 * 4096, path.stat().st_size, 4096):
            file.seek(page)
            file.write(b"\xff" * 64)


def test_bytes_that_were_overwritten(stored: Path) -> None:
    overwrite(stored)
    assert trouble(Store(stored).open) == "store.corrupt"


def test_bytes_that_are_overwritten_while_it_is_open(file: Path) -> None:
    store = opens(file)
    try:
        write(store)
        with bare(file) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        overwrite(file)
        with database_of(store).work() as connection:
            connection.execute("PRAGMA shrink_memory")
        assert trouble(lambda: read(store)) == "store.corrupt"
    finally:
        store.close()


def test_an_empty_file_is_a_new_database(file: Path) -> None:
    file.parent.mkdir()
    file.touch()
    store = opens(file)
    assert set(read(store).values()) == {0}
    store.close()


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(28, "No space left on device"), "store.disk_full"),
        (PermissionError(13, "Permission denied"), "store.read_only"),
        (sqlite3.OperationalError("disk I/O error"), "store.disk_failed"),
        (sqlite3.OperationalError("no such table: orders"), "store.failed"),
    ],
    ids=str,
)
def test_each_trouble_has_its_message(error: Exception, message: str) -> None:
    assert told(error, "campanello.db").failure.message == message


def test_the_first_thing_that_went_wrong_counts_and_what_others_said_does_not() -> None:
    first, second = sqlite3.OperationalError("database or disk is full"), sqlite3.OperationalError("no transaction")
    first.__context__ = RuntimeError("423 Locked")
    second.__context__ = first
    assert told(second, "x").failure.message == "store.disk_full"


def test_a_fault_says_its_kind_and_no_value() -> None:
    failure = told(sqlite3.IntegrityError("UNIQUE constraint failed: Maria Rossi"), "x").failure
    assert dict(failure.params) == {"file": "x", "error": "IntegrityError"}
