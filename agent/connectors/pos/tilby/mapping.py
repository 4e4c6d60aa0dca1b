"""Tilby's bookings and rooms as they travel, and what they are here. Pure.

Field names are the vendor's (DOC); what is ASSUMED says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from pydantic import Field as Limits
from pydantic import TypeAdapter, ValidationError

from agent.connectors.bookings import MOST_COVERS, MOST_MINUTES, person, plain_person, whole_second
from agent.connectors.fields import Instant, OptionalRef, OptionalText, Ref, Text, Wire, as_object, set_aside
from agent.connectors.pos.tilby import notes
from agent.domain.floor import Room, Table
from agent.domain.orders import Customer
from agent.domain.ports import SetAside
from agent.domain.reservations import NOBODY, Booking, ReservationState, SideReservation

OURS: Final = "lasagna:"
"""Before the portal's id, in the `source` of what this product wrote."""

DELETED: Final = "deleted_at"
"""The till's word for a booking that was taken back."""

NAMELESS: Final = Customer("", "Ospite")
"""ASSUMED: a customer needs some name; so is called whoever left none."""

FEWEST: Final = 1
"""Covers of a booking for which the till says none (ASSUMED): somebody comes."""

NEAREST: Final[Mapping[ReservationState, ReservationState]] = {
    ReservationState.TABLE_READY: ReservationState.ASSIGNED,
    ReservationState.SEATED: ReservationState.ARRIVED,
    ReservationState.NO_SHOW: ReservationState.CANCELLED,
    ReservationState.REJECTED: ReservationState.CANCELLED,
}
"""States that the till cannot say, by those that it can; cancelled is a deletion."""

INSTANT: Final[TypeAdapter[datetime]] = TypeAdapter(Instant)


class WireCustomer(Wire):
    id: OptionalRef = None
    first_name: OptionalText = None
    last_name: OptionalText = None
    email: OptionalText = None
    phone: OptionalText = None
    mobile: OptionalText = None


class WireSeat(Wire):
    table_id: Ref


class WireBooking(Wire):
    id: Ref
    customer_id: OptionalRef = None
    booked_for: Instant
    duration: int | None = Limits(None, ge=0, le=MOST_MINUTES)
    status: OptionalText = None
    people: int | None = Limits(None, ge=0, le=MOST_COVERS)
    source: OptionalText = None
    notes: OptionalText = None
    tables: tuple[WireSeat, ...] | None = None
    customer: WireCustomer | None = None
    updated_at: OptionalText = None
    deleted_at: OptionalText = None


class WireTable(Wire):
    id: Ref
    name: OptionalText = None
    covers: int | None = None
    deleted_at: OptionalText = None


class WireRoom(Wire):
    id: Ref
    name: OptionalText = None
    tables: tuple[WireTable, ...] | None = None


class WireShop(Wire):
    id: OptionalRef = None
    name: OptionalText = None


class WireSession(Wire):
    id: Ref
    username: OptionalText = None
    shop: WireShop | None = None


class WireSubscription(Wire):
    id: Ref
    entity_type: OptionalText = None
    event_type: OptionalText = None
    url: Text


def read_booking(record: object, states: Mapping[str, ReservationState]) -> SideReservation | SetAside:
    """Any JSON value becomes a reservation or is set aside; nothing is raised. `states`: what the codes mean."""
    try:
        wire = WireBooking.model_validate(record)
    except ValidationError as error:
        return set_aside(record, error)
    source, word = wire.source or "", wire.status or ""
    return SideReservation(
        ref=wire.id,
        booking=Booking(
            starts_at=whole_second(wire.booked_for),
            covers=max(wire.people or 0, FEWEST),
            state=ReservationState.CANCELLED if wire.deleted_at else states.get(word),
            stay=wire.duration or None,
            tables=_in_order(seat.table_id for seat in wire.tables or ()),
            notes=notes.above(wire.notes),
            guest=read_person(wire.customer),
        ),
        status=DELETED if wire.deleted_at else word,
        version=wire.updated_at or "",
        changed_at=read_changed_at(record),
        pair_ref=source.removeprefix(OURS) if is_ours(source) else None,
        own=is_ours(source),
        guest_ref=wire.customer_id or "",
        source=source,
    )


def read_changed_at(record: object) -> datetime | None:
    """When a record changed, also of one that is set aside."""
    try:
        return INSTANT.validate_python((as_object(record) or {}).get("updated_at"))
    except ValidationError:
        return None


def read_person(wire: WireCustomer | None) -> Customer:
    if wire is None:
        return NOBODY
    return _named(person(wire.first_name, wire.last_name, wire.email, wire.phone or wire.mobile))


def read_rooms(records: Iterable[object]) -> tuple[Room, ...]:
    """Without the tables that were taken away; a room that cannot be read is left out."""
    rooms = []
    for record in records:
        try:
            wire = WireRoom.model_validate(record)
        except ValidationError:
            continue
        tables = tuple(
            Table(table.id, table.name or table.id, max(table.covers or 0, 0))
            for table in wire.tables or ()
            if not table.deleted_at
        )
        rooms.append(Room(wire.id, wire.name or wire.id, tables))
    return tuple(rooms)


def as_said(booking: Booking) -> Booking:
    """With the nearest state, tables each once in their order, and of the notes what is read back.

    The answers stay: the till holds them, below the line of the notes, though nobody reads them from there. Left out
    here, a guest's corrected answer would never be found to differ, and never be sent.
    """
    return replace(
        booking,
        starts_at=whole_second(booking.starts_at),
        state=None if booking.state is None else NEAREST.get(booking.state, booking.state),
        tables=_in_order(booking.tables),
        notes=notes.above(booking.notes),
        guest=_named(plain_person(booking.guest)),
    )


def is_ours(source: str) -> bool:
    return source.startswith(OURS) and source != OURS


def wire_id(ref: str) -> int | str:
    """An id as the till wants it: a number (DOC); what is none goes as it is, for the till to refuse."""
    return int(ref) if ref.isascii() and ref.isdigit() else ref


def _in_order(refs: Iterable[str]) -> tuple[str, ...]:
    """The till does not say in which order it lists a booking's tables; two readings must be equal."""
    return tuple(sorted(dict.fromkeys(refs), key=lambda ref: (len(ref), ref)))


def _named(guest: Customer) -> Customer:
    return NOBODY if guest == NAMELESS else guest
