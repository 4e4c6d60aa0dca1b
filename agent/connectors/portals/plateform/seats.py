"""Plateform's reservations as they travel, and what they are here; what a party spent, as it is told. Pure.

ASSUMED as all of this connector's wire is: see `mapping`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from pydantic import Field, ValidationError

from agent.connectors.bookings import MOST_COVERS, MOST_MINUTES, plain_person, plain_text, whole_second
from agent.connectors.fields import Instant, OptionalText, Ref, Text, Wire, parted, set_aside
from agent.connectors.portals.plateform.mapping import LARGEST_VERSION, WireCustomer
from agent.domain.money import euro
from agent.domain.orders import Customer
from agent.domain.ports import SetAside
from agent.domain.reservations import Booking, ReservationState, SideReservation
from agent.domain.sales import Sale, SaleLine

STATES: Final[Mapping[str, ReservationState]] = {
    "non_confermato": ReservationState.PENDING,
    "confermato": ReservationState.CONFIRMED,
    "lista_attesa": ReservationState.WAITLISTED,
    "tavolo_pronto": ReservationState.TABLE_READY,
    "arrivato": ReservationState.ARRIVED,
    "seduto": ReservationState.SEATED,
    "terminato": ReservationState.COMPLETED,
    "non_arrivato": ReservationState.NO_SHOW,
    "rifiutato": ReservationState.REJECTED,
    "cancellato": ReservationState.CANCELLED,
}

WORDS: Final[Mapping[ReservationState, str]] = {
    **{state: word for word, state in STATES.items()},
    # The portal knows no table in a state: whoever is to be given one, or has one, is confirmed.
    ReservationState.TO_ASSIGN: "confermato",
    ReservationState.ASSIGNED: "confermato",
}


class WireReservation(Wire):
    id: Ref
    code: OptionalText = None
    status: Text
    starts_at: Instant
    duration_minutes: int | None = Field(None, ge=1, le=MOST_MINUTES)
    covers: int = Field(ge=1, le=MOST_COVERS)
    zone: OptionalText = None
    tables: tuple[Text, ...] | None = None
    notes: OptionalText = None
    source: OptionalText = None
    customer: WireCustomer
    updated_at: Instant
    version: int = Field(ge=0, le=LARGEST_VERSION)


def read_reservations(records: Iterable[object]) -> tuple[tuple[SideReservation, ...], tuple[SetAside, ...]]:
    """Every record either read or set aside with its reason."""
    return parted(map(read_reservation, records))


def read_reservation(record: object) -> SideReservation | SetAside:
    """Any JSON value becomes a reservation or is set aside; nothing is raised."""
    try:
        wire = WireReservation.model_validate(record)
    except ValidationError as error:
        return set_aside(record, error)
    guest = wire.customer
    return SideReservation(
        ref=wire.id,
        booking=Booking(
            starts_at=whole_second(wire.starts_at),
            covers=wire.covers,
            state=STATES.get(wire.status),
            stay=wire.duration_minutes,
            tables=tuple(code for code in wire.tables or () if code),
            notes=plain_text(wire.notes),
            # Read without blanks around and without blanks alone: as `person` would make him of anything.
            guest=Customer("", guest.first_name, guest.last_name, guest.email, guest.phone),
        ),
        status=wire.status,
        version=str(wire.version),
        changed_at=wire.updated_at,
        code=wire.code or "",
        room=wire.zone or "",
        guest_ref=guest.id,
        source=wire.source or "",
    )


def as_said(booking: Booking) -> Booking:
    """With what Plateform has no word for said by the nearest, and without the form's answers."""
    return replace(
        booking,
        starts_at=whole_second(booking.starts_at),
        state=None if booking.state is None else STATES[WORDS[booking.state]],
        notes=plain_text(booking.notes),
        answers=(),
        guest=plain_person(booking.guest),
    )


def sale_body(receipt_id: str, sale: Sale) -> Mapping[str, object]:
    """The profile's Sale: amounts as text with two places."""
    return {
        "receipt_id": receipt_id,
        "closed_at": sale.closed_at.isoformat(timespec="seconds"),
        "covers": sale.covers,
        "total": f"{euro(sale.total):.2f}",
        "lines": [_line(line) for line in sale.lines],
    }


def _line(line: SaleLine) -> Mapping[str, object]:
    told = {"name": line.name, "quantity": line.quantity, "amount": f"{euro(line.amount):.2f}"}
    return {"product_ref": line.product_ref, **told} if line.product_ref else told
