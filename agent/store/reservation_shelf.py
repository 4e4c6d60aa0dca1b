"""Reservations in the database, one by one and as they are listed. Many at once: `reservation_sheaf`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import peewee

from agent.domain.failures import Side
from agent.domain.floor import Room
from agent.domain.reservations import Reservation, ReservationState
from agent.store.forms import ROOMS
from agent.store.instants import text_of
from agent.store.reservation_rows import reservation_of
from agent.store.reservation_sheaf import ReservationSheaf
from agent.store.search import found
from agent.store.tables import Tables, not_done


class ReservationShelf(ReservationSheaf):
    """The reservations' part of a ledger."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def reservation(self, reservation_id: int) -> Reservation | None:
        reservations = self._tables.reservations
        row = reservations.select().where(reservations.id == reservation_id).dicts().first()
        return None if row is None else reservation_of(row)

    def reservation_of(self, link: str, side: Side, ref: str) -> Reservation | None:
        """By the id that a side has for it; also one whose record there was closed for good."""
        known = self.known_refs(link, side, [ref]).get(ref)
        return None if known is None else self.reservation(known.reservation_id)

    def add_reservation(self, reservation: Reservation) -> Reservation:
        """Gives the id; version 1."""
        return self.write_reservations([reservation])[0]

    def save_reservation(self, reservation: Reservation) -> Reservation:
        """Compare-and-set on `version`. Raises `Overtaken`."""
        return self.write_reservations([reservation])[0]

    def reservations(
        self,
        *,
        link: str | None = None,
        starting: tuple[datetime, datetime] | None = None,
        states: Collection[ReservationState] | None = None,
        search: str | None = None,
        limit: int = 500,
        after: tuple[datetime, int] | None = None,
        latest: bool = False,
    ) -> tuple[Reservation, ...]:
        """By their instant. `starting`: from the first, before the second. `after`: where the page before ended.

        `latest`: when there are more than `limit`, the last ones and not the first.
        """
        reservations = self._tables.reservations
        order = (reservations.starts_at, reservations.id)
        query = reservations.select().order_by(*((each.desc() for each in order) if latest else order)).limit(limit)
        if link is not None:
            query = query.where(reservations.link == link)
        if starting is not None:
            first, last = starting
            query = query.where((reservations.starts_at >= text_of(first)) & (reservations.starts_at < text_of(last)))
        if states is not None:
            query = query.where(_in_states(reservations, states))
        if after is not None:
            at, held = text_of(after[0]), after[1]
            later = (reservations.starts_at > at) | ((reservations.starts_at == at) & (reservations.id > held))
            query = query.where(later)
        if search is not None and search.strip():
            query = query.where(found(reservations, search.strip()))
        listed = tuple(reservation_of(row) for row in query.dicts())
        return listed[::-1] if latest else listed

    def asking_reservations(self, link: str | None = None) -> tuple[Reservation, ...]:
        """Those that a person should look at: in conflict, reopened, with a sale that differs, or parked."""
        reservations, outbox = self._tables.reservations, self._tables.outbox
        parked = outbox.select(outbox.reservation_id).where(
            not_done(outbox) & (outbox.state == "parked") & outbox.reservation_id.is_null(False)
        )
        marked = reservations.select(reservations.id).where(peewee.NodeList((reservations.asking, peewee.SQL("= 1"))))
        query = reservations.select().where(reservations.id.in_(marked | parked))
        if link is not None:
            # The plus keeps SQLite from walking through all that the link ever had: these are few.
            query = query.where(peewee.NodeList((peewee.SQL("+"), reservations.link), glue="") == link)
        return tuple(reservation_of(row) for row in query.order_by(reservations.starts_at).dicts())

    def reservations_with_checks(self, link: str, since: datetime) -> tuple[Reservation, ...]:
        """Those that start at or after that instant and have a check, open or paid."""
        reservations = self._tables.reservations
        checked = peewee.NodeList((reservations.checked, peewee.SQL("= 1")))
        recent = (reservations.link == link) & checked & (reservations.starts_at >= text_of(since))
        return tuple(reservation_of(row) for row in reservations.select().where(recent).dicts())

    def refs_starting(self, link: str, side: Side, first: datetime, last: datetime) -> Mapping[str, int]:
        """The living records of a side whose reservation starts in that time, with the reservation's id."""
        reservations, refs = self._tables.reservations, self._tables.reservation_refs
        query = (
            refs.select(refs.ref, refs.reservation_id)
            .join(reservations, on=(reservations.id == refs.reservation_id))
            .where((refs.link == link) & (refs.side == side.value) & (refs.former == 0))
            .where((reservations.starts_at >= text_of(first)) & (reservations.starts_at < text_of(last)))
            .where(reservations.state.not_in([state.value for state in ReservationState if state.over]))
        )
        return dict(query.tuples())

    def rooms(self, link: str) -> tuple[Room, ...]:
        floors = self._tables.floors
        row = floors.select(floors.rooms).where(floors.link == link).tuples().first()
        return () if row is None else ROOMS.value(row[0])

    def save_rooms(self, link: str, rooms: Sequence[Room]) -> None:
        self._tables.floors.insert(link=link, rooms=ROOMS.text(tuple(rooms))).on_conflict_replace().execute()


def _in_states(reservations: Any, states: Collection[ReservationState]) -> Any:
    if set(states) == {ReservationState.PENDING}:
        # Spelled out, not as a parameter: only so does SQLite surely see that the partial index fits.
        return peewee.NodeList((reservations.state, peewee.SQL("= 'pending'")))
    return reservations.state.in_([state.value for state in states])
