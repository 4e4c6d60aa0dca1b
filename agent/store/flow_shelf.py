"""What the flows leave behind: time lines, cursors, health, records set aside, paired guests, pauses, preferences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import peewee

from agent.domain.failures import Failure
from agent.domain.health import FlowHealth
from agent.domain.history import Entry
from agent.domain.ledger import Change, Request
from agent.domain.orders import Actor, Order
from agent.domain.ports import SetAside
from agent.domain.reservations import Reservation
from agent.store.forms import failure_of, failure_text, params_of, params_text
from agent.store.instants import instant_of, instant_or_none, text_of
from agent.store.tables import Tables

ANSWERS_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class SetAsideRow:
    """A record that could not be read."""

    link: str
    flow: str
    record: SetAside
    at: datetime


class HistoryShelf:
    def __init__(self, tables: Tables, origin: str) -> None:
        self._tables = tables
        self._origin = origin

    def record(self, about: Order | Reservation | None, link: str, entries: Iterable[Entry]) -> None:
        reserved = isinstance(about, Reservation)
        history = self._tables.history
        for entry in entries:
            row = {
                "link": link,
                "order_id": about.id if about and not reserved else None,
                "reservation_id": about.id if about and reserved else None,
                "at": text_of(entry.at),
                "actor": entry.actor.value,
                "what": entry.what,
                "params": params_text(entry.params),
                "origin": self._origin,
            }
            self._tables.prepared("record", lambda slots: history.insert(**slots), *row).run(**row)

    def history(self, order_id: int) -> tuple[Entry, ...]:
        """Oldest first."""
        history = self._tables.history
        query = history.select().where(history.order_id == order_id).order_by(history.id)
        return tuple(_entry_of(row) for row in query.dicts())

    def history_of_reservation(self, reservation_id: int) -> tuple[Entry, ...]:
        """Oldest first."""
        history = self._tables.history
        query = history.select().where(history.reservation_id == reservation_id).order_by(history.id)
        return tuple(_entry_of(row) for row in query.dicts())

    def activity(self, *, link: str | None = None, limit: int = 200, before_id: int | None = None) -> tuple[Entry, ...]:
        """Newest first, of all orders and links."""
        history = self._tables.history
        query = history.select().order_by(history.id.desc()).limit(limit)
        if link is not None:
            query = query.where(history.link == link)
        if before_id is not None:
            query = query.where(history.id < before_id)
        return tuple(_entry_of(row) for row in query.dicts())

    def last_change(self) -> int:
        history = self._tables.history
        last = history.select(peewee.fn.MAX(history.id)).tuples().first()[0]
        return int(last or 0)

    def changes_after(self, history_id: int) -> tuple[Change, ...]:
        history = self._tables.history
        query = (
            history.select(
                history.id, history.link, history.order_id, history.origin, history.what, history.reservation_id
            )
            .where(history.id > history_id)
            .order_by(history.id)
        )
        return tuple(Change(*row) for row in query.tuples())


class FlowShelf:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def cursor(self, link: str, flow: str) -> datetime | None:
        cursors = self._tables.cursors
        row = cursors.select(cursors.upto).where((cursors.link == link) & (cursors.flow == flow)).tuples().first()
        return None if row is None else instant_of(row[0])

    def save_cursor(self, link: str, flow: str, upto: datetime) -> None:
        self._tables.cursors.insert(link=link, flow=flow, upto=text_of(upto)).on_conflict_replace().execute()

    def flow_health(self, link: str) -> Mapping[str, FlowHealth]:
        health = self._tables.flow_health
        return {
            row["flow"]: FlowHealth(
                instant_or_none(row["last_success"]), instant_or_none(row["last_failure"]), failure_of(row["failure"])
            )
            for row in health.select().where(health.link == link).dicts()
        }

    def flow_succeeded(self, link: str, flow: str, at: datetime) -> None:
        self._health(link, flow, last_success=text_of(at), failure=None)

    def flow_failed(self, link: str, flow: str, at: datetime, failure: Failure) -> None:
        self._health(link, flow, last_failure=text_of(at), failure=failure_text(failure))

    def set_aside(self, link: str, flow: str, record: SetAside, at: datetime) -> bool:
        """Once per record and reason; True when it is new."""
        aside = self._tables.set_aside
        known = (
            (aside.link == link) & (aside.flow == flow) & (aside.ref == record.ref) & (aside.reason == record.reason)
        )
        if aside.select(aside.ref).where(known).tuples().first() is not None:
            return False
        aside.insert(link=link, flow=flow, ref=record.ref, reason=record.reason, at=text_of(at)).execute()
        return True

    def set_aside_since(self, link: str, since: datetime) -> int:
        """How many records of that link could not be read since then."""
        aside = self._tables.set_aside
        recent = (aside.link == link) & (aside.at >= text_of(since))
        return int(aside.select(peewee.fn.COUNT(aside.ref)).where(recent).tuples().first()[0])

    def set_asides(self, link: str | None = None) -> tuple[SetAsideRow, ...]:
        aside = self._tables.set_aside
        query = aside.select().order_by(aside.at)
        if link is not None:
            query = query.where(aside.link == link)
        return tuple(
            SetAsideRow(row["link"], row["flow"], SetAside(row["ref"], row["reason"]), instant_of(row["at"]))
            for row in query.dicts()
        )

    def guest_ref(self, link: str, portal_ref: str) -> str | None:
        guests = self._tables.guests
        known = (guests.link == link) & (guests.portal_ref == portal_ref)
        row = guests.select(guests.pos_ref).where(known).tuples().first()
        return None if row is None else str(row[0])

    def pair_guest(self, link: str, portal_ref: str, pos_ref: str) -> None:
        paired = self._tables.guests.insert(link=link, portal_ref=portal_ref, pos_ref=pos_ref)
        paired.on_conflict_replace().execute()

    def _health(self, link: str, flow: str, **columns: str | None) -> None:
        health = self._tables.flow_health
        known = (health.link == link) & (health.flow == flow)
        if not health.update(**columns).where(known).execute():
            health.insert(link=link, flow=flow, **columns).execute()


class ChoiceShelf:
    """Pauses, preferences of the face, and requests between processes."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def paused(self, link: str) -> bool:
        paused = self._tables.paused_links
        return paused.select(paused.link).where(paused.link == link).tuples().first() is not None

    def set_paused(self, link: str, paused: bool) -> None:
        links = self._tables.paused_links
        links.delete().where(links.link == link).execute()
        if paused:
            links.insert(link=link).execute()

    def preference(self, name: str) -> str | None:
        return self.preferences().get(name)

    def set_preference(self, name: str, value: str) -> None:
        self._tables.preferences.insert(name=name, value=value).on_conflict_replace().execute()

    def preferences(self) -> Mapping[str, str]:
        preferences = self._tables.preferences
        return dict(preferences.select(preferences.name, preferences.value).tuples())

    def ask(self, kind: str, link: str | None, now: datetime) -> int:
        requests = self._tables.requests
        requests.delete().where(requests.asked_at < text_of(now - ANSWERS_KEPT)).execute()
        asked: int = requests.insert(kind=kind, link=link, asked_at=text_of(now)).execute()
        return asked

    def open_requests(self) -> tuple[Request, ...]:
        requests = self._tables.requests
        query = requests.select().where(requests.answered_at.is_null()).order_by(requests.id)
        return tuple(_request_of(row) for row in query.dicts())

    def answer(self, request_id: int, answer: str, now: datetime) -> None:
        requests = self._tables.requests
        answered = requests.update(answer=answer, answered_at=text_of(now))
        answered.where(requests.id == request_id).execute()

    def request(self, request_id: int) -> Request | None:
        requests = self._tables.requests
        row = requests.select().where(requests.id == request_id).dicts().first()
        return None if row is None else _request_of(row)

    def table_counts(self) -> Mapping[str, int]:
        """Rows of every table, for diagnostics."""
        counts = {}
        for name in self._tables.names:
            table = getattr(self._tables, name)
            counts[name] = int(table.select(peewee.fn.COUNT(peewee.SQL("1"))).tuples().first()[0])
        return counts


def _entry_of(row: Mapping[str, Any]) -> Entry:
    return Entry(
        at=instant_of(row["at"]),
        actor=Actor(row["actor"]),
        what=row["what"],
        params=params_of(row["params"]),
        id=row["id"],
        link=row["link"],
        order_id=row["order_id"],
        reservation_id=row["reservation_id"],
    )


def _request_of(row: Mapping[str, Any]) -> Request:
    return Request(
        row["id"],
        row["kind"],
        row["link"],
        instant_of(row["asked_at"]),
        instant_or_none(row["answered_at"]),
        row["answer"],
    )
