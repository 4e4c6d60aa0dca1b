"""Tilby's bookings: read exactly, or set aside; what the till can say of anybody's."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from agent.connectors.pos.tilby.mapping import as_said, read_booking, read_changed_at, read_rooms, wire_id
from agent.connectors.pos.tilby.settings import Settings, StateCodes
from agent.domain.floor import Room, Table
from agent.domain.orders import Customer
from agent.domain.ports import SetAside
from agent.domain.reservations import NOBODY, Answer, Booking, ReservationState, SideReservation
from tests.connectors.booking_strategies import ANY_JSON, BOOKINGS
from tests.connectors.tilby.making import STATES, wire_booking, wire_customer

S = ReservationState
FIELDS = sorted(wire_booking())
ROWS = [
    (S.PENDING, "to_confirm"),
    (S.CONFIRMED, "confirmed"),
    (S.TO_ASSIGN, "to_assign"),
    (S.ASSIGNED, "assigned"),
    (S.WAITLISTED, "waiting_list"),
    (S.ARRIVED, "arrived"),
    (S.COMPLETED, "checked_out"),
]
NEAREST = [
    (S.TABLE_READY, S.ASSIGNED),
    (S.SEATED, S.ARRIVED),
    (S.NO_SHOW, S.CANCELLED),
    (S.REJECTED, S.CANCELLED),
    (S.CANCELLED, S.CANCELLED),
]


def read(**changes: object) -> SideReservation:
    found = read_booking(wire_booking(**changes), STATES)
    assert isinstance(found, SideReservation), found
    return found


def test_a_whole_booking() -> None:
    assert read() == SideReservation(
        ref="901",
        booking=Booking(
            starts_at=datetime(2026, 11, 24, 19, 30, tzinfo=UTC),
            covers=4,
            state=S.PENDING,
            stay=60,
            tables=("21", "104"),
            notes="seggiolone\nper favore",
            guest=Customer("", "Maria", None, "maria.rossi@example.test", "333 1234567"),
        ),
        status="to_confirm",
        version="2026-11-23T18:58:00.250Z",
        changed_at=datetime(2026, 11, 23, 18, 58, 0, 250_000, tzinfo=UTC),
        pair_ref="L-1",
        own=True,
        guest_ref="55",
        source="lasagna:L-1",
    )


def test_a_booking_of_the_telephone_without_a_customer() -> None:
    bare = read(
        customer_id=None, customer=None, people=None, duration=None, source=None, notes=None, tables=None, shift_id=None
    )
    assert bare.booking == Booking(datetime(2026, 11, 24, 19, 30, tzinfo=UTC), 1, S.PENDING)
    assert (bare.booking.guest, bare.guest_ref, bare.pair_ref, bare.own) == (NOBODY, "", None, False)


@pytest.mark.parametrize("source", ["web", "lasagna", "lasagna:", "Lasagna:1"])
def test_what_is_not_marked_is_not_ours(source: str) -> None:
    said = read(source=source)
    assert (said.own, said.pair_ref, said.source) == (False, None, source)


@pytest.mark.parametrize(("state", "code"), ROWS)
def test_each_state_both_ways(state: ReservationState, code: str) -> None:
    assert read(status=code).booking.state is state
    assert as_said(replace(read().booking, state=state)).state is state


@pytest.mark.parametrize(("state", "nearest"), NEAREST)
def test_the_nearest_of_what_it_cannot_say(state: ReservationState, nearest: ReservationState) -> None:
    assert as_said(replace(read().booking, state=state)).state is nearest


def test_deleted_is_cancelled_whatever_its_code() -> None:
    said = read(status="arrived", deleted_at="2026-11-23T19:00:00.000Z")
    assert (said.booking.state, said.status) == (S.CANCELLED, "deleted_at")


@pytest.mark.parametrize("word", ["no_show", "Confirmed", ""])
def test_a_code_that_is_not_known_is_kept(word: str) -> None:
    said = read(status=word)
    assert (said.booking.state, said.status) == (None, word)
    assert as_said(said.booking).state is None


def test_the_shops_own_codes() -> None:
    settings = Settings.model_validate({"base_url": "http://127.0.0.1:9005/v2", "states": {"confirmed": "CONF"}})
    said = read_booking(wire_booking(status="CONF"), settings.states.states())
    assert isinstance(said, SideReservation)
    assert said.booking.state is S.CONFIRMED
    assert set(settings.states.states().values()) == {state for state, _ in ROWS}


@pytest.mark.parametrize(
    "told",
    [{"confirmed": "arrived"}, {"confirmed": ""}, {"seated": "x"}, {"confirmed": "a b"}, {"confirmed": 7}],
)
def test_codes_that_are_wrong(told: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        StateCodes.model_validate(told)


def test_a_token_address_stays_at_home_or_is_https() -> None:
    base = {"base_url": "https://api.tilby.test/v2"}
    assert Settings.model_validate({**base, "token_url": "http://127.0.0.1:9005/oauth/token"}).token_url
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({**base, "token_url": "http://auth.tilby.test/token"})
    assert [error["type"] for error in caught.value.errors()] == ["token_url_plain_http"]
    assert Settings.model_validate({**base, "token_url": "http://auth.test/t", "allow_plain_http": True}).token_url


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("booked_for", "2026-11-24T20:30:00"),
        ("booked_for", None),
        ("people", -1),
        ("duration", "a while"),
        ("tables", [{"id": 1}]),
        ("customer", "Maria"),
    ],
)
def test_a_broken_record_is_set_aside_without_its_values(field: str, value: object) -> None:
    found = read_booking(wire_booking(**{field: value}), STATES)
    assert isinstance(found, SetAside)
    assert (found.ref, field in found.reason) == ("901", True)
    assert "maria" not in found.reason.lower()
    assert read_changed_at(wire_booking(**{field: value})) is not None


def test_a_record_without_the_instant_of_its_change_is_read() -> None:
    said = read(updated_at=None)
    assert (said.version, said.changed_at) == ("", None)
    assert read(updated_at="ieri").version == "ieri"


def test_the_phone_before_the_mobile_and_nobody_is_nobody() -> None:
    assert read(customer=wire_customer(phone="011 5551234")).booking.guest.phone == "011 5551234"
    assert read(customer={"id": 1, "first_name": "Ospite"}).booking.guest == NOBODY


def test_the_rooms() -> None:
    table = {"id": 101, "name": "1", "covers": 2, "order_type": "normal", "deleted_at": None}
    rooms = [
        {"id": 1, "name": "Sala", "tables": [table, {**table, "id": 102, "deleted_at": "2026-01-01T00:00:00Z"}]},
        {"id": 2, "name": None, "tables": None},
        {"name": "senza id"},
    ]
    assert read_rooms(rooms) == (Room("1", "Sala", (Table("101", "1", 2),)), Room("2", "2"))


@given(ANY_JSON)
def test_any_json_is_read_or_set_aside(value: object) -> None:
    assert isinstance(read_booking(value, STATES), SideReservation | SetAside)


@given(st.sampled_from(FIELDS), ANY_JSON)
def test_any_value_in_any_field(field: str, value: object) -> None:
    said = read_booking(wire_booking(**{field: value}), STATES)
    if isinstance(said, SideReservation):
        assert as_said(said.booking) == said.booking


@given(BOOKINGS)
def test_saying_twice_changes_nothing(booking: Booking) -> None:
    assert as_said(as_said(booking)) == as_said(booking)


def test_the_answers_are_held_though_never_read() -> None:
    """Left out of what the till can say, a corrected answer would never be found to differ."""
    answers = (Answer("Allergie?", "noci"),)
    assert as_said(replace(read().booking, answers=answers)).answers == answers
    assert read().booking.answers == ()


def test_ids_travel_as_numbers_where_they_are_numbers() -> None:
    assert [wire_id(ref) for ref in ("104", "T5", "²")] == [104, "T5", "²"]
