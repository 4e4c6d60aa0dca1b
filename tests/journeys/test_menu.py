"""Cassa in Cloud's menu on Plateform by the program's own flows, over sockets. Judged by what the servers have."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from time import perf_counter, thread_time
from typing import Literal

import pytest

from agent.domain.alignment import Finding
from agent.domain.commands import AllowPriceZero, ApproveProposal, FollowTill, GoBackToMenu, RetryErrand
from agent.domain.menu import Menu
from agent.domain.menu_difference import menu_difference
from agent.domain.menu_plan import as_menu, comparable, wanted
from agent.domain.proposals import Proposal, ProposalState, WaitReason
from agent.sandbox import Fault, Sandbox
from agent.sandbox.dishes import PIZZA_EXTRAS, till_id
from agent.sandbox.wire import Json
from tests.journeys.banco import DELIVERY, TAKEAWAY, Banco, HouseClock

OWN: Json = {
    "translations": {"en": {"name": "Margherita pizza"}},
    "labels": ["vegetariano"],
    "ingredients": ["pomodoro", "fior di latte"],
    "allergens": ["glutine", "latte"],
    "frozen": True,
}
"""What somebody wrote on the portal, and no import may touch."""


@pytest.fixture
def clock() -> HouseClock:
    return HouseClock()


@pytest.fixture
def town(clock: HouseClock) -> Iterator[Sandbox]:
    with Sandbox(clock=clock.now) as town:
        yield town


@pytest.fixture
def empty(tmp_path: Path, town: Sandbox, clock: HouseClock) -> Iterator[Banco]:
    """Nothing was ever compared; the portal happens to show the till's carte."""
    banco = Banco(tmp_path, town, clock)
    yield banco
    banco.close()


@pytest.fixture
def banco(empty: Banco) -> Banco:
    """The two agree, and what the kitchen did last is an hour ago."""
    empty.looks(1)
    empty.later(60)
    empty.compares()
    assert (empty.open(), empty.writes, empty.findings()) == (None, 0, {})
    return empty


def another_menu(banco: Banco) -> Json:
    """Somebody's earlier work on the portal: two dishes of the till as they were, and one of nobody."""
    menu = deepcopy(banco.portal.state.menu)
    margherita, marinara = (
        next(p for p in menu["products"] if p["name"] == name) for name in ("Margherita", "Marinara")
    )
    margherita |= {**OWN, "price_takeaway": "5.00"}
    stranger = {**marinara, "ref": "piatto-del-portale", "name": "Piatto del portale", **OWN}
    return {"categories": menu["categories"], "products": [margherita, marinara, stranger]}


def test_the_first_import_is_shown_first_and_sent_once(empty: Banco) -> None:
    menu = another_menu(empty)
    empty.portal.set_menu(menu)
    empty.looks()
    empty.compares()
    waiting = empty.waiting()
    assert waiting.reasons == (WaitReason.FIRST,)
    difference = menu_difference(waiting.before, waiting.wanted)
    told = {change.name: change for change in difference.dishes}
    assert len(told) == 15, "thirteen are new, one changes its price, one is switched off"
    assert (empty.portal.state.menu, empty.writes) == (menu, 0), "nothing is overwritten unseen"
    empty.approves()
    assert (len(empty.portal.state.menu["products"]), empty.writes) == (16, 1)
    margherita = empty.product("Margherita")
    assert (margherita["price_takeaway"], margherita["price_delivery"]) == ("7.00", "7.50")
    assert {name: margherita[name] for name in OWN} == OWN
    stranger = empty.product("Piatto del portale")
    assert {name: stranger[name] for name in OWN} == OWN
    assert not stranger["active"], "no order may name a dish that the till does not have"
    empty.compares()
    empty.looks()
    assert (empty.writes, len(empty.sent())) == (1, 1)
    assert set(empty.findings()) == {"finding.gone_at_till"}


