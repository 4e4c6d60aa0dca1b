"""What guests order: realistic, from the menu, and with a total that adds up."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from agent.sandbox import PlateformServer
from agent.sandbox.dishes import DISHES
from agent.sandbox.instants import iso, parse_iso
from tests.sandbox.visitors import HandClock


def added_up(order: dict[str, Any]) -> Decimal:
    rows = (
        line["quantity"] * (Decimal(line["unit_price"]) + sum(Decimal(option["price"]) for option in line["additions"]))
        for line in order["lines"]
    )
    return sum(rows, Decimal()) + Decimal(order["delivery_fee"]) - Decimal(order["discount"])


def test_many_guests_order_differently_and_every_total_adds_up() -> None:
    portal = PlateformServer(seed=3)
    orders = [portal.place_order() for _ in range(60)]
    assert all(Decimal(order["total"]) == added_up(order) for order in orders)
    assert {order["type"] for order in orders} == {"takeaway", "delivery"}
    assert all((order["address"] is None) == (order["type"] == "takeaway") for order in orders)
    assert all(order["payment"]["paid"] == (order["payment"]["method"] == "online") for order in orders)
    assert {bool(line["additions"]) for order in orders for line in order["lines"]} == {True, False}
    assert any(line["removals"] for order in orders for line in order["lines"])
    assert len({order["code"] for order in orders}) == 60
    assert any(order["customer"]["phone"] is None for order in orders)


def test_the_same_dice_the_same_evening(clock: HandClock) -> None:
    evenings = [[PlateformServer(seed=5, clock=clock).place_order() for _ in range(5)] for _ in range(2)]
    assert evenings[0] == evenings[1]


def test_an_order_can_be_spelled_out(clock: HandClock) -> None:
    portal = PlateformServer(clock=clock)
    order = portal.place_order(
        type="delivery",
        due_at=clock() + timedelta(hours=1),
        accept_by=iso(clock() + timedelta(minutes=4)),
        lines=[
            {"name": "Margherita", "quantity": 2, "additions": ["Rucola", {"ref": "x:y", "name": "Oro", "price": "9"}]},
            {"product_ref": "sconosciuto", "name": "Cacio e pepe", "unit_price": "11.00"},
        ],
        discount="1.50",
        notes=None,
        payment={"method": "cash", "paid": False},
    )
    assert parse_iso(order["due_at"]) == clock() + timedelta(hours=1)
    assert parse_iso(order["accept_by"]) == clock() + timedelta(minutes=4)
    assert [line["name"] for line in order["lines"]] == ["Margherita", "Cacio e pepe"]
    assert order["total"] == "47.00"  # 2 x (7.50 + 1.00 + 9.00) + 11.00 + 2.50 - 1.50
    assert portal.place_order(total="1.00")["total"] == "1.00"


@pytest.mark.parametrize(
    ("overrides", "wrong"),
    [
        ({"colour": "red"}, TypeError),
        ({"lines": [{"name": "Cacio e pepe"}]}, LookupError),
        ({"lines": [{"name": "Chinotto", "additions": ["Rucola"]}]}, LookupError),
    ],
)
def test_an_order_that_can_not_be(overrides: dict[str, Any], wrong: type[Exception]) -> None:
    portal = PlateformServer()
    with pytest.raises(wrong):
        portal.place_order(**overrides)
    assert portal.state.orders == {}


def test_the_carte_has_what_a_trattoria_has() -> None:
    assert len(DISHES) == 15
    assert len({dish.id for dish in DISHES} | {dish.variant_id for dish in DISHES}) == 30
    assert all(dish.delivery > dish.takeaway > 0 for dish in DISHES)
