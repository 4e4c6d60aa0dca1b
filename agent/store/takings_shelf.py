"""The sales of all pairs, in cents, and what is counted of them. The database itself sums: exactly, and fast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import peewee

from agent.domain.orders import Decision, OrderState
from agent.domain.statistics import DayFigures, Figures, HourFigures, SourceFigures
from agent.domain.takings import SaleSource, Taking
from agent.store.forms import DECISION, params_text
from agent.store.instants import instant_of, instant_or_none, text_of
from agent.store.tables import Tables


@dataclass(frozen=True)
class OrderFact:
    """What the figures need of an order, without the rest of it."""

    id: int
    arrived_at: datetime
    state: OrderState
    decision: Decision | None
    promised_at: datetime | None


class TakingsShelf:
    _tables: Tables

    def unlike_takings(self, takings: Sequence[Taking]) -> tuple[Taking, ...]:
        """Those that are not in the table as they are: new, or changed."""
        table = self._tables.takings
        known: dict[tuple[str, str], Taking] = {}
        for link in {taking.link for taking in takings}:
            refs = [taking.receipt_id for taking in takings if taking.link == link]
            query = table.select().where((table.link == link) & table.receipt_id.in_(refs))
            known |= {(row["link"], row["receipt_id"]): _taking_of(row) for row in query.dicts()}
        return tuple(taking for taking in takings if known.get((taking.link, taking.receipt_id)) != taking)

    def save_takings(self, takings: Sequence[Taking], zone: ZoneInfo) -> None:
        """Each in place of what has its receipt's id. `zone`: the restaurant's, in which its day and hour are."""
        for taking in takings:
            at = taking.closed_at.astimezone(zone)
            self._tables.takings.insert(
                link=taking.link,
                receipt_id=taking.receipt_id,
                closed_at=text_of(taking.closed_at),
                day=at.date().isoformat(),
                hour=at.hour,
                cents=_cents(taking.total),
                covers=taking.covers,
                source=taking.source.value,
                order_id=taking.order_id,
                reservation_id=taking.reservation_id,
                cancelled=taking.cancelled,
            ).on_conflict_replace().execute()

    def takings(self, link: str | None = None) -> tuple[Taking, ...]:
        """All of them, the cancelled ones too, by their instant."""
        table = self._tables.takings
        query = table.select().order_by(table.closed_at, table.receipt_id)
        if link is not None:
            query = query.where(table.link == link)
        return tuple(_taking_of(row) for row in query.dicts())

    def takings_of_days(self, link: str, first: date, last: date) -> tuple[Taking, ...]:
        """The cancelled ones too."""
        table = self._tables.takings
        mine = (table.link == link) & table.day.between(first.isoformat(), last.isoformat())
        return tuple(_taking_of(row) for row in table.select().where(mine).dicts())

    def taken(self, first: date, last: date, link: str | None) -> Figures:
        return _figures(self._summed(first, last, link).tuples().first())

    def taken_by_day(self, first: date, last: date, link: str | None) -> tuple[DayFigures, ...]:
        """Every day, those without sales too."""
        table = self._tables.takings
        rows = self._summed(first, last, link, table.day).tuples()
        found = {date.fromisoformat(row[0]): _figures(row[1:]) for row in rows}
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return tuple(DayFigures(day, found.get(day, NOTHING)) for day in days)

    def taken_by_hour(self, first: date, last: date, link: str | None) -> tuple[HourFigures, ...]:
        table = self._tables.takings
        rows = self._summed(first, last, link, table.hour).order_by(table.hour).tuples()
        return tuple(HourFigures(row[0], _figures(row[1:])) for row in rows)

    def taken_by_source(self, first: date, last: date, link: str | None) -> tuple[SourceFigures, ...]:
        table = self._tables.takings
        found = {row[0]: _figures(row[1:]) for row in self._summed(first, last, link, table.source).tuples()}
        return tuple(SourceFigures(source, found[source.value]) for source in SaleSource if source.value in found)

    def _summed(self, first: date, last: date, link: str | None, *by: Any) -> Any:
        table = self._tables.takings
        seated = peewee.Case(None, ((table.covers > 0, table.cents),), 0)
        query = table.select(
            *by,
            peewee.fn.COALESCE(peewee.fn.SUM(table.cents), 0),
            peewee.fn.COUNT(table.receipt_id),
            peewee.fn.COALESCE(peewee.fn.SUM(table.covers), 0),
            peewee.fn.COALESCE(peewee.fn.SUM(seated), 0),
        ).where(table.day.between(first.isoformat(), last.isoformat()) & (table.cancelled == 0))
        if link is not None:
            query = query.where(table.link == link)
        return query.group_by(*by) if by else query

    def order_facts(self, since: datetime, until: datetime, link: str | None) -> tuple[OrderFact, ...]:
        """Of the orders that arrived then."""
        orders = self._tables.orders
        query = orders.select(orders.id, orders.arrived_at, orders.state, orders.decision, orders.promised_at).where(
            (orders.arrived_at >= text_of(since)) & (orders.arrived_at < text_of(until))
        )
        if link is not None:
            query = query.where(orders.link == link)
        return tuple(
            OrderFact(
                id=row[0],
                arrived_at=instant_of(row[1]),
                state=OrderState(row[2]),
                decision=None if row[3] is None else DECISION.value(row[3]),
                promised_at=instant_or_none(row[4]),
            )
            for row in query.tuples()
        )

    def reservation_facts(self, since: datetime, until: datetime, link: str | None) -> tuple[tuple[str, int, int], ...]:
        """State, how many, and their covers, of the reservations for that time."""
        table = self._tables.reservations
        query = table.select(table.state, peewee.fn.COUNT(table.id), peewee.fn.SUM(table.covers)).where(
            (table.starts_at >= text_of(since)) & (table.starts_at < text_of(until))
        )
        if link is not None:
            query = query.where(table.link == link)
        return tuple(query.group_by(table.state).tuples())

    def ready_at(self, order_ids: Sequence[int]) -> Mapping[int, datetime]:
        """When each was first said to be ready, on its way or handed over; of the others nobody said so."""
        history = self._tables.history
        found: dict[int, datetime] = {}
        said = history.what == "history.closed"
        for state in SAID_READY:
            begins = params_text({"state": state.value})[:-1]
            said |= (history.what == "history.till_state") & history.params.startswith(begins)
        for begin in range(0, len(order_ids), IN_ONE_QUERY):
            some = order_ids[begin : begin + IN_ONE_QUERY]
            query = (
                history.select(history.order_id, peewee.fn.MIN(history.at))
                .where(history.order_id.in_(some) & said)
                .group_by(history.order_id)
            )
            found |= {row[0]: instant_of(row[1]) for row in query.tuples()}
        return found


SAID_READY = (OrderState.READY, OrderState.OUT_FOR_DELIVERY, OrderState.COMPLETED)
"""States of the till after which the guest's order waits for nobody in the kitchen."""

IN_ONE_QUERY = 900
"""SQLite's least limit of parameters, with some room."""

NOTHING = Figures(Decimal("0.00"), 0, 0, Decimal("0.00"))


def _cents(amount: Decimal) -> int:
    cents = amount * 100
    if cents != cents.to_integral_value():
        raise ValueError("an amount is in whole cents")
    return int(cents)


def _euro(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _figures(row: Sequence[Any]) -> Figures:
    cents, sales, covers, seated = row
    return Figures(_euro(cents), sales, covers, _euro(seated))


def _taking_of(row: dict[str, Any]) -> Taking:
    return Taking(
        link=row["link"],
        receipt_id=row["receipt_id"],
        closed_at=instant_of(row["closed_at"]),
        total=_euro(row["cents"]),
        covers=row["covers"],
        source=SaleSource(row["source"]),
        order_id=row["order_id"],
        reservation_id=row["reservation_id"],
        cancelled=bool(row["cancelled"]),
    )
