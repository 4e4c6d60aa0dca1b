"""Passepartout Menu's connector keeps the contract of sides with reservations, and what is its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agent.domain.failures import Failed
from agent.domain.orders import Customer
from agent.domain.reservation_ports import Days
from agent.domain.reservations import Field, ReservationDraft, ReservationState
from agent.sandbox import Fault
from tests.contract.menu_world import MenuWorld
from tests.contract.reservation_contract import (
    EVERYTHING,
    SOON,
    ReservationContract,
    all_of,
    booking,
    created,
    without_answers,
)
from tests.contract.world import surroundings

S = ReservationState
ROME = surroundings([]).zone


@pytest.fixture
def world() -> Iterator[MenuWorld]:
    world = MenuWorld()
    yield world
    world.close()


def around(at: datetime, days: int = 1) -> Days:
    day = at.astimezone(ROME).date()
    return Days(day - timedelta(days=days), day + timedelta(days=days))


class TestMenu(ReservationContract):
    """The contract, but for what Menu has otherwise: it lists by day alone, and its tables are its own."""

    # Its sandbox writes no word and no number that the description does not know: tried over a scripted till, in
    # tests/connectors/passepartout_menu.
    test_a_word_that_is_not_known_is_kept = None  # type: ignore[assignment]
    test_a_bad_record_is_set_aside_and_the_others_go_on = None  # type: ignore[assignment]

    def test_changes_are_read_to_the_end(self, world: MenuWorld) -> None:  # type: ignore[override]
        refs = {world.somebody_books(SOON + timedelta(days=number % 5)) for number in range(60)}
        pages = list(world.side.reservations(around(SOON, 6)))
        assert {said.ref for page in pages for said in page.records} == refs
        assert len(pages) == 13, "a page a day: never all in memory"

    def test_the_cursor_loses_nothing(self, world: MenuWorld) -> None:  # type: ignore[override]
        world.somebody_books(SOON)
        began = datetime.now(UTC)
        second = world.somebody_books(SOON)
        assert second in [said.ref for said in all_of(world, around(SOON), began - timedelta(seconds=1))]

    def test_a_window_of_days(self, world: MenuWorld) -> None:  # type: ignore[override]
        inside, _outside = world.somebody_books(SOON), world.somebody_books(SOON + timedelta(days=9))
        assert [said.ref for said in all_of(world, around(SOON))] == [inside]
        assert all_of(world, around(SOON), datetime.now(UTC) + timedelta(hours=1)) == []

    def test_a_failure_between_two_pages_is_told(self, world: MenuWorld) -> None:  # type: ignore[override]
        world.somebody_books(SOON)
        world.faults.add(Fault("error", path=world.read_path, after=1))
        pages = world.side.reservations(around(SOON))
        next(pages)
        with pytest.raises(Failed):
            next(pages)

    def test_what_is_created_is_read_back(self, world: MenuWorld) -> None:  # type: ignore[override]
        wanted = booking(tables=())
        made = world.side.create_reservation(ReservationDraft("4711", wanted), key="k")
        assert without_answers(made.booking) == without_answers(world.side.as_said(wanted))
        assert (made.pair_ref, made.own) == ("4711", True)
        assert world.side.reservation(made.ref) == made
        assert world.side.as_said(made.booking) == made.booking

    @pytest.mark.parametrize("field", [field for field in Field if field is not Field.TABLES])
    def test_each_field_alone_and_no_other(self, world: MenuWorld, field: Field) -> None:  # type: ignore[override]
        made = created(world)
        other = booking(
            starts_at=SOON + timedelta(hours=1),
            covers=7,
            state=S.WAITLISTED,
            stay=120,
            notes="",
            guest=Customer("", "Bruno", "Neri", "bruno@example.test", "347 1112222"),
        )
        said = world.side.change_reservation(made, other, frozenset({field}), key="k")
        expected = made.booking.with_(field, world.side.as_said(other).of(field))
        assert without_answers(said.booking) == without_answers(expected)
        assert world.side.reservation(made.ref) == said

    def test_all_fields_at_once(self, world: MenuWorld) -> None:  # type: ignore[override]
        made = created(world)
        other = booking(covers=2, state=S.PENDING, notes="vista", stay=90)
        said = world.side.change_reservation(made, other, EVERYTHING, key="k")
        assert without_answers(said.booking) == without_answers(world.side.as_said(other))


def test_room_and_tables_are_the_tills_and_stay_through_a_change(world: MenuWorld) -> None:
    made = created(world)
    table = world.server.host.free_tables()[0]
    world.server.host.assign(int(made.ref), table)
    seen = world.side.reservation(made.ref)
    assert seen.booking.tables == (table,)
    wanted = replace(seen.booking, covers=9, tables=())
    said = world.side.change_reservation(seen, wanted, frozenset({Field.COVERS, Field.TABLES}), key="k")
    assert (said.booking.covers, said.booking.tables) == (9, (table,))


@pytest.mark.parametrize("minutes", [-1, 1])
def test_around_midnight_of_the_restaurant(world: MenuWorld, minutes: int) -> None:
    midnight = datetime(2026, 12, 5, tzinfo=ROME)
    ref = world.somebody_books(midnight + timedelta(minutes=minutes))
    eve = midnight.date() - timedelta(days=1)
    assert [said.ref for said in all_of(world, Days(eve, midnight.date()))] == [ref]
    # The small hours belong to the evening before, at this till: a window that ends with the day has them.
    assert [said.ref for said in all_of(world, Days(eve, eve))] == [ref]


def test_one_call_at_a_time(world: MenuWorld) -> None:
    created(world)
    world.connector.rooms()
    world.connector.checks(around(SOON))
    assert world.server.state_json()["concurrent_calls"] == 0
