"""Dishes and guests of the scenes. All are invented: the numbers are of ranges that nobody is given."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from agent.domain.money import ZERO, euro, total_of
from agent.domain.orders import (
    Address,
    Customer,
    Option,
    OrderKind,
    OrderLine,
    OrderState,
    PaymentMethod,
    PortalOrder,
)

GUESTS = (
    ("Maria", "Rossi"),
    ("Giulia", "Bianchi"),
    ("Luca", "Esposito"),
    ("Francesca", "De Santis"),
    ("Niccolò", "Ferrari"),
    ("Chiara", "Moretti"),
    ("Davide", "Conti"),
    ("Sofia", "D'Angelo"),
    ("Alessandro", "Marchetti"),
    ("Irene", "Galli"),
    ("Tommaso", "Lombardi"),
    ("Elena", "Fontana"),
)

DISHES = (
    ("11", "Margherita", "6.50"),
    ("12", "Diavola", "8.00"),
    ("13", "Quattro stagioni", "9.50"),
    ("14", "Bufala e pomodorini", "10.00"),
    ("21", "Tagliatelle al ragù", "11.00"),
    ("31", "Supplì al telefono", "2.50"),
    ("41", "Tiramisù", "5.50"),
    ("51", "Acqua naturale 1 l", "2.00"),
)

STREETS = ("Via Garibaldi 14", "Piazza San Lorenzo 3", "Viale dei Mille 120", "Via del Corso 8")


@dataclass(frozen=True)
class Extra:
    """What makes an order of the scenes unlike the plain ones."""

    notes: str | None = None
    kind: OrderKind = OrderKind.TAKEAWAY
    payment: PaymentMethod = PaymentMethod.CASH
    paid: bool = False
    difference: Decimal = ZERO


PLAIN = Extra()
PAID = Extra(payment=PaymentMethod.ONLINE, paid=True)
DELIVERY = Extra(kind=OrderKind.DELIVERY, payment=PaymentMethod.CARD_ON_DELIVERY)
DELIVERY_PAID = Extra(
    kind=OrderKind.DELIVERY, payment=PaymentMethod.ONLINE, paid=True, notes="Citofono rotto: chiamare"
)


def line(position: int, dish: int, quantity: int = 1) -> OrderLine:
    ref, name, price = DISHES[dish % len(DISHES)]
    return OrderLine(str(position), ref, name, quantity, euro(price))


def order_from_portal(
    number: int,
    made_at: datetime,
    due_in: timedelta,
    extra: Extra = PLAIN,
    *,
    lines: tuple[OrderLine, ...] | None = None,
    accept_in: timedelta = timedelta(minutes=10),
) -> PortalOrder:
    """The portal's statement of order A`number`, whose guest, dishes and street follow from the number."""
    if lines is None:
        lines = tuple(line(at, number * 3 + at, 1 + (number + at) % 2) for at in range(1 + number % 3))
    delivery = extra.kind is OrderKind.DELIVERY
    fee = euro("2.50") if delivery else ZERO
    return PortalOrder(
        ref=str(9000 + number),
        code=f"A{number}",
        kind=extra.kind,
        state=OrderState.NEW,
        status="nuovo",
        created_at=made_at,
        due_at=made_at + due_in,
        accept_by=made_at + accept_in,
        ready_at=None,
        rejection_reason=None,
        customer=guest(number),
        address=Address(STREETS[number % len(STREETS)], "Bologna", "40121", "") if delivery else None,
        lines=lines,
        notes=extra.notes,
        payment=extra.payment,
        paid=extra.paid,
        delivery_fee=fee,
        discount=ZERO,
        total=total_of(each.total for each in lines) + fee + extra.difference,
        updated_at=made_at,
        version=1,
    )


def guest(number: int) -> Customer:
    first, last = GUESTS[number % len(GUESTS)]
    email = f"{first}.{last}@example.org".lower().replace("'", "").replace(" ", "")
    return Customer(str(number), first, last, email, f"+39 333 555 {1000 + number}")


def rich_lines() -> tuple[OrderLine, ...]:
    """Lines with additions, removals and notes, one of them unknown to the till (reference 3)."""
    margherita = replace(
        line(1, 0, 2),
        additions=(Option("a1", "Mozzarella di bufala", euro("2.00")),),
        removals=(Option("r1", "Basilico"),),
        note="ben cotta",
    )
    return (margherita, line(2, 6), replace(line(3, 5, 4), name="Supplì della nonna"), line(4, 7))
