"""What a side must do that reservations are created on, besides what every side with reservations does."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from agent.domain.failures import Conflict, RateLimited, Transient
from agent.domain.orders import Customer
from agent.domain.reservation_ports import ReservationSide
from agent.domain.reservations import Field, ReservationDraft, ReservationState, SideReservation
from agent.sandbox import Fault
from tests.contract.reservation_contract import STATE, ReservationContract
from tests.contract.reservation_world import (
    EVERYTHING,
    HARD,
    PLAIN,
    SOON,
    ReservationWorld,
    another,
    booking,
    listed,
    only,
)

LOST = frozenset({ReservationState.CANCELLED, ReservationState.REJECTED, ReservationState.NO_SHOW})


def created(world: ReservationWorld, pair_ref: str = "4711", **changes: object) -> SideReservation:
    return world.side.create_reservation(ReservationDraft(pair_ref, booking(**changes)), key=f"k:{pair_ref}")


def as_the_flow_does(side: ReservationSide, draft: ReservationDraft) -> SideReservation:
    """Looks first, then creates; after what may pass, looks again."""
    for _ in range(100):
        try:
            return side.find_reservation(draft) or side.create_reservation(draft, key=f"k:{draft.pair_ref}")
        except (RateLimited, Transient):
            time.sleep(0.01)
    raise AssertionError("it never got through")


class CreationContract(ReservationContract):
    """Inherited, never collected by itself. The subclass gives the fixture `world`."""

    def test_what_is_created_is_read_back(self, world: ReservationWorld) -> None:
        for number, wanted in enumerate((*PLAIN, *HARD, booking(tables=world.tables[:2]))):
            made = world.side.create_reservation(ReservationDraft(f"L-{number}", wanted), key=f"k:{number}")
            fields = world.tells & world.writes
            assert only(fields, made.booking) == only(fields, world.side.as_said(wanted))
            assert world.side.as_said(made.booking) == made.booking
            assert (made.pair_ref, made.own) == (f"L-{number}", True)
            assert world.side.reservation(made.ref) == made
            assert [said for said in listed(world) if said.ref == made.ref] == [made]

    def test_it_is_found_by_its_mark(self, world: ReservationWorld) -> None:
        draft = ReservationDraft("4711", booking())
        assert world.side.find_reservation(draft) is None
        made = world.side.create_reservation(draft, key="k")
        assert world.side.find_reservation(draft) == made
        for stranger in ("471", "47110", "4712", "lasagna:4711", "plateform:4711", ""):
            assert world.side.find_reservation(replace(draft, pair_ref=stranger)) is None
        assert world.side.find_reservation(replace(draft, ignore=frozenset({made.ref}))) is None

    def test_it_is_found_where_somebody_moved_it_over_midnight(self, world: ReservationWorld) -> None:
        draft = ReservationDraft("4711", booking())
        made = world.side.create_reservation(draft, key="k")
        for hours in (-24, 24):
            moved = ReservationDraft("4711", booking(starts_at=SOON + timedelta(hours=hours)))
            found = world.side.find_reservation(moved)
            assert found is not None
            assert found.ref == made.ref

    def test_an_answer_lost_while_creating(self, world: ReservationWorld) -> None:
        draft = ReservationDraft("4711", booking(tables=world.tables[:1]))
        world.faults.add(Fault("lose_answer", path=world.write_path, method="POST"))
        with pytest.raises(Transient) as caught:
            world.side.create_reservation(draft, key="k")
        assert caught.value.failure.acted is None
        found = as_the_flow_does(world.side, draft)
        assert world.count_of("4711") == 1
        fields = world.tells & world.writes
        assert only(fields, found.booking) == only(fields, world.side.as_said(draft.booking))

    def test_one_that_is_closed_for_good_is_never_taken_for_it(self, world: ReservationWorld) -> None:
        """A side may refuse a second one of the same mark; it may not answer with the first."""
        first = created(world)
        world.somebody_cancels(first.ref)
        again = ReservationDraft("4711", booking(), ignore=frozenset({first.ref}))
        assert world.side.find_reservation(again) is None
        if not world.frees:
            with pytest.raises(Conflict) as caught:
                world.side.create_reservation(again, key="k2")
            assert caught.value.failure.acted is False
            assert world.count_of("4711") == 1
            return
        second = world.side.create_reservation(again, key="k2")
        assert second.ref != first.ref
        assert world.side.find_reservation(again) == second

    def test_who_does_not_come(self, world: ReservationWorld) -> None:
        for state in sorted(LOST):
            made = created(world, f"L-{state}")
            wanted = replace(made.booking, state=state)
            said = world.side.change_reservation(made, wanted, STATE, key="k")
            assert said.booking == world.side.as_said(wanted)
            assert world.side.reservation(made.ref) == said

    def test_each_field_of_our_own_alone_and_no_other(self, world: ReservationWorld) -> None:
        for field in sorted(world.writes):
            made = created(world, f"L-{field}", tables=world.tables[:1])
            said = world.side.change_reservation(made, another(world), frozenset({field}), key="k")
            wanted = made.booking.with_(field, world.side.as_said(another(world)).of(field))
            assert only(world.tells, said.booking) == only(world.tells, wanted)
            assert world.side.reservation(made.ref) == said
            assert (said.pair_ref, said.own) == (made.pair_ref, True)

    def test_all_fields_at_once(self, world: ReservationWorld) -> None:
        made = created(world)
        said = world.side.change_reservation(made, another(world), EVERYTHING, key="k")
        fields = world.tells & world.writes
        assert only(fields, said.booking) == only(fields, world.side.as_said(another(world)))

    def test_what_says_nothing_new_is_as_it_was(self, world: ReservationWorld) -> None:
        made = created(world)
        said = world.side.change_reservation(made, made.booking, EVERYTHING - {Field.ANSWERS}, key="k")
        assert said.booking == made.booking
        assert world.side.change_reservation(said, another(world), frozenset(), key="k").booking == made.booking

    def test_a_stay_that_nobody_said_is_the_sides_own(self, world: ReservationWorld) -> None:
        made = created(world, stay=None)
        other = replace(made.booking, stay=None, covers=2)
        said = world.side.change_reservation(made, other, frozenset({Field.STAY, Field.COVERS}), key="k")
        assert (said.booking.stay, said.booking.covers) == (made.booking.stay, 2)

    def test_two_connectors_at_once_mix_nothing_up(self, world: ReservationWorld) -> None:
        def draft(number: int) -> ReservationDraft:
            guest = Customer("", "Ospite", f"Numero{number}", f"ospite{number}@example.test", f"333 00000{number:02d}")
            return ReservationDraft(f"L-{number}", booking(covers=number + 1, notes=f"tavolo {number}", guest=guest))

        start = threading.Barrier(2)

        def work(numbers: range) -> None:
            connector = world.opened()
            try:
                start.wait(5)
                for number in numbers:
                    made = as_the_flow_does(connector, draft(number))
                    wanted = replace(made.booking, covers=number + 51)
                    connector.change_reservation(made, wanted, frozenset({Field.COVERS}), key=f"c:{number}")
            finally:
                connector.close()

        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(work, range(0, 16, 2)), pool.submit(work, range(1, 16, 2))]:
                done.result(60)
        said = {each.pair_ref: each for each in listed(world)}
        assert len(said) == len(listed(world)) == 16
        for number in range(16):
            wanted = replace(draft(number).booking, covers=number + 51)
            fields = world.tells & world.writes
            assert only(fields, said[f"L-{number}"].booking) == only(fields, world.side.as_said(wanted))
            assert world.count_of(f"L-{number}") == 1

    def test_one_draft_from_two_attempts_is_one_reservation(self, world: ReservationWorld) -> None:
        made = [as_the_flow_does(world.side, ReservationDraft("4711", booking())) for _ in range(2)]
        assert made[0] == made[1]
        assert world.count_of("4711") == 1
