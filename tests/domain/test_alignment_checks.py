"""Each check of domain.md: found, named, with its risk; and gone when its cause is."""

from dataclasses import replace

import pytest

from agent.domain import alignment_checks
from agent.domain.alignment import Finding, Risk
from agent.domain.floor import Room, Table
from agent.domain.menu import Category, Menu, TillDish, TillMenu
from agent.domain.ports import Prerequisite, SetAside
from tests.domain.dishes import DOLCI, LASAGNA, MARINARA, PIZZE, PLATEFORM, TIRAMISU, dish, menu, prices, till
from tests.domain.making import NOON, arrived, portal_order

GOOD = (
    Prerequisite("prerequisite.sales_point", True, (("id", "7"),)),
    Prerequisite("prerequisite.sales_mode", True, (("name", "plateform_takeaway"),)),
)


def found(told: TillMenu, portal: Menu | None = None, **more: object) -> list[Finding]:
    return list(
        alignment_checks.menu_findings("banco", told, menu() if portal is None else portal, PLATEFORM, **more)  # type: ignore[arg-type]
    )


def only(told: TillMenu, portal: Menu | None = None, **more: object) -> Finding:
    (finding,) = found(told, portal, **more)
    return finding


def test_two_menus_that_fit_have_no_findings() -> None:
    assert found(till(conditions=GOOD)) == []


def test_a_sales_point_that_is_not_there() -> None:
    missing = Prerequisite("prerequisite.sales_point", False, (("id", "7"), ("name", ""), ("visible", "8")))
    finding = only(till(conditions=(missing,)))
    assert (finding.cause, finding.risk, finding.params["sales_point"]) == ("finding.sales_point", Risk.ORDERS, "7")


def test_a_missing_sales_mode_is_one_finding_and_not_one_a_dish() -> None:
    missing = Prerequisite("prerequisite.sales_mode", False, (("name", "plateform_delivery"),))
    dishes = [replace(each, prices=prices("7.00", None)) for each in (dish(), MARINARA, TIRAMISU)]
    finding = only(till(*dishes, conditions=(missing,)))
    assert (finding.cause, finding.article) == ("finding.sales_mode_missing", "plateform_delivery")


def test_a_mode_misspelled_by_one_letter_is_named() -> None:
    near = Prerequisite(
        "prerequisite.near_miss", False, (("name", "plateform_delivery"), ("found", "plateform_delivry"))
    )
    finding = only(till(conditions=(near,)))
    assert (finding.cause, finding.params["near"]) == ("finding.sales_mode_near", "plateform_delivry")


@pytest.mark.parametrize(("amount", "cause"), [(None, "finding.price_missing"), ("0.00", "finding.price_zero")])
def test_a_price_in_both_modes(amount: str | None, cause: str) -> None:
    finding = only(till(dish(prices=prices("7.00", amount)), MARINARA, TIRAMISU, conditions=GOOD))
    assert (finding.cause, finding.article, finding.params["which"]) == (cause, "Margherita", "delivery")
    assert finding.risk is Risk.ORDERS


def test_a_dish_that_is_really_free_is_none() -> None:
    assert found(till(dish(prices=prices("0.00")), MARINARA, TIRAMISU), zero_allowed=("1",)) == []


def test_a_channel_that_is_off_while_the_portal_sells_it() -> None:
    causes = {each.cause for each in found(till(TillDish(dish(), on_channel=False), MARINARA, TIRAMISU))}
    assert causes == {"finding.channel_off", "finding.off_at_till"}


def test_an_option_that_is_neither_addition_nor_removal() -> None:
    finding = only(till(TillDish(dish(), unfit=("Formato",)), MARINARA, TIRAMISU))
    assert (finding.cause, finding.params["which"]) == ("finding.option_unfit", "Formato")


