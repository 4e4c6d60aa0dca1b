"""Tilby's items and categories, and the dishes that they are here. Pure.

Field names are the vendor's (DOC). ASSUMED, all of it here: an allergen's name, and what stands in the four options,
are the dish's attributes; a variation or a component with a price of its own cannot travel, one without is nobody's
loss; an item that does not say whether it is on sale is; `display` of a category is a matter of the till's own screen.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import BeforeValidator, StringConstraints, TypeAdapter, ValidationError
from pydantic import Field as Limits

from agent.connectors.fields import (
    Flag,
    Money,
    OptionalRef,
    OptionalText,
    Ref,
    Wire,
    as_list,
    as_object,
    money,
    readable,
    set_aside,
)
from agent.domain.menu import Category, Dish, Price, PriceList, TillDish, TillMenu
from agent.domain.ports import SetAside

Name = Annotated[str, BeforeValidator(readable), StringConstraints(min_length=1)]

UNSORTED: Final = Category("unsorted", "Altro", 1_000_000)
"""For items without category, last: a portal wants one (ASSUMED). In the guests' language, as all names of a menu."""

OPTIONS: Final = 4
"""`option1_name` and `option1_value`, to the fourth."""

AMOUNT: Final[TypeAdapter[Decimal]] = TypeAdapter(Annotated[Money, Limits(ge=0)])


class WireCategory(Wire):
    id: Ref
    name: Name
    index: int | None = None
    deleted_at: OptionalText = None


class WireImage(Wire):
    image_url: OptionalText = None


class WireAllergen(Wire):
    name: OptionalText = None


class WireItem(Wire):
    id: Ref
    name: Name
    description: OptionalText = None
    on_sale: Flag | None = None
    category_id: OptionalRef = None
    images: tuple[WireImage, ...] | None = None
    thumbnail: OptionalText = None
    allergens: tuple[WireAllergen, ...] | None = None
    deleted_at: OptionalText = None


def read_menu(items: Iterable[object], categories: Iterable[object], price_list: int) -> TillMenu:
    """Of an item that is told twice the last word counts; deleted ones are left out, those set aside are named."""
    known, aside = _categories(categories)
    dishes: dict[str, TillDish] = {}
    unreadable: dict[str, SetAside] = {}
    for record in items:
        found = read_item(record, price_list)
        if isinstance(found, SetAside):
            unreadable[found.ref] = found
        elif found is None:
            dishes.pop(_ref(record), None)
        else:
            dishes[found.dish.ref] = found
            unreadable.pop(found.dish.ref, None)
            _embedded(record, known)
    if any(each.dish.category_ref == UNSORTED.ref for each in dishes.values()):
        known[UNSORTED.ref] = UNSORTED
    in_order = sorted(known.values(), key=lambda each: (each.position, len(each.ref), each.ref))
    of_category = {category.ref: place for place, category in enumerate(in_order)}
    return TillMenu(
        tuple(in_order),
        tuple(sorted(dishes.values(), key=lambda each: _place(each, of_category))),
        set_aside=(*aside, *unreadable.values()),
    )


def read_item(record: object, price_list: int) -> TillDish | SetAside | None:
    """None: it was deleted. Any JSON value becomes a dish or is set aside; nothing is raised."""
    try:
        wire = WireItem.model_validate(record)
        if wire.deleted_at is not None:
            return None
        said = as_object(record) or {}
        return TillDish(
            Dish(
                ref=wire.id,
                category_ref=wire.category_id or UNSORTED.ref,
                name=wire.name,
                prices=(Price(PriceList.PLAIN, _price(said, price_list)),),
                active=wire.on_sale is not False,
                description=wire.description,
                image_url=_picture(wire),
                attributes=_attributes(wire, said),
            ),
            unfit=tuple(dict.fromkeys(_priced(said))),
        )
    except ValidationError as error:
        return set_aside(record, error)


def _categories(records: Iterable[object]) -> tuple[dict[str, Category], list[SetAside]]:
    known: dict[str, Category] = {}
    aside = []
    for record in records:
        found = read_category(record)
        if isinstance(found, SetAside):
            # Items have ids of the same kind: an item of that number is not the one that could not be read.
            aside.append(SetAside(f"category:{found.ref}", found.reason))
        elif found is not None:
            known[found.ref] = found
    return known, aside


def read_category(record: object) -> Category | SetAside | None:
    """None: it was deleted."""
    try:
        wire = WireCategory.model_validate(record)
    except ValidationError as error:
        return set_aside(record, error)
    return None if wire.deleted_at is not None else Category(wire.id, wire.name, wire.index or 0)


def _embedded(record: object, known: dict[str, Category]) -> None:
    """A category that its list left out, as the item tells it."""
    told = read_category((as_object(record) or {}).get("category"))
    if isinstance(told, Category):
        known.setdefault(told.ref, told)


def _place(each: TillDish, of_category: Mapping[str, int]) -> tuple[int, int, str]:
    """The till lists its items by their last change; a portal shows them by category, and in an order that stays."""
    dish = each.dish
    return of_category.get(dish.category_ref, len(of_category)), len(dish.ref), dish.ref


def _price(said: Mapping[str, object], price_list: int) -> Decimal | None:
    """None: that price list has none for it. Raises ValidationError."""
    amount = said.get(f"price{price_list}")
    return None if amount is None else AMOUNT.validate_python(amount)


def _picture(wire: WireItem) -> str | None:
    """The first that has an address: a picture inside the record is none that a portal could fetch."""
    every = (*(image.image_url for image in wire.images or ()), wire.thumbnail)
    return next((url for url in every if url is not None and _is_address(url)), None)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _attributes(wire: WireItem, said: Mapping[str, object]) -> tuple[str, ...]:
    allergens = [each.name for each in wire.allergens or () if each.name]
    return tuple(dict.fromkeys((*allergens, *_options(said))))


def _options(said: Mapping[str, object]) -> Iterable[str]:
    for number in range(1, OPTIONS + 1):
        name, value = (_text(said.get(f"option{number}_{part}")) for part in ("name", "value"))
        if value:
            yield f"{name}: {value}" if name else value


def _priced(said: Mapping[str, object]) -> Iterable[str]:
    """Names of variations and components that change the price; a variation may have its values inside it."""
    for kind in ("variations", "components"):
        for each in as_list(said.get(kind)) or ():
            part = as_object(each) or {}
            inner = as_list(part.get("variation_values")) or ()
            if any(_changes_price(as_object(value) or {}) for value in (part, *inner)):
                yield _text(part.get("name")) or kind


def _changes_price(part: Mapping[str, object]) -> bool:
    try:
        return bool(part.get("price_difference")) and money(part["price_difference"]) != 0
    except ValueError:
        # Some price that cannot be read: better named to a person than passed over.
        return True


def _text(value: object) -> str:
    text = readable(value)
    return text if isinstance(text, str) else ""


def _ref(record: object) -> str:
    wire = WireItem.model_validate(record)
    return wire.id
