"""The body of an order at the till: every field, and what goes where when the till lacks something."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors import exact_json
from agent.connectors.fields import as_list, as_object
from agent.connectors.pos.cassa_in_cloud.draft import Drawing, Modifiers, order_body, unmatched_lines
from agent.connectors.pos.cassa_in_cloud.mapping import Article
from agent.connectors.pos.cassa_in_cloud.query import milliseconds
from agent.domain.orders import Customer, Option, OrderKind, OrderLine, OrderState, PaymentMethod
from agent.domain.ports import TillDraft
from tests.connectors.making import ADDRESS, MARGHERITA, NOW, TIRAMISU, draft_of, portal_order

ARTICLES = {
    "p-margherita": Article("v-1", "c-1", "d-1", "t-1", {"9:91": (9, 91), "8:81": (8, 81)}),
    "p-tiramisu": Article("v-2"),
}
DRAWING = Drawing(77, 12, "g-5", ARTICLES, "both", NOW, ZoneInfo("Europe/Rome"))


def body(draft: TillDraft, drawing: Drawing = DRAWING) -> dict[str, object]:
    return dict(order_body(draft, drawing))


def document(draft: TillDraft, drawing: Drawing = DRAWING) -> dict[str, object]:
    return dict(as_object(body(draft, drawing)["document"]) or {})


def rows(draft: TillDraft, drawing: Drawing = DRAWING) -> list[dict[str, object]]:
    return [dict(as_object(row) or {}) for row in as_list(document(draft, drawing)["rows"]) or []]


def test_a_whole_takeaway_order() -> None:
    assert body(draft_of(portal_order())) == {
        "externalId": "plateform:901",
        "isExternalOrder": True,
        "externalWorkflowStatus": "REQUESTED",
        "date": 1795460280000,
        "dueDate": 1795463100000,
        "phoneNumber": "333 1234567",
        "prepay": True,
        "deliveryMode": "PICKUP",
        "document": {
            "idSalesPoint": 77,
            "idCustomer": "g-5",
            "amount": Decimal("24.50"),
            "note": "#A37 | PAGATO ONLINE | citofono rotto",
            "email": "maria.rossi@example.test",
            "rows": [
                {
                    "rowNumber": 1,
                    "idSalesMode": 12,
                    "idProductVariant": "v-1",
                    "idCategory": "c-1",
                    "idDepartment": "d-1",
                    "idTax": "t-1",
                    "quantity": 2,
                    "price": Decimal("9.50"),
                    "rowModifierValues": [
                        {"idOption": 9, "idValue": 91, "price": Decimal("2.00")},
                        {"idOption": 8, "idValue": 81, "price": Decimal("0.00")},
                    ],
                    "note": "+ bufala, - basilico; ben cotta",
                    "shippingCost": False,
                },
                {
                    "rowNumber": 2,
                    "idSalesMode": 12,
                    "idProductVariant": "v-2",
                    "quantity": 1,
                    "price": Decimal("5.50"),
                    "shippingCost": False,
                },
            ],
        },
    }


def test_a_delivery_with_its_fee() -> None:
    order = portal_order(kind=OrderKind.DELIVERY, address=ADDRESS, delivery_fee=Decimal("3.00"), total=Decimal("27.50"))
    sent = body(draft_of(order))
    assert sent["deliveryMode"] == "DELIVERY"
    assert sent["destinationStreet"] == "Via Roma 1"
    assert sent["destinationCity"] == "Torino"
    assert sent["destinationZipcode"] == "10121"
    assert sent["transportNote"] == "terzo piano"
    assert rows(draft_of(order))[-1] == {
        "rowNumber": 3,
        "idSalesMode": 12,
        "quantity": 1,
        "price": Decimal("3.00"),
        "shippingCost": True,
    }


def test_a_discount_is_in_the_amount_and_the_note() -> None:
    order = portal_order(discount=Decimal("4.50"), total=Decimal("20.00"))
    assert document(draft_of(order))["amount"] == Decimal("20.00")
    assert "sconto 4,50 €" in str(document(draft_of(order))["note"])
    assert len(rows(draft_of(order))) == 2


def test_already_accepted() -> None:
    assert body(draft_of(portal_order(), state=OrderState.ACCEPTED))["externalWorkflowStatus"] == "ACCEPTED"


@pytest.mark.parametrize(
    ("payment", "paid", "prepay", "told"),
    [
        (PaymentMethod.ONLINE, True, True, "PAGATO ONLINE"),
        (PaymentMethod.ONLINE, False, False, "da pagare online"),
        (PaymentMethod.CASH, False, False, "contanti alla consegna"),
        (PaymentMethod.CARD_ON_DELIVERY, False, False, "carta alla consegna"),
        (PaymentMethod.OTHER, True, False, "pagamento da verificare"),
    ],
)
def test_payment(payment: PaymentMethod, paid: bool, prepay: bool, told: str) -> None:
    draft = draft_of(portal_order(payment=payment, paid=paid))
    assert body(draft)["prepay"] is prepay
    assert told in str(document(draft)["note"])


@pytest.mark.parametrize(
    ("due", "promised", "expected", "noted"),
    [
        (NOW + timedelta(minutes=45), None, NOW + timedelta(minutes=45), False),
        (NOW + timedelta(minutes=45), NOW + timedelta(minutes=60), NOW + timedelta(minutes=60), False),
        (NOW - timedelta(minutes=10), None, NOW + timedelta(minutes=5), True),
        (NOW, None, NOW + timedelta(minutes=5), True),
        (NOW + timedelta(seconds=30), None, NOW + timedelta(minutes=5), True),
        (NOW - timedelta(minutes=10), NOW + timedelta(minutes=20), NOW + timedelta(minutes=20), False),
        (NOW - timedelta(minutes=10), NOW - timedelta(minutes=1), NOW + timedelta(minutes=5), True),
    ],
)
def test_the_due_date_is_in_the_future(
    due: datetime, promised: datetime | None, expected: datetime, noted: bool
) -> None:
    draft = draft_of(portal_order(due_at=due), promised_at=promised)
    assert body(draft)["dueDate"] == milliseconds(expected)
    wanted = f"richiesto per le {due.astimezone(ZoneInfo('Europe/Rome')):%H:%M del %d/%m}"
    assert (wanted in str(document(draft)["note"])) is noted


def test_a_line_that_the_till_does_not_know_goes_as_the_note() -> None:
    drawing = replace(DRAWING, articles={"p-tiramisu": ARTICLES["p-tiramisu"]})
    draft = draft_of(portal_order())
    assert [line.ref for line in unmatched_lines(draft, drawing)] == ["1"]
    assert [row["rowNumber"] for row in rows(draft, drawing)] == [1]
    note = str(document(draft, drawing)["note"])
    assert note.startswith("#A37 | NON ABBINATO: 2x Margherita (+ bufala, - basilico; ben cotta) 19,00 €")
    assert document(draft, drawing)["amount"] == Decimal("24.50")


@pytest.mark.parametrize(
    ("modifiers", "values", "note"),
    [
        ("both", 1, "+ bufala, + tartufo; ben cotta"),
        ("note", 0, "+ bufala, + tartufo; ben cotta"),
        ("values", 1, "+ tartufo; ben cotta"),
    ],
)
def test_an_option_that_the_till_does_not_know_stays_in_the_note(modifiers: Modifiers, values: int, note: str) -> None:
    truffle = Option("9:99", "tartufo", Decimal("5.00"))
    line = replace(MARGHERITA, additions=(*MARGHERITA.additions, truffle), removals=())
    row = rows(draft_of(portal_order(lines=(line,))), replace(DRAWING, modifiers=modifiers))[0]
    assert len(as_list(row.get("rowModifierValues")) or []) == values
    assert row["note"] == note
    assert row["price"] == Decimal("14.50")


def test_what_is_not_known_is_left_out() -> None:
    drawing = replace(DRAWING, guest=None, sales_mode=None)
    draft = draft_of(portal_order(customer=Customer("7"), notes=None))
    assert "phoneNumber" not in body(draft, drawing)
    assert set(document(draft, drawing)) == {"idSalesPoint", "amount", "note", "rows"}
    assert all("idSalesMode" not in row for row in rows(draft, drawing))


def test_long_notes_are_cut() -> None:
    draft = draft_of(portal_order(notes="a" * 3000, lines=(replace(TIRAMISU, note="b" * 3000),)))
    assert len(str(document(draft)["note"])) < 600
    assert len(str(rows(draft)[0]["note"])) == 500


@given(
    st.lists(st.tuples(st.integers(1, 20), st.decimals(0, 99, places=2), st.decimals(0, 9, places=2)), min_size=1),
    st.decimals(0, 9, places=2),
)
def test_the_rows_add_up_to_the_total(lines: list[tuple[int, Decimal, Decimal]], fee: Decimal) -> None:
    order_lines = tuple(
        OrderLine(str(number), "p-margherita", "Pizza", count, price, (Option("9:91", "bufala", extra),))
        for number, (count, price, extra) in enumerate(lines)
    )
    total = sum((line.total for line in order_lines), fee)
    draft = draft_of(portal_order(lines=order_lines, delivery_fee=fee, total=total))
    sent = as_object(exact_json.read(exact_json.write(order_body(draft, DRAWING)))) or {}
    document = as_object(sent["document"]) or {}
    summed = Decimal(0)
    for row in as_list(document["rows"]) or []:
        fields = as_object(row) or {}
        summed += Decimal(str(fields["quantity"])) * Decimal(str(fields["price"]))
    assert summed == document["amount"] == total
