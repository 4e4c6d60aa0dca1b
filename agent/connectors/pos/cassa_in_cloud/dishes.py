"""Cassa in Cloud's categories, options and products as they travel, and the dishes that they are here. Pure.

What is ASSUMED of the menu stands in this module alone: the shape of options (`GET /modifiers`), which switch is the
channel, and what "on sale" means.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pydantic import ValidationError

from agent.connectors.fields import (
    Money,
    MoneyOrNothing,
    OptionalText,
    Ref,
    Text,
    as_list,
    as_object,
    set_aside,
)
from agent.connectors.pos.cassa_in_cloud.mapping import (
    KeptId,
    OptionalId,
    TillWire,
    WireId,
    choice_ref,
    read_id,
)
from agent.domain.menu import Category, Dish, Price, PriceList, TillDish
from agent.domain.money import ZERO
from agent.domain.orders import Option
from agent.domain.ports import SetAside

ADDITION: Final = "ADDITION"
REMOVAL: Final = "REMOVAL"

MANY_VARIANTS: Final = "varianti"
"""What a product with variants of its own is told by, where they have no name."""


class WireCategory(TillWire):
    id: Ref
    description: Text


class WirePrice(TillWire):
    id_sales_mode: OptionalId = None
    id_sales_point: OptionalId = None
    value: Money


class WireImage(TillWire):
    image_url: OptionalText = None


class WireDish(TillWire):
    id: Ref
    description: Text
    description_extended: OptionalText = None
    id_category: OptionalId = None
    enable_for_sale: bool | None = None
    enable_for_mobile_commerce: bool | None = None
    """ASSUMED: the channel APP, through which the portal sells."""
    prices: tuple[WirePrice, ...] | None = None
    modifiers: object = None
    attributes: object = None
    multivariant: bool | None = None
    images: tuple[WireImage, ...] | None = None


class WireModifierValue(TillWire):
    id: KeptId
    description: Text
    price: MoneyOrNothing = ZERO


class WireModifier(TillWire):
    """ASSUMED: no working client that was seen reads it."""

    id: KeptId
    description: Text
    type: OptionalText = None
    values: tuple[WireModifierValue, ...] | None = None


@dataclass(frozen=True)
class Choices:
    """The till's additions and removals by their ids, and the names of what is neither."""

    options: Mapping[str, tuple[str, Option]]
    """By `choice_ref`: what kind it is, and the option."""
    kinds: Mapping[str, tuple[str, str]]
    """By the id of the set: its kind and its name."""


@dataclass(frozen=True)
class Modes:
    """The ids of the sales modes for the portal's two price lists; None: the till has none of that name."""

    takeaway: WireId | None
    delivery: WireId | None

    def of(self, which: PriceList) -> WireId | None:
        return self.takeaway if which is PriceList.TAKEAWAY else self.delivery


def read_categories(records: Iterable[object]) -> tuple[Category, ...]:
    """In the till's order, numbered from 1; one that cannot be read is left out, and its dishes are without."""
    found: list[Category] = []
    for record in records:
        try:
            wire = WireCategory.model_validate(record)
        except ValidationError:
            continue
        found.append(Category(wire.id, wire.description, len(found) + 1))
    return tuple(found)


def read_choices(records: Iterable[object]) -> Choices:
    """A set that cannot be read is none: dishes that use it then have an option that does not fit."""
    options: dict[str, tuple[str, Option]] = {}
    kinds: dict[str, tuple[str, str]] = {}
    for record in records:
        try:
            wire = WireModifier.model_validate(record)
        except ValidationError:
            continue
        kind = (wire.type or "").upper()
        kinds[str(wire.id)] = kind, wire.description
        for value in wire.values or ():
            ref = choice_ref(wire.id, value.id)
            price = value.price if kind == ADDITION else ZERO
            options[ref] = kind, Option(ref, value.description, price)
    return Choices(options, kinds)


def read_dish(record: object, choices: Choices, modes: Modes, point: int) -> TillDish | SetAside:
    """Any JSON value becomes a dish or is set aside; nothing is raised."""
    try:
        wire = WireDish.model_validate(record)
    except ValidationError as error:
        return set_aside(record, error)
    additions, removals, unfit = _options(wire, choices)
    return TillDish(
        Dish(
            ref=wire.id,
            category_ref="" if wire.id_category is None else str(wire.id_category),
            name=wire.description,
            prices=tuple(
                Price(which, _price(wire.prices or (), modes.of(which), point))
                for which in (PriceList.TAKEAWAY, PriceList.DELIVERY)
            ),
            active=wire.enable_for_sale is not False,
            description=wire.description_extended,
            image_url=next((image.image_url for image in wire.images or () if image.image_url), None),
            additions=additions,
            removals=removals,
        ),
        on_channel=wire.enable_for_mobile_commerce is not False,
        unfit=unfit,
    )


def _price(prices: Sequence[WirePrice], mode: WireId | None, point: int) -> Decimal | None:
    """The price in that mode: the sales point's own before one for all. None: there is none."""
    if mode is None:
        return None
    fitting = [price for price in prices if price.id_sales_mode is not None and str(price.id_sales_mode) == str(mode)]
    own = [price for price in fitting if price.id_sales_point is not None and str(price.id_sales_point) == str(point)]
    shared = [price for price in fitting if price.id_sales_point is None]
    chosen = own or shared
    return chosen[0].value if chosen else None


def _options(wire: WireDish, choices: Choices) -> tuple[tuple[Option, ...], tuple[Option, ...], tuple[str, ...]]:
    additions: list[Option] = []
    removals: list[Option] = []
    unfit: dict[str, None] = {}
    for option, values in _sets(wire.modifiers):
        kind, name = choices.kinds.get(str(option), ("", str(option)))
        if kind not in (ADDITION, REMOVAL):
            unfit[name] = None
            continue
        for value, price in values:
            ref = choice_ref(option, value)
            known = choices.options.get(ref)
            if known is None:
                unfit[name] = None
            elif kind == ADDITION:
                additions.append(known[1] if price is None else Option(ref, known[1].name, price))
            else:
                removals.append(known[1])
    for option, _values in _sets(wire.attributes):
        unfit[choices.kinds.get(str(option), ("", str(option)))[1]] = None
    if wire.multivariant:
        unfit[MANY_VARIANTS] = None
    return tuple(additions), tuple(removals), tuple(unfit)


def _sets(modifiers: object) -> Iterator[tuple[WireId, list[tuple[WireId, Decimal | None]]]]:
    """What cannot be read is left out: the order's own way of it goes as a note."""
    for modifier in as_list(modifiers) or []:
        told = as_object(modifier) or {}
        option = read_id(told.get("idOption"))
        if option is None:
            continue
        values = []
        for choice in as_list(told.get("values")) or []:
            value = read_id((as_object(choice) or {}).get("idValue"))
            if value is not None:
                values.append((value, _amount((as_object(choice) or {}).get("price"))))
        yield option, values


class _Priced(TillWire):
    price: Money | None = None


def _amount(value: object) -> Decimal | None:
    """The dish's own price of an option; None: the option's own counts."""
    try:
        return _Priced.model_validate({"price": value}).price
    except ValidationError:
        return None
