"""What is to stand on the portal, given what the till says, and whether a person must see it first. Pure.

Rules of ../design: the till is master. `active` follows the till's changes alone; a price of 0 is never sent unless a
person allowed it; a dish that the till deleted is sent once more, switched off. After a person went back to an earlier
menu its values stay until the till changes them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from agent.domain.menu import Category, Dish, Menu, PriceList, TillDish, TillMenu
from agent.domain.menu_difference import MenuDifference
from agent.domain.proposals import WaitReason


@dataclass(frozen=True)
class MenuRules:
    """A link's own choices for its menu."""

    lists: tuple[PriceList, ...]
    """The prices that the portal shows."""
    automatic: bool = True
    """Small changes are sent by themselves."""
    limit: int = 5
    """Dishes that may be removed or switched off without asking."""
    keeps_left_out: bool = False
    """The portal goes on selling what an import leaves out: a deleted dish must be sent once more, switched off."""


def as_menu(till: TillMenu) -> Menu:
    """The till's own values, as they are agreed on: whether a dish is on sale there, and on the channel."""
    return Menu(till.categories, tuple(_sold(each) for each in till.dishes))


def agreed_on(till: TillMenu, zero_allowed: Collection[str]) -> Menu:
    """What is kept as the till's word once a menu was sent. A dish without a price was off sale, and not by its hand:
    with a price again it comes back by itself.
    """
    own = as_menu(till)
    dishes = (
        replace(dish, active=False) if without_price(dish) and dish.ref not in zero_allowed else dish
        for dish in own.dishes
    )
    return Menu(own.categories, tuple(dishes))


def wanted(
    till: TillMenu,
    portal: Menu,
    agreed: Menu | None,
    held: Menu | None,
    zero_allowed: Collection[str],
    rules: MenuRules,
) -> Menu:
    """What the portal is to show. `agreed`: `agreed_on` of the time when a menu was last sent; None: never.

    `held`: the earlier menu that a person went back to. Dishes whose record could not be read stay as they are.
    """
    own = as_menu(till)
    unreadable = {aside.ref for aside in till.set_aside}
    dishes = [
        _dish(dish, portal, agreed, held, zero_allowed)
        for dish in own.dishes
        # What the till does not sell there, and the portal never had, is not brought in as something switched off.
        if dish.active or dish.ref in portal.by_ref
    ]
    for dish in portal.dishes:
        if dish.ref in own.by_ref:
            continue
        if dish.ref in unreadable:
            dishes.append(dish)
        elif rules.keeps_left_out and dish.active:
            dishes.append(replace(dish, active=False))
    return Menu(tuple(_categories(own.categories, portal, dishes)), tuple(dishes))


def comparable(portal: Menu, to: Menu, rules: MenuRules) -> Menu:
    """The portal's menu without what was switched off for good: deleted at the till, and left there by the portal."""
    if not rules.keeps_left_out:
        return portal
    dishes = tuple(dish for dish in portal.dishes if dish.active or dish.ref in to.by_ref)
    needed = {dish.category_ref for dish in dishes}
    return Menu(
        tuple(each for each in portal.categories if each.ref in needed or each.ref in to.categories_by_ref), dishes
    )


def free_dishes(till: TillMenu, zero_allowed: Collection[str]) -> frozenset[str]:
    """Dishes on sale at the till for nothing, which nobody allowed: likely a mistake."""
    return frozenset(
        each.dish.ref
        for each in till.dishes
        if each.dish.active
        and each.on_channel
        and each.dish.ref not in zero_allowed
        and any(price.amount == 0 for price in each.dish.prices)
    )


def wait_reasons(
    difference: MenuDifference, rules: MenuRules, *, first: bool, free: Collection[str]
) -> tuple[WaitReason, ...]:
    """Why a person must look first; empty: it may go by itself. `free`: as `free_dishes`."""
    reasons = []
    if first:
        reasons.append(WaitReason.FIRST)
    if difference.gone > rules.limit:
        reasons.append(WaitReason.MANY_GONE)
    if any(change.ref in free for change in difference.dishes):
        reasons.append(WaitReason.PRICE_ZERO)
    if not rules.automatic and not reasons:
        reasons.append(WaitReason.ASKED_ALWAYS)
    return tuple(reasons)


def without_price(dish: Dish) -> tuple[PriceList, ...]:
    """Its lists in which the till has no price above 0."""
    return tuple(price.list for price in dish.prices if not price.amount)


def _sold(each: TillDish) -> Dish:
    return replace(each.dish, active=each.dish.active and each.on_channel)


def _dish(own: Dish, portal: Menu, agreed: Menu | None, held: Menu | None, zero_allowed: Collection[str]) -> Dish:
    shown = portal.by_ref.get(own.ref)
    before = agreed.by_ref.get(own.ref) if agreed is not None else None
    kept = held.by_ref.get(own.ref) if held is not None else None
    meant = _as_held(own, before, kept) if kept is not None and before is not None else own
    if shown is not None and before is not None and before.active == own.active and kept is None:
        # Nobody at the till touched it since: switched off on the portal it stays off.
        meant = replace(meant, active=shown.active)
    if without_price(own) and own.ref not in zero_allowed:
        meant = _unpriced(meant, shown)
    return meant


def _as_held(own: Dish, before: Dish, kept: Dish) -> Dish:
    """Field by field: what the till changed since counts, everything else is as it was in the earlier menu."""
    changes = {
        name: getattr(own, name) if getattr(own, name) != getattr(before, name) else getattr(kept, name)
        for name in _TRAVELLING
    }
    return replace(own, **changes)


_TRAVELLING = (
    "category_ref",
    "name",
    "prices",
    "active",
    "description",
    "image_url",
    "attributes",
    "additions",
    "removals",
)


def _unpriced(dish: Dish, shown: Dish | None) -> Dish:
    """Off sale; the portal's price stays where it has one, so that 0.00 is never sent."""
    prices = tuple(
        replace(price, amount=shown.price(price.list) if shown is not None and shown.price(price.list) else None)
        if not price.amount
        else price
        for price in dish.prices
    )
    return replace(dish, prices=prices, active=False)


def _categories(own: Iterable[Category], portal: Menu, dishes: Iterable[Dish]) -> Iterable[Category]:
    """The till's that have a dish there, and those that a dish left on the portal still needs."""
    used = {dish.category_ref for dish in dishes}
    known: Mapping[str, Category] = {category.ref: category for category in own}
    yield from (category for category in known.values() if category.ref in used)
    needed = used - set(known)
    for category in portal.categories:
        if category.ref in needed:
            yield category
