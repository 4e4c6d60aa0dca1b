"""What a party consumed: the comanda (check) that is open for it, and the sale once it is paid."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class Check:
    """A comanda at the till."""

    ref: str
    reservation_ref: str | None
    """The till's id of the reservation that it was opened from."""
    paid: bool
    covers: int
    room: str = ""
    table: str = ""
    opened_at: datetime | None = None


@dataclass(frozen=True)
class SaleLine:
    """`amount` in euro for the whole quantity."""

    name: str
    quantity: Decimal
    amount: Decimal
    product_ref: str = ""


@dataclass(frozen=True)
class Sale:
    """What was paid for one check: the bills that count, summed; covers once (the highest)."""

    check_ref: str
    closed_at: datetime
    covers: int
    total: Decimal
    lines: tuple[SaleLine, ...] = ()
    till_says: Decimal | None = None
    """What the till counted for it at the last look, where that is no longer `total`; 0 when it counts nothing."""
