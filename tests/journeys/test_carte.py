"""The till's menu on Plateform by the program's own flows, over sockets, with what the people on both sides do.

Judged by what the portal's server shows, and by what was asked of both servers.
"""

import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from agent.desk import follow
from agent.domain.alignment import Finding
from agent.domain.commands import (
    AllowPriceZero,
    ApproveProposal,
    Command,
    FollowTill,
    GoBackToMenu,
    ResolveErrand,
)
from agent.domain.errands import ErrandState
from agent.domain.orders import Actor
from agent.domain.proposals import MenuProposal, ProposalKind, ProposalState, WaitReason
from agent.sandbox import Fault, Sandbox
from tests.journeys.by_hand import ByHand

TAKEAWAY, DELIVERY = "plateform_takeaway", "plateform_delivery"
LOOKS = 4
"""Within so many looks, a minute apart, every kind of change is seen."""


class Kitchen(ByHand):
    def __init__(self, folder: Path, sandbox: Sandbox, settings: str = "") -> None:
        super().__init__(folder, sandbox, settings)
        self.portal, self.till = sandbox.plateform, sandbox.cassa

    def look(self, times: int = 1) -> None:
        """As the menu's own cadence does."""
        for _ in range(times):
            self.work.take_up()
            self.work.run(pull=False, full=False, go_on=lambda: True, flows=frozenset({"menu"}))

    def compare(self) -> None:
        """As the night does, or a person."""
        self.work.take_up()
        self.work.run(pull=False, full=False, go_on=lambda: True, whole=frozenset({"menu"}))

    def say(self, command: Command) -> None:
        policies = {self.link.name: self.link.policy} if self.link.policy is not None else {}
        with self.store.writing() as ledger:
            follow(ledger, command, policies, {}, Actor.SCREEN, self.clock.now())

    def open(self) -> MenuProposal | None:
        with self.store.reading() as ledger:
            return cast(MenuProposal | None, ledger.open_proposal(self.link.name, ProposalKind.MENU))

    def waiting(self, *reasons: WaitReason) -> MenuProposal:
        standing = self.open()
        assert standing is not None
        assert (standing.state, standing.reasons) == (ProposalState.WAITING, reasons)
        return standing

    def approve(self) -> None:
        standing = self.open()
        assert standing is not None
        self.say(ApproveProposal(standing.id))
        self.look()

    def sent(self) -> tuple[MenuProposal, ...]:
        with self.store.reading() as ledger:
            return ledger.sent_menus(self.link.name)

    def findings(self) -> list[Finding]:
        with self.store.reading() as ledger:
            return [each for each in ledger.findings() if each.cause != "finding.not_verifiable"]

    def causes(self) -> list[str]:
        return [each.cause for each in self.findings()]

    def shown(self, name: str) -> dict[str, Any]:
        return self.portal.product(name)

    @property
    def writes(self) -> int:
        return self.portal.state.requests["PUT /v1/menu"]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def kitchen(tmp_path: Path, sandbox: Sandbox) -> Iterator[Kitchen]:
    """Both sides fit: the trattoria was set up long ago."""
    world = Kitchen(tmp_path, sandbox)
    world.compare()
    assert (world.writes, world.open(), world.causes()) == (0, None, [])
    yield world
    world.close()


# The first import


def test_the_first_import_is_shown_and_touches_nothing_of_the_portals_own(tmp_path: Path, sandbox: Sandbox) -> None:
    menu = dict(sandbox.plateform.state.menu)
    old = [{**menu["products"][0], "ref": "vecchio", "name": "Piatto di una volta"}]
    kept = [{**product, "name": f"{product['name']} (vecchio)"} for product in menu["products"][:3]]
    sandbox.plateform.set_menu({**menu, "products": [*kept, *old]})
    own = {"translations": {"en": "Bruschetta"}, "allergens": ["glutine"], "frozen": True, "labels": ["vegano"]}
    first = sandbox.plateform.edit_product(kept[0]["ref"], ingredients=["pane", "pomodoro"], **own)
    kitchen = Kitchen(tmp_path, sandbox)
    kitchen.look(3)
    waiting = kitchen.waiting(WaitReason.FIRST)
    assert len(waiting.wanted.dishes) == 16
    assert kitchen.writes == 0, "nothing is overwritten unseen"
    kitchen.approve()
    assert kitchen.writes == 1
    assert kitchen.shown(kept[0]["ref"])["name"] == "Bruschette al pomodoro"
    for field, value in own.items():
        assert kitchen.shown(kept[0]["ref"])[field] == value
    assert kitchen.shown(kept[0]["ref"])["ingredients"] == first["ingredients"]
    assert not kitchen.shown("vecchio")["active"]
    assert kitchen.causes() == ["finding.gone_at_till"]
    sandbox.plateform.remove_product("vecchio")
    kitchen.compare()
    assert (kitchen.causes(), kitchen.writes) == ([], 1)
    kitchen.close()


