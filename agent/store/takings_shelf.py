"""The sales of all pairs, in cents, and what is counted of them. The database itself sums: exactly, and fast."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import peewee

from agent.domain.orders import OrderState
from agent.domain.reservations import ReservationState
from agent.domain.statistics import DayFigures, Figures, HourFigures, OrderFact, ReservationFact, SourceFigures
from agent.domain.takings import SaleSource, Taking
from agent.store.forms import params_text
from agent.store.instants import instant_of, instant_or_none, text_of
from agent.store.tables import Tables


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
            # `+`: not by the key, which begins with the link: that would read all its sales of all years.
            query = query.where(peewee.NodeList((peewee.SQL("+"), table.link)) == link)
        return query.group_by(*by) if by else query

    def order_facts(self, since: datetime, until: datetime, link: str | None) -> tuple[OrderFact, ...]:
        """Of the orders that were placed then, from indexes alone."""
        asked = (text_of(since), text_of(until), link, link)
        rows = self._tables.database.execute_sql(_ORDER_FACTS, asked)  # type: ignore[no-untyped-call]  # no stub
        return tuple(
            OrderFact(
                placed_at=instant_of(placed),
                arrived_at=instant_of(arrived),
                state=_STATES[state],
                promised_at=instant_or_none(promised),
                accepted_at=instant_or_none(accepted),
                ready_at=instant_or_none(ready),
            )
            for placed, arrived, state, promised, accepted, ready in rows
        )

    def reservation_facts(self, since: datetime, until: datetime, link: str | None) -> tuple[ReservationFact, ...]:
        """Of the reservations for that time, those of one instant and one state together."""
        table = self._tables.reservations
        query = table.select(
            table.starts_at, table.state, peewee.fn.COUNT(table.id), peewee.fn.SUM(table.covers)
        ).where((table.starts_at >= text_of(since)) & (table.starts_at < text_of(until)))
        if link is not None:
            query = query.where(table.link == link)
        rows = query.group_by(table.starts_at, table.state).tuples()
        return tuple(ReservationFact(instant_of(row[0]), ReservationState(row[1]), row[2], row[3]) for row in rows)


_STATES = {state.value: state for state in OrderState}


def _said(*states: OrderState) -> str:
    """That the till, or the portal, said one of these: as `params_text` writes it down, the state first."""
    said = " OR ".join(f"""params GLOB '{params_text({"state": state.value})[:-1]}*'""" for state in states)
    return f"({said})"


_HOPS = "what IN ('history.accepted', 'history.till_state', 'history.portal_state', 'history.closed')"
_YES = f"what = 'history.accepted' OR (what = 'history.portal_state' AND {_said(OrderState.ACCEPTED)})"
_READY = (
    "what = 'history.closed' OR (what IN ('history.till_state', 'history.portal_state') AND "
    + _said(OrderState.READY, OrderState.OUT_FOR_DELIVERY, OrderState.COMPLETED)
    + ")"
)
"""The guest's order waits for nobody in the kitchen any more."""

_ORDER_FACTS = f"""SELECT created_at, arrived_at, state, promised_at,
  (SELECT MAX(at) FROM history WHERE order_id = orders.id AND {_HOPS} AND ({_YES})),
  (SELECT MIN(at) FROM history WHERE order_id = orders.id AND {_HOPS} AND ({_READY}))
FROM orders WHERE created_at >= ? AND created_at < ? AND (? IS NULL OR link = ?)
"""  # noqa: S608  # our own words alone
"""As text: the query builder hands the words of a condition over as parameters, and SQLite then does not see that the
partial index `history_hops` fits. A yes that was taken back is followed by the one that counts."""

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
