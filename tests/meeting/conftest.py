"""Both pairs over two sides in memory."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.domain.failures import Side
from agent.domain.reservations import ReservationState
from agent.links import lasagna_tilby, plateform_passepartout
from tests.meeting.sides import MemorySide, MenuSide, PlateformSide, StoppedClock
from tests.meeting.world import LASAGNA_SAYS, MeetingWorld, nearest

S = ReservationState

MENU_SAYS = {
    S.PENDING: S.PENDING,
    S.WAITLISTED: S.WAITLISTED,
    S.NO_SHOW: S.CANCELLED,
    S.REJECTED: S.CANCELLED,
    S.CANCELLED: S.CANCELLED,
}


def menu_says(state: ReservationState) -> ReservationState:
    return MENU_SAYS.get(state, S.CONFIRMED)


class SalaWorld(MeetingWorld):
    portal: PlateformSide
    pos: MenuSide


def sala(folder: Path, settings: plateform_passepartout.Settings) -> SalaWorld:
    clock = StoppedClock()
    portal = PlateformSide(Side.PORTAL, clock, lambda state: state, keeps_answers=False)
    pos = MenuSide(Side.POS, clock, menu_says, keeps_answers=False)
    flows = plateform_passepartout.RECIPE.flows
    return SalaWorld(folder, settings.reservation_policy(), flows, portal, pos)


def crm(folder: Path, **settings: Any) -> MeetingWorld:
    clock = StoppedClock()
    portal = MemorySide(Side.PORTAL, clock, nearest(LASAGNA_SAYS))
    pos = MemorySide(Side.POS, clock, nearest(LASAGNA_SAYS), keeps_answers=False, voids=True)
    policy = lasagna_tilby.Settings(**settings).reservation_policy()
    return MeetingWorld(folder, policy, lasagna_tilby.RECIPE.flows, portal, pos)


@pytest.fixture
def lasagna(tmp_path: Path) -> Iterator[MeetingWorld]:
    world = crm(tmp_path)
    yield world
    world.close()


@pytest.fixture
def menu(tmp_path: Path) -> Iterator[SalaWorld]:
    world = sala(tmp_path, plateform_passepartout.Settings())
    yield world
    world.close()


@pytest.fixture
def cautious_menu(tmp_path: Path) -> Iterator[SalaWorld]:
    """`send_pending = false`."""
    world = sala(tmp_path, plateform_passepartout.Settings(send_pending=False))
    yield world
    world.close()
