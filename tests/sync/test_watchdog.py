"""A lane that hangs is given up: another takes its place, and whatever the old one still wants to write is refused."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from agent.at_work import MOST_GIVEN_UP, STUCK_AFTER, AtWork
from agent.clock import wall
from agent.domain.events import Event
from agent.domain.failures import Unavailable
from agent.domain.ledger import Books
from agent.store import Store
from agent.sync.link_pass import LinkPass, PassReport

LINK = "banco"


class MovedClock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return wall()

    def monotonic(self) -> float:
        return self.seconds


class HangingWork:
    """Its first pass hangs until it is let go, then wants to write."""

    link = LINK
    flows = ("orders",)
    rare_flows: frozenset[str] = frozenset()
    frequent_flows = frozenset({"orders"})

    def __init__(self, books: Books, *, hangs: bool) -> None:
        self._books = books
        self._hangs = hangs
        self.let_go = threading.Event()
        self.entered = threading.Event()
        self.passes = 0
        self.refused: list[str] = []
        self.closed = threading.Event()

    def run(self, *, go_on: Callable[[], bool], **_wanted: Any) -> PassReport:
        self.passes += 1
        go_on()
        self.entered.set()
        if self._hangs:
            assert self.let_go.wait(10)
            try:
                with self._books.writing() as ledger:
                    ledger.save_cursor(LINK, "orders", wall())
            except Unavailable as given_up:
                self.refused.append(given_up.failure.message)
                raise
        return PassReport(LINK)

    def take_up(self) -> None:
        """Nothing waits."""

    def next_wake(self) -> tuple[timedelta | None, bool]:
        return None, False

    def close(self) -> None:
        self.closed.set()


class Yard:
    def __init__(self, folder: Path) -> None:
        self.store = Store(folder / "campanello.db")
        self.store.open()
        self.clock = MovedClock()
        self.works: list[HangingWork] = []
        self.events: list[Event] = []
        self.always_hangs = False
        self.at_work = AtWork(
            self._made,
            {LINK: {"orders": timedelta(hours=1)}},
            {LINK: ZoneInfo("Europe/Rome")},
            self.store,
            self.clock,
            wall,
            self.events.append,
            lambda _request, _reports: None,
        )

    def _made(self, _link: str, books: Books) -> LinkPass:
        self.works.append(HangingWork(books, hangs=self.always_hangs or not self.works))
        return cast(LinkPass, self.works[-1])

    def hang(self) -> None:
        assert self.works[-1].entered.wait(10)
        self.clock.seconds += STUCK_AFTER.total_seconds() + 1
        self.at_work.look_after()


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Yard]:
    yard = Yard(tmp_path)
    yield yard
    for work in yard.works:
        work.let_go.set()
    yard.at_work.stop(5.0)
    yard.store.close()


def test_another_lane_takes_its_place_and_the_old_one_writes_nothing(yard: Yard) -> None:
    yard.at_work.start()
    yard.hang()
    old, fresh = yard.works
    assert fresh.entered.wait(10)
    assert old.closed.wait(10), "the call under way is cut"
    old.let_go.set()
    assert old.refused == [] or old.refused == ["agent.lane_given_up"]
    (report,) = yard.at_work.sync(LINK, 10.0)
    assert report.failures == []
    with yard.store.reading() as ledger:
        assert ledger.cursor(LINK, "orders") is None
        assert [entry.what for entry in ledger.activity()] == ["history.lane_given_up"]


def test_a_slow_lane_that_shows_life_is_left_alone(yard: Yard) -> None:
    yard.at_work.start()
    assert yard.works[0].entered.wait(10)
    yard.clock.seconds += STUCK_AFTER.total_seconds() - 1
    yard.at_work.look_after()
    assert len(yard.works) == 1


def test_an_idle_lane_is_not_stuck(yard: Yard) -> None:
    yard.at_work.start()
    yard.works[0].let_go.set()
    yard.at_work.sync(LINK, 10.0)
    yard.clock.seconds += 10 * STUCK_AFTER.total_seconds()
    yard.at_work.look_after()
    assert len(yard.works) == 1


def test_what_hangs_again_and_again_is_not_replaced_for_ever(yard: Yard) -> None:
    yard.always_hangs = True
    yard.at_work.start()
    for _ in range(MOST_GIVEN_UP + 2):
        yard.hang()
    assert len(yard.works) == MOST_GIVEN_UP + 1