def test_an_unchanged_menu_costs_one_request_and_no_write(banco: Banco) -> None:
    for _look in range(8):
        before = banco.asked()
        banco.looks(1)
        asked = {
            request: n - before.get(request, 0) for request, n in banco.asked().items() if n != before.get(request)
        }
        assert sum(asked.values()) == 1, asked
    assert banco.writes == 0


def change_price(banco: Banco) -> None:
    banco.chef.set_price("Margherita", TAKEAWAY, "7.80")


def switch_off(banco: Banco) -> None:
    banco.chef.switch("Margherita", sale=False)


def take_off_the_channel(banco: Banco) -> None:
    banco.chef.switch("Margherita", channel=False)


def rename(banco: Banco) -> None:
    banco.chef.rename("Margherita", "Margherita DOP")


def delete(banco: Banco) -> None:
    banco.chef.delete("Margherita")


def delete_option(banco: Banco) -> None:
    banco.chef.delete_option("Rucola")


def add(banco: Banco) -> None:
    banco.chef.add("Amatriciana", "Pizze", {TAKEAWAY: "11.00", DELIVERY: "11.50"})


@pytest.mark.parametrize("change", [change_price, switch_off, take_off_the_channel, rename, delete, delete_option, add])
@pytest.mark.parametrize("looked", range(4))
def test_every_change_is_on_the_portal_after_four_looks_at_most(
    banco: Banco, change: Callable[[Banco], None], looked: int
) -> None:
    banco.looks(looked)
    before = deepcopy(banco.portal.state.menu)
    change(banco)
    banco.looks()
    assert banco.portal.state.menu != before
    assert (banco.writes, banco.open()) == (1, None)
    banco.later(10)
    banco.compares()
    banco.looks()
    assert banco.writes == 1


def test_a_changed_price_and_what_only_the_portal_has(banco: Banco) -> None:
    banco.portal.edit_product("Margherita", **OWN)
    banco.chef.set_price("Margherita", TAKEAWAY, "7.80")
    banco.looks()
    margherita = banco.product("Margherita")
    assert (margherita["price_takeaway"], margherita["price_delivery"]) == ("7.80", "7.50")
    assert {name: margherita[name] for name in OWN} == OWN


def test_switched_off_and_on_again_at_the_till(banco: Banco) -> None:
    banco.chef.switch("Marinara", sale=False)
    banco.looks()
    assert not banco.product("Marinara")["active"]
    banco.later(10)
    banco.chef.switch("Marinara", sale=True)
    banco.looks()
    assert banco.product("Marinara")["active"]
    assert banco.findings() == {}


def test_switched_off_on_the_portal_it_stays_off(banco: Banco) -> None:
    banco.portal.edit_product("Marinara", active=False)
    banco.chef.set_price("Margherita", TAKEAWAY, "7.80")
    banco.looks()
    banco.compares()
    assert (banco.price("Margherita"), banco.product("Marinara")["active"]) == (Decimal("7.80"), False)
    assert banco.causes("Marinara") == {"finding.off_on_portal"}
    banco.portal.edit_product("Marinara", active=True)
    banco.compares()
    assert (banco.findings(), banco.writes) == ({}, 1)


def test_deleted_at_the_till_it_goes_once_more_switched_off(banco: Banco) -> None:
    banco.chef.delete("Diavola")
    banco.looks()
    assert (banco.product("Diavola")["active"], banco.writes) == (False, 1)
    banco.compares()
    banco.compares()
    assert (banco.writes, banco.causes("Diavola")) == (1, {"finding.gone_at_till"})
    banco.portal.remove_product("Diavola")
    banco.compares()
    assert (banco.writes, banco.findings()) == (1, {})


def test_an_option_deleted_at_the_till(banco: Banco) -> None:
    banco.chef.delete_option("Rucola")
    banco.looks()
    names = {option["name"] for p in banco.portal.state.menu["products"] for option in p["additions"]}
    assert "Rucola" not in names
    assert "Salame piccante" in names
    assert banco.findings() == {}


