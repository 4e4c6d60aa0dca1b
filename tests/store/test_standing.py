"""Standing orders: all that may still matter to somebody, and nothing else."""

from dataclasses import replace

import pytest

from agent.domain.errands import Errand, ErrandKind
from agent.domain.failures import Failure, FailureKind
from agent.domain.orders import Notice, NoticeKind, OrderState
from agent.store import Ledger
from tests.domain.making import NOON, till_order
from tests.store.making import keep

REFUSED = Failure(FailureKind.REFUSED, "side.refused")


@pytest.mark.parametrize("state", OrderState)
def test_an_order_stands_until_it_is_over(ledger: Ledger, state: OrderState) -> None:
    order = keep(ledger, state=state)
    assert (order in ledger.standing_orders()) is not state.over


def test_an_order_that_is_over_stands_while_it_has_a_notice(ledger: Ledger) -> None:
    order = keep(ledger, state=OrderState.CANCELLED, notices=(Notice(NoticeKind.EXPIRED, NOON),))
    assert ledger.standing_orders() == (order,)
    ledger.save_order(replace(order, notices=()))
    assert ledger.standing_orders() == ()


def test_an_order_that_is_over_stands_while_the_till_must_follow(ledger: Ledger) -> None:
    order = keep(ledger, state=OrderState.CANCELLED, till=till_order(OrderState.ACCEPTED))
    assert ledger.standing_orders() == (order,)
    ledger.save_order(replace(order, till=till_order(OrderState.CANCELLED)))
    assert ledger.standing_orders() == ()


def test_an_order_that_is_over_stands_while_something_is_owed_for_it(ledger: Ledger) -> None:
    order = keep(ledger, state=OrderState.COMPLETED)
    row = ledger.announce(order, Errand(ErrandKind.COMPLETE), key="k", now=NOON)
    assert ledger.standing_orders() == (order,)
    ledger.begin_errand(row.id)
    assert ledger.standing_orders() == (order,)
    ledger.park_errand(row.id, REFUSED)
    assert ledger.standing_orders() == (order,)
    ledger.finish_errand(row.id)
    assert ledger.standing_orders() == ()


def test_oldest_first_once_each_and_of_one_link(ledger: Ledger) -> None:
    first, second, over = keep(ledger, 1), keep(ledger, 2, link="sala"), keep(ledger, 3, state=OrderState.REJECTED)
    for order, key in ((first, "a"), (first, "b"), (over, "c")):
        ledger.announce(order, Errand(ErrandKind.REJECT), key=key, now=NOON)
    assert ledger.standing_orders() == (first, second, over)
    assert ledger.standing_orders("sala") == (second,)
    assert ledger.standing_orders("nessuno") == ()
