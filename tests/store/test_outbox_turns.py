"""Whose turn it is: one errand of each subject, in the order of writing; and which waits may be cut short."""

from datetime import datetime

import pytest

from agent.domain.errands import Errand, ErrandKind, OutboxRow
from agent.domain.failures import Failure, FailureKind
from agent.domain.orders import Order
from agent.store import Ledger
from tests.domain.making import NOON, seconds
from tests.store.making import LINK, keep

LATER = NOON + seconds(60)
PASSING = {
    FailureKind.TRANSIENT,
    FailureKind.RATE_LIMITED,
    FailureKind.AUTH_REFUSED,
    FailureKind.MALFORMED,
    FailureKind.LOCAL,
}


@pytest.fixture
def order(ledger: Ledger) -> Order:
    return keep(ledger)


def owe(ledger: Ledger, order: Order, kind: ErrandKind, delay: float = 0) -> OutboxRow:
    key = f"{order.id}-{kind}-{delay}"
    return ledger.announce(order, Errand(kind, delay=seconds(delay)), key=key, now=NOON)


def due(ledger: Ledger, at: datetime = NOON, link: str = LINK) -> list[int]:
    return [row.id for row in ledger.due_errands(link, at)]


def test_one_at_a_time_of_each_subject_in_the_order_of_writing(ledger: Ledger, order: Order) -> None:
    accept, complete = owe(ledger, order, ErrandKind.ACCEPT), owe(ledger, order, ErrandKind.COMPLETE)
    assert due(ledger) == [accept.id]
    ledger.finish_errand(accept.id)
    assert due(ledger) == [complete.id]
    ledger.finish_errand(complete.id)
    assert due(ledger) == []


def test_subjects_do_not_wait_for_each_other(ledger: Ledger, order: Order) -> None:
    kinds = (ErrandKind.RECEIVED, ErrandKind.ACCEPT, ErrandKind.CREATE)
    rows = [owe(ledger, each, kind) for each in (order, keep(ledger, 502)) for kind in kinds]
    elsewhere = owe(ledger, keep(ledger, 503, link="sala"), ErrandKind.ACCEPT)
    assert due(ledger) == [row.id for row in rows]
    assert due(ledger, link="sala") == [elsewhere.id]


def test_a_parked_one_holds_its_subject_up_and_no_other(ledger: Ledger, order: Order) -> None:
    accept, create = owe(ledger, order, ErrandKind.ACCEPT), owe(ledger, order, ErrandKind.CREATE)
    owe(ledger, order, ErrandKind.COMPLETE)
    ledger.park_errand(accept.id, Failure(FailureKind.REFUSED, "side.refused"))
    assert due(ledger) == [create.id]
    ledger.retry_errand(accept.id, key="new", now=NOON)
    assert due(ledger) == [accept.id, create.id]


def test_an_unknown_outcome_stays_first_of_its_subject(ledger: Ledger, order: Order) -> None:
    accept = owe(ledger, order, ErrandKind.ACCEPT)
    owe(ledger, order, ErrandKind.COMPLETE)
    ledger.begin_errand(accept.id)
    assert due(ledger) == [accept.id], "found under way at start: asked for first"
    ledger.wait_errand(accept.id, not_before=LATER, failure=None, unsure=True)
    assert due(ledger) == []
    assert due(ledger, LATER) == [accept.id]


def test_a_wait_of_the_first_holds_the_second_up(ledger: Ledger, order: Order) -> None:
    first = owe(ledger, order, ErrandKind.ACCEPT, delay=60)
    owe(ledger, order, ErrandKind.COMPLETE)
    assert due(ledger, LATER - seconds(0.000001)) == []
    assert due(ledger, LATER) == [first.id]


def test_the_next_due_instant_is_the_earliest_of_those_whose_turn_it_is(ledger: Ledger, order: Order) -> None:
    assert ledger.next_due(LINK) is None
    owe(ledger, order, ErrandKind.ACCEPT, delay=60)
    owe(ledger, order, ErrandKind.COMPLETE, delay=1)
    assert ledger.next_due(LINK) == LATER
    create = owe(ledger, order, ErrandKind.CREATE, delay=30)
    assert ledger.next_due(LINK) == NOON + seconds(30)
    ledger.park_errand(create.id, Failure(FailureKind.REFUSED, "side.refused"))
    assert ledger.next_due(LINK) == LATER
    assert ledger.next_due("sala") is None


def test_what_was_written_later_than_now_may_go_as_the_clock_went_back(ledger: Ledger, order: Order) -> None:
    accept = owe(ledger, order, ErrandKind.ACCEPT, delay=60)
    assert due(ledger, NOON - seconds(1)) == [], "clocks are corrected by a little all the time"
    assert due(ledger, NOON - seconds(3600)) == [accept.id]
    ledger.begin_errand(accept.id)
    ledger.park_errand(accept.id, Failure(FailureKind.REFUSED, "side.refused"))
    assert due(ledger, NOON - seconds(3600)) == []


def test_what_waits_by_another_clock_is_cut_short(ledger: Ledger, order: Order) -> None:
    accept = owe(ledger, order, ErrandKind.ACCEPT)
    ledger.begin_errand(accept.id)
    ledger.wait_errand(accept.id, not_before=NOON + seconds(300), failure=None)
    create = owe(ledger, order, ErrandKind.CREATE, delay=5)
    assert ledger.clear_waits(LINK, NOON) == 1
    assert due(ledger) == [accept.id]
    assert due(ledger, NOON + seconds(5)) == [accept.id, create.id]


@pytest.mark.parametrize("kind", FailureKind)
@pytest.mark.parametrize("unsure", [False, True])
def test_only_the_wait_for_a_passing_failure_is_cut_short(
    ledger: Ledger, order: Order, kind: FailureKind, unsure: bool
) -> None:
    row = owe(ledger, order, ErrandKind.ACCEPT)
    ledger.begin_errand(row.id)
    ledger.wait_errand(row.id, not_before=LATER, failure=Failure(kind, "side.x"), unsure=unsure)
    assert ledger.clear_waits(LINK, NOON) == (kind in PASSING)
    assert due(ledger) == ([row.id] if kind in PASSING else [])


def test_neither_the_time_to_take_it_back_nor_what_is_parked_is_cut_short(ledger: Ledger, order: Order) -> None:
    delayed = owe(ledger, order, ErrandKind.ACCEPT, delay=60)
    parked = owe(ledger, order, ErrandKind.CREATE)
    ledger.park_errand(parked.id, Failure(FailureKind.TRANSIENT, "side.timeout"))
    assert ledger.clear_waits(LINK, NOON) == ledger.clear_waits_of(order.id, NOON) == 0
    assert due(ledger) == []
    assert due(ledger, LATER) == [delayed.id]


def test_waits_are_cut_short_of_one_link_or_of_one_order(ledger: Ledger, order: Order) -> None:
    others = keep(ledger, 502), keep(ledger, 503, link="sala")
    rows = [owe(ledger, each, ErrandKind.ACCEPT) for each in (order, *others)]
    for row in rows:
        ledger.wait_errand(row.id, not_before=LATER, failure=Failure(FailureKind.TRANSIENT, "side.timeout"))
    assert ledger.clear_waits_of(order.id, NOON) == 1
    assert due(ledger) == [rows[0].id]
    assert ledger.clear_waits(LINK, NOON) == 2
    assert due(ledger) == [rows[0].id, rows[1].id]
    assert due(ledger, link="sala") == []
