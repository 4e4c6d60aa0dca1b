"""A menu, as the till has it and as a portal shows it. Values only; what differs and what waits is in `menu_plan`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from agent.domain.orders import Option
from agent.domain.ports import Prerequisite, SetAside


class PriceList(StrEnum):
    """Which of a dish's prices. A portal has the two first, or the last alone."""

    TAKEAWAY = "takeaway"
    DELIVERY = "delivery"
    PLAIN = "plain"


@dataclass(frozen=True)
class Category:
    ref: str
    """The till's id; the portal keeps it as its own reference."""
    name: str
    position: int = 0


@dataclass(frozen=True)
class Price:
    """In euro. `amount` None: the till has no price of its own in that list, or the list itself is not there."""

    list: PriceList
    amount: Decimal | None


@dataclass(frozen=True)
class Dish:
    """What a guest can order. `ref` and `category_ref` are the till's ids on both sides."""

    ref: str
    category_ref: str
    name: str
    prices: tuple[Price, ...]
    """In the order of `PriceList`."""
    active: bool = True
    """Whether guests can order it."""
    description: str | None = None
    image_url: str | None = None
    attributes: tuple[str, ...] = ()
    additions: tuple[Option, ...] = ()
    removals: tuple[Option, ...] = ()

    def price(self, which: PriceList) -> Decimal | None:
        return next((price.amount for price in self.prices if price.list is which), None)


@dataclass(frozen=True)
class Menu:
    """Categories and dishes; equal when every field that travels is equal, in the same order."""

    categories: tuple[Category, ...] = ()
    dishes: tuple[Dish, ...] = ()

    @cached_property
    def by_ref(self) -> Mapping[str, Dish]:
        """Of two dishes with one reference, the first."""
        return _first_by_ref(self.dishes)

    @cached_property
    def categories_by_ref(self) -> Mapping[str, Category]:
        return MappingProxyType({category.ref: category for category in reversed(self.categories)})


@dataclass(frozen=True)
class TillDish:
    """A dish as the till has it, with what keeps it from being sold on the portal."""

    dish: Dish
    """`active`: the till sells it at all, whatever the channel."""
    on_channel: bool = True
    """Switched on for the channel that feeds the portal."""
    unfit: tuple[str, ...] = ()
    """Names of its options that are neither additions nor removals (variants): they can't travel."""


@dataclass(frozen=True)
class TillMenu:
    """Everything that the till says of its menu at one reading."""

    categories: tuple[Category, ...]
    dishes: tuple[TillDish, ...]
    conditions: tuple[Prerequisite, ...] = ()
    """What must be so at the till for prices and orders to travel: sales point, sales modes."""
    set_aside: tuple[SetAside, ...] = ()
    """Records that could not be read: their dishes are not in `dishes`, and must not count as deleted."""

    @cached_property
    def by_ref(self) -> Mapping[str, TillDish]:
        return MappingProxyType({each.dish.ref: each for each in reversed(self.dishes)})

    @property
    def options(self) -> frozenset[str]:
        """References of all additions and removals."""
        return frozenset(option.ref for each in self.dishes for option in (*each.dish.additions, *each.dish.removals))


def _first_by_ref(dishes: Iterable[Dish]) -> Mapping[str, Dish]:
    return MappingProxyType({dish.ref: dish for dish in reversed(tuple(dishes))})
