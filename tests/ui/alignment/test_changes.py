"""A preview's lines: every field before and after, in words and figures."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from agent.domain.menu import Category, Menu
from agent.domain.menu_difference import menu_difference
from agent.domain.orders import Option
from tests.domain.dishes import BUFALA, MARINARA, PIZZE, TIRAMISU, dish, menu, prices
from ui.alignment.changes import LONGEST, ChangeFace, Sort, counts_of, faces_of
from ui.theme import Tone


def one(before: Menu, after: Menu, *free: str) -> ChangeFace:
    (face,) = faces_of(menu_difference(before, after), free)
    return face


def changed(**differs: Any) -> ChangeFace:
    return one(menu(dish()), menu(dish(**differs)))


def test_a_price_is_told_from_and_to() -> None:
    face = changed(prices=prices("8.50", None))
    assert [(field.label, field.before, field.after) for field in face.fields] == [
        ("Takeaway price", "€7.00", "€8.50"),
        ("Delivery price", "€7.50", "–"),
    ]
    assert (face.sort, face.mark.text) == (Sort.CHANGED, "Changed")


def test_texts_and_pictures_are_told_from_and_to() -> None:
    face = changed(name="Regina", description=" Pomodoro \n e basilico ", image_url="https://x.invalid/a/regina.jpg")
    assert [(field.label, field.before, field.after) for field in face.fields] == [
        ("Name", "Margherita", "Regina"),
        ("Description", "–", "Pomodoro e basilico"),
        ("Picture", "–", "regina.jpg"),
    ]


def test_a_very_long_description_is_cut_short() -> None:
    (field,) = changed(description="a" * 4000).fields
    assert field.after == "a" * LONGEST + "…"


@pytest.mark.parametrize(
    ("options", "after"),
    [
        ((BUFALA, Option("o9", "Olive", Decimal("1.00"))), "+ Olive €1.00"),
        ((), "− Mozzarella di bufala"),
        ((replace(BUFALA, price=Decimal("3.00")),), "Mozzarella di bufala €2.50 → Mozzarella di bufala €3.00"),
    ],
)
def test_options_are_told_one_by_one(options: tuple[Option, ...], after: str) -> None:
    (field,) = changed(additions=options).fields
    assert (field.label, field.before, field.after) == ("Additions", "", after)


def test_options_in_another_order_are_no_empty_line() -> None:
    olive = Option("o9", "Olive")
    face = one(menu(dish(additions=(BUFALA, olive))), menu(dish(additions=(olive, BUFALA))))
    assert face.fields[0].after == "in another order"


def test_a_new_dish_has_its_prices_and_says_when_it_comes_off_sale() -> None:
    face = one(menu(MARINARA), menu(MARINARA, TIRAMISU))
    assert (face.sort, face.prices, face.note) == (Sort.NEW, ("€5.50 takeaway", "€6.00 delivery"), "")
    assert one(menu(MARINARA), menu(MARINARA, replace(TIRAMISU, active=False))).note == "Comes switched off"


def test_what_goes_is_dangerous_by_colour_and_by_word() -> None:
    removed = one(menu(MARINARA, TIRAMISU), menu(MARINARA))
    off = one(menu(MARINARA), menu(replace(MARINARA, active=False)))
    assert [(face.mark.text, face.mark.tone) for face in (removed, off)] == [
        ("Removed", Tone.BAD),
        ("Switched off", Tone.BAD),
    ]
    assert off.fields == ()


def test_a_dish_that_costs_nothing_says_so() -> None:
    free = dish(prices=prices(None, None), active=False)
    assert "Price 0" in one(menu(dish()), menu(free), "1").note


def test_categories_are_told_after_the_dishes() -> None:
    before, after = Menu((PIZZE,)), Menu((replace(PIZZE, name="Le pizze"), Category("c9", "Vini")))
    faces = faces_of(menu_difference(before, after), ())
    assert [(face.mark.text, face.name) for face in faces] == [
        ("Category renamed", "Le pizze"),
        ("New category", "Vini"),
    ]
    assert counts_of(faces) == {Sort.CATEGORIES: 2}


def test_it_is_read_aloud_as_a_whole() -> None:
    assert changed(name="Regina").spoken == "Changed, Regina, Pizze, Name: Margherita → Regina"
