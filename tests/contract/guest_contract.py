"""What every portal that tells its guests must do, and every till that keeps cards of them."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from agent.domain.failures import Failed
from agent.domain.menu_ports import GuestPortal, GuestTill
from agent.domain.orders import Customer
from agent.domain.ports import Page
from agent.sandbox import Fault
from agent.sandbox.faults import FaultKind
from tests.contract.world import GUEST, World


class GuestsWorld(World, Protocol):
    guests_path: str

    @property
    def connector(self) -> GuestPortal: ...

    def guest_registers(self, name: str) -> str:
        """The portal's reference."""
        ...

    def break_guest(self, ref: str) -> None: ...


def pages(world: GuestsWorld, since: datetime) -> list[Page[Customer]]:
    return list(world.connector.guests(since))


def names(read: list[Page[Customer]]) -> list[str | None]:
    return [guest.first_name for page in read for guest in page.records]


class GuestPortalContract:
    """Inherited, never collected by itself. The subclass gives the fixture `world`."""

    @pytest.fixture
    def since(self) -> datetime:
        return datetime.now(UTC) - timedelta(minutes=10)

    def test_guests_in_the_order_of_their_change(self, world: GuestsWorld, since: datetime) -> None:
        refs = [world.guest_registers(name) for name in ("Anna", "Bea", "Carla")]
        read = pages(world, since)
        guests = [guest for page in read for guest in page.records]
        assert [guest.ref for guest in guests] == refs
        assert guests[0] == Customer(refs[0], "Anna", "Prova", "anna@posta.invalid", "+393990000000")
        upto = max(page.upto for page in read if page.upto is not None)
        assert since < upto <= datetime.now(UTC) + timedelta(seconds=1)

    def test_a_crowd_is_read_to_the_end(self, world: GuestsWorld, since: datetime) -> None:
        wanted = [f"Ospite{number}" for number in range(230)]
        for name in wanted:
            world.guest_registers(name)
        assert names(pages(world, since)) == wanted

    def test_of_what_did_not_change_since_none_is_told(self, world: GuestsWorld, since: datetime) -> None:
        world.guest_registers("Anna")
        assert names(pages(world, datetime.now(UTC) + timedelta(minutes=10))) == []
        assert names(pages(world, since)) == ["Anna"]
        assert names(pages(world, since)) == [], "the same answer again is told once"
        world.guest_registers("Bea")
        assert "Bea" in names(pages(world, since))

    def test_one_that_cannot_be_read_is_set_aside(self, world: GuestsWorld, since: datetime) -> None:
        world.guest_registers("Anna")
        world.break_guest(broken := world.guest_registers("Bea"))
        world.guest_registers("Carla")
        read = pages(world, since)
        assert names(read) == ["Anna", "Carla"]
        assert [aside.ref for page in read for aside in page.set_aside] == [broken]

    @pytest.mark.parametrize("kind", ["refuse", "cut", "error", "malformed", "rate_limit", "expire_token"])
    def test_under_harm(self, world: GuestsWorld, since: datetime, kind: FaultKind) -> None:
        world.guest_registers("Anna")
        world.faults.add(Fault(kind, path=world.guests_path))
        with pytest.raises(Failed) as caught:
            pages(world, since)
        assert caught.value.failure.acted is False
        assert names(pages(world, since)) == ["Anna"], "what was not told is told again"


class CardsWorld(World, Protocol):
    cards_path: str

    @property
    def connector(self) -> GuestTill: ...

    def guest_count(self) -> int: ...

    def blanked(self) -> list[str]: ...


class GuestTillContract:
    """Besides what a till does for the guests of orders. The subclass gives the fixture `world`."""

    @pytest.mark.parametrize("kind", ["lose_answer", "cut", "refuse", "error", "malformed", "rate_limit"])
    def test_a_card_whose_making_was_harmed_is_there_once(self, world: CardsWorld, kind: FaultKind) -> None:
        world.faults.add(Fault(kind, method="POST", path=world.cards_path))
        with pytest.raises(Failed):
            world.connector.guest(GUEST)
        ref = world.connector.guest(GUEST)
        assert ref is not None
        assert world.connector.guest(GUEST, ref) == ref
        assert (world.guest_count(), world.blanked()) == (1, [])

    def test_an_unknown_reference_is_no_harm(self, world: CardsWorld) -> None:
        ref = world.connector.guest(GUEST)
        assert world.connector.guest(GUEST, "nessuno") == ref
        assert world.guest_count() == 1

    def test_who_tells_nothing_has_no_card(self, world: CardsWorld) -> None:
        assert world.connector.guest(Customer("9", "Ugo")) is None
        assert world.guest_count() == 0
