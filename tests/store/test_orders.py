"""An order comes back as it went in, and a change counts only on what was read."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from agent.domain.failures import Overtaken, Unavailable
from agent.domain.orders import Order, OrderState
from agent.store import Ledger, Store
from tests.domain.making import said
from tests.store.engine import rows_of
from tests.store.making import LINK, bare_order, full_order, full_portal_order, keep
from tests.store.strategies import orders

ROME = ZoneInfo("Europe/Rome")


@pytest.mark.parametrize("order", [full_order(), bare_order()], ids=["every field", "no field that may be missing"])
def test_an_order_comes_back_as_it_went_in(ledger: Ledger, order: Order) -> None:
    stored = ledger.add_order(order)
    assert stored == replace(order, id=stored.id, version=1)
    assert stored.id > 0
    assert ledger.order(stored.id) == stored


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=orders)
def test_whatever_the_order_it_comes_back_exactly(ledger: Ledger, order: Order) -> None:
    order = replace(order, link=f"{order.link}-{uuid.uuid4()}")
    stored = ledger.add_order(order)
    assert stored == replace(order, id=stored.id, version=1)
    assert _amounts(stored) == _amounts(order)
    assert ledger.order_of_portal(order.link, order.portal.ref) == stored


def _amounts(order: Order) -> list[str]:
    """As written: 0.30 is not 0.3 here."""
    return [str(amount) for amount in (order.portal.total, *(line.unit_price for line in order.portal.lines))]


def test_an_amount_keeps_its_digits(ledger: Ledger) -> None:
    portal = full_portal_order(total=Decimal("0.1000000000000000000000000001"), discount=Decimal("0.30"))
    stored = ledger.add_order(full_order(portal=portal)).portal
    assert (str(stored.total), str(stored.discount)) == ("0.1000000000000000000000000001", "0.30")


def test_an_instant_of_another_zone_is_the_same_instant(ledger: Ledger) -> None:
    twice = datetime(2026, 10, 25, 2, 30, 0, 1, tzinfo=ROME, fold=1)
    stored = ledger.add_order(full_order(arrived_at=twice))
    assert stored.arrived_at == datetime(2026, 10, 25, 1, 30, 0, 1, tzinfo=ZoneInfo("UTC"))
    assert stored.arrived_at.utcoffset() == timedelta(0)


def test_an_instant_without_a_zone_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        ledger.add_order(full_order(arrived_at=datetime(2026, 11, 21, 12, 0)))  # noqa: DTZ001  # the point of the test


def test_an_order_is_found_by_the_portals_and_by_the_tills_reference(ledger: Ledger) -> None:
    stored = ledger.add_order(full_order())
    keep(ledger, 502)
    assert ledger.order_of_portal(LINK, "501") == stored
    assert ledger.order_of_till(LINK, "t1") == stored
    assert ledger.order_of_portal("sala", "501") is None
    assert ledger.order_of_till("sala", "t1") is None
    assert ledger.order(999) is None


def test_the_same_order_cannot_be_stored_twice(store: Store) -> None:
    with store.writing() as ledger:
        keep(ledger)
    with pytest.raises(Unavailable) as caught, store.writing() as ledger:
        keep(ledger)
    assert caught.value.failure.message == "store.failed"
    with store.reading() as ledger:
        assert len(ledger.orders()) == 1


def test_a_change_counts_the_version_and_empties_what_is_gone(ledger: Ledger) -> None:
    stored = ledger.add_order(full_order())
    emptied = replace(
        bare_order(), id=stored.id, version=stored.version, portal=replace(bare_order().portal, version=8)
    )
    assert ledger.save_order(emptied) == replace(emptied, version=2)
    assert ledger.order_of_till(LINK, "t1") is None


def test_the_second_of_two_changes_to_one_reading_is_overtaken(ledger: Ledger) -> None:
    read = keep(ledger)
    kept = ledger.save_order(replace(read, state=OrderState.ACCEPTED))
    with pytest.raises(Overtaken):
        ledger.save_order(replace(read, state=OrderState.REJECTED))
    assert ledger.order(read.id) == kept


def test_a_change_of_an_order_that_is_not_there_is_overtaken(ledger: Ledger) -> None:
    with pytest.raises(Overtaken):
        ledger.save_order(full_order(id=77, version=1))


def test_an_overtaken_change_leaves_nothing_of_its_transaction(store: Store) -> None:
    with store.writing() as ledger:
        read = keep(ledger)
        ledger.save_order(replace(read, state=OrderState.ACCEPTED))

    def overtake() -> None:
        with store.writing() as ledger:
            ledger.set_preference("before", "it")
            ledger.save_order(read)

    with pytest.raises(Overtaken):
        overtake()
    with store.reading() as ledger:
        assert ledger.preferences() == {}


def test_lines_are_kept_apart_and_follow_the_portal(store: Store) -> None:
    with store.writing() as ledger:
        order = ledger.add_order(full_order())
    assert rows_of(store, "SELECT position, product_ref, quantity, unit_price, total FROM order_lines") == [
        (0, "11", 3, "12.25", "41.55"),
        (1, "12", 1, "0.01", "0.01"),
    ]
    with store.writing() as ledger:
        fewer = said(order.portal, OrderState.NEW, lines=order.portal.lines[1:])
        ledger.save_order(replace(order, portal=fewer))
    assert rows_of(store, "SELECT position, product_ref FROM order_lines") == [(0, "12")]


def test_a_field_of_a_later_version_is_passed_over(store: Store) -> None:
    with store.writing() as ledger:
        order = ledger.add_order(full_order())
    rows_of(store, "UPDATE orders SET portal = json_set(portal, '$.later', 1), till = json_set(till, '$.later', 1)")
    with store.reading() as ledger:
        assert ledger.order(order.id) == order