# What the till changes


def test_an_unchanged_menu_costs_one_request_a_look_and_no_write(kitchen: Kitchen) -> None:
    def asked() -> tuple[int, int]:
        return sum(kitchen.till.state.requests.values()), sum(kitchen.portal.state.requests.values())

    long_ago = {"lastUpdate": 0}
    for record in (*kitchen.till.state.products.values(), *kitchen.till.state.categories.values()):
        record |= long_ago
    kitchen.look()
    till, portal = asked()
    for _ in range(LOOKS):
        kitchen.look()
    assert asked() == (till + LOOKS, portal)


def test_a_changed_price_is_there_within_five_minutes_of_looks(kitchen: Kitchen) -> None:
    kitchen.till.chef.set_price("Margherita", TAKEAWAY, "7.20")
    kitchen.look(LOOKS)
    assert (kitchen.shown("Margherita")["price_takeaway"], kitchen.writes) == ("7.20", 1)
    assert kitchen.shown("Margherita")["price_delivery"] == "7.50"
    assert [each.decided_by for each in kitchen.sent()] == [Actor.AGENT]


def test_a_new_dish_and_another_name_and_an_addition_that_costs_more(kitchen: Kitchen) -> None:
    kitchen.till.chef.add("Amatriciana", "Antipasti", {TAKEAWAY: "11.00", DELIVERY: "11.50"})
    kitchen.till.chef.rename("Diavola", "Diavola piccante")
    kitchen.look(LOOKS)
    assert kitchen.shown("Amatriciana")["price_delivery"] == "11.50"
    assert kitchen.shown("Diavola piccante")["active"]


def test_a_dish_switched_off_and_on_at_the_till(kitchen: Kitchen) -> None:
    kitchen.till.chef.switch("Tiramisù", channel=False)
    kitchen.look(LOOKS)
    assert not kitchen.shown("Tiramisù")["active"]
    assert kitchen.causes() == ["finding.channel_off"]
    kitchen.till.chef.switch("Tiramisù", channel=True)
    kitchen.look(LOOKS)
    assert kitchen.shown("Tiramisù")["active"]
    assert kitchen.causes() == []


def test_a_dish_switched_off_on_the_portal_stays_off(kitchen: Kitchen) -> None:
    kitchen.portal.edit_product("Tiramisù", active=False)
    kitchen.till.chef.set_price("Margherita", TAKEAWAY, "7.20")
    kitchen.look(LOOKS)
    assert kitchen.shown("Margherita")["price_takeaway"] == "7.20"
    assert not kitchen.shown("Tiramisù")["active"]
    assert kitchen.causes() == ["finding.off_on_portal"]


def test_a_dish_deleted_at_the_till_goes_off_sale_and_its_finding_stays_until_it_is_gone(kitchen: Kitchen) -> None:
    kitchen.till.chef.delete("Marinara")
    kitchen.look(LOOKS)
    assert (kitchen.shown("Marinara")["active"], kitchen.writes) == (False, 1)
    kitchen.compare()
    kitchen.compare()
    assert kitchen.writes == 1, "sent once more, and not again"
    assert [(each.cause, each.article) for each in kitchen.findings()] == [("finding.gone_at_till", "Marinara")]
    kitchen.portal.remove_product("Marinara")
    kitchen.compare()
    assert kitchen.findings() == []


def test_an_option_deleted_at_the_till_leaves_the_portal(kitchen: Kitchen) -> None:
    kitchen.till.chef.delete_option("Rucola")
    kitchen.look(LOOKS)
    names = [option["name"] for option in kitchen.shown("Margherita")["additions"]]
    assert "Rucola" not in names
    assert "Funghi porcini" in names
    assert kitchen.causes() == []


def test_more_dishes_than_the_limit_wait_for_a_person(kitchen: Kitchen) -> None:
    for name in ("Margherita", "Marinara", "Diavola", "Capricciosa", "Quattro formaggi", "Tiramisù"):
        kitchen.till.chef.switch(name, sale=False)
    kitchen.look(LOOKS)
    kitchen.waiting(WaitReason.MANY_GONE)
    assert kitchen.shown("Margherita")["active"]
    assert kitchen.causes() == ["finding.off_at_till"] * 6
    kitchen.approve()
    assert not kitchen.shown("Margherita")["active"]
    assert kitchen.causes() == []


