"""Do the two menus, the sales modes, the tables still fit? Every check of domain.md, as pure functions.

Each finding names the article and the cause; its remedy is in `agent.sentences`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from agent.domain.alignment import Finding, FindingArea, Risk
from agent.domain.floor import Room
from agent.domain.menu import Dish, Menu, TillDish, TillMenu
from agent.domain.menu_plan import MenuRules
from agent.domain.orders import Order
from agent.domain.ports import Prerequisite

SALES_POINT = "prerequisite.sales_point"
SALES_MODE = "prerequisite.sales_mode"
NEAR_MISS = "prerequisite.near_miss"


def menu_findings(
    link: str,
    till: TillMenu,
    portal: Menu,
    rules: MenuRules,
    zero_allowed: Collection[str] = (),
    held_since: datetime | None = None,
) -> tuple[Finding, ...]:
    """Both sides compared, as they stand. `held_since`: when the earlier menu that stands there was first sent."""
    make = _Maker(link, FindingArea.MENU)
    found = [
        *_conditions(make, till.conditions),
        *_till_dishes(make, till, portal, rules, zero_allowed),
        *_portal_dishes(make, till, portal),
        *_unreadable(make, till),
    ]
    if held_since is not None:
        found.append(make("finding.menu_held", Risk.HINT, params={"date": held_since.isoformat()}))
    return tuple({finding.key: finding for finding in found}.values())


@dataclass(frozen=True)
class Refusal:
    """The till did not take an order, and a person has not settled it yet."""

    failure: str
    """Message id of the failure."""
    at: datetime


def order_findings(
    link: str,
    orders: Iterable[Order],
    known: Collection[str] | None,
    refused: Refusal | None,
    unverifiable: Iterable[str],
) -> tuple[Finding, ...]:
    """`orders`: recent ones with rows that the till did not take. `known`: the products that it has by now.

    `unverifiable`: what no call can read and nothing told yet (`licence`, `limits`, `webhook`).
    """
    make = _Maker(link, FindingArea.ORDERS)
    found: dict[tuple[str, ...], Finding] = {}
    for order in orders:
        for line in order.portal.lines:
            if line.ref not in order.unmatched or (known is not None and line.product_ref in known):
                continue
            finding = make(
                "finding.row_unmatched",
                Risk.ORDERS,
                line.product_ref or line.name,
                line.name,
                {"code": order.portal.code},
            )
            found[finding.key] = finding
    rows = list(found.values())
    if refused is not None:
        params = {"failure": refused.failure, "age": refused.at.isoformat()}
        rows.append(make("finding.till_refuses", Risk.ORDERS, params=params))
    rows += [make("finding.not_verifiable", Risk.HINT, params={"which": which}) for which in unverifiable]
    return tuple(rows)


def floor_findings(link: str, till: Sequence[Room], portal: Sequence[Room]) -> tuple[Finding, ...]:
    """Names are compared exactly: a table that is nearly the same is the usual cause of a table that is not found.

    Rooms that the portal alone has are a restaurant's choice, and no finding.
    """
    make = _Maker(link, FindingArea.FLOOR)
    return (*_rooms(make, till, portal), *_tables(make, till, portal))


@dataclass(frozen=True)
class _Maker:
    link: str
    area: FindingArea

    def __call__(
        self, cause: str, risk: Risk, ref: str = "", article: str = "", params: Mapping[str, str] | None = None
    ) -> Finding:
        return Finding(self.link, self.area, cause, risk, ref, article, dict(params or {}))


def _conditions(make: _Maker, conditions: Iterable[Prerequisite]) -> Iterator[Finding]:
    for condition in conditions:
        params = dict(condition.params)
        if condition.fulfilled is None:
            yield make("finding.not_verifiable", Risk.HINT, params={"which": condition.name})
        elif condition.fulfilled:
            continue
        elif condition.name == SALES_POINT:
            yield make("finding.sales_point", Risk.ORDERS, params={"sales_point": params.get("id", "")})
        elif condition.name == NEAR_MISS:
            name = params["name"]
            yield make("finding.sales_mode_near", Risk.ORDERS, name, name, {"name": name, "near": params["found"]})
        else:
            name = params.get("name", condition.name)
            yield make("finding.sales_mode_missing", Risk.ORDERS, name, name, {"name": name})


def _till_dishes(
    make: _Maker, till: TillMenu, portal: Menu, rules: MenuRules, zero_allowed: Collection[str]
) -> Iterator[Finding]:
    nowhere = _lists_without_any_price(till, rules)
    for each in till.dishes:
        dish = each.dish
        if not dish.active:
            yield from _off_at_till(make, each, portal)
            continue
        if not each.on_channel:
            yield make("finding.channel_off", Risk.GUEST, dish.ref, dish.name)
            yield from _off_at_till(make, each, portal)
            continue
        for price in dish.prices:
            if price.list in nowhere or price.list not in rules.lists:
                continue
            if price.amount is None:
                yield make("finding.price_missing", Risk.ORDERS, dish.ref, dish.name, {"which": price.list.value})
            elif price.amount <= 0 and dish.ref not in zero_allowed:
                yield make("finding.price_zero", Risk.ORDERS, dish.ref, dish.name, {"which": price.list.value})
        for option in each.unfit:
            yield make("finding.option_unfit", Risk.ORDERS, dish.ref, dish.name, {"which": option})
        shown = portal.by_ref.get(dish.ref)
        if shown is not None and not shown.active and all(price.amount for price in dish.prices):
            yield make("finding.off_on_portal", Risk.HINT, dish.ref, dish.name)


def _lists_without_any_price(till: TillMenu, rules: MenuRules) -> frozenset[object]:
    """A sales mode that does not exist leaves every dish without that price: one cause, not one a dish."""
    broken = any(
        condition.fulfilled is False and condition.name in (SALES_MODE, NEAR_MISS) for condition in till.conditions
    )
    if not broken:
        return frozenset()
    return frozenset(which for which in rules.lists if all(each.dish.price(which) is None for each in till.dishes))


def _off_at_till(make: _Maker, each: TillDish, portal: Menu) -> Iterator[Finding]:
    shown = portal.by_ref.get(each.dish.ref)
    if shown is not None and shown.active:
        yield make("finding.off_at_till", Risk.ORDERS, each.dish.ref, each.dish.name)


def _portal_dishes(make: _Maker, till: TillMenu, portal: Menu) -> Iterator[Finding]:
    unreadable = {aside.ref for aside in till.set_aside}
    categories = {category.ref for category in till.categories}
    options = till.options
    for category in portal.categories:
        if category.ref not in categories:
            yield make("finding.category_gone", Risk.GUEST, category.ref, category.name)
    for dish in portal.dishes:
        if dish.ref in unreadable:
            continue
        if dish.ref not in till.by_ref:
            risk = Risk.ORDERS if dish.active else Risk.HINT
            yield make("finding.gone_at_till", risk, dish.ref, dish.name)
        elif dish.active:
            yield from _options_gone(make, dish, options)


def _options_gone(make: _Maker, dish: Dish, options: Collection[str]) -> Iterator[Finding]:
    for option in (*dish.additions, *dish.removals):
        if option.ref not in options:
            yield make("finding.option_gone", Risk.ORDERS, dish.ref, dish.name, {"which": option.name})


def _unreadable(make: _Maker, till: TillMenu) -> Iterator[Finding]:
    for aside in till.set_aside:
        yield make("finding.unreadable", Risk.GUEST, aside.ref, aside.ref, {"reason": aside.reason})


def _rooms(make: _Maker, till: Sequence[Room], portal: Sequence[Room]) -> Iterator[Finding]:
    names = [room.name for room in portal]
    for room in till:
        near = None if room.name in names else near_name(room.name, names)
        if near is not None:
            yield make("finding.room_near", Risk.GUEST, room.code, room.name, {"near": near})


def _tables(make: _Maker, till: Sequence[Room], portal: Sequence[Room]) -> Iterator[Finding]:
    shared = {room.code for room in till} | {room.name for room in till}
    there = [table.name for room in portal for table in room.tables]
    here = [table.name for room in till for table in room.tables]
    paired: set[str] = set()
    for room in till:
        for table in room.tables:
            if table.name in there:
                continue
            near = near_name(table.name, [name for name in there if name not in here])
            if near is None:
                yield make("finding.table_missing", Risk.GUEST, table.code, table.name, {"which": "portal"})
            else:
                paired.add(near)
                yield make("finding.table_near", Risk.GUEST, table.code, table.name, {"near": near})
    for room in portal:
        if room.code not in shared and room.name not in shared:
            continue
        for table in room.tables:
            if table.name not in here and table.name not in paired:
                yield make("finding.table_missing", Risk.GUEST, table.code, table.name, {"which": "till"})


def near_name(name: str, others: Iterable[str]) -> str | None:
    """The first that is the same but for case, blanks, signs and leading zeros."""
    plain = _plain(name)
    return next((other for other in others if other != name and _plain(other) == plain), None)


def _plain(name: str) -> str:
    letters = "".join(character for character in name.casefold() if character.isalnum())
    return letters.lstrip("0") or letters
