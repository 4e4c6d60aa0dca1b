"""Tilby's connector keeps the contract of sides with reservations, and what is its own."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from agent.connectors.pos.tilby.manifest import open_tilby
from agent.connectors.pos.tilby.settings import Settings
from agent.domain.failures import Conflict, Gone
from agent.domain.reservations import NOBODY, Answer, Field, ReservationDraft, ReservationState
from tests.contract.creation_contract import CreationContract, created
from tests.contract.reservation_world import booking
from tests.contract.tilby_world import TilbyWorld
from tests.contract.world import surroundings


@pytest.fixture
def world() -> Iterator[TilbyWorld]:
    world = TilbyWorld()
    yield world
    world.close()


class TestTilby(CreationContract):
    """The whole contract, with the static token, where the document is silent the harder way."""


class TestTilbyTheOtherWay(CreationContract):
    """The whole contract again, with a refresh token that serves once, and a till that does all of that otherwise.

    Not `whole_seconds`: with it no version can tell of two changes in one second, and a page of them may slip.
    """

    @pytest.fixture
    def world(self) -> Iterator[TilbyWorld]:
        world = TilbyWorld(refreshing=True)
        switches = world.server.switches
        switches.empty_is_404 = False
        switches.lists_deleted = True
        switches.put_restores = True
        switches.put_always_touches = False
        switches.put_needs_customer = True
        switches.any_status = True
        switches.refuses_with_403 = True
        switches.most_per_page = 30
        yield world
        world.close()


def test_the_answers_stand_below_the_line_and_travel_again(world: TilbyWorld) -> None:
    made = created(world)
    wanted = replace(made.booking, answers=(Answer("Allergie?", "nessuna"),))
    said = world.connector.change_reservation(made, wanted, frozenset({Field.ANSWERS}), key="k")
    assert said.booking.notes == "seggiolone\nper favore"
    assert world.server.booking(int(made.ref))["notes"] == "seggiolone\nper favore\n--- Domande ---\nAllergie?: nessuna"


@pytest.mark.parametrize(("lists", "reads"), [(False, True), (True, True), (False, False)])
def test_what_the_host_deletes(world: TilbyWorld, lists: bool, reads: bool) -> None:
    world.server.switches.lists_deleted, world.server.switches.reads_deleted = lists, reads
    made = created(world)
    world.server.host.delete(int(made.ref))
    listed = [said for page in world.connector.reservations() for said in page.records]
    assert [said.booking.state for said in listed] == ([ReservationState.CANCELLED] if lists else [])
    if reads:
        assert world.connector.reservation(made.ref).booking.state is ReservationState.CANCELLED
        with pytest.raises(Conflict):
            world.connector.change_reservation(
                made, replace(made.booking, covers=2), frozenset({Field.COVERS}), key="k"
            )
    else:
        with pytest.raises(Gone):
            world.connector.reservation(made.ref)


@pytest.mark.parametrize("reads", [True, False])
def test_what_is_cancelled_here_is_deleted_there(world: TilbyWorld, reads: bool) -> None:
    world.server.switches.reads_deleted = reads
    made = created(world)
    wanted = replace(made.booking, state=ReservationState.NO_SHOW)
    said = world.connector.change_reservation(made, wanted, frozenset({Field.STATE}), key="k")
    assert (said.booking.state, said.status) == (ReservationState.CANCELLED, "deleted_at")
    assert world.server.booking(int(made.ref))["deleted_at"]


def test_two_changes_within_a_second_that_shows_none(world: TilbyWorld) -> None:
    world.server.switches.whole_seconds = True
    made = created(world)
    world.somebody_changes(made.ref, covers=9)
    with pytest.raises(Conflict):
        world.connector.change_reservation(made, replace(made.booking, notes="x"), frozenset({Field.NOTES}), key="k")


@pytest.mark.parametrize("needs", [False, True])
def test_a_booking_of_the_telephone_without_a_customer(world: TilbyWorld, needs: bool) -> None:
    world.server.switches.put_needs_customer = needs
    ref = str(world.server.host.book(customer=None)["id"])
    seen = world.connector.reservation(ref)
    assert (seen.booking.guest, seen.own) == (NOBODY, False)
    wanted = replace(seen.booking, state=ReservationState.ARRIVED)
    said = world.connector.change_reservation(seen, wanted, frozenset({Field.STATE}), key="k")
    assert (said.booking.state, said.booking.guest) == (ReservationState.ARRIVED, NOBODY)


def test_the_shops_own_codes(world: TilbyWorld) -> None:
    world.server.set_statuses(confirmed="CONF", arrived="ARR")
    states = {"confirmed": "CONF", "arrived": "ARR"}
    settings = Settings.model_validate({"base_url": world.server.base_url, "states": states})
    connector = open_tilby(settings, {"token": world.server.token}, surroundings([]))
    made = connector.create_reservation(ReservationDraft("L-1", booking(state=ReservationState.CONFIRMED)), key="k")
    assert (made.status, made.booking.state) == ("CONF", ReservationState.CONFIRMED)
    connector.close()


def test_the_guest_is_one_customer_in_any_spelling(world: TilbyWorld) -> None:
    known = world.server.add_customer(first_name="Anna", mobile="+39 349 765 4321", notes="terrazza")
    made = created(world)
    assert made.guest_ref == str(known["id"])
    (card,) = world.server.customers()
    assert (card["email"], card["mobile"], card["notes"]) == (
        "anna.bianchi@example.test",
        "+39 349 765 4321",
        "terrazza",
    )
    assert created(world, "4712").guest_ref == made.guest_ref


def test_a_limit_of_calls_is_kept_by_waiting(world: TilbyWorld) -> None:
    settings = Settings(base_url=world.server.base_url, calls_per_second=10)
    connector = open_tilby(settings, {"token": world.server.token}, surroundings([]))
    for _ in range(15):
        connector.test()
    connector.close()


def test_rooms_and_their_tables(world: TilbyWorld) -> None:
    rooms = world.connector.rooms()
    assert [(room.name, len(room.tables)) for room in rooms] == [("Sala", 5), ("Veranda", 3)]
    assert rooms[0].tables[0].code == "101"
    assert rooms[0].tables[0].covers == 2


def test_the_webhook_is_registered_once(world: TilbyWorld) -> None:
    url = "http://127.0.0.1:1/hooks/crm/pos/s"
    for _ in range(2):
        assert world.connector.register_webhook(url).secret is None
    assert len(world.server.courier.webhooks) == 3


def test_a_refresh_token_that_serves_once(world: TilbyWorld) -> None:
    kept = {"refresh_token": world.server.refresh_token}
    around = replace(surroundings([]), keep_secret=kept.__setitem__, read_secret=kept.get)
    settings = Settings(base_url=world.server.base_url, token_url=world.server.token_url)
    world.server.token = ""
    connector = open_tilby(settings, dict(kept), around)
    connector.test()
    world.server.expire_tokens()
    connector.test()
    connector.close()
    assert kept["refresh_token"] != world.server.refresh_token
    again = open_tilby(settings, dict(kept), around)  # after a restart, with what the keyring has
    assert again.test().name
    again.close()
