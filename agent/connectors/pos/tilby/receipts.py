"""Tilby's sales, and what they are here. Pure.

Field names are the vendor's (DOC). ASSUMED, all of it here: `final_price` is that of one piece; a sale that was taken
back carries `deleted_at`, as whatever else this till deletes; a sale that is open is none yet.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final

from pydantic import BeforeValidator, TypeAdapter, ValidationError
from pydantic import Field as Limits

from agent.connectors.bookings import MOST_COVERS
from agent.connectors.fields import (
    Instant,
    Money,
    OptionalRef,
    OptionalText,
    Ref,
    Text,
    Wire,
    as_object,
    nothing_is_zero,
    set_aside,
)
from agent.domain.money import ZERO, euro
from agent.domain.ports import SetAside
from agent.domain.sales import SaleLine
from agent.domain.takings import TillSale

CLOSED: Final = frozenset({"closed", "stored"})
"""Of `status`; the third is `open`."""

MOST_PIECES: Final = 1_000_000

INSTANT: Final[TypeAdapter[datetime]] = TypeAdapter(Instant)


class WireSeat(Wire):
    table_id: OptionalRef = None


class WireSaleItem(Wire):
    item_id: OptionalRef = None
    name: OptionalText = None
    quantity: Annotated[Decimal, Limits(ge=-MOST_PIECES, le=MOST_PIECES, allow_inf_nan=False)] = Decimal(1)
    final_price: Annotated[Money, BeforeValidator(nothing_is_zero)] = ZERO


class WireSale(Wire):
    id: Ref
    status: Text
    closed_at: Instant
    covers: int | None = Limits(None, ge=0, le=MOST_COVERS)
    final_amount: Money
    table_id: OptionalRef = None
    tables: tuple[WireSeat, ...] | None = None
    sale_items: tuple[WireSaleItem, ...] | None = None
    customer_id: OptionalRef = None
    deleted_at: OptionalText = None


def read_sale(record: object) -> TillSale | SetAside | None:
    """None: it is not closed. Any other JSON value becomes a sale or is set aside; nothing is raised."""
    if (as_object(record) or {}).get("status") == "open":
        return None
    try:
        wire = WireSale.model_validate(record)
    except ValidationError as error:
        return set_aside(record, error)
    if wire.status not in CLOSED:
        return SetAside(wire.id, "status (unknown)")
    seats = [seat.table_id for seat in wire.tables or ()] or [wire.table_id]
    return TillSale(
        ref=wire.id,
        closed_at=wire.closed_at,
        total=wire.final_amount,
        covers=wire.covers or 0,
        lines=tuple(_line(each) for each in wire.sale_items or ()),
        guest_ref=wire.customer_id or None,
        tables=tuple(dict.fromkeys(seat for seat in seats if seat)),
        cancelled=wire.deleted_at is not None,
    )


def read_closed_at(record: object) -> datetime | None:
    """When a sale was closed, also of one that is set aside."""
    try:
        return INSTANT.validate_python((as_object(record) or {}).get("closed_at"))
    except ValidationError:
        return None


def _line(wire: WireSaleItem) -> SaleLine:
    return SaleLine(
        name=wire.name or wire.item_id or "",
        quantity=wire.quantity,
        amount=euro(wire.final_price * wire.quantity),
        product_ref=wire.item_id or "",
    )