def test_more_than_the_limit_waits(banco: Banco) -> None:
    for name in ("Margherita", "Marinara", "Diavola", "Capricciosa", "Quattro formaggi", "Chinotto"):
        banco.chef.switch(name, sale=False)
    banco.looks()
    assert (banco.waiting().reasons, banco.writes) == ((WaitReason.MANY_GONE,), 0)
    assert "finding.off_at_till" in banco.findings()
    banco.approves()
    assert {p["name"] for p in banco.portal.state.menu["products"] if not p["active"]} == {
        "Margherita", "Marinara", "Diavola", "Capricciosa", "Quattro formaggi", "Chinotto",
    }  # fmt: skip
    assert banco.findings() == {}


def test_a_price_of_zero_waits_and_goes_when_a_person_allows_it(banco: Banco) -> None:
    for mode in (TAKEAWAY, DELIVERY):
        banco.chef.set_price("Chinotto", mode, "0.00")
    banco.looks()
    waiting = banco.waiting()
    assert (waiting.reasons, banco.writes) == ((WaitReason.PRICE_ZERO,), 0)
    assert banco.causes("Chinotto") == {"finding.price_zero"}
    banco.says(AllowPriceZero("banco", till_id("product", "Chinotto")))
    banco.looks(1)
    if banco.open() is not None:
        banco.approves()
    assert (banco.price("Chinotto"), banco.price("Chinotto", "price_delivery")) == (Decimal(0), Decimal(0))
    assert banco.product("Chinotto")["active"]
    assert (banco.writes, banco.findings()) == (1, {})


def test_a_price_of_zero_that_is_approved_unallowed_goes_off_sale_at_the_old_price(banco: Banco) -> None:
    banco.chef.set_price("Chinotto", TAKEAWAY, "0.00")
    banco.looks()
    banco.approves()
    assert (banco.price("Chinotto"), banco.product("Chinotto")["active"]) == (Decimal("3.00"), False)
    assert banco.causes("Chinotto") == {"finding.price_zero"}


def only(findings: dict[str, list[Finding]], cause: str) -> Finding:
    assert set(findings) == {cause}
    (finding,) = findings[cause]
    return finding


def test_a_sales_mode_that_is_missing(banco: Banco) -> None:
    banco.chef.delete_mode(DELIVERY)
    before = deepcopy(banco.portal.state.menu)
    banco.compares()
    assert only(banco.findings(), "finding.sales_mode_missing").params["name"] == DELIVERY
    assert (banco.portal.state.menu, banco.writes) == (before, 0), "no dish goes off sale unseen"


def test_a_sales_mode_that_is_misspelled_by_one_letter(banco: Banco) -> None:
    banco.chef.rename_mode(DELIVERY, "plateform_delivry")
    banco.compares()
    finding = only(banco.findings(), "finding.sales_mode_near")
    assert (finding.article, finding.params["near"]) == (DELIVERY, "plateform_delivry")
    assert banco.writes == 0
    banco.chef.rename_mode("plateform_delivry", DELIVERY)
    banco.compares()
    assert (banco.findings(), banco.open(), banco.writes) == ({}, None, 0)


def test_a_limit_at_the_till_that_refuses_orders(banco: Banco) -> None:
    banco.till.state.largest_order = Decimal("20.00")
    small = banco.portal.place_order(lines=[{"name": "Margherita", "quantity": 1}], type="takeaway")["id"]
    large = banco.portal.place_order(lines=[{"name": "Margherita", "quantity": 9}], type="takeaway")["id"]
    banco.passes(2)
    assert banco.at_till(small)["document"]["amount"] == Decimal("7.00")
    assert only(banco.findings(), "finding.till_refuses").params["failure"] == "side.refused"
    (parked,) = banco.parked()
    banco.till.state.largest_order = None
    banco.says(RetryErrand(parked.id))
    banco.passes(2)
    assert banco.at_till(large)["document"]["amount"] == Decimal("63.00")
    assert banco.findings() == {}


