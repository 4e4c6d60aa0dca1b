"""What differs between two menus, or two floor plans: for a person to look at. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from agent.domain.floor import Room, Table
from agent.domain.menu import Dish, Menu, PriceList
from agent.domain.orders import Option


class DishField(StrEnum):
    NAME = "name"
    CATEGORY = "category"
    DESCRIPTION = "description"
    IMAGE = "image"
    PRICE_TAKEAWAY = "price_takeaway"
    PRICE_DELIVERY = "price_delivery"
    PRICE_PLAIN = "price_plain"
    ATTRIBUTES = "attributes"
    ADDITIONS = "additions"
    REMOVALS = "removals"
    ACTIVE = "active"

    @property
    def is_price(self) -> bool:
        return self in PRICE_FIELDS.values()


PRICE_FIELDS: Mapping[PriceList, DishField] = {
    PriceList.TAKEAWAY: DishField.PRICE_TAKEAWAY,
    PriceList.DELIVERY: DishField.PRICE_DELIVERY,
    PriceList.PLAIN: DishField.PRICE_PLAIN,
}

Value = str | Decimal | bool | tuple[str, ...] | tuple[Option, ...] | None
"""Prices are `Decimal` (euro), `active` is a bool, additions and removals are options, attributes are texts."""


@dataclass(frozen=True)
class FieldChange:
    field: DishField
    before: Value
    after: Value


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SWITCHED_OFF = "switched_off"
    """No longer on sale; other fields may have changed too."""
    SWITCHED_ON = "switched_on"
    REMOVED = "removed"
    """In the menu before, and not in the one after."""


@dataclass(frozen=True)
class DishChange:
    kind: ChangeKind
    ref: str
    name: str
    """As it will stand; of a removed one as it stood."""
    category: str
    """The category's name."""
    fields: tuple[FieldChange, ...] = ()
    """Field by field; empty for a new or removed dish."""
    dish: Dish | None = None
    """As it will stand; None: removed."""


@dataclass(frozen=True)
class CategoryChange:
    """`before` None: new. `after` None: removed."""

    ref: str
    before: str | None
    after: str | None
    moved: bool = False
    """Its place in the menu changed, and nothing else."""


@dataclass(frozen=True)
class MenuDifference:
    categories: tuple[CategoryChange, ...]
    dishes: tuple[DishChange, ...]
    """In the order of the menu after; the removed ones at the end."""

    @property
    def empty(self) -> bool:
        return not self.categories and not self.dishes

    def of(self, kind: ChangeKind) -> tuple[DishChange, ...]:
        return tuple(change for change in self.dishes if change.kind is kind)

    @property
    def gone(self) -> int:
        """Dishes that guests can't order any more."""
        return len(self.of(ChangeKind.REMOVED)) + len(self.of(ChangeKind.SWITCHED_OFF))


def menu_difference(before: Menu, after: Menu) -> MenuDifference:
    """What a person would see change. The order of dishes is no difference."""
    names = {**_names(before), **_names(after)}
    changes = [change for dish in after.dishes if (change := _change(before.by_ref.get(dish.ref), dish, names))]
    removed = [
        DishChange(ChangeKind.REMOVED, dish.ref, dish.name, names.get(dish.category_ref, ""))
        for dish in before.dishes
        if dish.ref not in after.by_ref
    ]
    return MenuDifference(tuple(_categories(before, after)), (*changes, *removed))


def _change(before: Dish | None, after: Dish, names: Mapping[str, str]) -> DishChange | None:
    category = names.get(after.category_ref, "")
    if before is None:
        return DishChange(ChangeKind.NEW, after.ref, after.name, category, (), after)
    if before == after:
        return None
    fields = tuple(
        FieldChange(field, was, now)
        for field, of in _FIELDS.items()
        if (was := of(before, names)) != (now := of(after, names))
    )
    if not fields:
        return None
    if before.active is after.active:
        kind = ChangeKind.CHANGED
    else:
        kind = ChangeKind.SWITCHED_ON if after.active else ChangeKind.SWITCHED_OFF
    return DishChange(kind, after.ref, after.name, category, fields, after)


def _price(which: PriceList) -> Callable[[Dish, Mapping[str, str]], Value]:
    return lambda dish, _names: dish.price(which)


_FIELDS: Mapping[DishField, Callable[[Dish, Mapping[str, str]], Value]] = {
    DishField.NAME: lambda dish, _: dish.name,
    DishField.CATEGORY: lambda dish, names: names.get(dish.category_ref, dish.category_ref),
    DishField.DESCRIPTION: lambda dish, _: dish.description,
    DishField.IMAGE: lambda dish, _: dish.image_url,
    **{field: _price(which) for which, field in PRICE_FIELDS.items()},
    DishField.ATTRIBUTES: lambda dish, _: dish.attributes,
    DishField.ADDITIONS: lambda dish, _: dish.additions,
    DishField.REMOVALS: lambda dish, _: dish.removals,
    DishField.ACTIVE: lambda dish, _: dish.active,
}


def _names(menu: Menu) -> Mapping[str, str]:
    return {category.ref: category.name for category in menu.categories}


def _categories(before: Menu, after: Menu) -> Iterable[CategoryChange]:
    was = before.categories_by_ref
    for category in after.categories:
        known = was.get(category.ref)
        if known is None:
            yield CategoryChange(category.ref, None, category.name)
        elif known != category:
            yield CategoryChange(category.ref, known.name, category.name, moved=known.name == category.name)
    for category in before.categories:
        if category.ref not in after.categories_by_ref:
            yield CategoryChange(category.ref, category.name, None)


class TableChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class TableChange:
    kind: TableChangeKind
    room: str
    """The room's name."""
    before: Table | None
    after: Table | None


@dataclass(frozen=True)
class RoomChange:
    """`before` None: new. `after` None: removed. Both and different names: renamed."""

    code: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class FloorDifference:
    rooms: tuple[RoomChange, ...]
    tables: tuple[TableChange, ...]

    @property
    def empty(self) -> bool:
        return not self.rooms and not self.tables


def floor_difference(before: Sequence[Room], after: Sequence[Room]) -> FloorDifference:
    was, will = {room.code: room for room in before}, {room.code: room for room in after}
    rooms = [
        RoomChange(code, was[code].name if code in was else None, will[code].name if code in will else None)
        for code in dict.fromkeys((*will, *was))
        if code not in was or code not in will or was[code].name != will[code].name
    ]
    tables_was = {table.code: (room.name, table) for room in before for table in room.tables}
    tables_will = {table.code: (room.name, table) for room in after for table in room.tables}
    return FloorDifference(tuple(rooms), tuple(_tables(tables_was, tables_will)))


def _tables(was: Mapping[str, tuple[str, Table]], will: Mapping[str, tuple[str, Table]]) -> Iterable[TableChange]:
    for code, (room, table) in will.items():
        before = was.get(code)
        if before is None:
            yield TableChange(TableChangeKind.NEW, room, None, table)
        elif (before[0], before[1].name, before[1].covers) != (room, table.name, table.covers):
            yield TableChange(TableChangeKind.CHANGED, room, before[1], table)
    for code, (room, table) in was.items():
        if code not in will:
            yield TableChange(TableChangeKind.REMOVED, room, table, None)
