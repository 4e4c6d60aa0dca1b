"""The outbox: what is owed comes back as it was written, waits, is sent, parked, taken back and sent again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from agent.domain.errands import Errand, ErrandKind, ErrandState, OutboxRow
from agent.domain.failures import Failure, FailureKind, Side, Unavailable
from agent.domain.health import OutboxCount
from agent.domain.orders import Order
from agent.store import Ledger, Store
from tests.domain.making import NOON, seconds
from tests.store.making import LINK, PRECISE, keep

TIMED_OUT = Failure(FailureKind.TRANSIENT, "side.timeout", MappingProxyType({"system": "Plateform"}), Side.PORTAL)


@pytest.fixture
def order(ledger: Ledger) -> Order:
    return keep(ledger)


def owe(ledger: Ledger, order: Order, kind: ErrandKind = ErrandKind.ACCEPT, key: str = "") -> OutboxRow:
    return ledger.announce(order, Errand(kind), key=key or f"{order.id}-{kind}", now=NOON)


def again(ledger: Ledger, row: OutboxRow) -> OutboxRow:
    read = ledger.errand(row.id)
    assert read is not None
    return read


def test_an_errand_comes_back_as_it_was_announced(ledger: Ledger, order: Order) -> None:
    errand = Errand(ErrandKind.REJECT, {"reason": "Così non va: è tardi", "vuoto": ""}, seconds(5.5))
    row = ledger.announce(order, errand, key="k1", now=PRECISE)
    assert row == OutboxRow(
        id=row.id,
        link=LINK,
        subject=f"order:{order.id}/portal",
        order_id=order.id,
        kind=ErrandKind.REJECT,
        payload={"reason": "Così non va: è tardi", "vuoto": ""},
        idempotency_key="k1",
        state=ErrandState.WAITING,
        attempts=0,
        not_before=PRECISE + seconds(5.5),
        created_at=PRECISE,
        failure=None,
    )
    assert again(ledger, row) == row
    assert ledger.errand(row.id + 1) is None


@pytest.mark.parametrize(
    "failure",
    [
        TIMED_OUT,
        Failure(FailureKind.UNKNOWN, "side.broken", acted=None),
        Failure(FailureKind.RATE_LIMITED, "side.rate_limited", {"seconds": "30"}, Side.POS, None, seconds(30.25)),
        Failure(FailureKind.CONFLICT, "side.conflict", side=Side.PORTAL, acted=True),
    ],
    ids=lambda failure: failure.kind.value,
)
def test_a_failure_comes_back_whole(ledger: Ledger, order: Order, failure: Failure) -> None:
    row = owe(ledger, order)
    ledger.park_errand(row.id, failure)
    assert again(ledger, row) == replace(row, state=ErrandState.PARKED, failure=failure)


def test_each_attempt_is_counted_when_it_begins(ledger: Ledger, order: Order) -> None:
    row = owe(ledger, order)
    begun = ledger.begin_errand(row.id)
    assert begun == replace(row, state=ErrandState.SENDING, attempts=1)
    later = NOON + timedelta(minutes=1)
    ledger.wait_errand(row.id, not_before=later, failure=TIMED_OUT)
    waiting = replace(row, attempts=1, not_before=later, failure=TIMED_OUT)
    assert again(ledger, row) == waiting
    ledger.begin_errand(row.id)
    ledger.wait_errand(row.id, not_before=later, failure=None, counted=False)
    assert again(ledger, row) == replace(waiting, failure=None)


def test_an_attempt_that_never_began_is_not_taken_back(ledger: Ledger, order: Order) -> None:
    row = owe(ledger, order)
    ledger.wait_errand(row.id, not_before=NOON, failure=None, counted=False)
    assert again(ledger, row).attempts == 0


def test_an_unknown_outcome_stays_under_way(ledger: Ledger, order: Order) -> None:
    row = owe(ledger, order)
    ledger.begin_errand(row.id)
    ledger.wait_errand(row.id, not_before=NOON + seconds(3), failure=TIMED_OUT, unsure=True)
    read = again(ledger, row)
    assert (read.state, read.attempts, read.failure) == (ErrandState.SENDING, 1, TIMED_OUT)


def test_what_is_done_has_no_failure_and_is_not_owed_any_more(ledger: Ledger, order: Order) -> None:
    row = owe(ledger, order)
    ledger.begin_errand(row.id)
    ledger.wait_errand(row.id, not_before=NOON, failure=TIMED_OUT)
    ledger.finish_errand(row.id)
    done = replace(row, state=ErrandState.DONE, attempts=1)
    assert again(ledger, row) == done
    assert ledger.errands() == ledger.errands_of(order.id) == ()
    assert ledger.errands_of(order.id, open_only=False) == (done,)


def test_a_parked_one_that_is_tried_again_begins_anew(ledger: Ledger, order: Order) -> None:
    row = owe(ledger, order)
    ledger.begin_errand(row.id)
    ledger.park_errand(row.id, TIMED_OUT)
    tried = ledger.retry_errand(row.id, key="new", now=PRECISE)
    assert tried == replace(row, idempotency_key="new", not_before=PRECISE, failure=TIMED_OUT)
    assert again(ledger, row) == tried


def test_a_parked_one_that_a_person_settled_is_done(ledger: Ledger, order: Order) -> None:
    row = owe(ledger, order)
    ledger.park_errand(row.id, TIMED_OUT)
    assert ledger.resolve_errand(row.id) == replace(row, state=ErrandState.DONE)


def test_a_key_is_never_used_twice(store: Store) -> None:
    with store.writing() as ledger:
        order = keep(ledger)
        first, second = owe(ledger, order, key="k1"), owe(ledger, order, key="k2")
    for use in _uses_of_k1(store, order, second):
        with pytest.raises(Unavailable) as caught:
            use()
        assert caught.value.failure.params["error"] == "IntegrityError"
    with store.writing() as ledger:
        ledger.rekey_errand(second.id, "k3")
        assert ledger.errands() == (first, replace(second, idempotency_key="k3"))


def _uses_of_k1(store: Store, order: Order, row: OutboxRow) -> tuple[Callable[[], None], ...]:
    def announced() -> None:
        with store.writing() as ledger:
            owe(ledger, order, key="k1")

    def rekeyed() -> None:
        with store.writing() as ledger:
            ledger.rekey_errand(row.id, "k1")

    return announced, rekeyed


def test_withdrawn_is_what_has_certainly_not_been_sent(ledger: Ledger, order: Order) -> None:
    waiting, sending, parked = (owe(ledger, order, key=key) for key in "abc")
    other_kind, other_order = owe(ledger, order, ErrandKind.CREATE), owe(ledger, keep(ledger, 502))
    ledger.begin_errand(sending.id)
    ledger.park_errand(parked.id, TIMED_OUT)
    withdrawn = ledger.withdraw(order.id, [ErrandKind.ACCEPT, ErrandKind.REJECT])
    assert [row.id for row in withdrawn] == [waiting.id, parked.id]
    assert [row.id for row in ledger.errands()] == [sending.id, other_kind.id, other_order.id]
    assert ledger.withdraw(order.id, []) == ()


def test_listed_by_link_and_by_state_oldest_first(ledger: Ledger, order: Order) -> None:
    elsewhere = keep(ledger, 502, link="sala")
    rows = [
        owe(ledger, order, key="a"),
        owe(ledger, elsewhere),
        owe(ledger, order, key="b"),
        owe(ledger, order, key="c"),
    ]
    ledger.park_errand(rows[0].id, TIMED_OUT)
    ledger.begin_errand(rows[2].id)
    ids = [row.id for row in rows]
    assert [row.id for row in ledger.errands()] == ids
    assert [row.id for row in ledger.errands(LINK)] == [ids[0], *ids[2:]]
    assert [row.id for row in ledger.errands(states=[ErrandState.PARKED])] == [ids[0]]
    assert [row.id for row in ledger.errands("sala", [ErrandState.PARKED])] == []
    assert ledger.errands(states=[]) == ()
    assert ledger.outbox_count(LINK) == OutboxCount(waiting=1, sending=1, parked=1)
    assert ledger.outbox_count("nessuno") == OutboxCount()
