"""The body of a new order at the till. Pure: products, ids and instants are passed in.

ASSUMED, and only here: the shape of `rowModifierValues`, a delivery fee as a row with `shippingCost`, a discount that
stands in the amount and the note alone, and an order that may be created already ACCEPTED.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from agent.connectors.pos.cassa_in_cloud.mapping import Article, WireId
from agent.connectors.pos.cassa_in_cloud.note import order_note, row_note
from agent.connectors.pos.cassa_in_cloud.query import milliseconds
from agent.domain.money import total_of
from agent.domain.orders import Option, OrderKind, OrderLine, OrderState
from agent.domain.ports import TillDraft

Modifiers = Literal["both", "note", "values"]

FUTURE: Final = timedelta(minutes=1)
"""A due date nearer than this may be past at the till, whose clock is another."""

SOON: Final = timedelta(minutes=5)
"""From now: the due date of what is wanted at once, or was wanted earlier."""


@dataclass(frozen=True)
class Drawing:
    """What the draft needs of the till and of the link."""

    sales_point: int
    sales_mode: WireId | None
    guest: WireId | None
    articles: Mapping[str, Article]
    """By the portal's `product_ref`; a product that is not in it is not known to the till."""
    modifiers: Modifiers
    now: datetime
    zone: ZoneInfo


def unmatched_lines(draft: TillDraft, drawing: Drawing) -> tuple[OrderLine, ...]:
    return tuple(line for line in draft.order.lines if line.product_ref not in drawing.articles)


def order_body(draft: TillDraft, drawing: Drawing) -> Mapping[str, object]:
    """One `Order` as the batch call takes it."""
    order = draft.order
    due, on_time = _due(draft, drawing.now)
    wanted = None if on_time else order.due_at.astimezone(drawing.zone)
    document = {
        "idSalesPoint": drawing.sales_point,
        "idCustomer": drawing.guest,
        "amount": order.total,
        "note": order_note(order, unmatched_lines(draft, drawing), wanted),
        "email": order.customer.email,
        "rows": _rows(draft, drawing),
    }
    return _filled(
        {
            "externalId": draft.external_id,
            # Without it the till does not show the order.
            "isExternalOrder": True,
            "externalWorkflowStatus": "REQUESTED" if draft.state is OrderState.NEW else "ACCEPTED",
            "date": milliseconds(order.created_at),
            "dueDate": milliseconds(due),
            "phoneNumber": order.customer.phone,
            "prepay": order.prepaid,
            **_delivery(draft),
            "document": _filled(document),
        }
    )


def _due(draft: TillDraft, now: datetime) -> tuple[datetime, bool]:
    """The due date, and whether it is the time that was promised or wanted."""
    due = draft.promised_at or draft.order.due_at
    return (due, True) if due >= now + FUTURE else (now + SOON, False)


def _delivery(draft: TillDraft) -> Mapping[str, object]:
    order = draft.order
    if order.kind is OrderKind.TAKEAWAY:
        return {"deliveryMode": "PICKUP"}
    address = order.address
    if address is None:
        return {"deliveryMode": "DELIVERY"}
    return {
        "deliveryMode": "DELIVERY",
        "destinationStreet": address.street or None,
        "destinationCity": address.city or None,
        "destinationZipcode": address.zip or None,
        "transportNote": address.notes or None,
    }


def _rows(draft: TillDraft, drawing: Drawing) -> list[Mapping[str, object]]:
    rows = [
        _row(line, drawing.articles[line.product_ref], drawing)
        for line in draft.order.lines
        if line.product_ref in drawing.articles
    ]
    if draft.order.delivery_fee:
        rows.append({"quantity": 1, "price": draft.order.delivery_fee, "shippingCost": True})
    mode = drawing.sales_mode
    return [_filled({"rowNumber": number, "idSalesMode": mode, **row}) for number, row in enumerate(rows, 1)]


def _row(line: OrderLine, article: Article, drawing: Drawing) -> Mapping[str, object]:
    values = [] if drawing.modifiers == "note" else _values(line, article)
    noted = _noted(line.additions, article, drawing.modifiers), _noted(line.removals, article, drawing.modifiers)
    return {
        "idProductVariant": article.variant,
        "idCategory": article.category,
        "idDepartment": article.department,
        "idTax": article.tax,
        "quantity": line.quantity,
        "price": line.unit_price + total_of(option.price for option in line.additions),
        "rowModifierValues": values or None,
        "note": row_note(*noted, line.note) or None,
        "shippingCost": False,
    }


def _values(line: OrderLine, article: Article) -> list[Mapping[str, object]]:
    return [
        {"idOption": article.choices[option.ref][0], "idValue": article.choices[option.ref][1], "price": option.price}
        for option in (*line.additions, *line.removals)
        if option.ref in article.choices
    ]


def _noted(options: tuple[Option, ...], article: Article, modifiers: Modifiers) -> tuple[Option, ...]:
    """Those that the row's note names: all, but for a till that is trusted with the values alone."""
    if modifiers != "values":
        return options
    return tuple(option for option in options if option.ref not in article.choices)


def _filled(record: Mapping[str, object]) -> Mapping[str, object]:
    """Without the fields that nothing is known of: an explicit null may be refused."""
    return {name: value for name, value in record.items() if value is not None}
