"""Whose sale it was: a sale of the till and the reservation of the party that paid it. Pure.

ASSUMED, all of it here: the till's sale names no reservation, so customer, table and day have to do.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from agent.domain.reservations import Reservation
from agent.domain.sales import Sale
from agent.domain.takings import TillSale

NIGHT_ENDS: Final = timedelta(hours=5)
"""A party that pays after midnight, and before this hour, had booked for the day before."""


def party_of(sale: TillSale, held: Iterable[Reservation], zone: tzinfo) -> Reservation | None:
    """The reservation whose party paid it; None: there is none, or nobody can tell.

    Same customer at the till, same day, and a table of both, where both name one. Of two on one day (noon and evening)
    the one that began last before it was paid. Once told for a reservation, a sale stays with it.
    """
    every = tuple(held)
    for each in every:
        if any(sold.check_ref == sale.ref for sold in each.sold):
            return each
    day = _service_day(sale.closed_at, zone)
    fitting = [each for each in every if _fits(sale, each) and _service_day(each.booking.starts_at, zone) == day]
    return max(fitting, key=lambda each: _nearness(each.booking.starts_at, sale.closed_at), default=None)


def as_sold(sale: TillSale) -> Sale:
    """As it is kept with its reservation: the till's sale is its check."""
    return Sale(sale.ref, sale.closed_at, sale.covers, sale.total, sale.lines)


def as_told(held: Reservation, unreadable: Collection[str]) -> tuple[Sale, ...]:
    """Its sales of which the till says something that cannot be read: nothing new of them."""
    mine = (sale for sale in held.sold if sale.check_ref in unreadable)
    return tuple(sale if sale.till_says is None else replace(sale, total=sale.till_says) for sale in mine)


def worth_telling(sale: TillSale) -> bool:
    """Something was paid, and not given back."""
    return not sale.cancelled and sale.total > 0


def _fits(sale: TillSale, held: Reservation) -> bool:
    if held.portal is None or held.pos is None or not sale.guest_ref or held.pos.said.guest_ref != sale.guest_ref:
        return False
    if held.booking.state is not None and held.booking.state.void:
        return False
    tables = set(held.booking.tables)
    return not tables or not sale.tables or bool(tables & set(sale.tables))


def _service_day(at: datetime, zone: tzinfo) -> date:
    # On the wall: in the night in which the clock changes five hours are five on the dial.
    return (at.astimezone(zone).replace(tzinfo=None) - NIGHT_ENDS).date()


def _nearness(starts_at: datetime, closed_at: datetime) -> tuple[bool, float]:
    """A party may pay before the time for which it had booked; one that began before is the likelier one."""
    apart = abs((closed_at - starts_at).total_seconds())
    return starts_at <= closed_at, -apart
