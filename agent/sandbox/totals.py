"""What a system sums of its own sales, to the cent: the judge of whoever counts them from outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from agent.sandbox.instants import ROME
from agent.sandbox.wire import Json


@dataclass(frozen=True)
class Totals:
    """In euro. A sale is what the system itself counts as one."""

    total: Decimal
    sales: int
    covers: int

    def wire(self) -> Json:
        return {"total": str(self.total), "sales": self.sales, "covers": self.covers}


@dataclass(frozen=True)
class Sold:
    closed_at: datetime
    amount: Decimal
    covers: int


def amount_of(told: object) -> Decimal:
    """An amount that a person types. Raises ValueError."""
    try:
        return Decimal(str(told))
    except InvalidOperation as error:
        raise ValueError(f"{told}: no amount") from error


def summed(sold: Iterable[Sold], first: date | None, last: date | None) -> Totals:
    """Those of these days of the restaurant, both inclusive; None: from the beginning, to the end."""
    within = [each for each in sold if _within(each.closed_at.astimezone(ROME).date(), first, last)]
    amounts = sum((each.amount for each in within), Decimal("0.00"))
    return Totals(amounts, len(within), sum(each.covers for each in within))


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or day >= first) and (last is None or day <= last)


def span(told: Json) -> tuple[date | None, date | None]:
    """The days that a control call names as `first` and `last`. Raises ValueError."""
    first, last = (None if told.get(name) is None else date.fromisoformat(told[name]) for name in ("first", "last"))
    return first, last
