"""What is to stand on the portal, and what waits for a person: the rules of domain.md one by one."""

import time
from dataclasses import replace
from typing import Any

import pytest

from agent.domain import menu_plan
from agent.domain.menu import Menu, PriceList, TillDish, TillMenu
from agent.domain.menu_difference import ChangeKind, DishField, menu_difference
from agent.domain.money import euro
from agent.domain.ports import SetAside
from agent.domain.proposals import WaitReason
from tests.domain.dishes import DOLCI, LASAGNA, MARINARA, PIZZE, PLATEFORM, TIRAMISU, dish, menu, prices, till


def wanted(told: TillMenu, portal: Menu, agreed: Menu | None = None, **differs: object) -> Menu:
    held = differs.get("held")
    allowed = differs.get("zero_allowed", ())
    rules = differs.get("rules", PLATEFORM)
    assert held is None or isinstance(held, Menu)
    assert isinstance(allowed, tuple)
    assert isinstance(rules, menu_plan.MenuRules)
    return menu_plan.wanted(told, portal, agreed, held, allowed, rules)


def test_the_tills_values_are_wanted_on_an_empty_portal() -> None:
    assert wanted(till(), Menu()) == menu()


def test_nothing_changes_nothing() -> None:
    assert menu_difference(menu(), wanted(till(), menu(), menu())).empty


@pytest.mark.parametrize(
    ("changed", "field", "before", "after"),
    [
        ({"name": "Margherita DOP"}, DishField.NAME, "Margherita", "Margherita DOP"),
        ({"description": "Con basilico"}, DishField.DESCRIPTION, None, "Con basilico"),
        ({"image_url": "https://x.example/1.jpg"}, DishField.IMAGE, None, "https://x.example/1.jpg"),
        ({"category_ref": DOLCI.ref}, DishField.CATEGORY, "Pizze", "Dolci"),
        ({"prices": prices("7.20")}, DishField.PRICE_TAKEAWAY, euro("7.00"), euro("7.20")),
        ({"attributes": ("Glutine",)}, DishField.ATTRIBUTES, (), ("Glutine",)),
        ({"additions": ()}, DishField.ADDITIONS, dish().additions, ()),
        ({"active": False}, DishField.ACTIVE, True, False),
    ],
)
def test_each_field_travels_alone(changed: dict[str, Any], field: DishField, before: object, after: object) -> None:
    told = till(dish(**changed), MARINARA, TIRAMISU)
    difference = menu_difference(menu(), wanted(told, menu(), menu()))
    (change,) = difference.dishes
    (one,) = change.fields
    assert (change.ref, one.field, one.before, one.after) == ("1", field, before, after)
    assert difference.categories == ()


def test_switched_off_on_the_portal_stays_off_until_the_till_touches_it() -> None:
    portal = menu(dish(active=False), MARINARA, TIRAMISU)
    assert not wanted(till(), portal, menu()).by_ref["1"].active
    # The till switches it off, then on again: now it is the till's word.
    off = menu_plan.as_menu(till(dish(active=False), MARINARA, TIRAMISU))
    assert wanted(till(), portal, off).by_ref["1"].active


def test_a_new_price_leaves_a_dish_off_that_the_portal_switched_off() -> None:
    portal = menu(dish(active=False), MARINARA, TIRAMISU)
    changed = wanted(till(dish(prices=prices("8.00")), MARINARA, TIRAMISU), portal, menu()).by_ref["1"]
    assert (changed.active, changed.price(PriceList.TAKEAWAY)) == (False, euro("8.00"))


def test_a_channel_switched_off_takes_the_dish_off_sale() -> None:
    told = till(TillDish(dish(), on_channel=False), MARINARA, TIRAMISU)
    assert not wanted(told, menu(), menu()).by_ref["1"].active


def test_a_price_of_zero_is_never_sent() -> None:
    told = till(dish(prices=prices("0.00", "7.50")), MARINARA, TIRAMISU)
    sent = wanted(told, menu(), menu()).by_ref["1"]
    assert not sent.active
    assert sent.price(PriceList.TAKEAWAY) == euro("7.00"), "the portal's own price stays"
    new = wanted(told, Menu(), None).by_ref["1"]
    assert (new.active, new.price(PriceList.TAKEAWAY)) == (False, None)


def test_a_price_of_zero_is_sent_where_a_person_allowed_it() -> None:
    told = till(dish(prices=prices("0.00", "7.50")), MARINARA, TIRAMISU)
    sent = wanted(told, menu(), menu(), zero_allowed=("1",)).by_ref["1"]
    assert (sent.active, sent.price(PriceList.TAKEAWAY)) == (True, euro(0))


