"""What no event tells: another process's commits and requests, sleep, and a clock that was moved."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.domain.events import ClockJumped, Event, OrderChanged
from agent.domain.history import Entry
from agent.domain.ledger import Request
from agent.domain.orders import Actor
from agent.store import Store
from agent.sync import watch as watches
from agent.sync.watch import Watch
from tests.domain.making import arrived


class Clocks:
    """A wall clock and a steady one that a test can move apart."""

    def __init__(self) -> None:
        self.moved = timedelta(0)
        self.slept = 0.0

    def wall(self) -> datetime:
        return datetime.now(UTC) + self.moved

    def now(self) -> datetime:
        return self.wall()

    def monotonic(self) -> float:
        return time.monotonic() + self.slept


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "campanello.db")
    store.open()
    yield store
    store.close()


@pytest.fixture
def other(tmp_path: Path, store: Store) -> Iterator[Store]:
    """The same database in another process."""
    other = Store(tmp_path / "campanello.db")
    other.open()
    yield other
    other.close()


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def requests() -> list[Request]:
    return []


@pytest.fixture
def watch(
    store: Store, clocks: Clocks, events: list[Event], requests: list[Request], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Watch]:
    monkeypatch.setattr(watches, "TICK", 0.02)
    watch = Watch(store, clocks, clocks.wall, events.append, requests.append)
    watch.start()
    yield watch
    watch.stop(5)
    assert "watch" not in [thread.name for thread in threading.enumerate()]


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline, "it was not noticed"
        time.sleep(0.01)


def test_a_decision_of_another_process_is_noticed_and_ones_own_is_not(
    watch: Watch, store: Store, other: Store, events: list[Event]
) -> None:
    entry = Entry(datetime.now(UTC), Actor.CLI, "history.accepted")
    time.sleep(0.1)
    with store.writing() as ledger:
        mine = ledger.add_order(arrived(ref="1"))
        ledger.record(mine, "banco", [entry])
    with other.writing() as ledger:
        theirs = ledger.add_order(arrived(ref="2"))
        ledger.record(theirs, "banco", [entry])
    until(lambda: OrderChanged("banco", theirs.id) in events)
    assert OrderChanged("banco", mine.id) not in events


def test_a_request_of_another_process_is_served_once(watch: Watch, other: Store, requests: list[Request]) -> None:
    with other.writing() as ledger:
        asked = ledger.ask("sync", "banco", datetime.now(UTC))
    until(lambda: bool(requests))
    with other.writing() as ledger:
        ledger.set_preference("x", "y")
    time.sleep(0.1)
    assert [request.id for request in requests] == [asked]


@pytest.mark.parametrize("moved", [timedelta(hours=1), timedelta(hours=-1), timedelta(seconds=-8)])
def test_a_clock_that_was_moved_is_noticed_once(
    watch: Watch, clocks: Clocks, events: list[Event], moved: timedelta
) -> None:
    time.sleep(0.1)
    clocks.moved = moved
    until(lambda: ClockJumped() in events)
    time.sleep(0.1)
    assert events.count(ClockJumped()) == 1


def test_sleep_that_the_steady_clock_counts_is_noticed_too(watch: Watch, clocks: Clocks, events: list[Event]) -> None:
    time.sleep(0.1)
    clocks.slept, clocks.moved = 600.0, timedelta(seconds=600)
    until(lambda: ClockJumped() in events)


def test_a_small_correction_of_the_clock_is_nothing(watch: Watch, clocks: Clocks, events: list[Event]) -> None:
    time.sleep(0.1)
    clocks.moved = timedelta(seconds=2)
    time.sleep(0.15)
    assert events == []


def test_a_database_that_cannot_be_read_for_a_while_does_not_end_the_watch(
    watch: Watch, store: Store, clocks: Clocks, events: list[Event]
) -> None:
    store.close()
    time.sleep(0.1)
    store.open()
    clocks.moved = timedelta(hours=1)
    until(lambda: ClockJumped() in events)
