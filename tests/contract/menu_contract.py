"""What every till that is master of the menu must do, and every portal that shows it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from agent.domain.failures import Failed
from agent.domain.menu import TillMenu
from agent.domain.menu_ports import MenuPortal, MenuTill
from agent.sandbox import Fault
from tests.contract.harm import stands_the_harm
from tests.contract.houses import WANTED
from tests.contract.side_contract import SideContract
from tests.contract.world import World


class KitchenWorld(World, Protocol):
    """A till with its kitchen."""

    menu_path: str
    """Of the call that reads the dishes."""
    turns: int
    """After so many questions at most a change was told."""

    @property
    def connector(self) -> MenuTill: ...

    def deeds(self) -> Mapping[str, Callable[[], object]]:
        """Everything that the kitchen may change, each of which the portal must hear of."""
        ...

    def break_dish(self, name: str) -> str:
        """Its record cannot be read any more; the dish's reference."""
        ...

    def requests(self) -> int: ...


def looked(menu: TillMenu, name: str) -> str:
    return next(each.dish.ref for each in menu.dishes if each.dish.name == name)


class MenuTillContract:
    """Inherited, never collected by itself. The subclass gives the fixture `world`."""

    def test_the_whole_menu(self, world: KitchenWorld) -> None:
        menu = world.connector.menu()
        refs = [each.dish.ref for each in menu.dishes]
        assert len(refs) == len(set(refs)) >= 8
        assert all(price.amount is not None for each in menu.dishes for price in each.dish.prices)
        assert {each.dish.category_ref for each in menu.dishes} <= {category.ref for category in menu.categories}
        assert [category.position for category in menu.categories] == sorted(c.position for c in menu.categories)
        assert menu.set_aside == ()
        assert world.connector.menu() == menu

    def test_an_unchanged_menu_costs_one_request_a_look(self, world: KitchenWorld) -> None:
        world.connector.menu()
        since = datetime.now(UTC) + timedelta(seconds=1)
        for _look in range(2 * world.turns):
            before = world.requests()
            assert not world.connector.menu_changed(since)
            assert world.requests() == before + 1

    def test_every_change_is_told_in_its_turn_and_read(self, world: KitchenWorld) -> None:
        for name, deed in world.deeds().items():
            before = world.connector.menu()
            since = datetime.now(UTC)
            deed()
            assert any(world.connector.menu_changed(since) for _look in range(world.turns)), name
            assert world.connector.menu() != before, name

    def test_nothing_is_told_twice_that_was_read_once(self, world: KitchenWorld) -> None:
        world.connector.menu()
        world.deeds()["deleted"]()
        world.connector.menu()
        since = datetime.now(UTC) + timedelta(seconds=1)
        assert not any(world.connector.menu_changed(since) for _look in range(world.turns))

    def test_a_dish_that_cannot_be_read_is_set_aside_and_not_gone(self, world: KitchenWorld) -> None:
        before = world.connector.menu()
        ref = world.break_dish("Margherita")
        menu = world.connector.menu()
        assert ref == looked(before, "Margherita")
        assert [each.ref for each in menu.set_aside] == [ref]
        assert menu.dishes == tuple(each for each in before.dishes if each.dish.ref != ref)

    def test_a_reading_that_failed_half_way_is_no_menu(self, world: KitchenWorld) -> None:
        whole = world.connector.menu()
        world.faults.add(Fault("cut", path=world.menu_path))
        with pytest.raises(Failed):
            world.connector.menu()
        assert world.connector.menu() == whole

    def test_under_harm(self, world: KitchenWorld) -> None:
        stands_the_harm(world, world.menu_path, world.connector.menu)


class ShownMenuWorld(World, Protocol):
    """A portal whose menu is empty at first. `read` and `write` are its menu's."""

    keeps_left_out: bool
    """What an import does not name stays, still on sale."""
    two_options: bool
    """It shows additions and removals."""

    @property
    def connector(self) -> MenuPortal: ...

    def switch_off(self, ref: str) -> None:
        """By hand, on the portal."""
        ...

    def break_dish(self, ref: str) -> None: ...


class MenuPortalContract(SideContract):
    """With all that a side must do. Inherited, never collected by itself. The subclass gives the fixture `world`."""

    def test_what_is_sent_is_what_stands_there(self, world: ShownMenuWorld) -> None:
        said = world.connector.as_published(WANTED)
        assert world.connector.publish_menu(WANTED, key="a") == said
        assert world.connector.portal_menu() == said
        assert [each.ref for each in said.dishes] == ["11", "12", "13"]
        first = said.dishes[0]
        assert (first.description, first.image_url) == (WANTED.dishes[0].description, WANTED.dishes[0].image_url)
        assert bool(first.additions and first.removals) is world.two_options
        assert [each.active for each in said.dishes] == [True, False, True]

    def test_what_stands_there_can_be_said_as_it_is(self, world: ShownMenuWorld) -> None:
        shown = world.connector.publish_menu(WANTED, key="a")
        assert world.connector.as_published(shown) == shown
        assert world.connector.publish_menu(shown, key="b") == shown

    def test_what_is_left_out(self, world: ShownMenuWorld) -> None:
        world.connector.publish_menu(WANTED, key="a")
        shown = world.connector.publish_menu(replace(WANTED, dishes=WANTED.dishes[:2]), key="b")
        assert ("13" in shown.by_ref) is world.keeps_left_out

    def test_a_dish_twice_goes_once(self, world: ShownMenuWorld) -> None:
        twice = replace(WANTED, dishes=(*WANTED.dishes, replace(WANTED.dishes[0], name="Un'altra")))
        assert world.connector.publish_menu(twice, key="a") == world.connector.as_published(WANTED)

    def test_what_somebody_switched_off_there_is_seen(self, world: ShownMenuWorld) -> None:
        world.connector.publish_menu(WANTED, key="a")
        world.switch_off("11")
        assert not world.connector.portal_menu().by_ref["11"].active

    def test_a_dish_that_cannot_be_read_hides_no_other(self, world: ShownMenuWorld) -> None:
        world.connector.publish_menu(WANTED, key="a")
        world.break_dish("11")
        assert [each.ref for each in world.connector.portal_menu().dishes] == ["12", "13"]
        assert [each.ref for each in world.connector.publish_menu(WANTED, key="b").dishes] == ["11", "12", "13"]
