"""Plateform's menu as it travels, what it is here, and the calls. ASSUMED, as all of this connector (`mapping`).

Only the till's fields are read and sent: translations, labels, ingredients, allergens and the frozen mark, which are
edited on the portal, are in no body of ours, and the portal keeps them (ASSUMED: a PUT touches what it names).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import structlog
from pydantic import ValidationError

from agent.connectors.answer import Answer
from agent.connectors.fields import Flag, Money, OptionalText, Ref, Text, Wire, as_list, as_object, set_aside
from agent.connectors.portals.plateform.api import Subject, header_key
from agent.connectors.portals.plateform.mapping import WireOption
from agent.domain.menu import Category, Dish, Menu, Price, PriceList
from agent.domain.money import ZERO, euro
from agent.domain.orders import Option

MENU: Final = "/menu"

LISTS: Final[Mapping[PriceList, str]] = {
    PriceList.TAKEAWAY: "price_takeaway",
    PriceList.DELIVERY: "price_delivery",
}

log = structlog.get_logger()


class WireCategory(Wire):
    ref: Ref
    name: Text
    position: int | None = None


class WireProduct(Wire):
    ref: Ref
    category_ref: Ref
    name: Text
    description: OptionalText = None
    image_url: OptionalText = None
    active: Flag
    price_takeaway: Money | None = None
    price_delivery: Money | None = None
    additions: tuple[WireOption, ...] | None = None
    removals: tuple[WireOption, ...] | None = None


class MenuSubject(Subject):
    """The part of `MenuPortal`."""

    def portal_menu(self) -> Menu:
        return _read(self._api.call("GET", MENU))

    def publish_menu(self, menu: Menu, *, key: str) -> Menu:
        return _read(self._api.call("PUT", MENU, headers={"Idempotency-Key": header_key(key)}, body=body_of(menu)))

    def as_published(self, menu: Menu) -> Menu:
        return as_published(menu)


def as_published(menu: Menu) -> Menu:
    """Of two with one reference the first; the portal's two prices; removals cost nothing; attributes have no word."""
    categories = {category.ref: category for category in reversed(menu.categories)}
    dishes = {dish.ref: _said(dish) for dish in reversed(menu.dishes)}
    return Menu(
        tuple(each for each in menu.categories if categories[each.ref] is each),
        tuple(dishes.pop(dish.ref) for dish in menu.dishes if dish.ref in dishes),
    )


def body_of(menu: Menu) -> Mapping[str, object]:
    said = as_published(menu)
    return {
        "categories": [{"ref": each.ref, "name": each.name, "position": each.position} for each in said.categories],
        "products": [_body(dish) for dish in said.dishes],
    }


def read_menu(said: object) -> Menu | None:
    """None: it is no menu. What cannot be read of it is left out, and told in the log: the next import writes it."""
    whole = as_object(said) or {}
    categories, products = as_list(whole.get("categories")), as_list(whole.get("products"))
    if categories is None or products is None:
        return None
    return as_published(Menu(tuple(_categories(categories)), tuple(_dishes(products))))


def _read(answer: Answer) -> Menu:
    found = read_menu(answer.json())
    if found is None:
        raise answer.malformed("menu")
    return found


def _categories(records: Iterable[object]) -> Iterable[Category]:
    for record in records:
        try:
            wire = WireCategory.model_validate(record)
        except ValidationError as error:
            log.warning("plateform.category_unreadable", reason=set_aside(record, error).reason)
        else:
            yield Category(wire.ref, wire.name, wire.position or 0)


def _dishes(records: Iterable[object]) -> Iterable[Dish]:
    for record in records:
        try:
            wire = WireProduct.model_validate(record)
        except ValidationError as error:
            log.warning("plateform.product_unreadable", reason=set_aside(record, error).reason)
        else:
            yield Dish(
                ref=wire.ref,
                category_ref=wire.category_ref,
                name=wire.name,
                prices=(Price(PriceList.TAKEAWAY, wire.price_takeaway), Price(PriceList.DELIVERY, wire.price_delivery)),
                active=wire.active,
                description=wire.description,
                image_url=wire.image_url,
                additions=tuple(Option(each.ref, each.name, each.price) for each in wire.additions or ()),
                removals=tuple(Option(each.ref, each.name) for each in wire.removals or ()),
            )


def _said(dish: Dish) -> Dish:
    prices = tuple(Price(which, None if (amount := dish.price(which)) is None else euro(amount)) for which in LISTS)
    return replace(
        dish,
        prices=prices,
        description=dish.description or None,
        image_url=dish.image_url or None,
        attributes=(),
        additions=tuple(replace(each, price=euro(each.price)) for each in dish.additions),
        removals=tuple(replace(each, price=ZERO) for each in dish.removals),
    )


def _body(dish: Dish) -> Mapping[str, object]:
    prices = {name: str(amount) for which, name in LISTS.items() if (amount := dish.price(which)) is not None}
    return {
        "ref": dish.ref,
        "category_ref": dish.category_ref,
        "name": dish.name,
        "description": dish.description,
        "image_url": dish.image_url,
        "active": dish.active,
        **prices,
        "additions": [_option(each) for each in dish.additions],
        "removals": [_option(each) for each in dish.removals],
    }


def _option(option: Option) -> Mapping[str, object]:
    return {"ref": option.ref, "name": option.name, "price": str(option.price)}
