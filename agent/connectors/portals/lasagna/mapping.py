"""Lasagna's reservations as they travel, and what they are here. Pure.

ASSUMED: one document is all that is known. Every field name and word of this connector follows `lasagna.openapi.yaml`,
this project's own profile; when the real ones are known, they change here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final

from pydantic import Field as Limits
from pydantic import TypeAdapter, ValidationError

from agent.connectors.bookings import (
    MOST_COVERS,
    MOST_MINUTES,
    person,
    plain_answers,
    plain_person,
    plain_text,
    whole_second,
)
from agent.connectors.fields import Instant, OptionalRef, OptionalText, Ref, Text, Wire, as_object, parted, set_aside
from agent.domain.orders import Customer
from agent.domain.ports import SetAside
from agent.domain.reservations import Answer, Booking, Field, ReservationState, SideReservation

STATES: Final[Mapping[str, ReservationState]] = {
    "da_confermare": ReservationState.PENDING,
    "confermata": ReservationState.CONFIRMED,
    "da_assegnare": ReservationState.TO_ASSIGN,
    "assegnata": ReservationState.ASSIGNED,
    "lista_attesa": ReservationState.WAITLISTED,
    "arrivato": ReservationState.ARRIVED,
    "checked_out": ReservationState.COMPLETED,
    "annullata": ReservationState.CANCELLED,
}

WORDS: Final[Mapping[ReservationState, str]] = {
    **{state: word for word, state in STATES.items()},
    # What the portal has no word for, by the nearest that it has.
    ReservationState.TABLE_READY: "assegnata",
    ReservationState.SEATED: "arrivato",
    ReservationState.NO_SHOW: "annullata",
    ReservationState.REJECTED: "annullata",
}

FROM_TILL: Final = "pos"
"""`origin` of what was created through this interface."""

LARGEST_REVISION: Final = 2**63 - 1

INSTANT: Final[TypeAdapter[datetime]] = TypeAdapter(Instant)


class WireAnswer(Wire):
    question: Text
    answer: Text


class WireGuest(Wire):
    first_name: OptionalText = None
    last_name: OptionalText = None
    email: OptionalText = None
    phone: OptionalText = None


class WireReservation(Wire):
    id: Ref
    external_id: OptionalRef = None
    starts_at: Instant
    duration_minutes: int | None = Limits(None, ge=1, le=MOST_MINUTES)
    covers: int = Limits(ge=1, le=MOST_COVERS)
    table_code: OptionalText = None
    status: Text
    answers: tuple[WireAnswer, ...] | None = None
    notes: OptionalText = None
    guest: WireGuest | None = None
    origin: OptionalText = None
    revision: int = Limits(ge=0, le=LARGEST_REVISION)
    updated_at: Instant


class WireAccount(Wire):
    restaurant_id: Ref
    name: Text
    timezone: OptionalText = None


class WireWebhook(Wire):
    id: Ref
    secret: Text


def read_reservations(records: Iterable[object]) -> tuple[tuple[SideReservation, ...], tuple[SetAside, ...]]:
    """Every record either read or set aside with its reason."""
    return parted(map(read_reservation, records))


def read_reservation(record: object) -> SideReservation | SetAside:
    """Any JSON value becomes a reservation or is set aside; nothing is raised."""
    try:
        wire = WireReservation.model_validate(record)
    except ValidationError as error:
        return set_aside(record, error)
    guest = wire.guest or WireGuest()
    return SideReservation(
        ref=wire.id,
        booking=Booking(
            starts_at=whole_second(wire.starts_at),
            covers=wire.covers,
            state=STATES.get(wire.status),
            stay=wire.duration_minutes,
            tables=(wire.table_code,) if wire.table_code else (),
            notes=plain_text(wire.notes),
            answers=plain_answers(tuple(Answer(each.question, each.answer) for each in wire.answers or ())),
            guest=person(guest.first_name, guest.last_name, guest.email, guest.phone),
        ),
        status=wire.status,
        version=str(wire.revision),
        changed_at=wire.updated_at,
        pair_ref=wire.external_id or None,
        own=wire.origin == FROM_TILL,
        source=wire.origin or "",
    )


def read_changed_at(record: object) -> datetime | None:
    """When a record changed, also of one that is set aside."""
    try:
        return INSTANT.validate_python((as_object(record) or {}).get("updated_at"))
    except ValidationError:
        return None


def as_said(booking: Booking) -> Booking:
    """With the nearest state and the first of its tables: the portal holds one."""
    return replace(
        booking,
        starts_at=whole_second(booking.starts_at),
        state=None if booking.state is None else STATES[WORDS[booking.state]],
        tables=booking.tables[:1],
        notes=plain_text(booking.notes),
        answers=plain_answers(booking.answers),
        guest=plain_person(booking.guest),
    )


def body_of(booking: Booking, fields: Iterable[Field], zone: tzinfo) -> Mapping[str, object]:
    """These fields as the portal wants them. A state of None has no word: it must not be among them."""
    said = as_said(booking)
    body: dict[str, object] = {}
    for field in Field:
        if field in fields:
            body.update(_written(said, field, zone))
    return body


def _written(said: Booking, field: Field, zone: tzinfo) -> Mapping[str, object]:
    match field:
        case Field.STARTS_AT:
            return {"starts_at": said.starts_at.astimezone(zone).isoformat(timespec="seconds")}
        case Field.STAY:
            # Silence here is no value there: the portal's own is left.
            return {} if said.stay is None else {"duration_minutes": said.stay}
        case Field.COVERS:
            return {"covers": said.covers}
        case Field.TABLES:
            return {"table_code": said.tables[0] if said.tables else None}
        case Field.NOTES:
            return {"notes": said.notes or None}
        case Field.ANSWERS:
            return {"answers": [{"question": each.question, "answer": each.answer} for each in said.answers]}
        case Field.GUEST:
            return {"guest": guest_body(said.guest)}
        case Field.STATE:
            assert said.state is not None, "a word that nobody knows cannot be written"
            return {"status": WORDS[said.state]}


def guest_body(guest: Customer) -> Mapping[str, object]:
    """Whole, because the portal merges: what is left out would stay."""
    names = {"first_name": guest.first_name or "", "last_name": guest.last_name or ""}
    return {**names, "email": guest.email, "phone": guest.phone}
