"""What every side that keeps reservations, and may be written to, must do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from agent.domain.failures import Conflict, Failed, Gone
from agent.domain.orders import Customer
from agent.domain.reservation_ports import Days, ReservationSide
from agent.domain.reservations import Answer, Booking, Field, ReservationDraft, ReservationState, SideReservation
from agent.sandbox import Fault
from tests.contract.side_contract import SideContract
from tests.contract.world import UNKNOWN_WORD, World

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
ANNA = Customer("", "Anna", "Bianchi", "anna.bianchi@example.test", "349 7654321")
EVERYTHING = frozenset(Field)
S = ReservationState


class ReservationWorld(World, Protocol):
    """A system with its own people, who book and change."""

    tables: tuple[str, ...]
    """Codes of tables that it has; two or more."""

    @property
    def side(self) -> ReservationSide: ...

    def somebody_books(self, at: datetime) -> str:
        """On the system itself; the reservation's id."""
        ...

    def somebody_changes(self, ref: str, covers: int) -> None: ...

    def say_unknown_word(self, ref: str) -> None: ...

    def break_record(self, ref: str) -> None: ...

    def count_of(self, pair_ref: str) -> int:
        """How many reservations were ever created with that mark."""
        ...


def booking(**changes: object) -> Booking:
    made = Booking(
        starts_at=SOON,
        covers=4,
        state=S.CONFIRMED,
        stay=75,
        notes="seggiolone\nper favore",
        answers=(Answer("Allergie?", "noci"),),
        guest=ANNA,
    )
    for name, value in changes.items():
        made = made.with_(Field(name), value)
    return made


def all_of(world: ReservationWorld, days: Days | None = None, since: datetime | None = None) -> list[SideReservation]:
    return [said for page in world.side.reservations(days, changed_since=since) for said in page.records]


def created(world: ReservationWorld, pair_ref: str = "4711", **changes: object) -> SideReservation:
    return world.side.create_reservation(ReservationDraft(pair_ref, booking(**changes)), key=f"k:{pair_ref}")


def without_answers(said: Booking) -> Booking:
    """A side may hold the answers and not read them back."""
    return replace(said, answers=())


