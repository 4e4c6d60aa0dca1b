"""Menus, rooms, sales and guests: every connector keeps the contracts of the sides that it is."""

from collections.abc import Iterator

import pytest

from tests.contract.floor_contract import FloorPortalContract, FloorTillContract
from tests.contract.guest_contract import GuestPortalContract, GuestTillContract
from tests.contract.houses import CassaHouse, LasagnaHouse, MenuHouse, PlateformHouse, TilbyHouse
from tests.contract.menu_contract import MenuPortalContract, MenuTillContract
from tests.contract.sales_contract import CancellingSalesContract, SalesTillContract


class TestCassaInCloud(MenuTillContract, GuestTillContract):
    @pytest.fixture
    def world(self) -> Iterator[CassaHouse]:
        world = CassaHouse()
        yield world
        world.close()


class TestCassaInCloudsRooms(FloorTillContract):
    @pytest.fixture
    def world(self) -> Iterator[CassaHouse]:
        world = CassaHouse()
        yield world
        world.close()


class TestCassaInCloudsSales(SalesTillContract):
    @pytest.fixture
    def world(self) -> Iterator[CassaHouse]:
        world = CassaHouse()
        yield world
        world.close()


class TestTilby(MenuTillContract):
    @pytest.fixture
    def world(self) -> Iterator[TilbyHouse]:
        world = TilbyHouse()
        yield world
        world.close()


class TestTilbysRooms(FloorTillContract):
    @pytest.fixture
    def world(self) -> Iterator[TilbyHouse]:
        world = TilbyHouse()
        yield world
        world.close()


class TestTilbysSales(CancellingSalesContract):
    @pytest.fixture
    def world(self) -> Iterator[TilbyHouse]:
        world = TilbyHouse()
        yield world
        world.close()


class TestMenusRooms(FloorTillContract):
    @pytest.fixture
    def world(self) -> Iterator[MenuHouse]:
        world = MenuHouse()
        yield world
        world.close()


class TestMenusSales(CancellingSalesContract):
    @pytest.fixture
    def world(self) -> Iterator[MenuHouse]:
        world = MenuHouse()
        yield world
        world.close()


class TestPlateform(MenuPortalContract):
    @pytest.fixture
    def world(self) -> Iterator[PlateformHouse]:
        world = PlateformHouse()
        yield world
        world.close()


class TestPlateformsGuests(GuestPortalContract):
    @pytest.fixture
    def world(self) -> Iterator[PlateformHouse]:
        world = PlateformHouse()
        yield world
        world.close()


class TestLasagna(MenuPortalContract):
    @pytest.fixture
    def world(self) -> Iterator[LasagnaHouse]:
        world = LasagnaHouse()
        yield world
        world.close()


class TestLasagnasRooms(FloorPortalContract):
    @pytest.fixture
    def world(self) -> Iterator[LasagnaHouse]:
        world = LasagnaHouse()
        yield world
        world.close()
