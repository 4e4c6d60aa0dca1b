"""The figures of a span of days, counted in the database. Short reads; nothing is written."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from agent.domain.orders import Decision, DecisionKind, OrderState
from agent.domain.reservations import ReservationState
from agent.domain.statistics import (
    DayFigures,
    Figures,
    HourFigures,
    OrderFigures,
    ReservationFigures,
    SourceFigures,
    Statistics,
)

S = ReservationState


class Shelf(Protocol):
    def taken(self, first: date, last: date, link: str | None) -> Figures: ...

    def taken_by_day(self, first: date, last: date, link: str | None) -> tuple[DayFigures, ...]: ...

    def taken_by_hour(self, first: date, last: date, link: str | None) -> tuple[HourFigures, ...]: ...

    def taken_by_source(self, first: date, last: date, link: str | None) -> tuple[SourceFigures, ...]: ...

    def order_facts(self, since: datetime, until: datetime, link: str | None) -> tuple["OrderFact", ...]: ...

    def reservation_facts(
        self, since: datetime, until: datetime, link: str | None
    ) -> tuple[tuple[str, int, int], ...]: ...

    def ready_at(self, order_ids: Sequence[int]) -> Mapping[int, datetime]: ...


class OrderFact(Protocol):
    """What the figures need of an order."""

    @property
    def id(self) -> int: ...

    @property
    def arrived_at(self) -> datetime: ...

    @property
    def state(self) -> OrderState: ...

    @property
    def decision(self) -> Decision | None: ...

    @property
    def promised_at(self) -> datetime | None: ...


def statistics(ledger: Any, first: date, last: date, link: str | None, zone: ZoneInfo) -> Statistics:
    """Both days inclusive, on the restaurant's calendar. Raises `ValueError` when the last is before the first."""
    if last < first:
        raise ValueError("a span ends after it begins")
    shelf: Shelf = ledger
    since = datetime.combine(first, time.min, zone)
    until = datetime.combine(last + timedelta(days=1), time.min, zone)
    return Statistics(
        first,
        last,
        shelf.taken(first, last, link),
        shelf.taken_by_day(first, last, link),
        shelf.taken_by_hour(first, last, link),
        shelf.taken_by_source(first, last, link),
        _orders(shelf, since, until, link),
        _reservations(shelf.reservation_facts(since, until, link)),
    )


def _orders(shelf: Shelf, since: datetime, until: datetime, link: str | None) -> OrderFigures:
    facts = shelf.order_facts(since, until, link)
    accepted = [fact for fact in facts if _accepted(fact)]
    promised = [fact for fact in accepted if fact.promised_at is not None]
    ready = shelf.ready_at([fact.id for fact in promised])
    on_time = sum(1 for fact in promised if fact.id in ready and ready[fact.id] <= (fact.promised_at or ready[fact.id]))
    told = sum(1 for fact in promised if fact.id in ready)
    waits = [(fact.decision.at - fact.arrived_at).total_seconds() for fact in accepted if fact.decision is not None]
    dead = [fact for fact in facts if fact.state is OrderState.CANCELLED]
    lost = [fact for fact in dead if not _accepted(fact)]
    return OrderFigures(
        arrived=len(facts),
        accepted=len(accepted),
        rejected=sum(1 for fact in facts if fact.state is OrderState.REJECTED),
        expired=len(lost),
        cancelled=len(dead) - len(lost),
        time_to_accept=timedelta(seconds=median(waits)) if waits else None,
        on_time=on_time,
        late=told - on_time,
    )


def _accepted(fact: OrderFact) -> bool:
    """By anybody, at whatever time: also one that was cancelled, or closed, afterwards."""
    return fact.decision is not None and fact.decision.kind in (DecisionKind.ACCEPT, DecisionKind.CLOSE)


def _reservations(facts: tuple[tuple[str, int, int], ...]) -> ReservationFigures:
    count = dict.fromkeys(S, 0)
    covers = dict.fromkeys(S, 0)
    for word, number, people in facts:
        count[S(word)], covers[S(word)] = number, people
    void = (S.CANCELLED, S.REJECTED)
    return ReservationFigures(
        booked=sum(number for state, number in count.items() if state not in void),
        covers=sum(people for state, people in covers.items() if state not in void),
        came=sum(count[state] for state in (S.ARRIVED, S.SEATED, S.COMPLETED)),
        no_shows=count[S.NO_SHOW],
        cancelled=count[S.CANCELLED],
        rejected=count[S.REJECTED],
    )