def test_a_price_of_zero_waits_and_is_sent_only_when_a_person_allows_it(kitchen: Kitchen) -> None:
    kitchen.till.chef.set_price("Chinotto", DELIVERY, "0.00")
    kitchen.look(LOOKS)
    kitchen.waiting(WaitReason.PRICE_ZERO)
    assert kitchen.causes() == ["finding.price_zero"]
    kitchen.approve()
    assert (kitchen.shown("Chinotto")["active"], kitchen.shown("Chinotto")["price_delivery"]) == (False, "3.50")
    kitchen.say(AllowPriceZero(kitchen.link.name, kitchen.shown("Chinotto")["ref"]))
    kitchen.look(2)
    assert Decimal(kitchen.shown("Chinotto")["price_delivery"]) == 0
    assert kitchen.shown("Chinotto")["active"]
    assert kitchen.causes() == []


def test_a_price_that_is_mended_brings_the_dish_back_by_itself(kitchen: Kitchen) -> None:
    kitchen.till.chef.set_price("Chinotto", DELIVERY, None)
    kitchen.look(LOOKS)
    assert not kitchen.shown("Chinotto")["active"]
    assert kitchen.causes() == ["finding.price_missing"]
    kitchen.till.chef.set_price("Chinotto", DELIVERY, "3.60")
    kitchen.look(LOOKS)
    assert (kitchen.shown("Chinotto")["active"], kitchen.shown("Chinotto")["price_delivery"]) == (True, "3.60")
    assert kitchen.causes() == []


# What the pair needs at the till


def test_a_sales_mode_misspelled_by_one_letter_is_named_and_forgotten_when_it_is_mended(kitchen: Kitchen) -> None:
    kitchen.till.chef.rename_mode(DELIVERY, "plateform_delivry")
    kitchen.compare()
    near = next(each for each in kitchen.findings() if each.cause == "finding.sales_mode_near")
    assert (near.params["name"], near.params["near"]) == (DELIVERY, "plateform_delivry")
    assert kitchen.shown("Margherita")["price_delivery"] == "7.50", "no price of 0 ever reaches the portal"
    kitchen.till.chef.rename_mode("plateform_delivry", DELIVERY)
    kitchen.compare()
    assert kitchen.causes() == []
    assert kitchen.shown("Margherita")["active"]


def test_a_sales_mode_that_is_missing_waits_for_a_person_and_takes_no_menu_off_unseen(kitchen: Kitchen) -> None:
    kitchen.till.chef.delete_mode(DELIVERY)
    kitchen.compare()
    assert kitchen.causes()[0] == "finding.sales_mode_missing"
    kitchen.waiting(WaitReason.MANY_GONE)
    assert kitchen.shown("Margherita")["active"]
    assert kitchen.writes == 0


def test_a_limit_at_the_till_that_refuses_orders_is_told_by_the_last_refusal(kitchen: Kitchen) -> None:
    kitchen.till.state.largest_order = Decimal("5.00")
    kitchen.portal.place_order(lines=[{"name": "Margherita", "quantity": 2}])
    kitchen.passes(2, full=True)
    refused = next(each for each in kitchen.findings() if each.cause == "finding.till_refuses")
    assert refused.params["failure"].startswith("side.")
    with kitchen.store.reading() as ledger:
        (parked,) = ledger.errands(states=(ErrandState.PARKED,))
    kitchen.till.state.largest_order = None
    kitchen.say(ResolveErrand(parked.id))
    kitchen.look()
    assert "finding.till_refuses" not in kitchen.causes()


def test_a_row_that_the_till_does_not_know_is_found_and_the_order_still_arrives(kitchen: Kitchen) -> None:
    line = {"product_ref": "sconosciuto", "name": "Piatto del giorno", "unit_price": "9.00", "quantity": 1}
    order = kitchen.portal.place_order(lines=[line])
    kitchen.passes(3, full=True)
    assert kitchen.till.order(f"plateform:{order['id']}")
    found = next(each for each in kitchen.findings() if each.cause == "finding.row_unmatched")
    assert (found.article, found.params["code"]) == ("Piatto del giorno", order["code"])


# Back


