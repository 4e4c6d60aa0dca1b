"""Orders, statements and instants for the tests of the domain; only what a test names differs from the ordinary."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from agent.domain import road
from agent.domain.money import euro
from agent.domain.orders import (
    Customer,
    DecisionMode,
    Order,
    OrderKind,
    OrderLine,
    OrderPolicy,
    OrderState,
    PaymentMethod,
    PortalOrder,
    TillOrder,
)

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SHARED = OrderPolicy(default_rejection_reason="Non possiamo")
BELL_FIRST = replace(SHARED, decision=DecisionMode.BELL_FIRST)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def portal_order(**differs: Any) -> PortalOrder:
    """A takeaway order of 24.50, made at noon, wanted in 45 minutes, to be accepted in 10."""
    ordinary = PortalOrder(
        ref="501",
        code="A37",
        kind=OrderKind.TAKEAWAY,
        state=OrderState.NEW,
        status="nuovo",
        created_at=NOON,
        due_at=NOON + timedelta(minutes=45),
        accept_by=NOON + timedelta(minutes=10),
        ready_at=None,
        rejection_reason=None,
        customer=Customer("9", "Maria", "Rossi", "maria@example.org", "+393331234567"),
        address=None,
        lines=(OrderLine("1", "11", "Margherita", 2, euro("12.25")),),
        notes=None,
        payment=PaymentMethod.CASH,
        paid=False,
        delivery_fee=euro(0),
        discount=euro(0),
        total=euro("24.50"),
        updated_at=NOON,
        version=1,
    )
    return replace(ordinary, **differs)


def said(before: PortalOrder, state: OrderState | None, **differs: Any) -> PortalOrder:
    """The portal's next statement, a minute later."""
    later = before.updated_at + timedelta(minutes=1)
    values = {"state": state, "status": state or "?", "version": before.version + 1, "updated_at": later}
    return replace(before, **{**values, **differs})


def till_order(state: OrderState | None, **differs: Any) -> TillOrder:
    ordinary = TillOrder("t1", "plateform:501", state, (state or "unknown").upper())
    return replace(ordinary, **differs)


def arrived(policy: OrderPolicy = SHARED, till: OrderState | None = None, **differs: Any) -> Order:
    """An order that has just arrived (and is at the till in that state)."""
    step = road.arrive(portal_order(**differs), "banco", policy, NOON, first_look=False, while_off=False)
    order = replace(step.order, id=1, version=1)
    return replace(order, till=till_order(till)) if till else order
