"""Lasagna's connector keeps the contract of sides with reservations, and what is its own."""

import threading
from collections.abc import Iterator

import pytest

from agent.domain.failures import AuthRefused, Transient
from agent.domain.reservations import ReservationDraft
from agent.sandbox import Fault
from tests.contract.creation_contract import CreationContract
from tests.contract.lasagna_world import LasagnaWorld
from tests.contract.reservation_world import booking


@pytest.fixture
def world() -> Iterator[LasagnaWorld]:
    world = LasagnaWorld()
    yield world
    world.close()


class TestLasagna(CreationContract):
    """The whole contract, where the profile is silent the harder way."""


class TestLasagnaTheOtherWay(CreationContract):
    """The whole contract again, with a portal that does all of that otherwise."""

    @pytest.fixture
    def world(self) -> Iterator[LasagnaWorld]:
        world = LasagnaWorld()
        switches = world.server.switches
        switches.refresh_ends_access = False
        switches.checks_tables = True
        switches.frees_external_id = world.frees = True
        yield world
        world.close()


def test_a_token_that_ended_is_refreshed_once_whoever_asks(world: LasagnaWorld) -> None:
    world.read()
    world.server.expire_tokens()
    threads = [threading.Thread(target=world.read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert world.server.access.issued == {"client_credentials": 1, "refresh_token": 1}
    assert world.server.access.replays == 0


def test_tokens_that_are_all_dead_begin_anew(world: LasagnaWorld) -> None:
    world.read()
    world.server.access.revoke()
    world.read()
    assert world.server.access.issued == {"client_credentials": 2}


def test_a_refresh_whose_answer_was_lost_is_never_shown_again(world: LasagnaWorld) -> None:
    world.read()
    world.server.expire_tokens()
    world.faults.add(Fault("lose_answer", path=r"/oauth/token$"))
    with pytest.raises(Transient):
        world.read()
    world.read()
    assert world.server.access.replays == 0


def test_a_key_that_was_changed_meanwhile(world: LasagnaWorld) -> None:
    world.faults.add(Fault("expire_token", path=world.read_path, times=None))
    with pytest.raises(AuthRefused):
        world.read()


def test_created_twice_is_answered_with_the_first(world: LasagnaWorld) -> None:
    """Even far from its day, where it is not looked for."""
    draft = ReservationDraft("4711", booking())
    first = world.connector.create_reservation(draft, key="k")
    world.server.change(first.ref, starts_at="2031-01-01T20:00:00+01:00")
    assert world.connector.find_reservation(draft) is None
    again = world.connector.create_reservation(draft, key="k")
    assert (again.ref, again.booking.starts_at.year, world.count_of("4711")) == (first.ref, 2031, 1)


def test_the_webhook_is_registered(world: LasagnaWorld) -> None:
    made = world.connector.register_webhook("http://127.0.0.1:1/hooks/crm/portal")
    assert made.secret
