"""Lines and blocks of the planning, and where they lie."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPointF, Qt

from agent.domain.floor import Room, Table
from tests.ui.reservations.parties import DAY, DINNER, QUERY, ROME, ROOMS, S, at, parties, sheet
from ui.reservations.plan import Plan, Seat, plan_of
from ui.reservations.plan_carrying import Carrying
from ui.reservations.plan_geometry import NARROW, WIDE, Geometry
from ui.reservations.plan_keys import neighbour


def plan(*sheets: object, query: object = QUERY) -> Plan:
    return plan_of(parties(*sheets), ROOMS, query, ROME)  # type: ignore[arg-type]  # made by `sheet`


def ids(made: Plan, table: str) -> list[int]:
    line = next(line for line in made.lines if line.seat.table == table)
    return [block.sitting.id for block in line.blocks]


class TestWhoIsWhere:
    def test_tables_by_rooms_in_the_tills_order_and_those_without_one_on_top(self) -> None:
        made = plan(sheet(1, at(20), "2"), sheet(2, at(20)), sheet(3, at(21), "3"))
        assert [group.title for group in made.groups] == ["Sala", "Garden"]
        assert [line.name for line in made.lines] == ["No table", "T1", "T2", "G3", "G4"]
        assert (ids(made, ""), ids(made, "2"), ids(made, "3")) == ([2], [1], [3])

    def test_a_party_at_two_tables_is_in_both_lines(self) -> None:
        made = plan(sheet(1, at(20), "1", "2"))
        assert (ids(made, "1"), ids(made, "2"), ids(made, "")) == ([1], [1], [])

    def test_a_table_that_no_room_has_gets_a_line_of_its_own(self) -> None:
        made = plan(sheet(1, at(20), "99"))
        assert made.groups[-1].title == "Other tables"
        assert ids(made, "99") == [1]

    def test_where_two_rooms_have_a_table_1_the_tills_room_tells_which(self) -> None:
        rooms = {"sala": (Room("Sala", "Sala", (Table("1", "1", 2),)), Room("Patio", "Patio", (Table("1", "1", 2),)))}
        sittings = parties(sheet(1, at(20), "1", room="Patio", link="sala"))
        made = plan_of(sittings, rooms, QUERY, ROME)
        assert [(line.seat.room, bool(line.blocks)) for line in made.lines[1:]] == [("Sala", False), ("Patio", True)]

    @pytest.mark.parametrize("state", [S.CANCELLED, S.REJECTED, S.NO_SHOW])
    def test_who_does_not_come_takes_no_table(self, state: object) -> None:
        assert ids(plan(sheet(1, at(20), "1", state=state)), "1") == []  # type: ignore[arg-type]  # a state

    def test_a_stay_that_nobody_said_is_the_links(self) -> None:
        (said, unsaid) = parties(sheet(1, at(20), stay=90), sheet(2, at(20)))
        assert [each.ends_at - each.starts_at for each in (said, unsaid)] == [timedelta(minutes=90), timedelta(hours=1)]
        assert (said.stay_known, unsaid.stay_known) == (True, False)


class TestThoseWhoMeet:
    def test_they_lie_side_by_side_and_are_marked(self) -> None:
        made = plan(sheet(1, at(20), "1"), sheet(2, at(20, 30), "1"), sheet(3, at(21, 30), "1"))
        line = next(line for line in made.lines if line.seat.table == "1")
        assert [(block.sitting.id, block.lane, block.clash) for block in line.blocks] == [
            (1, 0, True),
            (2, 1, True),
            (3, 0, False),
        ]
        assert line.lanes == 2

    def test_one_after_the_other_is_no_overlap(self) -> None:
        line = plan(sheet(1, at(20), "1"), sheet(2, at(21), "1")).lines[1]
        assert [(block.lane, block.clash) for block in line.blocks] == [(0, False), (0, False)]

    def test_a_party_that_has_left_is_in_nobodys_way(self) -> None:
        line = plan(sheet(1, at(20), "1", state=S.COMPLETED), sheet(2, at(20, 30), "1")).lines[1]
        assert not any(block.clash for block in line.blocks)

    def test_without_a_table_nobody_is_in_anybodys_way(self) -> None:
        aside = plan(sheet(1, at(20)), sheet(2, at(20))).aside
        assert [(block.lane, block.clash) for block in aside.blocks] == [(0, False), (1, False)]


class TestTheHours:
    @pytest.mark.parametrize(
        ("query", "sheets", "hours"),
        [
            (QUERY, (), (12, 23)),
            (DINNER, (), (19, 23)),
            (DINNER, (sheet(1, at(17, 45)),), (17, 23)),
            (QUERY, (sheet(1, at(9, 10)), sheet(2, at(23, 30), stay=90)), (9, 25)),
            # Who lingers from the shift before does not open it.
            (DINNER, (sheet(1, at(16, 30)),), (17, 23)),
        ],
    )
    def test_from_the_first_party_to_the_last_and_at_least_the_usual_ones(
        self, query: object, sheets: tuple[object, ...], hours: tuple[int, int]
    ) -> None:
        axis = plan(*sheets, query=query).axis
        assert (axis.first, axis.last) == (at(hours[0]), at(hours[1]))

    def test_in_the_night_of_the_doubled_hour_each_block_is_as_long_as_its_stay(self) -> None:
        day = DAY.replace(month=10, day=25)
        late = sheet(1, day.replace(hour=1, minute=30), "1", stay=180)
        made = plan_of(parties(late), ROOMS, replace(QUERY, day=day.date()), ROME)
        laid = Geometry(made, 700)
        row = laid.body.rows[1]
        assert row.line is not None
        assert laid.block(row, row.line.blocks[0]).width() == pytest.approx(laid.quarter * 12 - 2)


class TestWhereItLies:
    def test_the_hours_fit_the_window_within_reason(self) -> None:
        made = plan(query=DINNER)
        assert Geometry(made, 480).quarter == pytest.approx(30)
        assert Geometry(made, 100).quarter == NARROW
        assert Geometry(made, 9000).quarter == WIDE

    def test_a_point_finds_its_block_and_nothing_beside_it(self) -> None:
        laid = Geometry(plan(sheet(1, at(20), "2"), sheet(2, at(20, 30), "2"), query=DINNER), 480)
        for stack, row, block in laid.blocks():
            body = laid.block(row, block)
            found = laid.hit(stack, body.center())
            assert found is not None
            assert found[1] is block
            assert laid.hit(stack, QPointF(body.left() - 3, body.center().y())) is None

    def test_only_the_rows_of_a_stretch_are_looked_at(self) -> None:
        many = {"crm": (Room("1", "Sala", tuple(Table(str(n), f"T{n}", 2) for n in range(60))),)}
        laid = Geometry(plan_of((), many, DINNER, ROME), 480)
        seen = laid.body.between(1000, 1400)
        assert (seen[0].top <= 1000 < seen[0].bottom, seen[-1].top < 1400 <= seen[-1].bottom) == (True, True)
        assert len(seen) == 9


class TestCarried:
    HELD = sheet(1, at(20, 10), "1", "2")

    def carry(
        self, quarter: float, target: Seat | None, *, may_move: bool = True, may_set_table: bool = True
    ) -> tuple[object, tuple[str, ...]]:
        held = replace(self.HELD, may_move=may_move, may_set_table=may_set_table)
        axis = plan(held, query=DINNER).axis
        (sitting,) = parties(held)
        change = Carrying(sitting, Seat("crm", "s", "1"), 0.5).put_down(axis, quarter, target)
        return change.starts_at, change.tables

    def test_to_another_time_and_table_its_other_table_stays(self) -> None:
        # 21:00 is the eighth quarter after 19:00; the finger holds it half a quarter in.
        assert self.carry(8.5, Seat("crm", "g", "3")) == (at(21), ("3", "2"))

    def test_up_or_down_its_own_minutes_stay(self) -> None:
        assert self.carry(5.2, Seat("crm", "g", "3")) == (at(20, 10), ("3", "2"))

    def test_onto_its_own_other_table_it_has_that_one(self) -> None:
        assert self.carry(5.2, Seat("crm", "s", "2")) == (at(20, 10), ("2",))

    def test_to_those_without_a_table_it_loses_the_one_that_was_lifted(self) -> None:
        assert self.carry(5.2, Seat()) == (at(20, 10), ("2",))

    @pytest.mark.parametrize("target", [None, Seat("other", "x", "3")])
    def test_on_no_line_or_on_another_links_only_the_time_counts(self, target: Seat | None) -> None:
        assert self.carry(8.5, target) == (at(21), ("1", "2"))

    def test_what_the_pair_does_not_take_stays(self) -> None:
        assert self.carry(8.5, Seat("crm", "g", "3"), may_move=False) == (at(20, 10), ("3", "2"))
        assert self.carry(8.5, Seat("crm", "g", "3"), may_set_table=False) == (at(21), ("1", "2"))


def test_the_arrows_reach_everybody() -> None:
    made = plan(sheet(1, at(20)), sheet(2, at(20), "1"), sheet(3, at(22), "1"), sheet(4, at(21, 45), "3"), query=DINNER)
    laid = Geometry(made, 480)
    reached, current = [], None
    for _each in range(4):
        current = neighbour(laid, current, Qt.Key.Key_Right)
        assert current is not None
        reached.append(current[1])
    assert reached == [1, 2, 3, 4]
    assert neighbour(laid, current, Qt.Key.Key_Right) == current, "the end is the end"
    up = neighbour(laid, current, Qt.Key.Key_Up)
    assert up is not None
    assert up[1] == 3, "the nearest in time"
    assert neighbour(laid, current, Qt.Key.Key_A) is None
