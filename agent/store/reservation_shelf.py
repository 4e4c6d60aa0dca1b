"""Reservations in the database: the whole value, and in columns of its own what is searched or sorted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import peewee

from agent.domain.failures import Overtaken, Side
from agent.domain.floor import Room
from agent.domain.ledger import Known
from agent.domain.reservations import Reservation, ReservationState
from agent.store.forms import BOOKING, CHECKS, CONFLICTS, ROOMS, SALES, SIDE_RECORD, TEXT_SET
from agent.store.instants import instant_of, text_of
from agent.store.search import digits_of, found, searchable
from agent.store.tables import Tables, not_done


class ReservationShelf:
    """The reservations' part of a ledger."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def reservation(self, reservation_id: int) -> Reservation | None:
        reservations = self._tables.reservations
        row = reservations.select().where(reservations.id == reservation_id).dicts().first()
        return None if row is None else _reservation_of(row)

    def reservation_of(self, link: str, side: Side, ref: str) -> Reservation | None:
        """By the id that a side has for it; also one whose record there was closed for good."""
        known = self.known_refs(link, side, [ref]).get(ref)
        return None if known is None else self.reservation(known.reservation_id)

    def known_refs(self, link: str, side: Side, refs: Collection[str]) -> Mapping[str, Known]:
        """What is kept of those records; `Known.same` tells whether a statement is the last one again."""
        table = self._tables.reservation_refs
        query = table.select(table.ref, table.reservation_id, table.former, table.digest).where(
            (table.link == link) & (table.side == side.value) & table.ref.in_(list(refs))
        )
        return {ref: Known(held, bool(former), digest) for ref, held, former, digest in query.tuples()}

    def add_reservation(self, reservation: Reservation) -> Reservation:
        """Gives the id; version 1."""
        row = {**reservation_row(reservation), "version": 1}
        reservation_id = self._tables.reservations.insert(row).execute()
        stored = replace(reservation, id=reservation_id, version=1)
        self._write_refs(stored)
        return stored

    def save_reservation(self, reservation: Reservation) -> Reservation:
        """Compare-and-set on `version`. Raises `Overtaken`."""
        reservations = self._tables.reservations
        changed = (
            reservations.update(**{**reservation_row(reservation), "version": reservation.version + 1})
            .where((reservations.id == reservation.id) & (reservations.version == reservation.version))
            .execute()
        )
        if not changed:
            raise Overtaken(f"reservation {reservation.id} is not at version {reservation.version} any more")
        stored = replace(reservation, version=reservation.version + 1)
        self._write_refs(stored)
        return stored

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
            query = query.where(reservations.state.in_([state.value for state in states]))
        if after is not None:
            at, held = text_of(after[0]), after[1]
            later = (reservations.starts_at > at) | ((reservations.starts_at == at) & (reservations.id > held))
            query = query.where(later)
        if search is not None and search.strip():
            query = query.where(found(reservations, search.strip()))
        listed = tuple(_reservation_of(row) for row in query.dicts())
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
            query = query.where(reservations.link == link)
        return tuple(_reservation_of(row) for row in query.order_by(reservations.starts_at).dicts())

    def reservations_with_checks(self, link: str, since: datetime) -> tuple[Reservation, ...]:
        """Those that start at or after that instant and have a check, open or paid."""
        reservations = self._tables.reservations
        checked = peewee.NodeList((reservations.checked, peewee.SQL("= 1")))
        recent = (reservations.link == link) & checked & (reservations.starts_at >= text_of(since))
        return tuple(_reservation_of(row) for row in reservations.select().where(recent).dicts())

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

    def _write_refs(self, reservation: Reservation) -> None:
        refs = self._tables.reservation_refs
        for side in Side:
            record = reservation.record(side)
            if record is not None:
                self._write_ref(reservation, side, record.said.ref, former=False, of=record.said.digest)
        for ref in reservation.former_refs:
            mine = (refs.reservation_id == reservation.id) & (refs.side == Side.POS.value) & (refs.ref == ref)
            refs.update(former=1).where(mine).execute()

    def _write_ref(self, reservation: Reservation, side: Side, ref: str, *, former: bool, of: str) -> None:
        row = {
            "link": reservation.link,
            "side": side.value,
            "ref": ref,
            "reservation_id": reservation.id,
            "former": int(former),
            "digest": of,
        }
        self._tables.reservation_refs.insert(row).on_conflict_replace().execute()


def reservation_row(reservation: Reservation) -> dict[str, Any]:
    booking = reservation.booking
    assert booking.state is not None, "what is held has a state, whatever word a side uses"
    portal, pos = reservation.portal, reservation.pos
    return {
        "link": reservation.link,
        "state": booking.state.value,
        "starts_at": text_of(booking.starts_at),
        "covers": booking.covers,
        "guest_name": searchable(booking.guest.name),
        "guest_phone": digits_of(booking.guest.phone or ""),
        "code": (portal or pos).said.code if portal or pos else "",  # type: ignore[union-attr]
        "heard_at": text_of(reservation.heard_at),
        "asking": int(bool(reservation.conflicts) or reservation.reopened or reservation.sale_differs),
        "checked": int(bool(reservation.checks)),
        "booking": BOOKING.text(booking),
        "portal": SIDE_RECORD.text(portal) if portal else None,
        "pos": SIDE_RECORD.text(pos) if pos else None,
        "conflicts": CONFLICTS.text(reservation.conflicts),
        "closed_pair": int(reservation.closed_pair),
        "reopened": int(reservation.reopened),
        "former_refs": TEXT_SET.text(reservation.former_refs),
        "checks": CHECKS.text(reservation.checks),
        "sold": SALES.text(reservation.sold),
        "sale_differs": int(reservation.sale_differs),
    }


def _reservation_of(row: Mapping[str, Any]) -> Reservation:
    return Reservation(
        link=row["link"],
        booking=BOOKING.value(row["booking"]),
        heard_at=instant_of(row["heard_at"]),
        portal=SIDE_RECORD.value(row["portal"]) if row["portal"] else None,
        pos=SIDE_RECORD.value(row["pos"]) if row["pos"] else None,
        conflicts=CONFLICTS.value(row["conflicts"]),
        closed_pair=bool(row["closed_pair"]),
        reopened=bool(row["reopened"]),
        former_refs=TEXT_SET.value(row["former_refs"]),
        checks=CHECKS.value(row["checks"]),
        sold=SALES.value(row["sold"]),
        sale_differs=bool(row["sale_differs"]),
        id=row["id"],
        version=row["version"],
    )
