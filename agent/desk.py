"""Follows a person's command inside one transaction: the decision, its time line and its errands, all or nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from agent.domain import decisions
from agent.domain.commands import (
    AcceptOrder,
    AcknowledgeOrder,
    CloseOrder,
    Command,
    OrderCommand,
    PauseLink,
    PostponeOrder,
    RejectOrder,
    ResolveErrand,
    RetryErrand,
    UndoDecision,
)
from agent.domain.errands import ErrandState, OutboxRow
from agent.domain.events import LinkChanged, OrderChanged
from agent.domain.failures import DecisionRefused
from agent.domain.history import Entry
from agent.domain.ledger import Ledger
from agent.domain.orders import Actor, Order, OrderPolicy
from agent.domain.step import Step
from agent.sync import steps


class Desk(Ledger, Protocol):
    """The part of the ledger that only persons write."""

    def set_paused(self, link: str, paused: bool) -> None: ...

    def retry_errand(self, row_id: int, *, key: str, now: datetime) -> OutboxRow: ...

    def resolve_errand(self, row_id: int) -> OutboxRow: ...


def follow(
    ledger: Desk, command: Command, policies: Mapping[str, OrderPolicy], by: Actor, now: datetime
) -> OrderChanged | LinkChanged:
    """Raises `DecisionRefused` when the command does not count (any more); the caller then rolls back."""
    if isinstance(command, PauseLink):
        ledger.set_paused(command.link, command.paused)
        what = "history.paused" if command.paused else "history.resumed"
        ledger.record(None, command.link, [Entry(now, by, what)])
        return LinkChanged(command.link)
    if isinstance(command, RetryErrand | ResolveErrand):
        return _follow_errand(ledger, command, by, now)
    order = ledger.order(command.order_id)
    if order is None:
        raise DecisionRefused("decision.unknown_order", order=str(command.order_id))
    if order.link not in policies:
        raise DecisionRefused("decision.unknown_link", link=order.link)
    step = _decided(order, command, policies[order.link], by, now)
    # A changed subject is tried at once: what waited for a passing failure waits no longer.
    ledger.clear_waits_of(order.id, now)
    steps.write(ledger, step, now)
    return OrderChanged(order.link, order.id)


def _decided(order: Order, command: OrderCommand, policy: OrderPolicy, by: Actor, now: datetime) -> Step:
    match command:
        case AcceptOrder(within=within):
            return decisions.accept(order, within, policy, by, now)
        case PostponeOrder(by=later):
            return decisions.postpone(order, later, by, now)
        case RejectOrder(reason=reason):
            return decisions.reject(order, reason, policy, by, now)
        case CloseOrder():
            return decisions.close(order, by, now)
        case UndoDecision():
            return decisions.undo(order, policy, by, now)
        case AcknowledgeOrder():
            return decisions.acknowledge(order, by, now)


def _follow_errand(ledger: Desk, command: RetryErrand | ResolveErrand, by: Actor, now: datetime) -> OrderChanged:
    row = ledger.errand(command.errand_id)
    order = ledger.order(row.order_id) if row is not None and row.order_id is not None else None
    if row is None or order is None or row.state is not ErrandState.PARKED:
        raise DecisionRefused("decision.not_parked", errand=str(command.errand_id))
    if isinstance(command, RetryErrand):
        # A refusal is answered again to the same key: a new attempt needs a new one.
        ledger.retry_errand(row.id, key=steps.key_of(order, row.kind, row.attempts + 1), now=now)
        step = decisions.retried(order, row.kind, by, now)
    else:
        ledger.resolve_errand(row.id)
        step = decisions.resolved(order, row.kind, by, now)
    steps.write(ledger, step, now)
    return OrderChanged(order.link, order.id)
