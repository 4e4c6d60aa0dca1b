"""After any interleaving of edits on both sides, with failures and ends of the program, both sides are equal."""

import os
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.domain.orders import Customer
from agent.domain.reservations import Answer, Field, Reservation, ReservationState, SideReservation
from tests.meeting.conftest import crm
from tests.meeting.world import TONIGHT, MeetingWorld, booking

S = ReservationState
STATES = (S.PENDING, S.CONFIRMED, S.TO_ASSIGN, S.ASSIGNED, S.WAITLISTED, S.ARRIVED, S.COMPLETED, S.CANCELLED)

values = {
    Field.STARTS_AT: st.integers(0, 6).map(lambda hours: TONIGHT + timedelta(hours=hours)),
    Field.COVERS: st.integers(1, 9),
    Field.NOTES: st.sampled_from(["", "finestra", "seggiolone", "allergia"]),
    Field.TABLES: st.sampled_from([(), ("1",), ("2",)]),
    Field.GUEST: st.sampled_from(["Ada", "Bice", "Carla"]).map(lambda name: Customer("", name)),
    Field.STATE: st.sampled_from(STATES),
    Field.STAY: st.sampled_from([60, 90]),
}
edits = st.sampled_from(sorted(values)).flatmap(lambda which: st.tuples(st.just(which), values[which]))
acts = st.one_of(
    st.tuples(st.sampled_from(["portal", "pos"]), st.just("takes"), st.sampled_from(STATES[:5])),
    st.tuples(st.sampled_from(["portal", "pos"]), st.integers(0, 5), edits),
    st.tuples(
        st.just("portal"), st.integers(0, 5), st.tuples(st.just(Field.ANSWERS), st.just((Answer("bimbi?", "due"),)))
    ),
    st.tuples(st.just("pass"), st.lists(st.sampled_from(["", "", "before", "after"]), max_size=6), st.booleans()),
    st.tuples(st.just("killed"), st.none(), st.none()),
)


def play(world: MeetingWorld, act: tuple[Any, Any, Any]) -> None:
    who, what, how = act
    if who == "pass":
        (world.portal if how else world.pos).faults.extend(what)
        world.passes()
    elif who == "killed":
        world.killed()
    elif what == "takes":
        (world.portal if who == "portal" else world.pos).taken(booking(how))
    else:
        side = world.portal if who == "portal" else world.pos
        refs = sorted(side.records)
        if refs:
            side.edited(refs[what % len(refs)], *how)


def said_by(world: MeetingWorld, held: Reservation) -> tuple[SideReservation | None, SideReservation | None]:
    portal = world.portal.records[held.portal.said.ref] if held.portal else None
    pos = world.pos.records[held.pos.said.ref] if held.pos else None
    return portal, pos


def must_be_equal(world: MeetingWorld) -> None:
    paired: set[str] = set()
    for held in world.all():
        portal, pos = said_by(world, held)
        for said in (portal, pos):
            if said is not None:
                assert said.ref not in paired, "no record belongs to two reservations"
                paired.add(said.ref)
        if portal is None or pos is None:
            only = portal or pos
            assert only is not None
            assert only.booking.state is not None
            assert only.booking.state.over, "only what was over before it was ever sent has one side"
            continue
        if pos.booking.state is S.CANCELLED:
            assert portal.booking.state is S.CANCELLED
            continue
        assert world.pos.as_said(portal.booking) == pos.booking
    for side in (world.portal, world.pos):
        strays = [said.ref for said in side.living() if said.ref not in paired]
        assert strays == []
        marks = [said.pair_ref for said in side.living() if said.pair_ref]
        assert len(marks) == len(set(marks)), "nothing doubled"


def settle(world: MeetingWorld) -> None:
    world.portal.faults.clear()
    world.pos.faults.clear()
    for _each in range(4):
        world.clock.passes(60)
        world.passes(full=True)


@settings(max_examples=int(os.environ.get("CAMPANELLO_EXAMPLES", "500")), deadline=None)
@pytest.mark.timeout(3600)
@given(st.lists(acts, max_size=25), st.booleans())
def test_both_sides_are_equal_and_nothing_is_doubled(played: list[tuple[Any, Any, Any]], forgets: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = crm(Path(folder))
        world.pos.forgets = forgets
        try:
            for act in played:
                play(world, act)
            settle(world)
            must_be_equal(world)
            before = (world.portal.writes, world.pos.writes)
            world.passes(2, full=True)
            assert (world.portal.writes, world.pos.writes) == before, "what agrees is not written again"
        finally:
            world.close()
