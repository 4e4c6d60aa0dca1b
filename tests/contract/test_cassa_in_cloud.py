"""Cassa in Cloud's connector keeps the contract of tills."""

from collections.abc import Iterator

import pytest

from tests.contract.cassa_world import CassaWorld
from tests.contract.till_contract import TillContract


class TestCassaInCloud(TillContract):
    @pytest.fixture
    def world(self) -> Iterator[CassaWorld]:
        world = CassaWorld()
        yield world
        world.close()
