"""Whom an order waits for, and what the till still has to do by hand.

The till has no call to accept, reject or close: after a decision made elsewhere its operator must follow, and the
card stays on the bell until the till's own state says so.
"""

from collections.abc import Iterable
from enum import StrEnum

from agent.domain.errands import ErrandKind, ErrandState, OutboxRow
from agent.domain.orders import Order, OrderState


class WaitingFor(StrEnum):
    DECISION = "decision"
    TILL = "till"
    PORTAL = "portal"
    PERSON = "person"


class TillDemand(StrEnum):
    """What the till's operator must still do."""

    ACCEPT = "accept"
    REJECT = "reject"
    STOP = "stop"
    CLOSE = "close"


def till_demand(order: Order) -> TillDemand | None:
    till = order.till
    if till is None or till.state is None or till.state.over:
        return None
    if order.state.in_progress:
        return TillDemand.ACCEPT if till.state is OrderState.NEW else None
    if order.state is OrderState.COMPLETED:
        return None if till.printed else TillDemand.CLOSE
    if order.state.dead:
        return TillDemand.REJECT if till.state is OrderState.NEW else TillDemand.STOP
    return None


def waiting_for(order: Order, errands: Iterable[OutboxRow]) -> WaitingFor | None:
    """The one who has the next move; a person before the portal before the till. `errands`: those of this order."""
    open_kinds = {row.kind for row in errands if row.state.open}
    if order.notices or any(row.state is ErrandState.PARKED for row in errands):
        return WaitingFor.PERSON
    if order.state is OrderState.NEW:
        return WaitingFor.DECISION
    if any(kind.decision for kind in open_kinds):
        return WaitingFor.PORTAL
    if ErrandKind.CREATE in open_kinds or till_demand(order) is not None:
        return WaitingFor.TILL
    return None


def still_wanted(order: Order, kind: ErrandKind) -> bool:
    """Whether an errand, written earlier, still says what is held now; else it is dropped unsent."""
    if kind is ErrandKind.CREATE:
        # Also when it was closed meanwhile: the till must know what was sold.
        return not order.state.dead and order.till is None
    if kind in (ErrandKind.ACCEPT, ErrandKind.POSTPONE):
        return order.state.in_progress or order.state is OrderState.COMPLETED
    if kind is ErrandKind.REJECT:
        return order.state is OrderState.REJECTED
    if kind is ErrandKind.COMPLETE:
        return order.state is OrderState.COMPLETED
    return True
