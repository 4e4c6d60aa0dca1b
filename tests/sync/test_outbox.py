"""The outbox with a road that misbehaves: a mistake of ours is parked and told, never repeated blindly."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from agent.domain.errands import Errand, ErrandKind, ErrandState, OutboxRow
from agent.domain.events import Event
from agent.domain.failures import (
    AuthRefused,
    Conflict,
    Failed,
    Malformed,
    RateLimited,
    Refused,
    Side,
    Transient,
    Unavailable,
)
from agent.domain.orders import NoticeKind, Order, OrderState
from agent.domain.ports import Connector
from agent.domain.step import Step
from agent.store import Store
from agent.sync import steps
from agent.sync.errand_road import Carried, SendAgain, Settled
from agent.sync.order_counter import OrderCounter
from agent.sync.outbox import REPEATS, Carrier, Outbox
from agent.sync.sides import Opening, SideDoor
from tests.domain.making import arrived


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


class Road:
    """Raises what it is given, in turn; then carries."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.verified = 0
        self.raises: list[Exception] = []
        self.has_it = False
        self.settles: list[Settled[Order, Step]] = []

    def send(self, order: Order, row: OutboxRow) -> Carried[Order, Step]:
        self.sent.append(row.idempotency_key)
        if self.raises:
            raise self.raises.pop(0)
        return Carried()

    def verify(self, order: Order, row: OutboxRow) -> Settled[Order, Step]:
        self.verified += 1
        return Carried() if self.has_it else SendAgain()

    def settle(self, order: Order, row: OutboxRow, failed: Failed) -> Settled[Order, Step]:
        return self.settles.pop(0)

    def refused_notice(self, order: Order) -> NoticeKind | None:
        return NoticeKind.DECISION_NOT_SENT


class Closable:
    """As much of a connector as a door needs."""

    def close(self) -> None:
        return None


class World:
    def __init__(self, folder: Path) -> None:
        self.store = Store(folder / "campanello.db")
        self.store.open()
        self.clock = Clock()
        self.road = Road()
        self.events: list[Event] = []
        opening = Opening(Side.PORTAL, lambda: (("api_key", "x"),), lambda _secrets: cast(Connector, Closable()))
        self.door = SideDoor(opening, self.clock)
        self.outbox = Outbox(
            "banco",
            self.store,
            self.clock,
            lambda: 0.5,
            self.events.append,
            {ErrandKind.ACCEPT: Carrier(OrderCounter(self.clock), self.road)},
            {Side.PORTAL: self.door},
        )
        with self.store.writing() as ledger:
            order = ledger.add_order(arrived())
            self.order = ledger.save_order(_accepted(order))
            key = steps.key_of(self.order, ErrandKind.ACCEPT)
            self.row = ledger.announce(self.order, Errand(ErrandKind.ACCEPT), key=key, now=self.clock.now())

    def push(self) -> None:
        self.outbox.push(lambda: True)

    def later(self, **time: float) -> None:
        self.clock.at += timedelta(**time)

    def errand(self) -> OutboxRow:
        with self.store.reading() as ledger:
            row = ledger.errand(self.row.id)
        assert row is not None
        return row

    def notices(self) -> list[NoticeKind]:
        with self.store.reading() as ledger:
            order = ledger.order(self.order.id)
        assert order is not None
        return [notice.kind for notice in order.notices]


def _accepted(order: Order) -> Order:
    return replace(order, state=OrderState.ACCEPTED)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.store.close()


def test_not_reached_waits_without_a_doubt(world: World) -> None:
    world.road.raises = [Transient("side.unreachable", acted=False)]
    world.push()
    assert (world.errand().state, world.errand().attempts) == (ErrandState.WAITING, 1)
    world.later(seconds=30)
    world.push()
    assert world.errand().state is ErrandState.DONE
    assert world.road.verified == 0
    assert len(set(world.road.sent)) == 1


def test_the_clock_went_back_an_hour_and_the_decision_goes_all_the_same(world: World) -> None:
    assert world.outbox.next_wake() == timedelta(0)
    world.later(hours=-1)
    assert world.outbox.next_wake() == timedelta(0)
    world.push()
    assert world.errand().state is ErrandState.DONE


