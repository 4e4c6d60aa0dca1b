"""The figures of a span of days, counted in the database. Short reads; nothing is written."""

from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from agent.domain.statistics import (
    DayFigures,
    DayOrders,
    DayReservations,
    Figures,
    HourFigures,
    OrderCount,
    OrderFact,
    ReservationFact,
    SourceFigures,
    Statistics,
    count_reservations,
)


class Shelf(Protocol):
    """What the store tells. Days are the restaurant's, both inclusive; instants from the first, before the second."""

    def taken(self, first: date, last: date, link: str | None) -> Figures: ...

    def taken_by_day(self, first: date, last: date, link: str | None) -> tuple[DayFigures, ...]: ...

    def taken_by_hour(self, first: date, last: date, link: str | None) -> tuple[HourFigures, ...]: ...

    def taken_by_source(self, first: date, last: date, link: str | None) -> tuple[SourceFigures, ...]: ...

    def order_facts(self, since: datetime, until: datetime, link: str | None) -> tuple[OrderFact, ...]: ...

    def reservation_facts(self, since: datetime, until: datetime, link: str | None) -> tuple[ReservationFact, ...]: ...


def statistics(shelf: Shelf, first: date, last: date, link: str | None, zone: ZoneInfo) -> Statistics:
    """Both days inclusive, on the restaurant's calendar. Raises `ValueError` when the last is before the first."""
    if last < first:
        raise ValueError("a span ends after it begins")
    since = datetime.combine(first, time.min, zone)
    until = datetime.combine(last + timedelta(days=1), time.min, zone)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    ordered = {day: OrderCount() for day in days}
    for order in shelf.order_facts(since, until, link):
        ordered[order.placed_at.astimezone(zone).date()].add(order)
    placed = OrderCount()
    for count in ordered.values():
        placed.include(count)
    booked: dict[date, list[ReservationFact]] = {day: [] for day in days}
    for party in shelf.reservation_facts(since, until, link):
        booked[party.starts_at.astimezone(zone).date()].append(party)
    return Statistics(
        first,
        last,
        shelf.taken(first, last, link),
        shelf.taken_by_day(first, last, link),
        shelf.taken_by_hour(first, last, link),
        shelf.taken_by_source(first, last, link),
        placed.figures(),
        count_reservations(fact for facts in booked.values() for fact in facts),
        tuple(DayOrders(day, count.figures()) for day, count in ordered.items()),
        tuple(DayReservations(day, count_reservations(facts)) for day, facts in booked.items()),
    )