def test_a_row_that_the_till_does_not_know(banco: Banco) -> None:
    strange = {"product_ref": "nessuno", "name": "Piatto fantasma", "unit_price": "4.00", "quantity": 1}
    ref = banco.portal.place_order(lines=[{"name": "Margherita", "quantity": 1}, strange], type="takeaway")["id"]
    banco.passes(2)
    order = banco.at_till(ref)
    assert len(order["document"]["rows"]) == 1
    assert "Piatto fantasma" in order["document"]["note"]
    assert only(banco.findings(), "finding.row_unmatched").article == "Piatto fantasma"


def test_back_to_an_earlier_menu_and_after_the_till_again(banco: Banco) -> None:
    for price in ("7.50", "8.00"):
        banco.chef.set_price("Margherita", TAKEAWAY, price)
        banco.looks()
        banco.later(10)
    newest, older = banco.sent()
    assert banco.price("Margherita") == Decimal("8.00")
    banco.says(GoBackToMenu(older.id))
    banco.looks(1)
    assert (banco.waiting().reasons, banco.price("Margherita")) == ((WaitReason.GOING_BACK,), Decimal("8.00"))
    banco.approves()
    assert banco.price("Margherita") == Decimal("7.50")
    banco.chef.set_price("Marinara", TAKEAWAY, "6.30")
    banco.looks()
    assert (banco.price("Margherita"), banco.price("Marinara")) == (Decimal("7.50"), Decimal("6.30"))
    assert set(banco.findings()) == {"finding.menu_held"}
    banco.says(FollowTill("banco"))
    banco.looks(1)
    assert (banco.price("Margherita"), banco.price("Marinara")) == (Decimal("8.00"), Decimal("6.30"))
    assert banco.findings() == {}
    assert newest.wanted.by_ref != older.wanted.by_ref


Harm = Literal["lose_answer", "cut", "refuse", "error", "malformed", "rate_limit", "expire_token", "busy"]
HARM: tuple[Harm, ...] = ("lose_answer", "cut", "refuse", "error", "malformed", "rate_limit", "busy")


def fault_of(harm: Harm, method: str, times: int) -> Fault:
    path = r"/v1/menu$"
    if harm == "busy":
        return Fault("error", method=method, path=path, times=times, status=503, retry_after=1)
    return Fault(harm, method=method, path=path, times=times)


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("harm", HARM)
def test_the_wanted_menu_stands_whatever_harms_its_way(banco: Banco, harm: Harm, times: int, method: str) -> None:
    banco.chef.set_price("Margherita", TAKEAWAY, "7.80")
    fault = banco.portal.faults.add(fault_of(harm, method, times))
    for _look in range(6):
        banco.looks(1)
        banco.work.take_up()
        stands = banco.price("Margherita") == Decimal("7.80")
        assert stands or not banco.sent(), "it is called sent only when it is"
        banco.later(1)
    acts_first = method == "PUT" and harm in ("lose_answer", "cut")
    assert fault.struck == (1 if acts_first else times), "what stands there is not sent again"
    assert stands
    assert [each.state for each in banco.sent()] == [ProposalState.SENT]
    assert banco.open() is None
    expected = deepcopy(banco.portal.state.menu)
    writes = banco.writes
    banco.later(30)
    banco.compares()
    assert (banco.portal.state.menu, banco.writes) == (expected, writes)


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_credentials_that_the_portal_does_not_take_for_a_while(banco: Banco, method: str) -> None:
    banco.chef.set_price("Margherita", TAKEAWAY, "7.80")
    banco.portal.faults.add(Fault("expire_token", method=method, path=r"/v1/menu$"))
    banco.looks(1)
    assert not banco.sent()
    banco.work.take_up()
    banco.looks()
    assert (banco.price("Margherita"), len(banco.sent()), banco.writes) == (Decimal("7.80"), 1, 1)


