"""What the room map says of a table at an instant."""

from datetime import datetime

import pytest

from agent.reading import ReservationSheet
from tests.ui.reservations.parties import ROME, ROOMS, S, at, parties, sheet
from ui.reservations.tiles import Tile, Use, tiles_of


def tile(when: datetime, *sheets: ReservationSheet, found: frozenset[int] | None = None) -> Tile:
    """Of table 1."""
    return tiles_of(parties(*sheets), ROOMS, when, ROME, found)[0].tiles[0]


@pytest.mark.parametrize(
    ("when", "use"),
    [(at(19, 29), Use.FREE), (at(19, 30), Use.RESERVED), (at(20, 59), Use.RESERVED), (at(21), Use.FREE)],
)
def test_it_is_reserved_from_half_an_hour_before_to_the_end_of_the_stay(when: datetime, use: Use) -> None:
    assert tile(when, sheet(1, at(20), "1")).use is use


@pytest.mark.parametrize("when", [at(20), at(22, 30)])
def test_who_is_here_stays_until_he_leaves(when: datetime) -> None:
    shown = tile(when, sheet(1, at(20), "1", state=S.SEATED))
    assert (shown.use, shown.who) == (Use.TAKEN, "2 · Guest 1")
    assert shown.when == ("20:00–21:00" if when == at(20) else "since 20:00")


def test_who_has_left_frees_it() -> None:
    assert tile(at(20, 30), sheet(1, at(20), "1", state=S.COMPLETED)).use is Use.FREE


def test_the_next_one_is_told_by_time_and_name() -> None:
    evening = sheet(1, at(19), "1"), sheet(2, at(21), "1"), sheet(3, at(22, 30), "1")
    assert (tile(at(17), *evening).use, tile(at(17), *evening).then) == (Use.FREE, "then 19:00 Guest 1")
    shown = tile(at(19, 15), *evening)
    assert (shown.use, shown.when, shown.who, shown.then) == (
        Use.RESERVED,
        "19:00–20:00",
        "2 · Guest 1",
        "then 21:00 Guest 2",
    )
    assert [party.id for party in shown.parties] == [1, 2, 3]


def test_two_at_once_are_marked_and_said() -> None:
    shown = tile(at(20, 45), sheet(1, at(20), "1"), sheet(2, at(20, 30), "1"))
    assert shown.clash
    assert "another party has this table then" in shown.spoken


def test_one_leaving_and_one_coming_is_no_clash() -> None:
    assert not tile(at(20, 45), sheet(1, at(20), "1"), sheet(2, at(21), "1")).clash


def test_what_the_search_does_not_mean_steps_back() -> None:
    party = sheet(1, at(20), "1")
    assert [tile(at(20), party, found=found).found for found in (None, frozenset({1}), frozenset({2}))] == [
        True,
        True,
        False,
    ]


def test_each_use_has_its_own_word_colour_and_sign() -> None:
    assert (
        len({use.text for use in Use}) == len({use.tone for use in Use}) == len({use.icon for use in Use}) == len(Use)
    )
