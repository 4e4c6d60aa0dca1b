"""Lasagna's menu as it travels, and what it is here. Pure.

ASSUMED, as all of this connector (`mapping`): one price a dish, no additions, and no field of a dish that only the
portal has, since a PUT replaces the whole. A dish without a price has no place in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import structlog
from pydantic import ValidationError

from agent.connectors.bookings import plain_text
from agent.connectors.fields import Flag, Money, OptionalText, Ref, Text, Wire, as_list, as_object, set_aside
from agent.domain.menu import Category, Dish, Menu, Price, PriceList
from agent.domain.money import euro

log = structlog.get_logger()


class WireCategory(Wire):
    code: Ref
    name: Text
    position: int | None = None


class WireDish(Wire):
    code: Ref
    name: Text
    description: OptionalText = None
    price: Money
    category_code: Ref
    image_url: OptionalText = None
    attributes: tuple[Text, ...] | None = None
    available: Flag = True


def read_menu(said: object) -> Menu | None:
    """None: it is no menu. A category or a dish that cannot be read is left out: the next import writes it anew."""
    whole = as_object(said) or {}
    categories, dishes = as_list(whole.get("categories")), as_list(whole.get("dishes"))
    if categories is None or dishes is None:
        return None
    return as_published(Menu(tuple(_categories(categories)), tuple(_dishes(dishes))))


def as_published(menu: Menu) -> Menu:
    """Of two with one code the first; of the prices the plain one; additions and removals have no word."""
    categories: dict[str, Category] = {}
    for category in menu.categories:
        categories.setdefault(category.ref, _said_category(category))
    dishes: dict[str, Dish] = {}
    for dish in menu.dishes:
        if dish.price(PriceList.PLAIN) is not None:
            dishes.setdefault(dish.ref, _said(dish))
    return Menu(tuple(categories.values()), tuple(dishes.values()))


def body_of(menu: Menu) -> Mapping[str, object]:
    said = as_published(menu)
    categories = [{"code": each.ref, "name": each.name, "position": each.position} for each in said.categories]
    return {"categories": categories, "dishes": [_body(dish) for dish in said.dishes]}


def _categories(records: Iterable[object]) -> Iterable[Category]:
    for record in records:
        try:
            wire = WireCategory.model_validate(record)
        except ValidationError as error:
            log.warning("lasagna.category_unreadable", reason=set_aside(record, error).reason)
        else:
            yield Category(wire.code, wire.name, wire.position or 0)


def _dishes(records: Iterable[object]) -> Iterable[Dish]:
    for record in records:
        try:
            wire = WireDish.model_validate(record)
        except ValidationError as error:
            log.warning("lasagna.dish_unreadable", reason=set_aside(record, error).reason)
        else:
            yield Dish(
                ref=wire.code,
                category_ref=wire.category_code,
                name=wire.name,
                prices=(Price(PriceList.PLAIN, wire.price),),
                active=wire.available,
                description=wire.description,
                image_url=wire.image_url,
                attributes=wire.attributes or (),
            )


def _said_category(category: Category) -> Category:
    return replace(category, name=plain_text(category.name))


def _said(dish: Dish) -> Dish:
    amount = dish.price(PriceList.PLAIN)
    assert amount is not None
    return Dish(
        ref=dish.ref,
        category_ref=dish.category_ref,
        name=plain_text(dish.name),
        prices=(Price(PriceList.PLAIN, euro(amount)),),
        active=dish.active,
        description=plain_text(dish.description) or None,
        image_url=plain_text(dish.image_url) or None,
        attributes=tuple(text for each in dish.attributes if (text := plain_text(each))),
    )


def _body(dish: Dish) -> Mapping[str, object]:
    return {
        "code": dish.ref,
        "name": dish.name,
        "description": dish.description,
        "price": str(dish.prices[0].amount),
        "category_code": dish.category_ref,
        "image_url": dish.image_url,
        "attributes": list(dish.attributes),
        "available": dish.active,
    }
