"""Evenings at the restaurant: what stands on the screens of the tests and of the screenshots."""

from dataclasses import replace
from datetime import timedelta

from agent.domain.errands import ErrandKind
from agent.domain.failures import Failure, FailureKind, Side
from agent.domain.money import euro
from agent.domain.orders import Order, OrderState
from tests.scenes.menu import DELIVERY, DELIVERY_PAID, PAID, PLAIN, Extra, order_from_portal, rich_lines
from tests.scenes.restaurant import Restaurant
from tests.scenes.script import Script

REFUSED_BY_TILL = Failure(
    FailureKind.REFUSED, "side.refused", {"system": "Cassa in Cloud", "code": "SalesModeNotFound"}, Side.POS
)


def arrives(place: Restaurant, number: int, ago: float, due_in: float, extra: Extra = PLAIN) -> Order:
    """Order A`number`, made so many minutes ago and wanted so many minutes after that."""
    made = place.clock.at - timedelta(minutes=ago)
    said = order_from_portal(number, made, timedelta(minutes=due_in), extra)
    return place.arrives(said, ago=timedelta(minutes=ago))


def fresh_one(script: Script) -> None:
    """One that has just arrived, rich in details: a line that the till does not know, a difference of one euro."""
    made = script.place.clock.at - timedelta(minutes=0.7)
    rich = replace(DELIVERY_PAID, difference=euro("-1.00"))
    script.arrives_as(37, 0.7, order_from_portal(37, made, timedelta(minutes=45), rich, lines=rich_lines()))
    script.at_till(37, 0.6, unmatched=("3",))


def new_ones(script: Script) -> None:
    """Three that wait for a decision: about to expire, half of the time gone, fresh."""
    script.arrives(35, 8.6, 40, DELIVERY)
    script.arrives(36, 4.2, 60, PAID)
    script.at_till(35, 8.4)
    script.at_till(36, 4.1)
    fresh_one(script)


def kitchen(script: Script) -> None:
    """Accepted ones, at the till in different states, one that the till's operator has not followed."""
    for number, ago, extra in ((28, 32, PLAIN), (29, 30, DELIVERY), (31, 24, PAID), (32, 21, DELIVERY_PAID)):
        script.arrives(number, ago, 60, extra)
        script.at_till(number, ago - 0.2)
        script.accepts(number, ago - 2, 35)
        if number != 32:
            script.at_till(number, ago - 3, OrderState.ACCEPTED)
        if number in (28, 29):
            script.at_till(number, ago - 8, OrderState.IN_PREPARATION)


def pass_counter(script: Script) -> None:
    """Ready to be handed over, and one with the rider."""
    for number, ago, extra, state in (
        (24, 55, PLAIN, OrderState.READY),
        (25, 50, PAID, OrderState.READY),
        (26, 47, DELIVERY, OrderState.OUT_FOR_DELIVERY),
    ):
        script.arrives(number, ago, 60, extra)
        script.at_till(number, ago - 0.2)
        script.accepts(number, ago - 2, 40)
        script.at_till(number, ago - 3, OrderState.ACCEPTED)
        script.at_till(number, 6, state)


def over(script: Script) -> None:
    """Today's end: handed over, rejected, cancelled by the guest."""
    for number in range(14, 20):
        script.arrives(number, 150 - number, 45, DELIVERY_PAID if number % 3 else PAID)
        script.at_till(number, 149 - number)
        script.accepts(number, 148 - number, 30)
        script.at_till(number, 147 - number, OrderState.ACCEPTED)
        script.at_till(number, 60 - number, OrderState.COMPLETED)
        script.prints(number, 60 - number)
    script.arrives(21, 70, 45)
    script.rejects(21, 68, "Abbiamo troppi ordini in questo momento e non riusciamo a preparare il tuo in tempo.")
    script.arrives(22, 66, 60)
    script.cancelled(22, 64)
    script.acknowledges(22, 63)


def trouble(script: Script) -> None:
    """One that the till refused, parked, and one that the guest cancelled while it was being made."""
    script.arrives(33, 15, 60, at_till=False)
    script.accepts(33, 13, 30, sent=False)
    script.finishes(33, 12.9, ErrandKind.ACCEPT, ErrandKind.RECEIVED)
    script.parks(33, 12.8, ErrandKind.CREATE, REFUSED_BY_TILL)
    script.arrives(30, 26, 60, DELIVERY)
    script.at_till(30, 25)
    script.accepts(30, 24, 40)
    script.at_till(30, 23, OrderState.ACCEPTED)
    script.cancelled(30, 2)


def full_evening(place: Restaurant) -> Script:
    """All of them, as it happened: the history is in the order of the clock."""
    script = Script(place)
    for part in (over, pass_counter, kitchen, trouble, new_ones):
        part(script)
    script.play()
    return script


def crowd(place: Restaurant, count: int = 40) -> tuple[Order, ...]:
    """So many new ones at once."""
    kinds = (PLAIN, DELIVERY, PAID, DELIVERY_PAID)
    return tuple(arrives(place, 100 + at, (count - at) * 0.2, 60, kinds[at % 4]) for at in range(count))
