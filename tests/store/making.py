"""Orders with every field filled and with none, and the rows of the trade that the tests of the store need."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from agent.domain.money import euro
from agent.domain.orders import (
    Actor,
    Address,
    Customer,
    Decision,
    DecisionKind,
    Notice,
    NoticeKind,
    Option,
    Order,
    OrderKind,
    OrderLine,
    OrderState,
    PaymentMethod,
    PortalOrder,
    TillOrder,
)
from agent.store import Ledger
from tests.domain.making import NOON, arrived, portal_order

LINK = "banco"
PRECISE = datetime(2026, 11, 21, 12, 0, 1, 234567, tzinfo=UTC)
"""An instant with microseconds, which a careless form loses."""


def full_portal_order(**differs: Any) -> PortalOrder:
    """Every optional field has a value, and the texts have accents, quotes and the euro sign."""
    line = OrderLine(
        "1",
        "11",
        "Crostata d’albicocche à la “nonna”",
        3,
        euro("12.25"),
        (Option("a1", "Più mozzarella", euro("1.50")), Option("a2", "Basilico", euro("0.10"))),
        (Option("r1", "Senza perché"),),
        "ben cotta, è per Niccolò",
    )
    full: dict[str, Any] = {
        "kind": OrderKind.DELIVERY,
        "ready_at": PRECISE + timedelta(minutes=30),
        "rejection_reason": "Non c’è più",
        "customer": Customer("9", "Niccolò", "D'Amico", "nicco@example.org", "+39 333 123.45.67"),
        "address": Address("Via dell’Università 3", "Forlì", "47121", "citofono «Là»"),
        "lines": (line, OrderLine("2", "12", "Acqua", 1, euro("0.01"))),
        "notes": "0,50 € di resto\nsecondo piano",
        "payment": PaymentMethod.ONLINE,
        "paid": True,
        "delivery_fee": euro("2.50"),
        "discount": euro("0.99"),
        "total": Decimal("43.0700"),
        "updated_at": PRECISE,
        "version": 7,
    }
    return portal_order(**{**full, **differs})


def full_order(**differs: Any) -> Order:
    full = Order(
        id=0,
        link=LINK,
        state=OrderState.ACCEPTED,
        portal=full_portal_order(),
        arrived_at=PRECISE,
        till=TillOrder("t1", "plateform:501", OrderState.REJECTED, "RIFIUTATO", "chiuso per ferie è", printed=True),
        decision=Decision(DecisionKind.ACCEPT, Actor.SCREEN, PRECISE, "così"),
        promised_at=PRECISE + timedelta(minutes=25),
        sent_by=PRECISE + timedelta(seconds=5),
        notices=(Notice(NoticeKind.TELL_GUEST, PRECISE, while_off=True), Notice(NoticeKind.EXPIRED, NOON)),
        unmatched=("1", "2"),
        till_missing_since=PRECISE,
        preparation_told=True,
    )
    return replace(full, **differs)


def bare_portal_order(**differs: Any) -> PortalOrder:
    """Nothing that may be missing is there."""
    bare: dict[str, Any] = {
        "state": None,
        "status": "parola mai vista",
        "accept_by": None,
        "customer": Customer("9"),
        "lines": (),
    }
    return portal_order(**{**bare, **differs})


def bare_order(**differs: Any) -> Order:
    return replace(Order(0, LINK, OrderState.NEW, bare_portal_order(), NOON), **differs)


def keep(ledger: Ledger, number: int = 501, **differs: Any) -> Order:
    """Adds an ordinary order of its own number; `differs` are fields of the order."""
    order = replace(arrived(ref=str(number), code=f"A{number}"), **differs)
    return ledger.add_order(order)