def test_an_unknown_outcome_is_asked_for_before_it_is_sent_again(world: World) -> None:
    world.road.raises = [Transient("side.timeout", acted=None)]
    world.push()
    assert world.errand().state is ErrandState.SENDING
    world.road.has_it = True
    world.later(seconds=30)
    world.push()
    assert world.errand().state is ErrandState.DONE
    assert len(world.road.sent) == 1


def test_a_rate_limit_rests_the_side_and_counts_no_attempt(world: World) -> None:
    world.road.raises = [RateLimited("side.busy", after=timedelta(seconds=60))]
    world.push()
    assert world.errand().attempts == 0
    world.later(seconds=59)
    world.push()
    assert len(world.road.sent) == 1
    wake = world.outbox.next_wake()
    assert wake is not None
    assert timedelta(0) < wake <= timedelta(seconds=2)
    world.later(seconds=2)
    world.push()
    assert world.errand().state is ErrandState.DONE


def test_refused_credentials_block_the_side_and_wake_nobody(world: World) -> None:
    world.road.raises = [AuthRefused("side.credentials_refused")]
    world.push()
    assert world.errand().attempts == 0
    assert world.outbox.next_wake() is None
    world.later(minutes=1)
    world.push()
    assert len(world.road.sent) == 1
    world.door.clear()
    world.push()
    assert world.errand().state is ErrandState.DONE


def test_a_blocked_side_is_probed_after_five_minutes_however_often_it_was_looked_at(world: World) -> None:
    world.door.report(AuthRefused("side.credentials_refused"), timedelta(0))
    for _pass in range(6):
        world.later(minutes=1)
        try:
            world.door.connector()
        except AuthRefused as refused:
            world.door.report(refused, timedelta(0))
    assert not world.door.blocked()


def test_a_refusal_is_parked_and_told_once(world: World) -> None:
    world.road.raises = [Refused("side.refused")]
    world.push()
    assert world.errand().state is ErrandState.PARKED
    assert world.notices() == [NoticeKind.DECISION_NOT_SENT]
    world.later(hours=9)
    world.push()
    assert len(world.road.sent) == 1


def test_an_answer_that_can_never_be_read_is_parked_in_the_end(world: World) -> None:
    world.road.raises = [Malformed("side.malformed", acted=None) for _attempt in range(REPEATS)]
    for _attempt in range(REPEATS):
        world.push()
        world.later(minutes=5)
    assert world.errand().state is ErrandState.PARKED
    assert world.road.verified == REPEATS - 1


def test_a_mistake_of_the_program_is_parked_without_its_words(world: World) -> None:
    world.road.raises = [KeyError("maria@example.org")]
    world.push()
    row = world.errand()
    assert row.state is ErrandState.PARKED
    assert row.failure is not None
    assert (row.failure.message, row.failure.params["error"]) == ("agent.defect", "KeyError")
    assert "maria" not in str(row.failure)


def test_this_pcs_own_trouble_counts_no_attempt(world: World) -> None:
    world.road.raises = [Unavailable("keyring.locked")]
    world.push()
    assert (world.errand().state, world.errand().attempts) == (ErrandState.WAITING, 0)


def test_what_is_not_wanted_any_more_is_closed_unsent(world: World) -> None:
    with world.store.writing() as ledger:
        ledger.save_order(replace(world.order, state=OrderState.CANCELLED))
    world.push()
    assert world.errand().state is ErrandState.DONE
    assert world.road.sent == []


def test_what_is_to_be_sent_again_does_not_wait_for_a_clock_that_was_ahead(world: World) -> None:
    world.road.raises = [Conflict("side.conflict", side=Side.PORTAL)]
    world.road.settles = [SendAgain()]
    world.later(seconds=40)
    times = iter([True, True, True])
    # It stops after the first attempt, and meanwhile a server's answer corrects the clock.
    world.outbox.push(lambda: next(times, False) and not world.road.sent)
    assert world.errand().state is ErrandState.WAITING
    assert world.errand().attempts == 1
    world.later(seconds=-40)
    assert world.outbox.next_wake() == timedelta(0)
    world.push()
    assert world.errand().state is ErrandState.DONE
