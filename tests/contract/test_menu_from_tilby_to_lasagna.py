"""Tilby's menu and rooms on Lasagna: read there, planned here, sent there, and then nothing is different any more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from time import perf_counter

import pytest

from agent.connectors.portals.lasagna import manifest as lasagna
from agent.connectors.portals.lasagna.client import Lasagna
from agent.connectors.portals.lasagna.settings import Settings as LasagnaSettings
from agent.connectors.pos.tilby import manifest as tilby
from agent.connectors.pos.tilby.client import Tilby
from agent.connectors.pos.tilby.settings import Settings as TilbySettings
from agent.domain.menu import Menu, PriceList
from agent.domain.menu_difference import ChangeKind, MenuDifference, menu_difference
from agent.domain.menu_plan import MenuRules, as_menu, wanted
from agent.sandbox import CrmSandbox
from tests.contract.world import SHORT, surroundings

RULES = MenuRules(lists=(PriceList.PLAIN,))


@pytest.fixture
def crm() -> Iterator[CrmSandbox]:
    with CrmSandbox() as world:
        yield world


class Pair:
    """What a menu flow does with the two connectors, without its store."""

    def __init__(self, crm: CrmSandbox) -> None:
        secrets = {"client_id": crm.lasagna.client_id, "client_secret": crm.lasagna.client_secret}
        settings = LasagnaSettings(base_url=crm.lasagna.base_url)
        self.portal: Lasagna = lasagna.open_lasagna(settings, secrets, surroundings([]), SHORT)
        pos = TilbySettings(base_url=crm.tilby.base_url, calls_per_second=100)
        self.till: Tilby = tilby.open_tilby(pos, {"token": crm.tilby.token}, surroundings([]), SHORT)
        self.agreed: Menu | None = None

    def difference(self) -> MenuDifference:
        return menu_difference(*self._both())

    def send(self) -> MenuDifference:
        before, to = self._both()
        stands = self.portal.publish_menu(to, key="k")
        assert stands == to, "what was answered is what was wanted"
        self.agreed = as_menu(self.till.menu())
        return menu_difference(before, to)

    def close(self) -> None:
        self.till.close()
        self.portal.close()

    def _both(self) -> tuple[Menu, Menu]:
        before = self.portal.portal_menu()
        return before, self.portal.as_published(wanted(self.till.menu(), before, self.agreed, None, (), RULES))


@pytest.fixture
def pair(crm: CrmSandbox) -> Iterator[Pair]:
    pair = Pair(crm)
    yield pair
    pair.close()


def kinds(difference: MenuDifference) -> dict[str, ChangeKind]:
    return {change.name: change.kind for change in difference.dishes}


def test_the_first_import_and_then_nothing(crm: CrmSandbox, pair: Pair) -> None:
    first = pair.send()
    assert set(kinds(first).values()) == {ChangeKind.NEW}
    assert len(first.dishes) == 8
    assert pair.difference().empty
    # The till may write down whole seconds, so what was made in this one counts as changed.
    since = datetime.now(UTC) + timedelta(seconds=1)
    writes = crm.lasagna.state.requests["PUT /api/v1/menu"]
    before = crm.tilby.state.requests.total()
    assert not pair.till.menu_changed(since)
    assert crm.tilby.state.requests.total() == before + 1
    assert crm.lasagna.state.requests["PUT /api/v1/menu"] == writes == 1


def test_an_evening_at_the_till(crm: CrmSandbox, pair: Pair) -> None:
    pair.send()
    chef = crm.tilby.chef
    chef.set_price("Margherita", "7.50")
    chef.switch_off("Marinara")
    chef.delete("Diavola")
    chef.add("Amatriciana", "11.00", "Antipasti")
    chef.add("Prezzo da fare", None, "Antipasti")
    chef.set_price("Capricciosa", "0.00")
    chef.rename_category("Pizze", "Pizze rosse")
    difference = pair.send()
    assert kinds(difference) == {
        "Margherita": ChangeKind.CHANGED,
        "Marinara": ChangeKind.SWITCHED_OFF,
        "Diavola": ChangeKind.REMOVED,
        "Amatriciana": ChangeKind.NEW,
        "Capricciosa": ChangeKind.SWITCHED_OFF,
    }
    assert [(change.before, change.after) for change in difference.categories] == [("Pizze", "Pizze rosse")]
    shown = {dish["name"]: dish for dish in crm.lasagna.state.menu["dishes"]}
    assert (shown["Margherita"]["price"], shown["Capricciosa"]["price"]) == ("7.50", "9.90"), "0.00 is never sent"
    assert shown["Capricciosa"]["available"] is False
    assert pair.difference().empty


def test_switched_off_by_hand_on_the_portal_it_stays_off(crm: CrmSandbox, pair: Pair) -> None:
    pair.send()
    code = next(dish["code"] for dish in crm.lasagna.state.menu["dishes"] if dish["name"] == "Marinara")
    crm.lasagna.office.edit_dish(code, available=False)
    crm.tilby.chef.set_price("Margherita", "7.50")
    assert kinds(pair.send()) == {"Margherita": ChangeKind.CHANGED}
    assert {d["name"] for d in crm.lasagna.state.menu["dishes"] if not d["available"]} == {"Marinara"}


def test_a_record_that_cannot_be_read_stays_on_the_portal(crm: CrmSandbox, pair: Pair) -> None:
    pair.send()
    with crm.tilby.state.lock:
        next(each for each in crm.tilby.state.items if each["name"] == "Diavola")["price1"] = "boh"
    assert pair.difference().empty


def test_the_rooms_with_those_that_only_the_portal_has(crm: CrmSandbox, pair: Pair) -> None:
    own = tuple(replace(room) for room in pair.till.rooms())
    only_there = tuple(room for room in pair.portal.portal_rooms() if room.code not in {each.code for each in own})
    assert pair.portal.publish_rooms((*own, *only_there)) == (*own, *only_there)
    assert [room.name for room in pair.portal.portal_rooms()] == ["Sala", "Veranda", "Giardino"]
    crm.tilby.chef.rename_table("20", "20 bis")
    assert pair.till.rooms() != own


def test_two_thousand_dishes_are_compared_in_under_a_second(crm: CrmSandbox, pair: Pair) -> None:
    with crm.tilby.state.lock:
        for number in range(2000):
            crm.tilby.chef.add(f"Piatto {number}", Decimal(number) / 100 + 1, "Pizze", description="Buono " * 10)
    pair.send()
    till, portal = pair.till.menu(), pair.portal.portal_menu()
    began = perf_counter()
    to = pair.portal.as_published(wanted(till, portal, pair.agreed, None, (), RULES))
    assert menu_difference(portal, to).empty
    assert perf_counter() - began < 1.0
