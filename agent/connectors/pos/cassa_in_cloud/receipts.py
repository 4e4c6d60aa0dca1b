"""The till's receipts: which orders they close, and every sale as the statistics count it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Final

from pydantic import BeforeValidator, Field, ValidationError

from agent.connectors.fields import (
    EARLIEST,
    LATEST,
    Money,
    MoneyOrNothing,
    OptionalRef,
    OptionalText,
    Ref,
    set_aside,
)
from agent.connectors.pos.cassa_in_cloud.mapping import TillWire
from agent.connectors.pos.cassa_in_cloud.query import EPOCH
from agent.domain.money import ZERO, euro
from agent.domain.ports import SetAside
from agent.domain.sales import SaleLine
from agent.domain.takings import TillSale

MOST_COVERS: Final = 1000


def _instant(value: object) -> object:
    """Epoch milliseconds."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("not an instant")
    try:
        at = EPOCH + timedelta(milliseconds=value)
    except OverflowError:
        raise ValueError("beyond reason") from None
    if not EARLIEST <= at <= LATEST:
        raise ValueError("beyond reason")
    return at.astimezone(UTC)


Milliseconds = Annotated[datetime, BeforeValidator(_instant)]


class WireRow(TillWire):
    id_product: OptionalRef = None
    description: OptionalText = None
    quantity: Decimal = Field(Decimal(1), ge=-100_000, le=100_000)
    price: MoneyOrNothing = ZERO
    """Of one."""

    @property
    def total(self) -> Decimal:
        return euro(self.quantity * self.price)


class WireSummary(TillWire):
    id: OptionalRef = None
    covers: int | None = Field(None, ge=0, le=MOST_COVERS)
    id_table: OptionalRef = None


class WireDocument(TillWire):
    amount: Money
    id_customer: OptionalRef = None
    rows: tuple[WireRow, ...] | None = None
    order_summary: WireSummary | None = None


class WireReceipt(TillWire):
    id: Ref
    datetime: Milliseconds
    document: WireDocument


def read_sale(record: object) -> TillSale | SetAside:
    """Any JSON value becomes a sale or is set aside; nothing is raised."""
    try:
        wire = WireReceipt.model_validate(record)
    except ValidationError as error:
        return set_aside(record, error)
    summary = wire.document.order_summary or WireSummary()
    return TillSale(
        ref=wire.id,
        closed_at=wire.datetime,
        total=wire.document.amount,
        covers=summary.covers or 0,
        lines=tuple(
            SaleLine(row.description or row.id_product or "", row.quantity, row.total, row.id_product or "")
            for row in wire.document.rows or ()
        ),
        order_ref=summary.id or None,
        guest_ref=wire.document.id_customer or None,
        tables=(summary.id_table,) if summary.id_table else (),
    )