def test_what_the_till_deleted_is_sent_once_more_switched_off() -> None:
    told = till(MARINARA, TIRAMISU)
    first = wanted(told, menu(), menu())
    assert not first.by_ref["1"].active
    assert first.categories == (PIZZE, DOLCI)
    # The portal keeps it, off: from now on it is in no import, and no difference.
    portal = menu(dish(active=False), MARINARA, TIRAMISU)
    second = wanted(told, portal, menu_plan.as_menu(told))
    assert "1" not in second.by_ref
    assert menu_difference(menu_plan.comparable(portal, second, PLATEFORM), second).empty


def test_a_portal_that_replaces_loses_what_the_till_deleted() -> None:
    told = till(MARINARA, TIRAMISU)
    after = wanted(told, menu(), menu(), rules=LASAGNA)
    difference = menu_difference(menu(), after)
    assert [change.name for change in difference.of(ChangeKind.REMOVED)] == ["Margherita"]
    assert difference.gone == 1


def test_a_record_that_cannot_be_read_is_no_deletion() -> None:
    told = till(MARINARA, TIRAMISU, set_aside=(SetAside("1", "prices: not a number"),))
    for rules in (PLATEFORM, LASAGNA):
        assert wanted(told, menu(), menu(), rules=rules).by_ref["1"] == dish()


def test_after_going_back_only_the_tills_own_changes_travel() -> None:
    earlier = menu(dish(prices=prices("6.00")), MARINARA)
    held = wanted(till(), earlier, menu(), held=earlier)
    assert held.by_ref["1"].price(PriceList.TAKEAWAY) == euro("6.00")
    told = till(dish(name="Margherita DOP"), MARINARA, TIRAMISU)
    later = wanted(told, earlier, menu(), held=earlier).by_ref["1"]
    assert (later.name, later.price(PriceList.TAKEAWAY)) == ("Margherita DOP", euro("6.00"))


# What waits


def reasons(told: TillMenu, portal: Menu, **rules: object) -> tuple[WaitReason, ...]:
    own = replace(PLATEFORM, **{key: value for key, value in rules.items() if key != "first"})  # type: ignore[arg-type]
    after = menu_plan.wanted(told, portal, menu(), None, (), own)
    difference = menu_difference(menu_plan.comparable(portal, after, own), after)
    free = menu_plan.free_dishes(told, ())
    return menu_plan.wait_reasons(difference, own, first=bool(rules.get("first")), free=free)


def test_a_small_change_goes_by_itself() -> None:
    assert reasons(till(dish(prices=prices("7.20")), MARINARA, TIRAMISU), menu()) == ()


def test_the_first_import_waits() -> None:
    assert reasons(till(), Menu(), first=True) == (WaitReason.FIRST,)


@pytest.mark.parametrize(("gone", "waits"), [(5, False), (6, True)])
def test_more_than_the_limit_waits(gone: int, waits: bool) -> None:
    dishes = [dish(str(number), f"Pizza {number}") for number in range(20)]
    portal = menu(*dishes)
    switched_off = till(*(replace(each, active=int(each.ref) >= gone) for each in dishes))
    deleted = till(*dishes[gone:])
    agreed = menu_plan.as_menu(till(*dishes))
    for told in (switched_off, deleted):
        after = menu_plan.wanted(told, portal, agreed, None, (), PLATEFORM)
        found = menu_plan.wait_reasons(menu_difference(portal, after), PLATEFORM, first=False, free=())
        assert (WaitReason.MANY_GONE in found) is waits


def test_a_price_that_becomes_zero_waits() -> None:
    told = till(dish(prices=prices("0.00")), MARINARA, TIRAMISU)
    assert reasons(told, menu()) == (WaitReason.PRICE_ZERO,)


def test_a_link_that_sends_nothing_by_itself_always_asks() -> None:
    assert reasons(till(dish(name="x"), MARINARA, TIRAMISU), menu(), automatic=False) == (WaitReason.ASKED_ALWAYS,)


def test_two_thousand_dishes_are_compared_in_under_a_second() -> None:
    dishes = [dish(str(number), f"Piatto {number}") for number in range(2000)]
    portal = menu(*(replace(each, prices=prices("6.90")) if int(each.ref) % 3 else each for each in dishes))
    told = till(*dishes)
    began = time.perf_counter()
    after = menu_plan.wanted(told, portal, menu(*dishes), None, (), PLATEFORM)
    difference = menu_difference(menu_plan.comparable(portal, after, PLATEFORM), after)
    took = time.perf_counter() - began
    assert len(difference.of(ChangeKind.CHANGED)) == 1333
    assert took < 1.0