class ReservationContract(SideContract):
    """Inherited, never collected by itself. The subclass gives the fixture `world`."""

    def test_changes_are_read_to_the_end(self, world: ReservationWorld) -> None:
        refs = {world.somebody_books(SOON) for _ in range(230)}
        pages = list(world.side.reservations(changed_since=LONG_AGO))
        assert {said.ref for page in pages for said in page.records} == refs
        assert len(pages) > 2
        instants = [said.changed_at for page in pages for said in page.records if said.changed_at is not None]
        assert pages[-1].upto == max(instants)

    def test_the_cursor_loses_nothing(self, world: ReservationWorld) -> None:
        world.somebody_books(SOON)
        (page,) = world.side.reservations(changed_since=LONG_AGO)
        assert page.upto is not None
        second = world.somebody_books(SOON)
        assert second in [said.ref for said in all_of(world, since=page.upto)]

    def test_a_window_of_days(self, world: ReservationWorld) -> None:
        inside, outside = world.somebody_books(SOON), world.somebody_books(SOON + timedelta(days=9))
        days = Days(SOON.date() - timedelta(days=1), SOON.date() + timedelta(days=1))
        assert [said.ref for said in all_of(world, days)] == [inside]
        assert {said.ref for said in all_of(world)} == {inside, outside}
        assert all_of(world, days, datetime.now(UTC) + timedelta(minutes=5)) == []

    def test_a_failure_between_two_pages_is_told(self, world: ReservationWorld) -> None:
        for _ in range(150):
            world.somebody_books(SOON)
        world.faults.add(Fault("error", path=world.read_path, after=1))
        pages = world.side.reservations(changed_since=LONG_AGO)
        assert len(next(pages).records) > 50
        with pytest.raises(Failed):
            next(pages)

    def test_a_list_and_a_single_reading_say_the_same(self, world: ReservationWorld) -> None:
        ref = world.somebody_books(SOON)
        assert all_of(world) == [world.side.reservation(ref)]

    def test_a_word_that_is_not_known_is_kept(self, world: ReservationWorld) -> None:
        ref = world.somebody_books(SOON)
        world.say_unknown_word(ref)
        said = world.side.reservation(ref)
        assert (said.booking.state, said.status) == (None, UNKNOWN_WORD)
        assert world.side.as_said(said.booking) == said.booking

    def test_a_bad_record_is_set_aside_and_the_others_go_on(self, world: ReservationWorld) -> None:
        refs = [world.somebody_books(SOON) for _ in range(3)]
        world.break_record(refs[1])
        (page,) = world.side.reservations(changed_since=LONG_AGO)
        assert [said.ref for said in page.records] == [refs[0], refs[2]]
        assert [record.ref for record in page.set_aside] == [refs[1]]

    def test_what_is_created_is_read_back(self, world: ReservationWorld) -> None:
        wanted = booking(tables=world.tables[:1])
        made = world.side.create_reservation(ReservationDraft("4711", wanted), key="k")
        assert without_answers(made.booking) == without_answers(world.side.as_said(wanted))
        assert (made.pair_ref, made.own) == ("4711", True)
        assert world.side.reservation(made.ref) == made
        assert world.side.as_said(made.booking) == made.booking

    def test_it_is_found_by_its_mark(self, world: ReservationWorld) -> None:
        draft = ReservationDraft("4711", booking())
        assert world.side.find_reservation(draft) is None
        made = world.side.create_reservation(draft, key="k")
        assert world.side.find_reservation(draft) == made
        assert world.side.find_reservation(ReservationDraft("4712", booking())) is None
        assert world.side.find_reservation(replace(draft, ignore=frozenset({made.ref}))) is None

    @pytest.mark.parametrize("state", [state for state in ReservationState if not state.void])
    def test_each_state_as_near_as_it_can_be_said(self, world: ReservationWorld, state: ReservationState) -> None:
        made = created(world)
        wanted = replace(made.booking, state=state)
        said = world.side.change_reservation(made, wanted, frozenset({Field.STATE}), key="k")
        assert said.booking == world.side.as_said(wanted)
        assert world.side.reservation(made.ref) == said

    @pytest.mark.parametrize("state", [S.CANCELLED, S.REJECTED, S.NO_SHOW])
    def test_who_does_not_come(self, world: ReservationWorld, state: ReservationState) -> None:
        made = created(world)
        wanted = replace(made.booking, state=state)
        said = world.side.change_reservation(made, wanted, frozenset({Field.STATE}), key="k")
        assert said.booking.state is S.CANCELLED
        assert world.side.reservation(made.ref) == said

    @pytest.mark.parametrize("field", list(Field))
    def test_each_field_alone_and_no_other(self, world: ReservationWorld, field: Field) -> None:
        made = created(world, tables=world.tables[:1])
        other = booking(
            starts_at=SOON + timedelta(hours=1),
            covers=7,
            state=S.ARRIVED,
            stay=120,
            tables=world.tables[1:2],
            notes="",
            answers=(Answer("Allergie?", "nessuna"),),
            guest=Customer("", "Bruno", "Neri", "bruno@example.test", "347 1112222"),
        )
        said = world.side.change_reservation(made, other, frozenset({field}), key="k")
        expected = made.booking.with_(field, world.side.as_said(other).of(field))
        assert without_answers(said.booking) == without_answers(expected)
        assert world.side.reservation(made.ref) == said

    def test_all_fields_at_once(self, world: ReservationWorld) -> None:
        made = created(world)
        other = booking(covers=2, state=S.ASSIGNED, tables=world.tables[:1], notes="vista", stay=90)
        said = world.side.change_reservation(made, other, EVERYTHING, key="k")
        assert without_answers(said.booking) == without_answers(world.side.as_said(other))

    def test_somebody_was_faster(self, world: ReservationWorld) -> None:
        made = created(world)
        world.somebody_changes(made.ref, covers=9)
        with pytest.raises(Conflict) as caught:
            world.side.change_reservation(made, replace(made.booking, notes="altro"), frozenset({Field.NOTES}), key="k")
        assert caught.value.failure.acted is False
        said = world.side.reservation(made.ref)
        assert (said.booking.covers, said.booking.notes) == (9, made.booking.notes)

    def test_one_that_does_not_exist(self, world: ReservationWorld) -> None:
        with pytest.raises(Gone):
            world.side.reservation("1")
        made = created(world)
        with pytest.raises(Gone):
            world.side.change_reservation(replace(made, ref="1"), made.booking, frozenset({Field.COVERS}), key="k")

    def test_creating_again_what_was_created_makes_no_second(self, world: ReservationWorld) -> None:
        draft = ReservationDraft("4711", booking())
        for _ in range(2):
            if world.side.find_reservation(draft) is None:
                world.side.create_reservation(draft, key="k")
        assert world.count_of("4711") == 1
