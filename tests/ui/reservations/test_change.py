"""What a change does on both sides, in the words that are said before it is done."""

from dataclasses import replace
from datetime import datetime

import pytest

from agent.domain.commands import MoveReservation, SetReservationTable
from agent.reading import ReservationSheet
from tests.ui.reservations.parties import GARDEN, ROME, SALA, S, at, parties, sheet
from ui.reservations.change import Change, Effect, effect_of, unchanged

HELD = sheet(7, at(20), "1", covers=4)


def effect(change: Change, *others: ReservationSheet, now: datetime | None = None) -> Effect:
    return effect_of(change, parties(*others), (SALA, GARDEN), 60, "Lasagna Marketing", ROME, now or at(12))


@pytest.mark.parametrize(
    ("starts", "tables", "told"),
    [
        (at(20, 30), ("1",), "goes from 20:00 to 20:30, table T1."),
        (at(20, 30), ("3",), "goes from 20:00 to 20:30, table G3."),
        (at(44), ("3",), "goes from 21/11 20:00 to 22/11 20:00, table G3."),
        (at(20, 30), (), "goes from 20:00 to 20:30, without a table. It becomes “To be seated”."),
        (at(20), ("2", "3"), "gets table T2, G3."),
        (at(20), (), "has no table any more. It becomes “To be seated”."),
    ],
)
def test_it_says_what_happens_on_both_sides(starts: datetime, tables: tuple[str, ...], told: str) -> None:
    said = effect(Change(HELD, starts, tables)).told
    assert said == f"At the till and on Lasagna Marketing the reservation {told}"


def test_a_first_table_makes_it_assigned() -> None:
    said = effect(Change(sheet(7, at(20), state=S.TO_ASSIGN), at(20), ("2",))).told
    assert said.endswith("gets table T2. It becomes “Table assigned”.")


def test_without_a_table_before_and_after_only_the_time_is_told() -> None:
    assert effect(Change(sheet(7, at(20)), at(21), ())).told.endswith("goes from 20:00 to 21:00.")


def test_nothing_changed_is_nothing_said_and_nothing_sent() -> None:
    change = unchanged(HELD)
    assert effect(change) == Effect("")
    assert change.commands() == ()


def test_each_command_is_sent_only_for_what_changed() -> None:
    assert Change(HELD, at(21), ("1",)).commands() == (MoveReservation(7, at(21)),)
    assert Change(HELD, at(20), ("2",)).commands() == (SetReservationTable(7, ("2",)),)
    assert Change(HELD, at(21), ("2",)).commands() == (MoveReservation(7, at(21)), SetReservationTable(7, ("2",)))


class TestWarnings:
    def test_another_party_has_the_table_then(self) -> None:
        there, other = sheet(8, at(21), "3"), sheet(9, at(21), "2")
        assert effect(Change(HELD, at(20, 30), ("3",)), there, other, HELD).warnings == (
            "Table G3 is taken then: Guest 8, 21:00–22:00.",
        )

    @pytest.mark.parametrize(
        "other",
        [
            sheet(8, at(21, 30), "3"),
            sheet(8, at(19, 30), "3"),
            sheet(8, at(20, 30), "3", state=S.COMPLETED),
            sheet(8, at(20, 30), "3", link="other"),
        ],
    )
    def test_before_it_after_it_gone_or_elsewhere_is_in_nobodys_way(self, other: ReservationSheet) -> None:
        assert effect(Change(HELD, at(20, 30), ("3",)), other).warnings == ()

    def test_too_few_places(self) -> None:
        party = replace(HELD, reservation=sheet(7, at(20), covers=7).reservation)
        assert effect(Change(party, at(20), ("1",))).warnings == ("They are 7, and at the table is room for 2.",)
        assert effect(Change(party, at(20), ("3", "2"))).warnings == (
            "Where a side holds one table alone, it has the first.",
        )

    def test_a_table_of_which_nobody_knows_the_places_warns_of_none(self) -> None:
        assert effect(Change(HELD, at(20), ("4",))).warnings == ()

    def test_into_the_past(self) -> None:
        assert effect(Change(HELD, at(18), ("1",)), now=at(19)).warnings[-1:] == ("That is in the past.",)
