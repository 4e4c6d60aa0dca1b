"""The figures of a span of days. Values only; they are counted in the database. Money in euro, to the cent."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from agent.domain.takings import SaleSource


@dataclass(frozen=True)
class Figures:
    """Of one group of sales. `covers` counts only sales that tell them."""

    takings: Decimal
    sales: int
    covers: int
    seated_takings: Decimal
    """Of the sales that tell covers: what `per_cover` is made of."""

    @property
    def per_cover(self) -> Decimal | None:
        """Euro a cover, unrounded; None without covers."""
        return self.seated_takings / self.covers if self.covers else None


@dataclass(frozen=True)
class DayFigures:
    day: date
    """The restaurant's own day."""
    figures: Figures


@dataclass(frozen=True)
class HourFigures:
    hour: int
    """0 to 23, on the restaurant's clock."""
    figures: Figures


@dataclass(frozen=True)
class SourceFigures:
    source: SaleSource
    figures: Figures


@dataclass(frozen=True)
class OrderFigures:
    """Orders by the day on which they arrived."""

    arrived: int
    accepted: int
    rejected: int
    expired: int
    """Nobody decided in time, or the guest cancelled before."""
    cancelled: int
    """After they were accepted."""
    time_to_accept: timedelta | None
    """Median from the arrival here to the decision; None: none was accepted."""
    on_time: int
    """Accepted ones that were ready, or closed, by the promised time."""
    late: int
    """Accepted ones that were not. Those of which the till tells no end are in neither."""


@dataclass(frozen=True)
class ReservationFigures:
    """Reservations by the day for which they were made."""

    booked: int
    """Without those cancelled or rejected."""
    covers: int
    came: int
    no_shows: int
    cancelled: int
    rejected: int


@dataclass(frozen=True)
class Statistics:
    """`first` and `last` are the restaurant's days, both inclusive."""

    first: date
    last: date
    total: Figures
    by_day: tuple[DayFigures, ...]
    """Every day of the span, those without sales too."""
    by_hour: tuple[HourFigures, ...]
    """Hours with sales alone."""
    by_source: tuple[SourceFigures, ...]
    orders: OrderFigures
    reservations: ReservationFigures
