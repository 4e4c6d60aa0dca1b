"""Evenings at the restaurant: what stands on the screens of the tests and of the screenshots."""

from dataclasses import replace
from datetime import timedelta

from agent.domain.errands import ErrandKind
from agent.domain.failures import Failure, FailureKind, Side
from agent.domain.money import euro
from agent.domain.orders import Actor, Order, OrderState
from tests.scenes.menu import DELIVERY, DELIVERY_PAID, PAID, PLAIN, Extra, order_from_portal, rich_lines
from tests.scenes.restaurant import Restaurant

REFUSED_BY_TILL = Failure(
    FailureKind.REFUSED,
    "side.sales_mode_missing",
    {"system": "Cassa in Cloud", "name": "Asporto"},
    Side.POS,
)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def arrives(
    place: Restaurant, number: int, ago: float, due_in: float, extra: Extra = PLAIN, **differs: object
) -> Order:
    """Order A`number`, made so many minutes ago and wanted so many minutes after that."""
    said = order_from_portal(number, place.clock.at - minutes(ago), minutes(due_in), extra)
    return place.arrives(replace(said, **differs), ago=minutes(ago))  # type: ignore[arg-type]  # fields by name


def new_ones(place: Restaurant) -> tuple[Order, ...]:
    """Three that wait for a decision: fresh, loud, and about to expire; one is rich in details."""
    last = arrives(place, 35, 8.6, 40, DELIVERY)
    middle = arrives(place, 36, 4.2, 60, PAID)
    rich = order_from_portal(
        37,
        place.clock.at - minutes(0.7),
        minutes(45),
        replace(DELIVERY_PAID, difference=euro("-1.00")),
        lines=rich_lines(),
    )
    first = place.arrives(rich, ago=minutes(0.7))
    for order in (last, middle):
        place.at_till(order, ago=minutes(4))
    return last, middle, place.at_till(first, unmatched=("3",), ago=minutes(0.6))


def kitchen(place: Restaurant) -> None:
    """Accepted ones, at the till in different states, one that the till's operator has not followed."""
    for number, ago, extra in ((28, 32, PLAIN), (29, 30, DELIVERY), (31, 24, PAID), (32, 21, DELIVERY_PAID)):
        order = arrives(place, number, ago, 60, extra)
        place.at_till(order, ago=minutes(ago - 0.2))
        place.accepts(order, 35, ago=minutes(ago - 2))
        if number != 32:
            place.at_till(order, OrderState.ACCEPTED, ago=minutes(ago - 3))
        if number in (28, 29):
            place.at_till(order, OrderState.IN_PREPARATION, ago=minutes(ago - 8))


def pass_counter(place: Restaurant) -> None:
    """Ready to be handed over, and one with the rider."""
    for number, ago, extra, state in (
        (24, 55, PLAIN, OrderState.READY),
        (25, 50, PAID, OrderState.READY),
        (26, 47, DELIVERY, OrderState.OUT_FOR_DELIVERY),
    ):
        order = arrives(place, number, ago, 60, extra)
        place.at_till(order, ago=minutes(ago - 0.2))
        place.accepts(order, 40, ago=minutes(ago - 2))
        place.at_till(order, OrderState.ACCEPTED, ago=minutes(ago - 3))
        place.at_till(order, state, ago=minutes(6))


def over(place: Restaurant) -> None:
    """Today's end: handed over, rejected, cancelled by the guest."""
    for number in range(14, 20):
        order = arrives(place, number, 150 - number, 45, DELIVERY if number % 3 else PAID)
        place.at_till(order, ago=minutes(149 - number))
        place.accepts(order, 30, ago=minutes(148 - number))
        place.at_till(order, OrderState.ACCEPTED, ago=minutes(147 - number))
        place.at_till(order, OrderState.COMPLETED, ago=minutes(60 - number))
        place.prints(order, ago=minutes(60 - number))
    rejected = arrives(place, 21, 70, 45)
    place.rejects(rejected, "Siamo al completo: troppi ordini in questo momento", ago=minutes(68))
    cancelled = arrives(place, 22, 66, 60)
    place.portal_says(cancelled, OrderState.CANCELLED, ago=minutes(64), status="annullato")
    place.acknowledges(cancelled, ago=minutes(63))


def trouble(place: Restaurant) -> tuple[Order, Order]:
    """One that the till refused, parked, and one that the guest cancelled while it was being made."""
    refused = order_from_portal(33, place.clock.at - minutes(15), minutes(60), PLAIN)
    refused_order = place.arrives(refused, ago=minutes(15), at_till=False)
    place.accepts(refused_order, 30, ago=minutes(13), sent=False)
    place.finishes(refused_order, ErrandKind.ACCEPT, ErrandKind.RECEIVED)
    place.parks(refused_order, ErrandKind.CREATE, REFUSED_BY_TILL)
    stopped = arrives(place, 30, 26, 60, DELIVERY)
    place.at_till(stopped, ago=minutes(25))
    place.accepts(stopped, 40, ago=minutes(24), by=Actor.SCREEN)
    place.at_till(stopped, OrderState.ACCEPTED, ago=minutes(23))
    return refused_order, place.portal_says(stopped, OrderState.CANCELLED, ago=minutes(2), status="annullato")


def full_evening(place: Restaurant) -> None:
    over(place)
    pass_counter(place)
    kitchen(place)
    trouble(place)
    new_ones(place)


def crowd(place: Restaurant, count: int = 40) -> tuple[Order, ...]:
    """So many new ones at once."""
    kinds = (PLAIN, DELIVERY, PAID, DELIVERY_PAID)
    return tuple(arrives(place, 100 + at, at * 0.2, 60, kinds[at % 4]) for at in range(count))
