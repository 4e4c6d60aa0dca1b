"""What was paid: a sale as the till tells it, and the line of it that statistics are made of. No guest's data."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from agent.domain.sales import SaleLine


@dataclass(frozen=True)
class TillSale:
    """A closed sale: receipt, bill or check, whichever the till counts once. `total` in euro."""

    ref: str
    """The till's id of it."""
    closed_at: datetime
    total: Decimal
    covers: int = 0
    """0: not told (a counter sale, a delivery)."""
    lines: tuple[SaleLine, ...] = ()
    order_ref: str | None = None
    """The till's id of the order that it closes."""
    reservation_ref: str | None = None
    """The till's id of the reservation that it belongs to, where the till says so."""
    guest_ref: str | None = None
    """The till's id of the customer."""
    tables: tuple[str, ...] = ()
    """Codes of the tables, as `floor.Table.code`."""
    cancelled: bool = False


class SaleSource(StrEnum):
    ORDER = "order"
    """Closed an order of the portal."""
    RESERVATION = "reservation"
    """Of a party that had booked."""
    WALK_IN = "walk_in"
    """Everybody else: at the counter, or at a table without a reservation."""


@dataclass(frozen=True)
class Taking:
    """One sale in the common table of all pairs. Unique by link and `receipt_id`; the same again replaces it."""

    link: str
    receipt_id: str
    closed_at: datetime
    total: Decimal
    covers: int
    source: SaleSource
    order_id: int | None = None
    reservation_id: int | None = None
    cancelled: bool = False
    """Kept, and counted no more."""