@pytest.mark.parametrize(("active", "risk"), [(True, Risk.ORDERS), (False, Risk.HINT)])
def test_a_dish_deleted_at_the_till_is_found_until_it_is_gone_from_the_portal(active: bool, risk: Risk) -> None:
    finding = only(till(MARINARA, TIRAMISU), menu(dish(active=active), MARINARA, TIRAMISU))
    assert (finding.cause, finding.article, finding.risk) == ("finding.gone_at_till", "Margherita", risk)
    assert found(till(MARINARA, TIRAMISU), menu(MARINARA, TIRAMISU)) == []


def test_a_category_deleted_at_the_till() -> None:
    portal = replace(menu(), categories=(PIZZE, DOLCI, Category("c9", "Bevande", 3)))
    finding = only(till(), portal)
    assert (finding.cause, finding.article) == ("finding.category_gone", "Bevande")


def test_an_option_deleted_at_the_till() -> None:
    plain = [replace(each, removals=()) for each in (dish(), MARINARA)]
    findings = found(till(*plain, TIRAMISU))
    assert {each.cause for each in findings} == {"finding.option_gone"}
    assert [each.article for each in findings] == ["Margherita", "Marinara"]


def test_inactive_here_and_active_there_and_the_other_way_round() -> None:
    off = only(till(dish(active=False), MARINARA, TIRAMISU))
    assert (off.cause, off.risk) == ("finding.off_at_till", Risk.ORDERS)
    other = only(till(), menu(dish(active=False), MARINARA, TIRAMISU))
    assert (other.cause, other.risk) == ("finding.off_on_portal", Risk.HINT)


def test_a_record_that_cannot_be_read_is_named_and_not_called_deleted() -> None:
    finding = only(till(MARINARA, TIRAMISU, set_aside=(SetAside("1", "prices"),)))
    assert (finding.cause, finding.ref) == ("finding.unreadable", "1")


def test_an_earlier_menu_that_stands_is_told() -> None:
    assert only(till(), held_since=NOON).cause == "finding.menu_held"


def test_lists_that_the_portal_does_not_show_are_not_checked() -> None:
    told = till(dish(prices=prices("7.00", None)))
    assert alignment_checks.menu_findings("sala", told, menu(dish()), LASAGNA) == ()


# Orders


def test_a_row_that_the_till_did_not_take_until_it_knows_the_product() -> None:
    held = replace(arrived(), unmatched=("1",))
    (finding,) = alignment_checks.order_findings("banco", [held], frozenset(), None, ())
    assert (finding.cause, finding.article, finding.params["code"]) == ("finding.row_unmatched", "Margherita", "A37")
    product = portal_order().lines[0].product_ref
    assert alignment_checks.order_findings("banco", [held], frozenset({product}), None, ()) == ()


def test_an_order_that_the_till_refused_and_what_no_call_can_read() -> None:
    refused = alignment_checks.Refusal("side.refused", NOON)
    told = alignment_checks.order_findings("banco", [], None, refused, ("licence",))
    assert [each.cause for each in told] == ["finding.till_refuses", "finding.not_verifiable"]


# Rooms and tables


def room(code: str, name: str, *tables: str) -> Room:
    return Room(code, name, tuple(Table(f"{code}-{table}", table, 4) for table in tables))


def test_the_same_rooms_fit() -> None:
    assert alignment_checks.floor_findings("sala", [room("1", "Sala", "7")], [room("1", "Sala", "7")]) == ()


def test_a_near_miss_of_a_table_is_named_once() -> None:
    (finding,) = alignment_checks.floor_findings("sala", [room("1", "Sala", "7a")], [room("1", "Sala", "7A")])
    assert (finding.cause, finding.article, finding.params["near"]) == ("finding.table_near", "7a", "7A")


def test_a_table_on_one_side_only_and_rooms_of_the_portal_alone() -> None:
    told = alignment_checks.floor_findings(
        "sala", [room("1", "Sala", "7", "8")], [room("1", "Sala", "7", "9"), room("9", "Giardino", "30")]
    )
    assert [(each.article, each.params["which"]) for each in told] == [("8", "portal"), ("9", "till")]


def test_a_near_miss_of_a_room() -> None:
    (finding,) = alignment_checks.floor_findings("sala", [room("1", "Sala")], [room("1", "sala ")])
    assert finding.cause == "finding.room_near"