def test_the_menu_before_is_one_action_shown_first_and_held(kitchen: Kitchen) -> None:
    kitchen.till.chef.set_price("Margherita", TAKEAWAY, "7.20")
    kitchen.look(LOOKS)
    kitchen.till.chef.set_price("Margherita", TAKEAWAY, "9.90")
    kitchen.look(LOOKS)
    newest, before = kitchen.sent()
    kitchen.say(GoBackToMenu(before.id))
    kitchen.look()
    kitchen.waiting(WaitReason.GOING_BACK)
    assert kitchen.shown("Margherita")["price_takeaway"] == "9.90"
    kitchen.approve()
    assert kitchen.shown("Margherita")["price_takeaway"] == "7.20"
    kitchen.compare()
    assert kitchen.shown("Margherita")["price_takeaway"] == "7.20"
    kitchen.say(FollowTill(kitchen.link.name))
    kitchen.look()
    assert kitchen.shown("Margherita")["price_takeaway"] == "9.90"
    assert newest.sent_at is not None


# Harm


@pytest.mark.parametrize(
    "fault",
    [
        Fault("refuse", method="PUT", path="/menu"),
        Fault("error", method="PUT", path="/menu", status=503),
        Fault("cut", method="PUT", path="/menu"),
        Fault("lose_answer", method="PUT", path="/menu"),
        Fault("malformed", method="PUT", path="/menu"),
        Fault("error", method="GET", path="/menu", status=500),
        Fault("rate_limit", method="PUT", path="/menu", retry_after=0),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.method}",
)
def test_exactly_the_wanted_menu_stands_after_harm_and_sent_is_no_lie(kitchen: Kitchen, fault: Fault) -> None:
    harm = Fault(fault.kind, fault.method, fault.path, status=fault.status, retry_after=fault.retry_after)
    kitchen.portal.faults.add(harm)
    kitchen.till.chef.set_price("Margherita", TAKEAWAY, "7.20")
    for _ in range(2 * LOOKS):
        kitchen.look()
        if kitchen.sent():
            assert kitchen.shown("Margherita")["price_takeaway"] == "7.20", "“sent” is said of what stands there"
    assert harm.struck == 1
    assert kitchen.shown("Margherita")["price_takeaway"] == "7.20"
    assert len(kitchen.sent()) == 1
    assert kitchen.open() is None


def test_an_expired_token_at_the_till_is_renewed(kitchen: Kitchen) -> None:
    kitchen.till.expire_tokens()
    kitchen.till.chef.set_price("Margherita", TAKEAWAY, "7.20")
    kitchen.look(LOOKS)
    assert kitchen.shown("Margherita")["price_takeaway"] == "7.20"


def test_a_killed_agent_goes_on_where_it_was(kitchen: Kitchen) -> None:
    kitchen.portal.faults.add(Fault("lose_answer", method="PUT", path="/menu"))
    kitchen.till.chef.set_price("Margherita", TAKEAWAY, "7.20")
    kitchen.look(LOOKS)
    kitchen.killed()
    kitchen.look(2)
    assert kitchen.shown("Margherita")["price_takeaway"] == "7.20"
    assert [each.state for each in kitchen.sent()] == [ProposalState.SENT]


# The menu of a minute ago


def test_an_order_with_an_option_that_was_deleted_a_minute_ago_is_taken_with_it_as_a_note(kitchen: Kitchen) -> None:
    lines = [{"name": "Margherita", "quantity": 1, "additions": ["Rucola"]}]
    kitchen.portal.place_order(lines=lines)
    kitchen.passes(2, full=True)
    late = kitchen.portal.place_order(lines=lines)
    kitchen.till.chef.delete_option("Rucola")
    time.sleep(0.6)  # what is kept of a dish is not only just read
    kitchen.passes(2, full=True)
    order = kitchen.till.order(f"plateform:{late['id']}")
    (row,) = [row for row in order["document"]["rows"] if row.get("idProductVariant")]
    assert "Rucola" in row["note"]
    assert not row.get("rowModifierValues")
    assert "finding.row_unmatched" not in kitchen.causes()
    with kitchen.store.reading() as ledger:
        assert ledger.errands(states=(ErrandState.PARKED,)) == ()


def test_an_order_with_a_dish_that_was_deleted_a_minute_ago_arrives_with_it_as_a_note(kitchen: Kitchen) -> None:
    lines = [{"name": "Margherita", "quantity": 1}, {"name": "Chinotto", "quantity": 2}]
    kitchen.portal.place_order(lines=lines)
    kitchen.passes(2, full=True)
    late = kitchen.portal.place_order(lines=lines)
    kitchen.till.chef.delete("Chinotto")
    time.sleep(0.6)
    kitchen.passes(2, full=True)
    order = kitchen.till.order(f"plateform:{late['id']}")
    assert "Chinotto" in str(order["document"]["note"])
    assert [each.article for each in kitchen.findings() if each.cause == "finding.row_unmatched"] == ["Chinotto"]
