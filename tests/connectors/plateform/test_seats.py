"""Plateform's reservations: read exactly, or set aside; what the portal can say of anybody's."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors.portals.plateform.seats import STATES, WORDS, as_said, read_reservation, sale_body
from agent.domain.orders import Customer
from agent.domain.ports import SetAside
from agent.domain.reservations import Booking, ReservationState, SideReservation
from agent.domain.sales import Sale, SaleLine
from tests.connectors.booking_strategies import ANY_JSON, BOOKINGS
from tests.connectors.plateform.making import wire_reservation

FIELDS = sorted(wire_reservation())


def read(**changes: object) -> SideReservation:
    found = read_reservation(wire_reservation(**changes))
    assert isinstance(found, SideReservation), found
    return found


def test_a_whole_reservation() -> None:
    assert read() == SideReservation(
        ref="71",
        booking=Booking(
            starts_at=datetime(2026, 11, 24, 19, 30, tzinfo=UTC),
            covers=4,
            state=ReservationState.PENDING,
            stay=90,
            tables=("12", "13"),
            notes="seggiolone\nper favore",
            guest=Customer("", "Maria", None, "maria.rossi@example.test", "333 1234567"),
        ),
        status="non_confermato",
        version="3",
        changed_at=datetime(2026, 11, 23, 18, 58, 0, 250_000, tzinfo=UTC),
        code="R12",
        room="Veranda",
        guest_ref="55",
        source="google",
    )


def test_what_may_be_missing() -> None:
    bare = read(code=None, duration_minutes=None, zone=None, tables=None, notes=None, source=None, customer={"id": 5})
    assert (bare.booking.stay, bare.booking.tables, bare.booking.notes) == (None, (), "")
    assert (bare.code, bare.room, bare.source) == ("", "", "")
    assert bare.booking.guest == Customer("")


S = ReservationState
ROWS = [
    (S.PENDING, "non_confermato"),
    (S.CONFIRMED, "confermato"),
    (S.WAITLISTED, "lista_attesa"),
    (S.TABLE_READY, "tavolo_pronto"),
    (S.ARRIVED, "arrivato"),
    (S.SEATED, "seduto"),
    (S.COMPLETED, "terminato"),
    (S.NO_SHOW, "non_arrivato"),
    (S.REJECTED, "rifiutato"),
    (S.CANCELLED, "cancellato"),
]


@pytest.mark.parametrize(("state", "word"), ROWS)
def test_each_state_both_ways(state: ReservationState, word: str) -> None:
    assert read(status=word).booking.state is state
    assert WORDS[state] == word


@pytest.mark.parametrize("state", [S.TO_ASSIGN, S.ASSIGNED])
def test_a_table_is_no_state_of_the_portal(state: ReservationState) -> None:
    assert WORDS[state] == "confermato"
    assert as_said(replace(read().booking, state=state)).state is S.CONFIRMED


def test_every_state_has_a_word() -> None:
    assert set(WORDS) == set(ReservationState)
    assert {STATES[WORDS[state]] for state in ReservationState} == set(ReservationState) - {S.TO_ASSIGN, S.ASSIGNED}


@pytest.mark.parametrize("word", ["in_volo", "Confermato", ""])
def test_a_word_that_is_not_known_is_kept(word: str) -> None:
    said = read(status=word)
    assert (said.booking.state, said.status) == (None, word)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("covers", 0),
        ("covers", None),
        ("starts_at", "2026-11-24T20:30:00"),
        ("starts_at", "9999-01-01T00:00:00+00:00"),
        ("version", "x"),
        ("customer", None),
        ("tables", "12"),
    ],
)
def test_a_broken_record_is_set_aside_without_its_values(field: str, value: object) -> None:
    found = read_reservation(wire_reservation(**{field: value}))
    assert isinstance(found, SetAside)
    assert found.ref == "71"
    assert field in found.reason
    assert "maria" not in found.reason.lower()


@given(ANY_JSON)
def test_any_json_is_read_or_set_aside(value: object) -> None:
    assert isinstance(read_reservation(value), SideReservation | SetAside)


@given(st.sampled_from(FIELDS), ANY_JSON)
def test_any_value_in_any_field(field: str, value: object) -> None:
    said = read_reservation(wire_reservation(**{field: value}))
    if isinstance(said, SideReservation):
        assert as_said(said.booking) == said.booking


@given(BOOKINGS)
def test_saying_twice_changes_nothing(booking: Booking) -> None:
    said = as_said(booking)
    assert as_said(said) == said
    assert (said.answers, said.covers, said.stay, said.tables) == ((), booking.covers, booking.stay, booking.tables)


def test_a_sale_as_it_travels() -> None:
    lines = (SaleLine("Caffè", Decimal("1.5"), Decimal("2.2"), "p-1"), SaleLine("Coperto", Decimal(2), Decimal(4)))
    sale = Sale("77", datetime(2026, 11, 24, 22, 5, 6, 7, tzinfo=UTC), 4, Decimal("86.5"), lines)
    assert sale_body("menu:77", sale) == {
        "receipt_id": "menu:77",
        "closed_at": "2026-11-24T22:05:06+00:00",
        "covers": 4,
        "total": "86.50",
        "lines": [
            {"product_ref": "p-1", "name": "Caffè", "quantity": Decimal("1.5"), "amount": "2.20"},
            {"name": "Coperto", "quantity": Decimal(2), "amount": "4.00"},
        ],
    }
