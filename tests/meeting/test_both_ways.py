"""Lasagna and Tilby: every field in both directions, who wins when both changed it, and the loser put back."""

from datetime import timedelta
from pathlib import Path

import pytest

from agent.desk import follow
from agent.domain.commands import ReservationCommand, SetReservationState, SetReservationTable, UndoConflict
from agent.domain.failures import DecisionRefused, Side
from agent.domain.orders import Actor, Customer
from agent.domain.reservations import Answer, Booking, Field, ReservationState
from tests.meeting.conftest import crm
from tests.meeting.sides import MemorySide
from tests.meeting.world import LINK, TONIGHT, MeetingWorld, booking

S = ReservationState
HOUR = timedelta(hours=1)

ALIVE = (S.PENDING, S.CONFIRMED, S.TO_ASSIGN, S.ASSIGNED, S.WAITLISTED, S.ARRIVED)
ALL = (*ALIVE, S.COMPLETED, S.CANCELLED)

CHANGES: dict[Field, object] = {
    Field.STARTS_AT: TONIGHT + HOUR,
    Field.STAY: 90,
    Field.COVERS: 7,
    Field.TABLES: ("12",),
    Field.NOTES: "vicino alla finestra",
    Field.GUEST: Customer("", "Ada", "Neri", "ada@example.org", "+39 333 1"),
    Field.STATE: S.ARRIVED,
}


def both(world: MeetingWorld) -> tuple[Booking, Booking]:
    held = world.only()
    assert held.portal is not None
    assert held.pos is not None
    return world.portal.records[held.portal.said.ref].booking, world.pos.records[held.pos.said.ref].booking


def refs(world: MeetingWorld) -> tuple[str, str]:
    held = world.only()
    assert held.portal is not None
    assert held.pos is not None
    return held.portal.said.ref, held.pos.said.ref


def paired(world: MeetingWorld, state: ReservationState = S.CONFIRMED) -> tuple[str, str]:
    world.portal.taken(booking(state))
    world.passes(2)
    return refs(world)


def asks(world: MeetingWorld, command: ReservationCommand) -> None:
    with world.store.writing() as ledger:
        follow(ledger, command, {}, {LINK: world.policy}, Actor.SCREEN, world.clock.now())
    world.passes(2)


@pytest.mark.parametrize("state", ALIVE)
def test_new_on_the_portal_it_is_created_at_the_till(lasagna: MeetingWorld, state: ReservationState) -> None:
    lasagna.portal.taken(booking(state, answers=(Answer("bimbi?", "due"),)))
    lasagna.passes()
    portal, pos = both(lasagna)
    assert pos == lasagna.pos.as_said(portal)
    assert pos.state is state


@pytest.mark.parametrize("state", ALIVE)
def test_new_at_the_till_it_is_created_on_the_portal(lasagna: MeetingWorld, state: ReservationState) -> None:
    ref = lasagna.pos.taken(booking(state))
    lasagna.passes()
    portal, pos = both(lasagna)
    assert portal == pos
    assert next(iter(lasagna.portal.records.values())).pair_ref == ref


@pytest.mark.parametrize("state", [S.CANCELLED, S.COMPLETED])
@pytest.mark.parametrize("where", ["portal", "pos"])
def test_over_before_it_was_ever_sent_it_is_never_created(
    lasagna: MeetingWorld, where: str, state: ReservationState
) -> None:
    getattr(lasagna, where).taken(booking(state))
    lasagna.passes(3, full=True)
    assert (len(lasagna.portal.records), len(lasagna.pos.records)) in ((1, 0), (0, 1))


def test_one_without_a_stay_gets_the_links(lasagna: MeetingWorld) -> None:
    lasagna.portal.taken(booking(stay=None))
    lasagna.passes()
    assert lasagna.only().booking.stay == 60


def test_the_links_stay_counts_until_the_portal_chooses_another(tmp_path: Path) -> None:
    world = crm(tmp_path, stay_minutes=75)
    ref = world.portal.taken(booking(stay=60))
    world.passes(2, full=True)
    assert [each.stay for each in both(world)] == [60, 75]
    writes = world.pos.writes
    world.passes(2, full=True)
    assert world.pos.writes == writes
    world.portal.edited(ref, Field.STAY, 90)
    world.passes(2)
    assert [each.stay for each in both(world)] == [90, 90]
    world.portal.edited(ref, Field.STAY, 60)
    world.passes(2)
    assert [each.stay for each in both(world)] == [60, 75]
    world.close()


