"""The figures of a span of days. Pure; sales are summed in the database. Money in euro, to the cent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from agent.domain.orders import OrderState
from agent.domain.reservations import ReservationState
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
    """Orders by the day on which the guest placed them."""

    arrived: int
    accepted: int
    """By anybody, and not refused after all; those that were cancelled afterwards too."""
    rejected: int
    expired: int
    """Nobody decided in time, or the guest cancelled before."""
    cancelled: int
    """After they were accepted."""
    time_to_accept: timedelta | None
    """Median from the arrival here to the yes, whoever said it; None: none was accepted after it was here."""
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
class DayOrders:
    day: date
    figures: OrderFigures


@dataclass(frozen=True)
class DayReservations:
    day: date
    figures: ReservationFigures


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
    orders_by_day: tuple[DayOrders, ...] = ()
    """Every day of the span, as `by_day`."""
    reservations_by_day: tuple[DayReservations, ...] = ()
    """Every day of the span, as `by_day`."""


class OrderFact(NamedTuple):
    """What the figures need of an order, without the rest of it. A tuple: there are tens of thousands of them."""

    placed_at: datetime
    arrived_at: datetime
    state: OrderState
    promised_at: datetime | None
    accepted_at: datetime | None
    """When the yes that counts was said, as the time line has it; None: it was, if ever, before the order was here."""
    ready_at: datetime | None
    """When it was first said to be ready, on its way or handed over; None: nobody said so."""

    @property
    def accepted(self) -> bool:
        """And not refused after all; it may be cancelled."""
        if self.state is OrderState.CANCELLED:
            return self.promised_at is not None
        return self.state.in_progress or self.state is OrderState.COMPLETED


@dataclass(frozen=True)
class ReservationFact:
    """So many reservations of one state for one instant."""

    starts_at: datetime
    state: ReservationState
    count: int
    covers: int


class OrderCount:
    """Counts orders one by one, and what others counted."""

    def __init__(self) -> None:
        self._states: Counter[OrderState] = Counter()
        self._accepted = self._cancelled = self._on_time = self._late = 0
        self._seconds: list[float] = []

    def add(self, fact: OrderFact) -> None:
        self._states[fact.state] += 1
        if not fact.accepted:
            return
        self._accepted += 1
        if fact.accepted_at is not None:
            self._seconds.append(max((fact.accepted_at - fact.arrived_at).total_seconds(), 0.0))
        if fact.state is OrderState.CANCELLED:
            self._cancelled += 1
        elif fact.promised_at is not None and fact.ready_at is not None:
            if fact.ready_at <= fact.promised_at:
                self._on_time += 1
            else:
                self._late += 1

    def include(self, other: "OrderCount") -> None:
        self._states.update(other._states)
        self._accepted += other._accepted
        self._cancelled += other._cancelled
        self._on_time += other._on_time
        self._late += other._late
        self._seconds += other._seconds

    def figures(self) -> OrderFigures:
        return OrderFigures(
            arrived=self._states.total(),
            accepted=self._accepted,
            rejected=self._states[OrderState.REJECTED],
            expired=self._states[OrderState.CANCELLED] - self._cancelled,
            cancelled=self._cancelled,
            time_to_accept=timedelta(seconds=median(self._seconds)) if self._seconds else None,
            on_time=self._on_time,
            late=self._late,
        )


def count_reservations(facts: Iterable[ReservationFact]) -> ReservationFigures:
    count = dict.fromkeys(ReservationState, 0)
    covers = 0
    for fact in facts:
        count[fact.state] += fact.count
        covers += 0 if fact.state in _NEVER_BOOKED else fact.covers
    state = ReservationState
    return ReservationFigures(
        booked=sum(number for each, number in count.items() if each not in _NEVER_BOOKED),
        covers=covers,
        came=count[state.ARRIVED] + count[state.SEATED] + count[state.COMPLETED],
        no_shows=count[state.NO_SHOW],
        cancelled=count[state.CANCELLED],
        rejected=count[state.REJECTED],
    )


_NEVER_BOOKED = frozenset({ReservationState.CANCELLED, ReservationState.REJECTED})