@pytest.mark.parametrize("path", ["/products", "/categories", "/modifiers", "/salesmodes"])
@pytest.mark.parametrize("harm", ["cut", "refuse", "error", "malformed", "expire_token"])
def test_a_till_that_is_harmed_half_way_sends_no_half_menu(banco: Banco, harm: Harm, path: str) -> None:
    banco.chef.set_price("Margherita", TAKEAWAY, "7.80")
    assert harm != "busy"
    after = 1 if path == "/products" else 0  # the cheap question goes by
    fault = banco.till.faults.add(Fault(harm, method="GET", path=f"^{path}$", after=after))
    banco.looks(1)
    assert fault.struck == 1
    assert all(p["active"] for p in banco.portal.state.menu["products"])
    banco.work.take_up()
    banco.looks()
    assert (banco.price("Margherita"), banco.writes) == (Decimal("7.80"), 1)


ROAD = 4
"""Commits from the look to a menu that is sent and written down, and some to spare."""


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("commit", range(1, ROAD + 1))
def test_the_power_goes_at_a_commit(banco: Banco, monkeypatch: pytest.MonkeyPatch, commit: int, moment: str) -> None:
    banco.chef.set_price("Margherita", TAKEAWAY, "7.80")
    banco.chef.delete("Diavola")
    died = banco.cut_at(monkeypatch, commit, moment, banco.looks)
    assert died or commit > ROAD - 2, "the road has fewer commits than this test believes"
    banco.killed()
    banco.looks()
    banco.compares()
    assert (banco.price("Margherita"), banco.product("Diavola")["active"]) == (Decimal("7.80"), False)
    assert [each.state for each in banco.sent()] == [ProposalState.SENT]
    assert (banco.open(), banco.writes, set(banco.findings())) == (None, 1, {"finding.gone_at_till"})


def test_the_power_goes_while_a_first_import_waits(empty: Banco) -> None:
    empty.portal.set_menu(another_menu(empty))
    empty.looks()
    empty.killed()
    empty.looks()
    empty.says(ApproveProposal(empty.waiting().id))
    empty.killed()
    empty.looks()
    assert (len(empty.portal.state.menu["products"]), empty.writes, len(empty.sent())) == (16, 1, 1)


def values(order: Json) -> set[str]:
    return {value["idValue"] for row in order["document"]["rows"] for value in row.get("rowModifierValues") or ()}


LINES = [{"name": "Margherita", "quantity": 1, "additions": ["Rucola", "Salame piccante"]}]
"""8.00 of it for the pizza's own price and its rocket."""


@pytest.mark.parametrize("seen_before", [True, False])
def test_an_order_of_the_menu_of_a_minute_ago(banco: Banco, seen_before: bool) -> None:
    if seen_before:
        banco.portal.place_order(lines=LINES, type="takeaway")
        banco.passes(1)
    ref = banco.portal.place_order(lines=LINES, type="takeaway")["id"]
    banco.chef.delete_option("Rucola")
    banco.passes(2)
    order = banco.at_till(ref)
    (row,) = order["document"]["rows"]
    assert values(order) == {till_id("value", "Salame piccante")}, "what the till still has goes as it knows it"
    assert "Rucola" in row["note"], "and what it does not is read by the kitchen"
    assert (row["price"], order["document"]["amount"]) == (Decimal("9.50"), Decimal("9.50"))
    assert "finding.row_unmatched" not in banco.findings()
    assert banco.parked() == []


def test_an_option_that_was_taken_from_one_dish_only_still_goes_as_the_till_knows_it(banco: Banco) -> None:
    banco.portal.place_order(lines=LINES, type="takeaway")
    banco.passes(1)
    banco.later(11)
    ref = banco.portal.place_order(lines=LINES, type="takeaway")["id"]
    banco.till.edit_product("Margherita", modifiers=[])
    banco.passes(1)
    assert values(banco.at_till(ref)) == {till_id("value", name) for name in ("Rucola", "Salame piccante")}