@pytest.mark.parametrize("which", CHANGES)
@pytest.mark.parametrize("where", ["portal", "pos"])
def test_what_one_side_changes_travels(lasagna: MeetingWorld, where: str, which: Field) -> None:
    portal_ref, pos_ref = paired(lasagna)
    side: MemorySide = getattr(lasagna, where)
    side.edited(portal_ref if where == "portal" else pos_ref, which, CHANGES[which])
    lasagna.passes(2)
    portal, pos = both(lasagna)
    assert portal.of(which) == pos.of(which) == CHANGES[which]
    assert not lasagna.only().conflicts


@pytest.mark.parametrize("old", ALL)
@pytest.mark.parametrize("new", ALL)
@pytest.mark.parametrize("where", ["portal", "pos"])
def test_every_state_travels_from_every_other_backwards_too(
    lasagna: MeetingWorld, where: str, old: ReservationState, new: ReservationState
) -> None:
    portal_ref, pos_ref = paired(lasagna)
    if old is not S.CONFIRMED:
        lasagna.portal.edited(portal_ref, Field.STATE, old)
        lasagna.passes(2)
    if where == "pos" and old is S.CANCELLED:
        lasagna.pos.voids = False  # the host brings a deleted booking back
    getattr(lasagna, where).edited(portal_ref if where == "portal" else pos_ref, Field.STATE, new)
    lasagna.passes(3)
    portal, pos = both(lasagna)
    assert portal.state is new
    if where == "portal" and old is S.CANCELLED and new is S.COMPLETED:
        assert pos.state is S.CANCELLED, "what is over needs no new booking"
    else:
        assert pos.state is new


@pytest.mark.parametrize(
    ("which", "portal_says", "pos_says", "winner"),
    [
        (Field.STATE, S.CONFIRMED, S.ARRIVED, Side.POS),
        (Field.STATE, S.ARRIVED, S.WAITLISTED, Side.POS),
        (Field.STATE, S.CANCELLED, S.COMPLETED, Side.POS),
        (Field.STATE, S.CANCELLED, S.ASSIGNED, Side.PORTAL),
        (Field.STATE, S.WAITLISTED, S.CONFIRMED, Side.PORTAL),
        (Field.TABLES, ("1",), ("2",), Side.POS),
        (Field.STARTS_AT, TONIGHT + HOUR, TONIGHT - HOUR, Side.PORTAL),
        (Field.COVERS, 5, 6, Side.PORTAL),
        (Field.NOTES, "portale", "cassa", Side.PORTAL),
        (Field.GUEST, Customer("", "Ada"), Customer("", "Bice"), Side.PORTAL),
    ],
)
def test_both_changed_it_the_owner_wins_and_the_other_value_can_be_put_back(
    lasagna: MeetingWorld, which: Field, portal_says: object, pos_says: object, winner: Side
) -> None:
    portal_ref, pos_ref = paired(lasagna, S.PENDING)
    lasagna.portal.edited(portal_ref, which, portal_says)
    lasagna.pos.edited(pos_ref, which, pos_says)
    lasagna.passes(3)
    wins, loses = (portal_says, pos_says) if winner is Side.PORTAL else (pos_says, portal_says)
    assert [booking.of(which) for booking in both(lasagna)] == [wins, wins]
    (conflict,) = lasagna.only().conflicts
    assert (conflict.field, conflict.lost.of(which)) == (which, loses)
    assert conflict.side is not winner
    asks(lasagna, UndoConflict(lasagna.only().id, which))
    assert [booking.of(which) for booking in both(lasagna)] == [loses, loses]
    assert not lasagna.only().conflicts


def test_both_made_the_same_change_there_is_no_conflict(lasagna: MeetingWorld) -> None:
    portal_ref, pos_ref = paired(lasagna)
    lasagna.portal.edited(portal_ref, Field.COVERS, 9)
    lasagna.pos.edited(pos_ref, Field.COVERS, 9)
    lasagna.passes(2)
    assert not lasagna.only().conflicts


def test_different_fields_are_merged(lasagna: MeetingWorld) -> None:
    portal_ref, pos_ref = paired(lasagna)
    lasagna.portal.edited(portal_ref, Field.COVERS, 9)
    lasagna.pos.edited(pos_ref, Field.TABLES, ("7",))
    lasagna.passes(2)
    for each in both(lasagna):
        assert (each.covers, each.tables) == (9, ("7",))
    assert not lasagna.only().conflicts


