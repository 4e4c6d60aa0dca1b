"""Plateform's records: read exactly, or set aside; never a crash."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors import exact_json
from agent.connectors.portals.plateform.mapping import read_order, read_orders
from agent.domain.orders import (
    Address,
    Customer,
    Option,
    OrderKind,
    OrderLine,
    OrderState,
    PaymentMethod,
    PortalOrder,
)
from agent.domain.ports import SetAside
from tests.connectors.plateform.making import wire_order

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = sorted(wire_order())


def read(**changes: object) -> PortalOrder:
    found = read_order(wire_order(**changes))
    assert isinstance(found, PortalOrder), found
    return found


def test_a_whole_order() -> None:
    assert read() == PortalOrder(
        ref="901",
        code="A37",
        kind=OrderKind.TAKEAWAY,
        state=OrderState.NEW,
        status="nuovo",
        created_at=datetime(2026, 11, 23, 18, 58, tzinfo=UTC),
        due_at=datetime(2026, 11, 23, 19, 45, tzinfo=UTC),
        accept_by=datetime(2026, 11, 23, 19, 8, tzinfo=UTC),
        ready_at=None,
        rejection_reason=None,
        customer=Customer("55", "Maria", "Rossi", "maria.rossi@example.test", "333 1234567"),
        address=None,
        lines=(
            OrderLine(
                "1",
                "p-margherita",
                "Margherita",
                2,
                Decimal("7.50"),
                (Option("9:91", "bufala", Decimal("2.00")),),
                (Option("8:81", "basilico"),),
            ),
            OrderLine("2", "p-tiramisu", "Tiramisù", 1, Decimal("5.50")),
        ),
        notes="citofono rotto",
        payment=PaymentMethod.ONLINE,
        paid=True,
        delivery_fee=Decimal("0.00"),
        discount=Decimal("0.00"),
        total=Decimal("24.50"),
        updated_at=datetime(2026, 11, 23, 18, 58, tzinfo=UTC),
        version=1,
    )
    assert read().difference == 0


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("nuovo", OrderState.NEW),
        ("confermato", OrderState.ACCEPTED),
        ("rifiutato", OrderState.REJECTED),
        ("evaso", OrderState.COMPLETED),
        ("annullato", OrderState.CANCELLED),
        ("in_volo", None),
        ("Nuovo", None),
        ("", None),
    ],
)
def test_each_state_and_the_words_that_are_not_known(word: str, state: OrderState | None) -> None:
    order = read(status=word)
    assert (order.state, order.status) == (state, word)


@pytest.mark.parametrize(
    ("word", "method"),
    [
        ("online", PaymentMethod.ONLINE),
        ("cash", PaymentMethod.CASH),
        ("card_on_delivery", PaymentMethod.CARD_ON_DELIVERY),
        ("satispay", PaymentMethod.OTHER),
    ],
)
def test_each_way_to_pay(word: str, method: PaymentMethod) -> None:
    order = read(payment={"method": word, "paid": True})
    assert order.payment is method
    assert order.prepaid is (word == "online")


STREET = {"street": "Via Roma 1", "city": "Torino", "zip": "10121", "notes": "terzo piano"}


@pytest.mark.parametrize(
    ("word", "address", "kind"),
    [
        ("takeaway", None, OrderKind.TAKEAWAY),
        ("takeaway", STREET, OrderKind.TAKEAWAY),
        ("delivery", STREET, OrderKind.DELIVERY),
        ("delivery", None, OrderKind.DELIVERY),
        ("dine_in", None, OrderKind.TAKEAWAY),
        ("dine_in", {"street": " "}, OrderKind.TAKEAWAY),
        ("dine_in", STREET, OrderKind.DELIVERY),
        (None, STREET, OrderKind.DELIVERY),
    ],
)
def test_each_kind(word: str | None, address: object, kind: OrderKind) -> None:
    assert read(type=word, address=address).kind is kind


def test_an_address() -> None:
    assert read(address=STREET).address == Address("Via Roma 1", "Torino", "10121", "terzo piano")
    assert read(address={"street": None, "city": ""}).address is None


@pytest.mark.parametrize("total", ["24.50", 24.5, Decimal("24.50")])
def test_money_as_text_or_as_a_number_of_json(total: object) -> None:
    sent = exact_json.read(exact_json.write(wire_order(total=Decimal(str(total)))))
    found = read_order(sent)
    assert isinstance(found, PortalOrder)
    assert (str(found.total), str(found.difference)) == ("24.50", "0.00")


def test_what_is_not_known_is_ignored() -> None:
    assert read(loyalty={"points": 7}) == read()


def test_a_code_that_is_missing_is_the_id() -> None:
    assert read(code="").code == "901"


def test_a_bad_record_does_not_keep_the_others() -> None:
    bad = wire_order(id=902, due_at="alle otto")
    orders, aside = read_orders([wire_order(), bad, "no record", wire_order(id=903)])
    assert [order.ref for order in orders] == ["901", "903"]
    assert [record.ref for record in aside] == ["902", ""]
    assert aside[0].reason.startswith("due_at (")


@pytest.mark.parametrize("field", [f for f in FIELDS if f in ("customer", "lines", "payment", "total", "version")])
def test_what_an_order_cannot_be_without(field: str) -> None:
    found = read_order({name: value for name, value in wire_order().items() if name != field})
    assert isinstance(found, SetAside)
    assert found.reason == f"{field} (missing)"


@given(ANY_JSON)
def test_any_json_is_an_order_or_set_aside(record: object) -> None:
    assert isinstance(read_order(record), SetAside | PortalOrder)


@given(st.dictionaries(st.sampled_from(FIELDS), ANY_JSON, min_size=1, max_size=3))
def test_any_json_in_any_field(changes: dict[str, object]) -> None:
    found = read_order(wire_order(**changes))
    if isinstance(found, PortalOrder):
        # What comes after must be able to reckon with it.
        assert found.difference == found.difference
        assert found.due_at > datetime(1999, 1, 1, tzinfo=UTC)
        assert replace(found, version=0).version == 0


@given(st.text().map("§§{}".format), st.sampled_from(["due_at", "total", "version", "payment", "lines", "created_at"]))
def test_a_reason_never_quotes(value: str, field: str) -> None:
    found = read_order(wire_order(**{field: value}))
    if isinstance(found, SetAside):
        assert value not in found.reason


@given(
    st.lists(
        st.tuples(
            st.integers(1, 50),
            st.decimals(0, 500, places=2),
            st.lists(st.decimals(0, 20, places=2), max_size=4),
        ),
        min_size=1,
        max_size=20,
    ),
    st.decimals(0, 20, places=2),
    st.decimals(0, 20, places=2),
)
def test_money_is_exact(lines: list[tuple[int, Decimal, list[Decimal]]], fee: Decimal, discount: Decimal) -> None:
    total = sum((count * (price + sum(extra)) for count, price, extra in lines), Decimal(0)) + fee - discount
    sent = wire_order(
        lines=[
            {
                "id": number,
                "product_ref": "p",
                "name": "Pizza",
                "quantity": count,
                "unit_price": str(price),
                "additions": [{"ref": "r", "name": "n", "price": str(each)} for each in extra],
            }
            for number, (count, price, extra) in enumerate(lines)
        ],
        delivery_fee=str(fee),
        discount=str(discount),
        total=str(total),
    )
    found = read_order(exact_json.read(exact_json.write(sent)))
    assert isinstance(found, PortalOrder)
    assert found.total == total
    assert found.difference == 0