@pytest.mark.parametrize("what", ["dish", "mode"])
def test_a_dish_or_a_sales_mode_that_went_a_minute_ago_loses_no_order(banco: Banco, what: str) -> None:
    lines = [*LINES, {"name": "Chinotto", "quantity": 1}]
    banco.portal.place_order(lines=lines, type="takeaway")
    banco.passes(1)
    ref = banco.portal.place_order(lines=lines, type="takeaway")["id"]
    if what == "dish":
        banco.chef.delete("Chinotto")
    else:
        banco.chef.delete_mode(TAKEAWAY)
    banco.passes(1)
    order = banco.at_till(ref)
    assert len(order["document"]["rows"]) == (1 if what == "dish" else 2)
    assert ("Chinotto" in order["document"]["note"]) is (what == "dish")
    assert banco.parked() == []


def test_a_refused_order_is_sent_once_when_the_till_has_not_changed(banco: Banco) -> None:
    banco.till.state.largest_order = Decimal("1.00")
    banco.portal.place_order(lines=LINES, type="takeaway")
    banco.passes(1)
    assert banco.till.state.requests["POST /documents/orders/batch"] == 1


MANY = 2000

FLOW_MOST = 6.0
"""Seconds of the processor for one menu that is read, compared and sent. Comparing has a limit of its own."""


def test_two_thousand_dishes(banco: Banco) -> None:
    with banco.till.state.lock:
        for number in range(MANY):
            prices = {TAKEAWAY: Decimal(number) / 100 + 1, DELIVERY: Decimal(number) / 100 + 2}
            made = banco.chef.add(f"Piatto {number}", "Pizze", prices, descriptionExtended="Buono " * 10)
            sets = [
                {
                    "idOption": PIZZA_EXTRAS.id,
                    "values": [{"idValue": v.id, "price": v.price} for v in PIZZA_EXTRAS.values],
                }
            ]
            banco.till.edit_product(made["id"], modifiers=sets)
    banco.looks(1)
    assert (len(banco.portal.state.menu["products"]), banco.writes) == (MANY + 15, 1)
    banco.later(30)
    banco.chef.set_price("Piatto 77", TAKEAWAY, "99.00")
    till, portal = banco.both_sides()
    rules = banco.link.menu_rules
    assert rules is not None
    began = perf_counter()
    to = wanted(till, portal, as_menu(till), None, (), rules)
    difference = menu_difference(comparable(portal, to, rules), to)
    assert perf_counter() - began < 1.0
    assert [change.name for change in difference.dishes] == ["Piatto 77"]
    began = thread_time()
    banco.looks()
    assert thread_time() - began < FLOW_MOST, "this thread's work: both sides read, compared, kept, sent, kept again"
    assert (banco.price("Piatto 77"), banco.writes) == (Decimal("99.00"), 2)
    sheet, took = banco.sheet_timed()
    assert (len(sheet.versions), sheet.versions[0].dishes, sheet.proposal) == (2, MANY + 15, None)
    assert took < 0.5


def test_the_last_ten_menus_of_two_thousand_dishes_are_listed_quickly(banco: Banco) -> None:
    """What the screen reads at every change of anything."""
    with banco.store.reading() as ledger:
        look = ledger.menu_look("banco")
    assert look.agreed is not None
    dish = look.agreed.dishes[4]
    large = Menu(look.agreed.categories, tuple(replace(dish, ref=str(n), name=f"Piatto {n}") for n in range(MANY)))
    now = banco.clock.now()
    with banco.store.writing() as ledger:
        ledger.save_menu_look("banco", replace(look, agreed=large))
        for _version in range(10):
            ledger.add_proposal(Proposal(0, "banco", ProposalState.SENT, now, large, large, sent_at=now))
    sheet, took = banco.sheet_timed()
    assert (len(sheet.versions), sheet.versions[9].dishes) == (10, MANY)
    assert took < 0.5
