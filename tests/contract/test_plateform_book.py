"""Plateform's connector keeps the contract of sides with reservations, of which it creates none."""

from collections.abc import Iterator

import pytest

from agent.domain.failures import Refused
from agent.domain.reservations import ReservationDraft
from tests.contract.plateform_book_world import PlateformBookWorld
from tests.contract.reservation_contract import ReservationContract
from tests.contract.reservation_world import booking


@pytest.fixture
def world() -> Iterator[PlateformBookWorld]:
    world = PlateformBookWorld()
    yield world
    world.close()


class TestPlateformBook(ReservationContract):
    """The whole contract."""


def test_nothing_is_created_and_nothing_found(world: PlateformBookWorld) -> None:
    draft = ReservationDraft("41", booking())
    assert world.side.find_reservation(draft) is None
    with pytest.raises(Refused) as caught:
        world.side.create_reservation(draft, key="k")
    assert caught.value.failure.acted is False
    assert world.server.reservations() == []
