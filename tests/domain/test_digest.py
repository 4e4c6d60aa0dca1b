"""The digest of a statement: everything that it says is in it, and nothing else."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from agent.domain.orders import Customer
from agent.domain.reservations import Answer, Booking, Field, ReservationState, SideReservation

AT = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
GUEST = Customer("g", "Anna", "Rossi", "anna@example.org", "+39 333 1")
BOOKING = Booking(AT, 4, ReservationState.CONFIRMED, 60, ("3",), "torta", (Answer("Allergie?", "no"),), GUEST)
SAID = SideReservation(
    "501", BOOKING, "confermato", "7", AT, "77", True, "R12", "Sala", "g1", "web", frozenset({Field.NOTES})
)

OF_GUEST: dict[str, Any] = {"ref": "h", "first_name": None, "last_name": "Verdi", "email": None, "phone": ""}
OF_BOOKING: dict[str, Any] = {
    "starts_at": AT + timedelta(seconds=1),
    "covers": 5,
    "state": None,
    "stay": None,
    "tables": ("3", "4"),
    "notes": "",
    "answers": (Answer("Allergie?", "sì"),),
    "guest": None,
}
OF_STATEMENT: dict[str, Any] = {
    "ref": "502",
    "booking": None,
    "status": "arrivato",
    "version": "8",
    "changed_at": None,
    "pair_ref": None,
    "own": False,
    "code": "",
    "room": "",
    "guest_ref": "",
    "source": "",
    "cut": frozenset({Field.NOTES, Field.GUEST}),
}


def differing() -> dict[str, SideReservation]:
    found = {
        f"said.{name}": replace(SAID, **{name: value}) for name, value in OF_STATEMENT.items() if name != "booking"
    }
    for name, value in OF_BOOKING.items():
        if name != "guest":
            found[f"booking.{name}"] = replace(SAID, booking=replace(BOOKING, **{name: value}))
    for name, value in OF_GUEST.items():
        found[f"guest.{name}"] = replace(SAID, booking=replace(BOOKING, guest=replace(GUEST, **{name: value})))
    return found


@pytest.mark.parametrize(
    ("kind", "values"), [(SideReservation, OF_STATEMENT), (Booking, OF_BOOKING), (Customer, OF_GUEST)]
)
def test_no_field_is_left_out_here(kind: type, values: dict[str, object]) -> None:
    assert [field.name for field in fields(kind)] == list(values)


@pytest.mark.parametrize("what", differing())
def test_whatever_is_said_otherwise_has_another_digest(what: str) -> None:
    assert differing()[what].digest != SAID.digest


def test_all_of_them_differ_from_each_other() -> None:
    assert len({said.digest for said in differing().values()}) == len(differing())


def test_two_readings_that_say_the_same_have_the_same() -> None:
    elsewhere = timezone(timedelta(hours=1))
    again = replace(
        SAID,
        booking=replace(BOOKING, starts_at=AT.astimezone(elsewhere), guest=replace(GUEST)),
        changed_at=AT.astimezone(elsewhere),
        cut=frozenset({Field.NOTES}),
    )
    assert again.digest == SAID.digest


def test_a_lone_half_of_a_letter_has_one_too() -> None:
    assert replace(SAID, room="\ud83c").digest != replace(SAID, room="\ud83d").digest
