"""Passepartout Menu's connector keeps the contract of sides with reservations, and what is its own."""

from collections.abc import Iterator

import pytest

from tests.contract.creation_contract import CreationContract
from tests.contract.menu_world import MenuWorld


class TestMenu(CreationContract):
    """The whole contract, where the till is silent the harder way."""

    @pytest.fixture
    def world(self) -> Iterator[MenuWorld]:
        world = MenuWorld()
        yield world
        world.close()


class TestMenuTheOtherWay(CreationContract):
    """The whole contract again, with a till that does all of that otherwise."""

    @pytest.fixture
    def world(self) -> Iterator[MenuWorld]:
        world = MenuWorld()
        switches = world.server.switches
        switches.keeps_left_out = True
        switches.answers_whole = True
        switches.refuses_long = True
        switches.unknown_is_nil = True
        switches.night_belongs_to_evening = False
        switches.put_always_touches = False
        switches.ping_login_faults = True
        yield world
        world.close()
