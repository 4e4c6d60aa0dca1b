"""Lasagna's reservations: read exactly, or set aside; what the portal can say of anybody's."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors import exact_json
from agent.connectors.portals.lasagna.mapping import (
    STATES,
    WORDS,
    as_said,
    body_of,
    read_changed_at,
    read_reservation,
)
from agent.domain.orders import Customer
from agent.domain.ports import SetAside
from agent.domain.reservations import NOBODY, Answer, Booking, Field, ReservationState, SideReservation
from tests.connectors.booking_strategies import ANY_JSON, BOOKINGS
from tests.connectors.lasagna.making import REF, wire_reservation

ROME = ZoneInfo("Europe/Rome")
S = ReservationState
FIELDS = sorted(wire_reservation())
ROWS = [
    (S.PENDING, "da_confermare"),
    (S.CONFIRMED, "confermata"),
    (S.TO_ASSIGN, "da_assegnare"),
    (S.ASSIGNED, "assegnata"),
    (S.WAITLISTED, "lista_attesa"),
    (S.ARRIVED, "arrivato"),
    (S.COMPLETED, "checked_out"),
    (S.CANCELLED, "annullata"),
]
NEAREST = [
    (S.TABLE_READY, "assegnata", S.ASSIGNED),
    (S.SEATED, "arrivato", S.ARRIVED),
    (S.NO_SHOW, "annullata", S.CANCELLED),
    (S.REJECTED, "annullata", S.CANCELLED),
]


def read(**changes: object) -> SideReservation:
    found = read_reservation(wire_reservation(**changes))
    assert isinstance(found, SideReservation), found
    return found


def test_a_whole_reservation() -> None:
    assert read(external_id="4711", origin="pos") == SideReservation(
        ref=REF,
        booking=Booking(
            starts_at=datetime(2026, 11, 24, 19, 30, tzinfo=UTC),
            covers=4,
            state=S.PENDING,
            stay=60,
            tables=("101",),
            notes="seggiolone\nper favore",
            answers=(Answer("Allergie?", "noci"),),
            guest=Customer("", "Maria", None, "maria.rossi@example.test", "333 1234567"),
        ),
        status="da_confermare",
        version="3",
        changed_at=datetime(2026, 11, 23, 18, 58, 0, 250_000, tzinfo=UTC),
        pair_ref="4711",
        own=True,
        source="pos",
    )


def test_what_the_guest_made_is_not_our_own() -> None:
    assert (read().own, read().pair_ref) == (False, None)


def test_what_may_be_missing() -> None:
    bare = read_reservation(
        {
            "id": REF,
            "starts_at": "2026-11-24T20:30:00+01:00",
            "covers": 1,
            "status": "confermata",
            "revision": 1,
            "updated_at": "2026-11-23T18:58:00Z",
        }
    )
    assert isinstance(bare, SideReservation)
    assert bare.booking == Booking(datetime(2026, 11, 24, 19, 30, tzinfo=UTC), 1, S.CONFIRMED)
    assert bare.booking.guest == NOBODY


@pytest.mark.parametrize(("state", "word"), ROWS)
def test_each_state_both_ways(state: ReservationState, word: str) -> None:
    assert read(status=word).booking.state is state
    assert body_of(replace(read().booking, state=state), {Field.STATE}, ROME) == {"status": word}


@pytest.mark.parametrize(("state", "word", "nearest"), NEAREST)
def test_the_nearest_of_what_it_cannot_say(state: ReservationState, word: str, nearest: ReservationState) -> None:
    booking = replace(read().booking, state=state)
    assert as_said(booking).state is nearest
    assert body_of(booking, {Field.STATE}, ROME) == {"status": word}


def test_every_state_has_a_word() -> None:
    assert set(WORDS) == set(ReservationState)
    assert set(STATES) == {word for _, word in ROWS}


@pytest.mark.parametrize("word", ["in_volo", "Confermata", ""])
def test_a_word_that_is_not_known_is_kept(word: str) -> None:
    said = read(status=word)
    assert (said.booking.state, said.status) == (None, word)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("covers", 0),
        ("starts_at", "2026-11-24T20:30:00"),
        ("revision", None),
        ("answers", [{"question": "x"}]),
        ("guest", "Maria"),
    ],
)
def test_a_broken_record_is_set_aside_without_its_values(field: str, value: object) -> None:
    found = read_reservation(wire_reservation(**{field: value}))
    assert isinstance(found, SetAside)
    assert (found.ref, field in found.reason) == (REF, True)
    assert "maria" not in found.reason.lower()
    assert read_changed_at(wire_reservation(**{field: value})) is not None


def test_every_field_as_it_is_written() -> None:
    booking = Booking(
        starts_at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        covers=2,
        state=S.TABLE_READY,
        stay=90,
        tables=("20", "21"),
        notes="vista mare",
        answers=(Answer("Allergie?", "noci"),),
        guest=Customer("", "Anna", None, None, "333"),
    )
    assert body_of(booking, frozenset(Field), ROME) == {
        "starts_at": "2026-10-25T02:30:00+02:00",
        "duration_minutes": 90,
        "covers": 2,
        "table_code": "20",
        "notes": "vista mare",
        "answers": [{"question": "Allergie?", "answer": "noci"}],
        "guest": {"first_name": "Anna", "last_name": "", "email": None, "phone": "333"},
        "status": "assegnata",
    }


def test_what_is_emptied_is_said_so() -> None:
    booking = Booking(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 2, S.CONFIRMED)
    assert body_of(booking, {Field.TABLES, Field.NOTES, Field.ANSWERS, Field.GUEST, Field.STAY}, ROME) == {
        "table_code": None,
        "notes": None,
        "answers": [],
        "guest": {"first_name": "", "last_name": "", "email": None, "phone": None},
    }


def test_only_the_first_table() -> None:
    assert as_said(replace(read().booking, tables=("20", "21"))).tables == ("20",)


@given(ANY_JSON)
def test_any_json_is_read_or_set_aside(value: object) -> None:
    assert isinstance(read_reservation(value), SideReservation | SetAside)


@given(st.sampled_from(FIELDS), ANY_JSON)
def test_any_value_in_any_field(field: str, value: object) -> None:
    said = read_reservation(wire_reservation(**{field: value}))
    if isinstance(said, SideReservation):
        assert as_said(said.booking) == said.booking


@given(BOOKINGS.filter(lambda booking: booking.state is not None and booking.stay is not None))
def test_what_is_written_is_read_back_as_it_is_said(booking: Booking) -> None:
    sent = exact_json.read(exact_json.write(dict(body_of(booking, frozenset(Field), ROME))))
    assert isinstance(sent, dict)
    assert read(**sent).booking == as_said(booking)


@given(BOOKINGS)
def test_saying_twice_changes_nothing(booking: Booking) -> None:
    assert as_said(as_said(booking)) == as_said(booking)
