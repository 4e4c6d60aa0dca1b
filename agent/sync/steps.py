"""Writes a step of the road into the ledger: the order, its time line and its errands, all or nothing."""

from datetime import datetime

from agent.domain.errands import ErrandKind, ErrandState
from agent.domain.failures import DecisionRefused
from agent.domain.ledger import Ledger
from agent.domain.orders import Order
from agent.domain.step import Step


def write(ledger: Ledger, step: Step, now: datetime) -> Order:
    """Returns the order as stored. Raises `Overtaken`, or `DecisionRefused` for an undo that comes too late."""
    order = step.order
    if step.all_withdrawn:
        _all_still_here(ledger, order.id, step.withdrawn)
    if step.withdrawn and order.id:
        ledger.withdraw(order.id, step.withdrawn)
    stored = ledger.save_order(order) if order.id else ledger.add_order(order)
    for errand in step.errands:
        ledger.announce(stored, errand, key=key_of(stored, errand.kind), now=now)
    ledger.record(stored, stored.link, step.entries)
    return stored


def key_of(order: Order, kind: ErrandKind, again: int = 0) -> str:
    """The idempotency key: the same for the same wish, another for a new attempt after a refusal.

    The arrival is in it because order ids and versions start again when a PC gets a new database.
    """
    arrived = f"{order.arrived_at:%Y%m%d%H%M%S%f}"
    key = f"campanello:{order.link}:{order.portal.ref}:{kind.value}:{arrived}:{order.version}"
    return f"{key}:{again}" if again else key


def _all_still_here(ledger: Ledger, order_id: int, kinds: frozenset[ErrandKind]) -> None:
    on_the_way = [
        row
        for row in ledger.errands_of(order_id, open_only=False)
        if row.kind in kinds and row.state is ErrandState.SENDING
    ]
    if on_the_way:
        raise DecisionRefused("decision.undo_too_late")