def test_alive_again_on_the_portal_it_is_a_new_booking_at_the_till(lasagna: MeetingWorld) -> None:
    portal_ref, old = paired(lasagna)
    lasagna.portal.edited(portal_ref, Field.STATE, S.CANCELLED)
    lasagna.passes(2)
    assert lasagna.pos.records[old].booking.state is S.CANCELLED
    lasagna.portal.edited(portal_ref, Field.STATE, S.CONFIRMED)
    lasagna.passes(2)
    _portal_ref, new = refs(lasagna)
    assert new != old
    assert lasagna.pos.records[old].booking.state is S.CANCELLED
    assert lasagna.only().former_refs == {old}
    assert both(lasagna)[1].state is S.CONFIRMED


def test_a_booking_that_the_list_no_longer_has_is_asked_for_before_it_counts_as_deleted(lasagna: MeetingWorld) -> None:
    _portal_ref, pos_ref = paired(lasagna)
    hidden = lasagna.pos.records.pop(pos_ref)
    lasagna.passes(full=True)
    assert both_states(lasagna) is S.CANCELLED, "its own answer says that it is gone"
    assert hidden.ref == pos_ref


def test_a_change_on_the_portal_does_not_bring_back_what_the_host_deleted(lasagna: MeetingWorld) -> None:
    portal_ref, pos_ref = paired(lasagna)
    lasagna.pos.forgets = True
    lasagna.pos.edited(pos_ref, Field.STATE, S.CANCELLED)
    lasagna.portal.edited(portal_ref, Field.COVERS, 9)
    lasagna.passes(3)
    assert list(lasagna.pos.records) == [pos_ref], "nothing was created anew"
    assert both_states(lasagna) is S.CANCELLED


def both_states(world: MeetingWorld) -> ReservationState | None:
    return next(iter(world.portal.records.values())).booking.state


def test_a_state_chosen_here_goes_to_both_sides(lasagna: MeetingWorld) -> None:
    paired(lasagna, S.PENDING)
    asks(lasagna, SetReservationState(lasagna.only().id, S.CONFIRMED))
    assert [booking.state for booking in both(lasagna)] == [S.CONFIRMED, S.CONFIRMED]


@pytest.mark.parametrize("state", [S.NO_SHOW, S.REJECTED])
def test_what_no_side_can_say_stays_what_it_is_here(lasagna: MeetingWorld, state: ReservationState) -> None:
    paired(lasagna, S.PENDING)
    asks(lasagna, SetReservationState(lasagna.only().id, state))
    lasagna.passes(3, full=True)
    assert [booking.state for booking in both(lasagna)] == [S.CANCELLED, S.CANCELLED]
    assert lasagna.only().booking.state is state, "the nearest word of a side pulls nothing back"


def test_a_table_chosen_here_goes_to_both_sides(lasagna: MeetingWorld) -> None:
    paired(lasagna, S.TO_ASSIGN)
    asks(lasagna, SetReservationTable(lasagna.only().id, ("3",)))
    for each in both(lasagna):
        assert (each.tables, each.state) == (("3",), S.ASSIGNED)


def test_what_is_not_offered_is_refused(lasagna: MeetingWorld) -> None:
    paired(lasagna, S.CONFIRMED)
    with pytest.raises(DecisionRefused):
        asks(lasagna, SetReservationState(lasagna.only().id, S.TABLE_READY))
    with pytest.raises(DecisionRefused):
        asks(lasagna, UndoConflict(lasagna.only().id, Field.COVERS))


def test_what_agrees_is_neither_written_nor_stored_again(lasagna: MeetingWorld) -> None:
    for number in range(7):
        lasagna.portal.taken(booking(covers=number + 1))
    lasagna.passes(3, full=True)
    before = [held.version for held in lasagna.all()]
    writes = (lasagna.portal.writes, lasagna.pos.writes)
    lasagna.passes(3, full=True)
    assert [held.version for held in lasagna.all()] == before
    assert (lasagna.portal.writes, lasagna.pos.writes) == writes == (0, 7)


def test_an_unknown_word_is_kept_and_pulls_nothing(lasagna: MeetingWorld) -> None:
    portal_ref, pos_ref = paired(lasagna)
    lasagna.pos.edited(pos_ref, Field.STATE, None)
    lasagna.passes(3, full=True)
    held = lasagna.only()
    assert held.booking.state is S.CONFIRMED
    assert held.pos is not None
    assert held.pos.said.booking.state is None
    assert lasagna.portal.records[portal_ref].booking.state is S.CONFIRMED
