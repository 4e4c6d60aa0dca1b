"""Lists of orders: newest first, page by page, of a link and of states; and how many there are of each."""

from dataclasses import replace

from agent.domain.orders import Order, OrderState
from agent.store import Ledger
from tests.store.making import LINK, keep


def evening(ledger: Ledger) -> list[Order]:
    """Six orders, oldest first: every third is of the other link, every second is accepted."""
    return [
        keep(
            ledger,
            500 + number,
            link=LINK if number % 3 else "sala",
            state=OrderState.NEW if number % 2 else OrderState.ACCEPTED,
        )
        for number in range(6)
    ]


def test_newest_first(ledger: Ledger) -> None:
    kept = evening(ledger)
    assert list(ledger.orders()) == kept[::-1]
    assert list(ledger.orders(limit=2)) == kept[:3:-1]


def test_page_after_page_nothing_is_left_out_and_nothing_comes_twice(ledger: Ledger) -> None:
    kept = evening(ledger)
    seen: list[Order] = []
    while page := ledger.orders(limit=4, before_id=seen[-1].id if seen else None):
        seen.extend(page)
    assert seen == kept[::-1]


def test_of_one_link_and_of_states(ledger: Ledger) -> None:
    kept = evening(ledger)
    assert list(ledger.orders(link="sala")) == [kept[3], kept[0]]
    assert list(ledger.orders(states=[OrderState.NEW])) == [kept[5], kept[3], kept[1]]
    assert list(ledger.orders(states=[OrderState.NEW, OrderState.ACCEPTED], limit=1)) == [kept[5]]
    assert list(ledger.orders(link="sala", states=[OrderState.NEW], search="A503")) == [kept[3]]
    assert ledger.orders(states=[]) == ()
    assert ledger.orders(link="nessuno") == ()


def test_counted_by_state(ledger: Ledger) -> None:
    kept = evening(ledger)
    assert ledger.count_orders() == {OrderState.NEW: 3, OrderState.ACCEPTED: 3}
    assert ledger.count_orders("sala") == {OrderState.NEW: 1, OrderState.ACCEPTED: 1}
    ledger.save_order(replace(kept[0], state=OrderState.COMPLETED))
    assert ledger.count_orders("sala") == {OrderState.NEW: 1, OrderState.COMPLETED: 1}
    assert ledger.count_orders("nessuno") == {}
