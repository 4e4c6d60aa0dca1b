"""Plateform's connector keeps the contract of portals."""

from collections.abc import Iterator

import pytest

from tests.contract.plateform_world import PlateformWorld
from tests.contract.portal_contract import PortalContract


class TestPlateform(PortalContract):
    @pytest.fixture
    def world(self) -> Iterator[PlateformWorld]:
        world = PlateformWorld()
        yield world
        world.close()
