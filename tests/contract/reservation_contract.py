"""What every side that keeps reservations must do, whoever books there: read them, and write what it lets us write."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from agent.domain.failures import Conflict, Failed, Gone, Malformed, Refused
from agent.domain.reservation_ports import Days
from agent.domain.reservations import Field, ReservationState
from agent.sandbox import Fault
from tests.contract.reservation_world import (
    ANNA,
    EVERYTHING,
    LONG_AGO,
    PLAIN,
    SOON,
    ReservationWorld,
    another,
    booking,
    listed,
    only,
)
from tests.contract.side_contract import SideContract
from tests.contract.world import UNKNOWN_WORD

ROME = ZoneInfo("Europe/Rome")
STATE = frozenset({Field.STATE})
A_DAY = timedelta(days=1)

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
"""In these nights Rome changes its clocks."""


class ReservationContract(SideContract):
    """Inherited, never collected by itself. The subclass gives the fixture `world`."""

    def test_changes_are_read_to_the_end(self, world: ReservationWorld) -> None:
        refs = {world.somebody_books(booking(starts_at=SOON + A_DAY * (n % 3))) for n in range(230)}
        pages = list(world.side.reservations(changed_since=LONG_AGO))
        assert {said.ref for page in pages for said in page.records} == refs
        assert len(pages) > 2
        newest = max(said.changed_at for page in pages for said in page.records if said.changed_at is not None)
        assert pages[-1].upto is not None
        assert newest - timedelta(seconds=1) <= pages[-1].upto <= datetime.now(UTC)

    def test_what_changes_between_two_pages_is_not_missed(self, world: ReservationWorld) -> None:
        refs = [world.somebody_books(booking(starts_at=SOON + A_DAY * (n % 3))) for n in range(230)]
        found: set[str] = set()
        for page in world.side.reservations(changed_since=LONG_AGO):
            found.update(said.ref for said in page.records)
            world.somebody_changes(refs[len(found) // 3], covers=9)
        assert found == set(refs)

    def test_the_cursor_loses_nothing(self, world: ReservationWorld) -> None:
        first = world.somebody_books(booking())
        *_, page = world.side.reservations(changed_since=LONG_AGO)
        assert page.upto is not None
        second = world.somebody_books(booking(guest=ANNA))
        world.somebody_changes(first, covers=9)
        assert {said.ref for said in listed(world, since=page.upto)} == {first, second}

    def test_the_instant_itself_is_within_the_changes(self, world: ReservationWorld) -> None:
        ref = world.somebody_books(booking())
        changed_at = world.side.reservation(ref).changed_at
        assert changed_at is not None
        assert [said.ref for said in listed(world, since=changed_at)] == [ref]
        assert listed(world, since=changed_at + timedelta(minutes=10)) == []

    def test_days_and_changes_together(self, world: ReservationWorld) -> None:
        inside, outside = (world.somebody_books(booking(starts_at=SOON + days * A_DAY)) for days in (0, 9))
        days = Days(SOON.date() - A_DAY, SOON.date() + A_DAY)
        assert [said.ref for said in listed(world, days)] == [inside]
        assert {said.ref for said in listed(world)} == {inside, outside}
        assert [said.ref for said in listed(world, days, datetime.now(UTC) - A_DAY)] == [inside]
        assert listed(world, days, datetime.now(UTC) + timedelta(minutes=10)) == []

    @pytest.mark.parametrize("day", [date(2027, 6, 1), SPRING, SPRING + A_DAY, AUTUMN, AUTUMN + A_DAY])
    def test_a_day_goes_from_midnight_to_midnight(self, world: ReservationWorld, day: date) -> None:
        eve, first, last, morrow = (
            world.somebody_books(booking(starts_at=datetime.combine(on, at, ROME)))
            for on, at in (
                (day - A_DAY, time(23, 59)),
                (day, time(0, 1)),
                (day, time(23, 59)),
                (day + A_DAY, time(0, 1)),
            )
        )
        assert {said.ref for said in listed(world, Days(day, day))} == {first, last}
        assert {said.ref for said in listed(world, Days(day - A_DAY, day))} == {eve, first, last}
        assert {said.ref for said in listed(world, Days(day, day + A_DAY))} == {first, last, morrow}

    @pytest.mark.parametrize(("day", "fold"), [(SPRING, 0), (AUTUMN, 0), (AUTUMN, 1)])
    def test_a_table_in_the_night_of_the_clocks(self, world: ReservationWorld, day: date, fold: int) -> None:
        at = datetime.combine(day, time(2, 30), ROME).replace(fold=fold)
        said = world.side.reservation(world.somebody_books(booking(starts_at=at)))
        assert world.side.as_said(said.booking) == said.booking
        assert said.booking.starts_at == world.side.as_said(booking(starts_at=at)).starts_at

    def test_a_failure_between_two_pages_is_told(self, world: ReservationWorld) -> None:
        for _ in range(150):
            world.somebody_books(booking())
        world.faults.add(Fault("error", path=world.read_path, after=1))
        pages = world.side.reservations(changed_since=LONG_AGO)
        next(pages)
        with pytest.raises(Failed):
            next(pages)

    def test_a_list_and_a_single_reading_say_the_same(self, world: ReservationWorld) -> None:
        refs = [world.somebody_books(wanted) for wanted in PLAIN]
        said = {each.ref: each.digest for each in listed(world)}
        assert said == {ref: world.side.reservation(ref).digest for ref in refs}
        assert said == {each.ref: each.digest for each in listed(world)}

    def test_what_people_there_write_is_read(self, world: ReservationWorld) -> None:
        for wanted in (*PLAIN, booking(tables=world.tables[:1]), booking(tables=world.tables[:2])):
            said = world.side.reservation(world.somebody_books(wanted))
            assert only(world.tells, said.booking) == only(world.tells, world.side.as_said(wanted))

    def test_whatever_is_listed_can_be_said_there(self, world: ReservationWorld) -> None:
        refs = [world.somebody_books(wanted) for wanted in PLAIN]
        refs += [world.somebody_books(booking(state=before)) for before, _ in world.steps]
        world.say_unknown_word(refs[0])
        world.somebody_cancels(refs[1])
        said = [*listed(world), *(world.side.reservation(ref) for ref in refs)]
        assert [each.ref for each in said if world.side.as_said(each.booking) != each.booking] == []

    def test_a_word_that_is_not_known_is_kept(self, world: ReservationWorld) -> None:
        ref = world.somebody_books(booking())
        world.say_unknown_word(ref)
        said = world.side.reservation(ref)
        assert (said.booking.state, said.status) == (None, UNKNOWN_WORD)
        assert listed(world) == [said]

    def test_a_bad_record_is_set_aside_and_the_others_go_on(self, world: ReservationWorld) -> None:
        refs = [world.somebody_books(booking()) for _ in range(3)]
        world.break_record(refs[1])
        pages = list(world.side.reservations(changed_since=LONG_AGO))
        assert {said.ref for page in pages for said in page.records} == {refs[0], refs[2]}
        assert [record.ref for page in pages for record in page.set_aside] == [refs[1]]
        with pytest.raises(Malformed):
            world.side.reservation(refs[1])

    def test_the_version_tells_of_a_change(self, world: ReservationWorld) -> None:
        ref = world.somebody_books(booking())
        seen = world.side.reservation(ref)
        assert world.side.reservation(ref) == seen
        world.somebody_changes(ref, covers=9)
        assert world.side.reservation(ref).version != seen.version

    def test_each_state_as_near_as_it_can_be_said(self, world: ReservationWorld) -> None:
        assert {after for _, after in world.steps} == set(ReservationState)
        for before, after in world.steps:
            seen = world.side.reservation(world.somebody_books(booking(state=before)))
            wanted = replace(seen.booking, state=after)
            said = world.side.change_reservation(seen, wanted, STATE, key=f"k:{seen.ref}")
            assert said.booking == world.side.as_said(wanted)
            assert world.side.reservation(seen.ref) == said

    def test_each_field_alone_and_no_other(self, world: ReservationWorld) -> None:
        for field in sorted(world.writes):
            ref = world.somebody_books(booking(tables=world.tables[:1]))
            world.plant(ref)
            seen, before = world.side.reservation(ref), world.record(ref)
            said = world.side.change_reservation(seen, another(world), frozenset({field}), key=f"k:{ref}")
            wanted = seen.booking.with_(field, world.side.as_said(another(world)).of(field))
            assert only(world.tells, said.booking) == only(world.tells, wanted)
            after = world.record(ref)
            changed = {name for name in before | after if before.get(name) != after.get(name)}
            assert changed - world.stamps <= world.members[field]
            assert changed - world.stamps, f"{field} was not written"

    def test_a_field_is_emptied(self, world: ReservationWorld) -> None:
        """A guest is not among them: a till may keep more of him than this one booking says."""
        ref = world.somebody_books(booking(tables=world.tables[:1]))
        emptied = frozenset({Field.TABLES, Field.NOTES}) & world.writes
        seen = world.side.reservation(ref)
        wanted = replace(seen.booking, tables=(), notes="")
        said = world.side.change_reservation(seen, wanted, emptied, key="k")
        assert only(emptied, said.booking) == only(emptied, wanted)
        assert only(EVERYTHING - emptied, said.booking) == only(EVERYTHING - emptied, seen.booking)

    def test_what_is_not_written_there_is_left_alone(self, world: ReservationWorld) -> None:
        for field in sorted(EVERYTHING - world.writes):
            ref = world.somebody_books(booking(tables=world.tables[:1]))
            seen, before = world.side.reservation(ref), world.record(ref)
            if world.refuses:
                with pytest.raises(Refused) as caught:
                    world.side.change_reservation(seen, another(world), frozenset({field}), key=f"k:{ref}")
                assert caught.value.failure.acted is False
            else:
                said = world.side.change_reservation(seen, another(world), frozenset({field}), key=f"k:{ref}")
                assert said == seen
            assert world.record(ref) == before

    def test_somebody_was_faster(self, world: ReservationWorld) -> None:
        for field in sorted(world.writes):
            ref = world.somebody_books(booking())
            seen = world.side.reservation(ref)
            world.somebody_changes(ref, covers=9)
            before = world.record(ref)
            with pytest.raises(Conflict) as caught:
                world.side.change_reservation(seen, another(world), frozenset({field}), key=f"k:{ref}")
            assert caught.value.failure.acted is False
            assert world.record(ref) == before
            assert world.side.reservation(ref).booking == replace(seen.booking, covers=9)

    def test_a_change_whose_answer_was_lost_is_seen(self, world: ReservationWorld) -> None:
        seen = world.side.reservation(world.somebody_books(booking()))
        wanted = replace(seen.booking, state=ReservationState.CANCELLED)
        method, path = world.cancels
        world.faults.add(Fault("lose_answer", method=method, path=path))
        with pytest.raises(Failed) as caught:
            world.side.change_reservation(seen, wanted, STATE, key="k")
        assert caught.value.failure.acted is None
        said = world.side.reservation(seen.ref)
        assert said.booking.state is ReservationState.CANCELLED
        assert world.side.change_reservation(said, wanted, STATE, key="k") == world.side.reservation(seen.ref)

    def test_who_does_not_come_is_read_as_void(self, world: ReservationWorld) -> None:
        ref = world.somebody_books(booking())
        world.somebody_cancels(ref)
        said = world.side.reservation(ref)
        assert said.booking.state is not None
        assert said.booking.state.void
        assert [each for each in listed(world) if each.ref == ref and each != said] == []

    def test_one_that_does_not_exist(self, world: ReservationWorld) -> None:
        seen = world.side.reservation(world.somebody_books(booking()))
        for ref in world.unknown_refs:
            with pytest.raises(Gone) as caught:
                world.side.reservation(ref)
            assert caught.value.failure.acted is False
            with pytest.raises(Gone):
                world.side.change_reservation(replace(seen, ref=ref), another(world), STATE, key="k")
