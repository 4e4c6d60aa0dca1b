"""Moved here to another time: where the pair takes it, on both sides; else refused in words."""

from datetime import timedelta

import pytest

from agent.domain.commands import MoveReservation, SetReservationTable
from agent.domain.errands import ErrandKind
from agent.domain.failures import DecisionRefused
from agent.domain.reservations import Field, ReservationState
from tests.meeting.conftest import SalaWorld
from tests.meeting.test_both_ways import ALIVE, HOUR, asks, both, paired
from tests.meeting.test_menu_pair import asks as asks_menu
from tests.meeting.test_menu_pair import sent
from tests.meeting.world import TONIGHT, MeetingWorld

S = ReservationState
LATER = TONIGHT + timedelta(minutes=30)


@pytest.mark.parametrize("state", ALIVE)
def test_both_sides_have_the_new_time_and_nothing_else_changed(lasagna: MeetingWorld, state: ReservationState) -> None:
    paired(lasagna, state)
    before = both(lasagna)
    asks(lasagna, MoveReservation(lasagna.only().id, LATER))
    after = both(lasagna)
    assert [side.starts_at for side in after] == [LATER, LATER]
    assert [side.with_(Field.STARTS_AT, TONIGHT) for side in after] == list(before)
    writes = lasagna.portal.writes, lasagna.pos.writes
    lasagna.passes(3, full=True)
    assert (lasagna.portal.writes, lasagna.pos.writes) == writes, "our own write comes back as nothing new"


def test_the_time_line_says_when_and_who(lasagna: MeetingWorld) -> None:
    paired(lasagna)
    asks(lasagna, MoveReservation(lasagna.only().id, LATER))
    held = lasagna.only().id
    with lasagna.store.reading() as ledger:
        told = ledger.history_of_reservation(held)
    (entry,) = [each for each in told if each.what == "history.reservation_moved"]
    assert (entry.params["starts_at"], entry.actor.value) == (LATER.isoformat(), "screen")


def test_moved_here_and_on_the_portal_meanwhile_the_portals_counts_and_ours_is_kept(lasagna: MeetingWorld) -> None:
    portal_ref, _pos_ref = paired(lasagna)
    lasagna.portal.edited(portal_ref, Field.STARTS_AT, TONIGHT + 2 * HOUR)
    asks(lasagna, MoveReservation(lasagna.only().id, LATER))
    lasagna.passes(2)
    assert [side.starts_at for side in both(lasagna)] == [TONIGHT + 2 * HOUR] * 2
    (conflict,) = lasagna.only().conflicts
    assert (conflict.field, conflict.lost.starts_at) == (Field.STARTS_AT, LATER)


def test_time_and_table_one_after_the_other(lasagna: MeetingWorld) -> None:
    paired(lasagna, S.TO_ASSIGN)
    asks(lasagna, MoveReservation(lasagna.only().id, LATER))
    asks(lasagna, SetReservationTable(lasagna.only().id, ("12",)))
    assert [(side.starts_at, side.tables, side.state) for side in both(lasagna)] == [(LATER, ("12",), S.ASSIGNED)] * 2


@pytest.mark.parametrize("over", [S.COMPLETED, S.CANCELLED])
def test_what_is_over_stays_where_it_was(lasagna: MeetingWorld, over: ReservationState) -> None:
    portal_ref, _pos_ref = paired(lasagna)
    lasagna.portal.edited(portal_ref, Field.STATE, over)
    lasagna.passes(2)
    with pytest.raises(DecisionRefused) as refused:
        asks(lasagna, MoveReservation(lasagna.only().id, LATER))
    assert refused.value.reason == "decision.reservation_over"
    assert lasagna.only().booking.starts_at == TONIGHT


def test_a_pair_that_does_not_take_it_refuses_and_sends_nothing(menu: SalaWorld) -> None:
    sent(menu)
    with pytest.raises(DecisionRefused) as refused:
        asks_menu(menu, MoveReservation(menu.only().id, LATER))
    assert refused.value.reason == "decision.reservation_move"
    assert menu.only().booking.starts_at == TONIGHT
    held = menu.only().id
    with menu.store.reading() as ledger:
        kinds = {row.kind for row in ledger.errands_of_reservation(held) if row.state.open}
    assert ErrandKind.RESERVATION_TO_POS not in kinds
