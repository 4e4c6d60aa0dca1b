"""An empty database between two sides that hold the same reservations: they are met, and nothing is written there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agent.domain.failures import Side
from agent.domain.reservations import NOBODY, Field, ReservationState
from agent.links import plateform_passepartout
from agent.sync import strays
from tests.meeting.conftest import SalaWorld, sala
from tests.meeting.world import LINK, TONIGHT, booking
from tests.store.engine import rows_of, traces

S = ReservationState


@pytest.fixture
def before(tmp_path: Path) -> Iterator[SalaWorld]:
    """The PC that was here before: twenty evenings, all of them at the till."""
    (tmp_path / "before").mkdir()
    world = sala(tmp_path / "before", plateform_passepartout.Settings())
    for number in range(20):
        world.portal.taken(booking(starts_at=TONIGHT + timedelta(days=number), covers=number % 5 + 1))
    world.passes(2)
    assert len(world.pos.records) == 20
    yield world
    world.close()


@pytest.fixture
def anew(before: SalaWorld, tmp_path: Path) -> Iterator[SalaWorld]:
    """Another PC on the same two sides."""
    (tmp_path / "anew").mkdir()
    flows = plateform_passepartout.RECIPE.flows
    world = SalaWorld(tmp_path / "anew", before.policy, flows, before.portal, before.pos)
    yield world
    world.close()


def test_each_is_stored_once_with_both_its_records(before: SalaWorld, anew: SalaWorld) -> None:
    anew.passes()
    told = {held.portal.said.ref: held.pos.said.ref for held in before.all() if held.portal and held.pos}
    assert {held.portal.said.ref: held.pos.said.ref for held in anew.all() if held.portal and held.pos} == told
    assert len(anew.all()) == len(told) == 20


def test_nothing_is_owed_and_nothing_is_written_at_the_sides(anew: SalaWorld) -> None:
    written = anew.pos.writes
    anew.passes(2)
    assert anew.pos.writes == written
    assert rows_of(anew.store, "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'") == [], "not even for a moment"


def test_its_time_line_tells_that_it_was_heard_and_paired(anew: SalaWorld) -> None:
    anew.passes()
    held = anew.all()[0]
    with anew.store.reading() as ledger:
        lines = [entry.what for entry in ledger.history_of_reservation(held.id)]
    assert lines == ["history.reservation_heard", "history.reservation_paired"]


def test_what_changed_while_there_was_no_pc_travels(anew: SalaWorld) -> None:
    ref = next(iter(anew.portal.records))
    anew.portal.edited(ref, Field.COVERS, 9)
    anew.passes(2)
    (paired,) = (said for said in anew.pos.records.values() if said.pair_ref == ref)
    assert paired.booking.covers == 9


def test_a_void_record_at_the_till_is_no_place_for_one_that_is_alive(anew: SalaWorld) -> None:
    ref = next(iter(anew.portal.records))
    (old,) = (said for said in anew.pos.records.values() if said.pair_ref == ref)
    anew.pos.records[old.ref] = replace(old, booking=old.booking.with_(Field.STATE, S.CANCELLED))
    anew.passes(2)
    alive = [said for said in anew.pos.living() if said.pair_ref == ref]
    assert len(alive) == 1
    (held,) = (held for held in anew.all() if held.portal and held.portal.said.ref == ref)
    assert held.pos is not None
    assert held.pos.said.ref == alive[0].ref != old.ref


def test_of_two_records_the_living_one_is_met_whichever_is_listed_first(anew: SalaWorld) -> None:
    ref = next(iter(anew.portal.records))
    (old,) = (said for said in anew.pos.records.values() if said.pair_ref == ref)
    void = replace(old, ref="void", booking=old.booking.with_(Field.STATE, S.CANCELLED))
    written = anew.pos.writes
    anew.pos.records = {"void": void, **anew.pos.records, "last": replace(void, ref="last")}
    anew.passes(2)
    (held,) = (held for held in anew.all() if held.portal and held.portal.said.ref == ref)
    assert held.pos is not None
    assert (held.pos.said.ref, anew.pos.writes) == (old.ref, written)


def test_more_than_fit_are_met_as_they_are_heard(anew: SalaWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strays, "MOST", 3)
    written = anew.pos.writes
    anew.passes(2)
    assert len([held for held in anew.all() if held.portal and held.pos]) == 20
    assert anew.pos.writes == written


def test_a_program_that_was_killed_between_the_sides_begins_again(anew: SalaWorld) -> None:
    anew.portal.faults += ["before", "before"]
    written = anew.pos.writes
    anew.passes()
    assert anew.all() == (), "the till was read, and the portal was not reached"
    anew.killed()
    anew.passes(2)
    assert len([held for held in anew.all() if held.portal and held.pos]) == 20
    assert anew.pos.writes == written


def test_nothing_new_writes_nothing(anew: SalaWorld) -> None:
    anew.passes()
    before = traces(anew.store)
    for _each in range(3):
        anew.work.run(pull=True, full=True, go_on=lambda: True, flows=frozenset(anew.work.flows))
    assert traces(anew.store) == before


def test_one_that_changed_writes(anew: SalaWorld) -> None:
    """So that the test above can fail."""
    anew.passes()
    before = traces(anew.store)
    anew.portal.edited(next(iter(anew.portal.records)), Field.COVERS, 9)
    anew.work.run(pull=True, full=False, go_on=lambda: True, flows=frozenset(anew.work.flows))
    assert all(after > earlier for after, earlier in zip(traces(anew.store), before, strict=True))


def test_marks_of_an_earlier_version_are_made_anew_and_nothing_is_told(anew: SalaWorld) -> None:
    anew.passes()
    marks = "SELECT side, ref, digest FROM reservation_refs ORDER BY side, ref"
    now, lines = rows_of(anew.store, marks), "SELECT count(*) FROM history"
    told = rows_of(anew.store, lines)
    rows_of(anew.store, "UPDATE reservation_refs SET digest = 'as it was'")
    anew.passes()
    assert (rows_of(anew.store, marks), rows_of(anew.store, lines)) == (now, told)


def test_a_forgotten_guests_statement_is_not_applied_again_and_again(anew: SalaWorld) -> None:
    anew.passes()
    held = anew.all()[0]
    assert held.portal is not None
    ref = held.portal.said.ref
    with anew.store.writing() as ledger:
        ledger.forget_reservations([held.id], anew.clock.now())
    anew.portal.edited(ref, Field.COVERS, 9)
    anew.passes(2)
    with anew.store.reading() as ledger:
        known = ledger.known_refs(LINK, Side.PORTAL, [ref])[ref]
        after = ledger.reservation(held.id)
    assert known.digest == anew.portal.records[ref].digest
    assert after is not None
    assert after.booking.covers == 9
    assert after.booking.guest == NOBODY
