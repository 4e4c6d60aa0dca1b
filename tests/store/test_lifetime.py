"""From `open` to `close`: what is made, what is held, and that nothing is left, whichever thread does what."""

import gc
import os
import sqlite3
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.domain.failures import Unavailable
from agent.store import Store, migrations
from agent.store.connections import Connections
from tests.store.engine import opens

PATIENCE = 10.0


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """Every connection that a store's threads opened."""
    made: list[sqlite3.Connection] = []
    connect = Connections._connect

    def noted(database: Connections) -> sqlite3.Connection:
        connection = connect(database)
        if connection not in made:
            made.append(connection)
        return connection

    monkeypatch.setattr(Connections, "_connect", noted)
    return made


def is_closed(connection: sqlite3.Connection) -> bool:
    try:
        connection.total_changes  # noqa: B018  # asks the connection
    except sqlite3.ProgrammingError:
        return True
    return False


def in_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def trouble(work: Callable[[], object]) -> str:
    with pytest.raises(Unavailable) as caught:
        work()
    return caught.value.failure.message


def prefer(store: Store, value: str = "it") -> None:
    with store.writing() as ledger:
        ledger.set_preference("language", value)


def test_the_constructor_makes_nothing(file: Path) -> None:
    store = Store(file)
    assert not file.parent.exists()
    assert trouble(lambda: prefer(store)) == trouble(store.data_version) == "store.closed"
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes; the user's folder is the user's already")
def test_the_folder_is_for_its_user_alone(file: Path) -> None:
    before = os.umask(0)
    try:
        opens(file).close()
    finally:
        os.umask(before)
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_good_end_leaves_one_file(file: Path) -> None:
    store = opens(file)
    prefer(store)
    store.close()
    assert list(file.parent.iterdir()) == [file]


def test_closed_is_closed_and_can_be_opened_again(file: Path) -> None:
    store = opens(file)
    prefer(store)
    store.close()
    store.close()
    assert trouble(lambda: prefer(store)) == trouble(store.data_version) == "store.closed"
    store.open()
    with store.reading() as ledger:
        assert ledger.preference("language") == "it"
    store.close()


def test_threads_that_come_and_go_share_what_there_is(store: Store, made: list[sqlite3.Connection]) -> None:
    for _ in range(5):
        in_thread(lambda: prefer(store))
    assert len(made) == 1


def test_close_from_another_thread_ends_all_connections(file: Path, made: list[sqlite3.Connection]) -> None:
    store = opens(file)
    both = threading.Barrier(2, timeout=PATIENCE)

    def work() -> None:
        with store.reading() as ledger:
            ledger.preferences()
            both.wait()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(made) == 2
    in_thread(store.close)
    assert all(map(is_closed, made))


def test_a_transaction_that_outlives_the_store_is_told_and_leaves_nothing(
    file: Path, made: list[sqlite3.Connection]
) -> None:
    store = opens(file)

    def outlive() -> None:
        with store.writing() as ledger:
            ledger.set_preference("language", "it")
            in_thread(store.close)
            ledger.set_preference("volume", "3")

    assert trouble(outlive) == "store.closed"
    assert all(map(is_closed, made))
    store.open()
    with store.reading() as ledger:
        assert ledger.preferences() == {}
    store.close()


def test_close_beside_threads_that_write_ends_them_all(file: Path, made: list[sqlite3.Connection]) -> None:
    store = opens(file)
    begun, said = threading.Barrier(4, timeout=PATIENCE), []

    def write() -> None:
        begun.wait()
        try:
            for number in range(10_000):
                prefer(store, str(number))
        except Unavailable as unavailable:
            said.append(unavailable.failure.message)

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    begun.wait()
    store.close()
    for thread in threads:
        thread.join(PATIENCE)
    assert said == ["store.closed"] * 3
    assert all(map(is_closed, made))
    assert list(file.parent.iterdir()) == [file]


def test_what_cannot_be_opened_leaves_no_connection(
    file: Path, made: list[sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "migrate", lambda *_: (_ for _ in ()).throw(Unavailable("store.newer")))
    store = Store(file)
    assert trouble(store.open) == "store.newer"
    assert made
    assert all(map(is_closed, made))
    store.close()


def test_nothing_is_left_to_the_garbage_collector(file: Path) -> None:
    gc.collect()  # whatever other tests left is theirs
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        _live(file)
        gc.collect()
    assert [warning for warning in warned if issubclass(warning.category, ResourceWarning)] == []


def _live(file: Path) -> None:
    store = opens(file)
    in_thread(lambda: prefer(store))
    store.data_version()
    store.close()


def test_many_that_open_a_new_database_at_once_all_have_it(file: Path) -> None:
    stores = [Store(file) for _ in range(4)]
    both, failed = threading.Barrier(4, timeout=PATIENCE), []

    def open_one(store: Store) -> None:
        both.wait()
        try:
            store.open()
            prefer(store, store.origin)
        except Unavailable as unavailable:
            failed.append(unavailable.failure)

    threads = [threading.Thread(target=open_one, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    for store in stores:
        store.close()
    assert failed == []
