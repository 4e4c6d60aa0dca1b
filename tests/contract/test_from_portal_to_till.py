"""Whatever guests order on Plateform's sandbox reaches the till's sandbox whole: dishes, options, money, address."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from agent.connectors.identity import same_phone
from agent.domain.orders import OrderKind, OrderState, PortalOrder
from agent.domain.ports import TillDraft
from tests.contract.cassa_world import CassaWorld
from tests.contract.plateform_world import PlateformWorld


@pytest.fixture
def portal() -> Iterator[PlateformWorld]:
    world = PlateformWorld()
    yield world
    world.close()


@pytest.fixture
def till() -> Iterator[CassaWorld]:
    world = CassaWorld()
    yield world
    world.close()


def delivered(portal: PlateformWorld, till: CassaWorld, ref: str) -> PortalOrder:
    order = portal.portal.order(ref)
    guest = till.till.guest(order.customer)
    draft = TillDraft(f"plateform:{ref}", order, OrderState.NEW, None, guest)
    assert till.till.place_order(draft).unmatched == ()
    return order


def test_thirty_guests(portal: PlateformWorld, till: CassaWorld) -> None:
    for ref in [portal.guest_orders() for _ in range(30)]:
        order = delivered(portal, till, ref)
        held = till.server.order(f"plateform:{ref}")
        document = held["document"]
        rows = document["rows"]
        assert document["amount"] == order.total
        assert sum(row["quantity"] * row["price"] for row in rows) == order.total
        dishes = [row for row in rows if not row["shippingCost"]]
        for row, line in zip(dishes, order.lines, strict=True):
            assert row["idProduct"] == line.product_ref
            options = [f"{value['idOption']}:{value['idValue']}" for value in row.get("rowModifierValues", [])]
            assert options == [option.ref for option in (*line.additions, *line.removals)]
            for option in (*line.additions, *line.removals):
                assert option.name in row["note"]
        card = till.guest_card(document["idCustomer"])
        assert (card["email"], card["phoneNumber"]) == (order.customer.email, same_phone(order.customer.phone))
        assert held["deliveryMode"] == ("DELIVERY" if order.kind is OrderKind.DELIVERY else "PICKUP")
        assert held.get("destinationStreet") == (order.address.street if order.address else None)
        assert held["prepay"] is order.prepaid
    assert till.blanked() == []


def test_a_total_that_does_not_add_up_is_not_corrected(portal: PlateformWorld, till: CassaWorld) -> None:
    ref = portal.guest_orders(type="takeaway", lines=[{"name": "Margherita", "quantity": 2}], total="15.00")
    order = delivered(portal, till, ref)
    assert order.difference == Decimal("1.00")
    assert till.server.order(f"plateform:{ref}")["document"]["amount"] == Decimal("15.00")


def test_the_till_prints_and_the_order_is_complete(portal: PlateformWorld, till: CassaWorld) -> None:
    ref = portal.guest_orders(payment={"method": "online", "paid": True})
    delivered(portal, till, ref)
    found = till.till.find_order(f"plateform:{ref}", datetime.now(UTC))
    assert found is not None
    till.operate(found.ref, "accept")
    till.server.operator.print_receipt(found.ref, processed=False)
    assert till.till.printed_orders(datetime.now(UTC) - timedelta(hours=1)) == {found.ref}
