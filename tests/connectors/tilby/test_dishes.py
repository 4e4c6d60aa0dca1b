"""Tilby's items and categories become a menu; what cannot be read is set aside."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors.pos.tilby.dishes import UNSORTED, read_category, read_item, read_menu
from agent.domain.menu import Category, Dish, Price, PriceList, TillDish
from agent.domain.ports import SetAside

CATEGORIES = [{"id": 2, "name": "Pizze", "index": 2, "display": True}, {"id": 1, "name": "Antipasti", "index": 1}]


def item(**changes: object) -> Mapping[str, object]:
    return {
        "id": 1005,
        "sku": "SKU1005",
        "name": " Margherita ",
        "description": "Pomodoro, fior di latte",
        "on_sale": True,
        "price1": Decimal("7.5"),
        "price2": 9,
        "price3": None,
        "category_id": 2,
        "category": {"id": 2, "name": "Pizze", "index": 2},
        "images": [{"image_url": "https://img.test/m.jpg"}, {"image_url": "https://img.test/2.jpg"}],
        "thumbnail": "data:image/png;base64,AAAA",
        "allergens": [{"name": "Glutine"}, {"name": "Latte e derivati"}, {"name": "Glutine"}],
        "option1_name": "Formato",
        "option1_value": "33 cm",
        "option2_name": None,
        "option2_value": "Al tegamino",
        "option3_name": "Vuoto",
        "option3_value": "",
        "variations": [],
        "components": [{"name": "Basilico", "price_difference": 0}],
        "channels": [{"channel_id": "web"}],
        "deleted_at": None,
        "updated_at": "2026-11-23T18:58:00.000Z",
        "somebody_knows": {"x": 1},
        **changes,
    }


def read(**changes: object) -> TillDish:
    found = read_item(item(**changes), 1)
    assert isinstance(found, TillDish)
    return found


def test_a_dish() -> None:
    assert read() == TillDish(
        Dish(
            ref="1005",
            category_ref="2",
            name="Margherita",
            prices=(Price(PriceList.PLAIN, Decimal("7.50")),),
            active=True,
            description="Pomodoro, fior di latte",
            image_url="https://img.test/m.jpg",
            attributes=("Glutine", "Latte e derivati", "Formato: 33 cm", "Al tegamino"),
        )
    )


def test_another_price_list() -> None:
    for number, amount in ((2, Decimal("9.00")), (3, None), (4, None)):
        found = read_item(item(), number)
        assert isinstance(found, TillDish)
        assert found.dish.price(PriceList.PLAIN) == amount


@pytest.mark.parametrize(
    ("told", "active"), [({"on_sale": False}, False), ({"on_sale": True}, True), ({"on_sale": None}, True)]
)
def test_on_sale_or_not(told: Mapping[str, object], active: bool) -> None:
    assert read(**told).dish.active is active


@pytest.mark.parametrize(
    ("images", "thumbnail", "url"),
    [
        ([], "https://img.test/t.jpg", "https://img.test/t.jpg"),
        (None, None, None),
        ([{"image_url": None}, {"image_url": "http://img.test/2.jpg"}], None, "http://img.test/2.jpg"),
        ([{"image_url": "data:image/png;base64,AA"}], "//img.test/t.jpg", None),
        ([{"image_url": "https://[broken"}], None, None),
    ],
)
def test_pictures_by_address(images: object, thumbnail: object, url: str | None) -> None:
    assert read(images=images, thumbnail=thumbnail).dish.image_url == url


def test_what_changes_the_price_cannot_travel() -> None:
    variations = [
        {
            "name": "Impasto",
            "variation_values": [{"value": "Classico"}, {"value": "Kamut", "price_difference": "1.50"}],
        },
        {"name": "Cottura", "variation_values": [{"value": "Ben cotta", "price_difference": 0}]},
        "boh",
    ]
    components = [
        {"name": "Bufala", "price_difference": Decimal("2.0")},
        {"name": "Aglio", "price_difference": None},
        {"name": "Tartufo", "price_difference": "caro"},
    ]
    found = read(variations=variations, components=components)
    assert found.unfit == ("Impasto", "Bufala", "Tartufo")
    assert found.dish.price(PriceList.PLAIN) == Decimal("7.50")
    assert read(variations=None, components={"strano": 1}).unfit == ()


@pytest.mark.parametrize(
    "broken",
    [{"name": ""}, {"name": 7}, {"id": None}, {"price1": "sette"}, {"price1": -1}, {"price1": True}, {"on_sale": "si"}],
)
def test_a_record_that_cannot_be_read_is_set_aside(broken: Mapping[str, object]) -> None:
    found = read_item(item(**broken), 1)
    assert isinstance(found, SetAside)
    assert "sette" not in found.reason


def test_the_whole_in_the_order_of_the_categories() -> None:
    items = [
        item(id=9, category_id=2),
        item(id=30, category_id=1, category=None),
        item(id=4, category_id=None, category=None),
        item(id=10, category_id=2),
        item(id=11, deleted_at="2026-11-23T18:58:00.000Z"),
        item(id=12, price1="sette"),
        item(id=13, category_id=8, category={"id": 8, "name": "Bevande", "index": 1}),
        item(id=9, category_id=2, name="Margherita DOP"),
    ]
    menu = read_menu(items, [*CATEGORIES, {"id": 5}, {"id": 6, "name": "Via", "deleted_at": "2026"}], 1)
    assert menu.categories == (
        Category("1", "Antipasti", 1),
        Category("8", "Bevande", 1),
        Category("2", "Pizze", 2),
        UNSORTED,
    )
    assert [each.dish.ref for each in menu.dishes] == ["30", "13", "9", "10", "4"]
    assert menu.by_ref["9"].dish.name == "Margherita DOP"
    assert [aside.ref for aside in menu.set_aside] == ["category:5", "12"]


def test_a_dish_deleted_while_it_was_read_is_gone() -> None:
    menu = read_menu([item(id=9), item(id=9, deleted_at="2026-11-23T18:58:00.000Z")], CATEGORIES, 1)
    assert menu.dishes == ()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.decimals(allow_nan=False, places=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(item())), inner, max_size=6),
    max_leaves=12,
)


@given(json_values)
def test_nothing_is_ever_raised(record: object) -> None:
    assert isinstance(read_item(record, 1), TillDish | SetAside | None)
    assert isinstance(read_category(record), Category | SetAside | None)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(item(), json_values)))
def test_nothing_is_raised_by_one_odd_member(changes: Mapping[str, object]) -> None:
    menu = read_menu([item(**changes)], [changes], 1)
    assert len(menu.dishes) <= 1
