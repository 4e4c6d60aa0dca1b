"""A row of the till and what it is here; every row of the state table; the pure projection."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors.pos.passepartout_menu.booking import (
    NUMBERS,
    READ,
    WRITTEN,
    as_said,
    covers_members,
    lost,
    members_of,
    read_booking,
    state_members,
    tag_of,
)
from agent.domain.orders import Customer
from agent.domain.ports import SetAside
from agent.domain.reservations import Answer, Booking, Field, ReservationState, SideReservation
from tests.connectors.passepartout_menu.till import ROME

S = ReservationState
RECORD: dict[str, object] = {
    "IdGestionale": "41",
    "DataOra": "2026-11-25T20:00:00+01:00",
    "NumeroPersone": "4",
    "Durata": "90",
    "StatoEnum": "Confermata",
    "OrigineEnum": "Portale",
    "Tag": "plateform:9001",
    "Intestazione": "Maria Rossi",
    "Telefono": "+39 333 1234567",
    "Email": "maria@example.test",
    "Note": "Seggiolone",
    "Sala": "Veranda",
    "Tavoli": ["12", "13"],
    "UltimaModifica": "2026-11-20T10:00:00.1234567+01:00",
}
BOOKING = Booking(
    starts_at=datetime(2026, 11, 25, 19, 0, tzinfo=UTC),
    covers=4,
    state=S.CONFIRMED,
    stay=90,
    tables=("12", "13"),
    notes="Seggiolone",
    guest=Customer("", None, "Maria Rossi", "maria@example.test", "+39 333 1234567"),
)


def read(**changes: object) -> SideReservation:
    found = read_booking({**RECORD, **changes}, ROME)
    assert isinstance(found, SideReservation)
    return found


def test_a_row_of_ours() -> None:
    assert read() == SideReservation(
        ref="41",
        booking=BOOKING,
        status="Confermata",
        version="2026-11-20T10:00:00.1234567+01:00",
        changed_at=datetime(2026, 11, 20, 9, 0, 0, 123_456, tzinfo=UTC),
        pair_ref="9001",
        own=True,
        room="Veranda",
        source="Portale",
    )


def test_the_barest_row() -> None:
    found = read_booking({"IdGestionale": "5", "DataOra": "2026-11-25T20:00:00"}, ROME)
    assert isinstance(found, SideReservation)
    assert (found.booking.covers, found.booking.stay, found.booking.guest.name) == (0, None, "")
    assert (found.own, found.pair_ref, found.booking.state, found.changed_at) == (False, None, None, None)
    assert found.version


@pytest.mark.parametrize("tag", [None, "", "9001", "lasagna:9001", "Plateform:9001", "x plateform:9001"])
def test_a_row_of_somebody_else(tag: str | None) -> None:
    found = read(Tag=tag)
    assert (found.own, found.pair_ref) == (False, None)


def test_the_tag_is_made_of_the_portals_id() -> None:
    assert tag_of("9001") == RECORD["Tag"]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Preventivo", S.PENDING),
        ("Confermata", S.CONFIRMED),
        ("Chiusa", S.CONFIRMED),
        ("ListaAttesa", S.WAITLISTED),
        ("Mancata", S.CANCELLED),
        ("Sospesa", None),
    ],
)
def test_states_as_they_are_read(word: str, state: S | None) -> None:
    found = read(StatoEnum=word)
    assert (found.booking.state, found.status) == (state, word)


@pytest.mark.parametrize("word", NUMBERS)
def test_a_state_as_a_number_alone(word: str) -> None:
    assert read(StatoEnum=None, Stato=NUMBERS[word]).status == word
    assert read(StatoEnum=None, Stato="9").booking.state is None


@pytest.mark.parametrize(
    ("state", "word", "nearest"),
    [
        (S.PENDING, "Preventivo", S.PENDING),
        (S.CONFIRMED, "Confermata", S.CONFIRMED),
        (S.TO_ASSIGN, "Confermata", S.CONFIRMED),
        (S.ASSIGNED, "Confermata", S.CONFIRMED),
        (S.WAITLISTED, "ListaAttesa", S.WAITLISTED),
        (S.TABLE_READY, "Confermata", S.CONFIRMED),
        (S.ARRIVED, "Confermata", S.CONFIRMED),
        (S.SEATED, "Confermata", S.CONFIRMED),
        (S.COMPLETED, "Confermata", S.CONFIRMED),
        (S.NO_SHOW, "Mancata", S.CANCELLED),
        (S.REJECTED, "Mancata", S.CANCELLED),
        (S.CANCELLED, "Mancata", S.CANCELLED),
    ],
)
def test_states_as_they_are_written_and_said(state: S, word: str, nearest: S) -> None:
    assert WRITTEN[state] == word
    assert READ[word] == nearest
    assert as_said(replace(BOOKING, state=state), ROME).state is nearest
    assert state_members(state, {"StatoEnum": "Preventivo"}) == {"StatoEnum": word}
    assert state_members(state, {"StatoEnum": "Preventivo", "Stato": "3"}) == {
        "StatoEnum": word,
        "Stato": NUMBERS[word],
    }


def test_every_state_has_a_word() -> None:
    assert set(WRITTEN) == set(S)
    assert as_said(replace(BOOKING, state=None), ROME).state is None


@pytest.mark.parametrize("row", [{"StatoEnum": "Chiusa"}, {"Stato": "2"}, {"StatoEnum": "Chiusa", "Stato": "2"}])
def test_a_row_with_a_comanda_is_not_pulled_back(row: dict[str, object]) -> None:
    for state in (S.CONFIRMED, S.ARRIVED, S.SEATED, S.COMPLETED, S.TABLE_READY):
        assert state_members(state, row) == {}
    for state in (S.PENDING, S.WAITLISTED):
        assert state_members(state, row) is None
    missed = state_members(S.NO_SHOW, row)
    assert missed is not None
    assert missed["StatoEnum"] == "Mancata"


def test_one_name_and_only_the_guests_notes() -> None:
    said = as_said(
        replace(
            BOOKING,
            notes=" x" * 300,
            answers=(Answer("Allergie?", "Noci"),),
            guest=Customer("77", "Maria  Grazia", "Dell’Orto Dvořák", "", "1" * 31),
            stay=0,
        ),
        ROME,
    )
    assert said.guest == Customer("", None, "Maria Grazia Dell'Orto Dvorák", None, "1" * 25 + "[...]")
    assert (said.answers, said.stay, len(said.notes)) == ((), None, 500)
    assert said.tables == ("12", "13")


def test_what_is_held_shortened_is_told() -> None:
    assert lost(BOOKING) == frozenset()
    assert lost(replace(BOOKING, notes="x" * 501)) == {Field.NOTES}
    assert lost(replace(BOOKING, guest=Customer("", "X" * 61))) == {Field.GUEST}
    assert lost(replace(BOOKING, guest=Customer("", "山田"))) == {Field.GUEST}
    assert read(Note="x" * 495 + "[...]").cut == {Field.NOTES}
    assert read(Note="x" * 501).cut == {Field.NOTES}


@given(
    st.builds(
        Booking,
        starts_at=st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        covers=st.integers(0, 99),
        state=st.none() | st.sampled_from(S),
        stay=st.none() | st.integers(0, 999),
        tables=st.tuples(st.text(max_size=3)),
        notes=st.text(max_size=600),
        guest=st.builds(
            Customer,
            ref=st.just("7"),
            first_name=st.none() | st.text(max_size=40),
            last_name=st.none() | st.text(max_size=40),
            email=st.none() | st.text(max_size=40),
            phone=st.none() | st.text(max_size=40),
        ),
    )
)
def test_what_was_said_is_said_again_and_read_back(booking: Booking) -> None:
    said = as_said(booking, ROME)
    assert as_said(said, ROME) == said
    written = {
        **members_of(booking, frozenset(Field), ROME),
        **covers_members(booking.covers, {}, adults=True),
        **(state_members(booking.state, {}) or {} if booking.state else {}),
    }
    texts = {name: None if value is None else str(value) for name, value in written.items()}
    found = read_booking({"IdGestionale": "1", **texts, "Tavoli": list(booking.tables)}, ROME)
    assert isinstance(found, SideReservation)
    assert found.booking == said


def test_only_the_fields_that_were_asked_for_are_written() -> None:
    assert members_of(BOOKING, frozenset({Field.NOTES}), ROME) == {"Note": "Seggiolone"}
    assert members_of(BOOKING, frozenset({Field.TABLES, Field.ANSWERS}), ROME) == {}
    assert members_of(replace(BOOKING, notes=""), frozenset({Field.NOTES}), ROME) == {"Note": None}


@pytest.mark.parametrize(
    ("row", "adults", "members"),
    [
        ({}, True, {"NumeroPersone": 6, "Adulti": 6}),
        ({"Adulti": "3", "Bambini": "1", "Altro": None}, True, {"NumeroPersone": 6, "Adulti": 5}),
        ({"Bambini": "8"}, True, {"NumeroPersone": 6, "Adulti": 0}),
        ({"Bambini": "molti"}, True, {"NumeroPersone": 6, "Adulti": 6}),
        ({"Adulti": "3"}, False, {"NumeroPersone": 6}),
    ],
)
def test_covers(row: dict[str, object], adults: bool, members: dict[str, object]) -> None:
    assert covers_members(6, row, adults=adults) == members


def test_a_version_changes_with_the_row_where_the_till_says_no_instant() -> None:
    without = read(UltimaModifica=None)
    assert without.version == read(UltimaModifica=None).version
    for changed in ({"Note": "altro"}, {"Sala": "Giardino"}, {"Tavoli": ["12"]}, {"StatoEnum": "Chiusa"}):
        assert read(UltimaModifica=None, **changed).version != without.version


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"DataOra": None}, "DataOra (missing)"),
        ({"DataOra": "stasera"}, "DataOra (instant)"),
        ({"DataOra": "0001-01-01T00:00:00"}, "DataOra (instant)"),
        ({"NumeroPersone": "quattro"}, "NumeroPersone (int_parsing)"),
        ({"NumeroPersone": "-1"}, "NumeroPersone (greater_than_equal)"),
        ({"IdGestionale": "0"}, "IdGestionale (greater_than)"),
    ],
)
def test_a_bad_row_is_set_aside_without_its_values(changes: dict[str, object], reason: str) -> None:
    ref = "0" if "IdGestionale" in changes else "41"
    assert read_booking({**RECORD, **changes}, ROME) == SetAside(ref, reason)


@pytest.mark.parametrize("record", [None, "x", [], 7, {}])
def test_whatever_comes_is_set_aside(record: object) -> None:
    assert isinstance(read_booking(record, ROME), SetAside)
