"""A booking as it is written: a new one, and the whole of a read one with nothing lost."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from agent.connectors import exact_json
from agent.connectors.pos.tilby import notes
from agent.connectors.pos.tilby.draft import Pen
from agent.connectors.pos.tilby.mapping import as_said, read_booking
from agent.domain.orders import Customer
from agent.domain.reservations import Answer, Booking, Field, ReservationDraft, ReservationState, SideReservation
from tests.connectors.booking_strategies import BOOKINGS
from tests.connectors.tilby.making import STATES, wire_booking

PEN = Pen(ZoneInfo("Europe/Rome"), {state: code for code, state in STATES.items()})
ANSWERS = (Answer("Allergie?", "noci"), Answer("Occasione\nspeciale", "compleanno\n di Anna"))
EVERYTHING = frozenset(Field)


def now(**changes: object) -> SideReservation:
    said = read_booking(wire_booking(**changes), STATES)
    assert isinstance(said, SideReservation)
    return said


def test_a_new_booking() -> None:
    booking = Booking(
        starts_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        covers=3,
        state=ReservationState.SEATED,
        tables=("104", "21"),
        notes="vista mare",
        answers=ANSWERS,
        guest=Customer("", "Anna"),
    )
    assert PEN.new(ReservationDraft("L-9", booking), 55) == {
        "customer_id": 55,
        "booked_for": "2026-10-25T02:30:00+01:00",
        "duration": 60,
        "status": "arrived",
        "people": 3,
        "source": "lasagna:L-9",
        "notes": "vista mare\n--- Domande ---\nAllergie?: noci\nOccasione speciale: compleanno di Anna",
        "tables": [{"table_id": 21}, {"table_id": 104}],
    }


def test_a_state_that_nobody_knows_is_to_be_confirmed_and_no_note_is_none() -> None:
    made = PEN.new(ReservationDraft("L-9", Booking(datetime(2026, 11, 1, tzinfo=UTC), 2, None, stay=75)), 1)
    assert (made["status"], made["notes"], made["duration"], made["tables"]) == ("to_confirm", None, 75, [])


def test_the_two_hours_of_half_past_two_have_their_own_offsets() -> None:
    first, second = (Booking(datetime(2026, 10, 25, hour, 30, tzinfo=UTC), 2, None) for hour in (0, 1))
    assert [PEN.new(ReservationDraft("x", each), 1)["booked_for"] for each in (first, second)] == [
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
    ]


def test_what_is_not_named_stays_exactly_as_it_was_read() -> None:
    record = wire_booking()
    wanted = replace(now().booking, covers=5, notes="altro", state=ReservationState.ARRIVED, tables=())
    assert PEN.edited(record, now(), wanted, frozenset({Field.COVERS})) == {**record, "people": 5}


def test_what_is_the_same_is_not_rewritten() -> None:
    record = wire_booking()
    same = replace(now().booking, answers=(Answer("Allergie?", "noci"),), state=ReservationState.PENDING)
    assert PEN.edited(record, now(), same, EVERYTHING) == record


def test_a_table_that_stays_keeps_its_entry() -> None:
    wanted = replace(now().booking, tables=("104", "105"))
    edited = PEN.edited(wire_booking(), now(), wanted, frozenset({Field.TABLES}))
    assert edited["tables"] == [{"id": 71, "booking_id": 901, "table_id": 104}, {"table_id": 105}]


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ({Field.NOTES}, "nuove\n--- Domande ---\nAllergie?: noci"),
        ({Field.ANSWERS}, "seggiolone\nper favore\n--- Domande ---\nVino?: rosso"),
        ({Field.NOTES, Field.ANSWERS}, "nuove\n--- Domande ---\nVino?: rosso"),
    ],
)
def test_notes_and_answers_part_by_part(fields: set[Field], written: str) -> None:
    wanted = replace(now().booking, notes="nuove", answers=(Answer("Vino?", "rosso"),))
    assert PEN.edited(wire_booking(), now(), wanted, frozenset(fields))["notes"] == written


def test_emptied_notes() -> None:
    wanted = replace(now().booking, notes="", answers=())
    assert PEN.edited(wire_booking(), now(), wanted, frozenset({Field.NOTES, Field.ANSWERS}))["notes"] is None
    only_answers = PEN.edited(wire_booking(), now(), wanted, frozenset({Field.NOTES}))
    assert only_answers["notes"] == "--- Domande ---\nAllergie?: noci"


def test_a_silent_stay_leaves_the_tills_own() -> None:
    wanted = replace(now().booking, stay=None)
    assert PEN.edited(wire_booking(), now(), wanted, frozenset({Field.STAY})) == wire_booking()


@pytest.mark.parametrize(
    ("text", "above", "below"),
    [
        (None, "", ""),
        ("ciao", "ciao", ""),
        ("a\r\n--- Domande ---\r\nq: r", "a", "q: r"),
        ("--- Domande ---\nq: r", "", "q: r"),
        ("a\n  --- Domande ---  \nq: r\n--- Domande ---\nx", "a", "q: r\n--- Domande ---\nx"),
        ("a --- Domande --- b", "a --- Domande --- b", ""),
    ],
)
def test_the_line_parts_the_notes(text: str | None, above: str, below: str) -> None:
    assert (notes.above(text), notes.below(text)) == (above, below)


@given(BOOKINGS.filter(lambda booking: booking.state is None or not booking.state.void))
def test_what_is_written_is_read_back_as_it_is_said(booking: Booking) -> None:
    wanted = replace(booking, state=booking.state or ReservationState.PENDING, stay=booking.stay or 60)
    made = exact_json.read(exact_json.write(dict(PEN.new(ReservationDraft("L", wanted), 55))))
    assert isinstance(made, dict)
    said = as_said(wanted)
    assert now(**made).booking == replace(said, answers=(), guest=now().booking.guest)


@given(BOOKINGS.filter(lambda booking: booking.state is not None and not booking.state.void))
def test_an_edit_is_read_back_as_it_is_said(booking: Booking) -> None:
    record = wire_booking(deposit=Decimal("12.50"))
    edited = PEN.edited(record, now(), booking, EVERYTHING)
    said = as_said(booking)
    assert {name: edited[name] for name in ("deposit", "tags", "customer", "shift_id")} == {
        name: record[name] for name in ("deposit", "tags", "customer", "shift_id")
    }
    read = now(**edited).booking
    assert read == replace(said, answers=(), guest=now().booking.guest, stay=said.stay or 60)
