"""The lane: one thread, coalesced kicks, no pass entered twice, and trouble that does not end it."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from agent.clock import ServerClock
from agent.domain.events import Event, PassEnded
from agent.domain.failures import Side, Unavailable
from agent.sync import lane as lanes
from agent.sync.lane import Lane
from agent.sync.link_pass import PassReport


class SlowWork:
    """Work that waits to be let go, and notes what it was asked."""

    link = "banco"

    def __init__(self) -> None:
        self.asked: list[tuple[bool, bool]] = []
        self.taken_up = 0
        self.entered = threading.Semaphore(0)
        self.let_go = threading.Semaphore(0)
        self.inside = 0
        self.most_inside = 0
        self.closed = False
        self.raises: list[Exception] = []
        self.between: list[Exception] = []
        """Raised between two passes."""
        self.wake: timedelta | None = None

    def run(
        self,
        *,
        pull: bool,
        full: bool,
        go_on: Callable[[], bool],
        flows: frozenset[str] = frozenset(),
        whole: frozenset[str] = frozenset(),
    ) -> PassReport:
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        self.asked.append((pull, full))
        self.entered.release()
        assert self.let_go.acquire(timeout=5)
        self.inside -= 1
        if self.raises:
            raise self.raises.pop()
        return PassReport(self.link, sent=len(self.asked))

    def take_up(self) -> None:
        self.taken_up += 1

    def next_wake(self) -> tuple[timedelta | None, bool]:
        if self.between:
            raise self.between.pop()
        return self.wake, True

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def work() -> SlowWork:
    return SlowWork()


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def lane(work: SlowWork, events: list[Event]) -> Iterator[Lane]:
    lane = Lane(work, ServerClock(), events.append)
    lane.start()
    yield lane
    lane.stop()
    work.let_go.release(50)
    assert lane.join(5)
    assert work.closed


def test_kicks_during_a_pass_are_served_together_by_the_next_one(lane: Lane, work: SlowWork) -> None:
    lane.kick()
    assert work.entered.acquire(timeout=5)
    lane.kick(pull=True)
    lane.kick(full=True, take_up=True)
    ticket = lane.kick()
    work.let_go.release(2)
    report = lane.wait(ticket, 5)
    assert report is not None
    assert work.asked == [(False, False), (True, True)]
    assert (work.most_inside, work.taken_up) == (1, 1)


def test_a_ticket_is_served_by_a_pass_that_began_after_it(lane: Lane, work: SlowWork) -> None:
    first = lane.kick()
    assert work.entered.acquire(timeout=5)
    second = lane.kick()
    work.let_go.release()
    assert lane.wait(first, 5) is not None
    assert lane.wait(second, 0.05) is None
    work.let_go.release()
    assert lane.wait(second, 5) is not None


@pytest.mark.parametrize("error", [Unavailable("store.disk_full"), ZeroDivisionError("Maria Rossi 333 1234567")])
def test_trouble_is_told_without_its_text_and_the_lane_goes_on(
    lane: Lane, work: SlowWork, error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lanes, "AFTER_TROUBLE", timedelta(0))
    work.raises.append(error)
    work.let_go.release()
    report = lane.wait(lane.kick(), 5)
    assert report is not None
    assert report.failures[0].message in ("store.disk_full", "agent.defect")
    assert "Rossi" not in str(report.failures) + "".join(capsys.readouterr())
    # It is taken up again without a kick, and is over when a pass succeeds.
    work.let_go.release(20)
    again = lane.wait(lane.kick(), 5)
    assert again is not None
    assert again.failures == []
    assert lane.trouble is None


@pytest.mark.parametrize("error", [Unavailable("store.locked"), ZeroDivisionError("Maria Rossi 333 1234567")])
def test_trouble_between_two_passes_does_not_end_the_lane_either(
    lane: Lane, work: SlowWork, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "AFTER_TROUBLE", timedelta(0))
    work.between.append(error)
    work.let_go.release(20)
    assert lane.wait(lane.kick(), 5) is not None
    again = lane.wait(lane.kick(), 5)
    assert again is not None
    assert again.failures == []


def test_the_lane_wakes_by_itself_when_an_errand_is_due(lane: Lane, work: SlowWork, events: list[Event]) -> None:
    work.wake = timedelta(seconds=0.05)
    work.let_go.release(3)
    lane.kick()
    for _pass in range(3):
        assert work.entered.acquire(timeout=5)
    assert work.asked[1] == (True, False)
    assert PassEnded("banco") in events


def test_stopping_ends_the_thread_after_the_call_that_it_is_in(work: SlowWork) -> None:
    lane = Lane(work, ServerClock(), lambda event: None)
    lane.start()
    ticket = lane.kick()
    assert work.entered.acquire(timeout=5)
    lane.stop()
    assert not lane.join(0.05)
    work.let_go.release()
    assert lane.join(5)
    assert lane.wait(ticket, 0) is not None


class TestServerClock:
    def test_a_small_error_is_known_and_left_alone(self) -> None:
        clock = ServerClock()
        assert not clock.observe(Side.PORTAL, "banco", 12.0)
        assert clock.ahead_seconds() == 12.0
        assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)

    def test_a_large_error_is_told_once_and_corrected(self) -> None:
        clock = ServerClock()
        assert clock.observe(Side.PORTAL, "banco", -90.0)
        assert not clock.observe(Side.PORTAL, "banco", -91.0)
        assert abs(clock.now() - datetime.now(UTC) - timedelta(seconds=91)) < timedelta(seconds=1)
        assert clock.observe(Side.PORTAL, "banco", 0.0)

    def test_the_portal_is_believed_before_the_till(self) -> None:
        clock = ServerClock()
        clock.observe(Side.POS, "banco", 300.0)
        clock.observe(Side.PORTAL, "banco", 1.0)
        assert clock.ahead_seconds() == 1.0

    def test_what_another_process_found_counts_until_a_server_answers(self) -> None:
        clock = ServerClock()
        clock.assume(60.0)
        assert clock.ahead_seconds() == 60.0
        clock.observe(Side.POS, "banco", 0.5)
        assert clock.ahead_seconds() == 0.5
