"""Follows a person's command inside one transaction: the decision, its time line and its errands, all or nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from agent import desk_proposals
from agent.domain import decisions, seating
from agent.domain.commands import (
    AcceptOrder,
    AcceptReservationAsItIs,
    AcknowledgeOrder,
    AllowPriceZero,
    ApproveProposal,
    CloseOrder,
    Command,
    DiscardProposal,
    FollowTill,
    GoBackToMenu,
    MoveReservation,
    OrderCommand,
    PauseLink,
    PostponeOrder,
    RecreateReservation,
    RejectOrder,
    ReservationCommand,
    ResolveErrand,
    RetryErrand,
    SetReservationState,
    SetReservationTable,
    UndoConflict,
    UndoDecision,
)
from agent.domain.errands import ErrandState, OutboxRow
from agent.domain.events import AlignmentChanged, LinkChanged, OrderChanged, ReservationChanged
from agent.domain.failures import DecisionRefused
from agent.domain.history import Entry
from agent.domain.ledger import Ledger
from agent.domain.orders import Actor, Order, OrderPolicy
from agent.domain.seating import ReservationPolicy
from agent.domain.step import Step
from agent.sync import reservation_steps, steps


class Desk(Ledger, Protocol):
    """The part of the ledger that only persons write."""

    def set_paused(self, link: str, paused: bool) -> None: ...

    def retry_errand(self, row_id: int, *, key: str, now: datetime) -> OutboxRow: ...

    def resolve_errand(self, row_id: int) -> OutboxRow: ...


def follow(
    ledger: Desk,
    command: Command,
    policies: Mapping[str, OrderPolicy],
    reservation_policies: Mapping[str, ReservationPolicy],
    by: Actor,
    now: datetime,
) -> OrderChanged | ReservationChanged | AlignmentChanged | LinkChanged:
    """Raises `DecisionRefused` when the command does not count (any more); the caller then rolls back."""
    match command:
        case PauseLink():
            return _pause(ledger, command, by, now)
        case RetryErrand() | ResolveErrand():
            return _follow_errand(ledger, command, by, now)
        case (
            SetReservationState()
            | SetReservationTable()
            | UndoConflict()
            | RecreateReservation()
            | AcceptReservationAsItIs()
            | MoveReservation()
        ):
            return _follow_reservation(ledger, command, reservation_policies, by, now)
        case ApproveProposal() | DiscardProposal() | GoBackToMenu() | FollowTill() | AllowPriceZero():
            return desk_proposals.follow(ledger, command, by, now)
        case _:
            return _follow_order(ledger, command, policies, by, now)


def _pause(ledger: Desk, command: PauseLink, by: Actor, now: datetime) -> LinkChanged:
    ledger.set_paused(command.link, command.paused)
    what = "history.paused" if command.paused else "history.resumed"
    ledger.record(None, command.link, [Entry(now, by, what)])
    return LinkChanged(command.link)


def _follow_order(
    ledger: Desk, command: OrderCommand, policies: Mapping[str, OrderPolicy], by: Actor, now: datetime
) -> OrderChanged:
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


def _follow_reservation(
    ledger: Desk,
    command: ReservationCommand,
    policies: Mapping[str, ReservationPolicy],
    by: Actor,
    now: datetime,
) -> ReservationChanged:
    held = ledger.reservation(command.reservation_id)
    if held is None:
        raise DecisionRefused("decision.unknown_reservation", reservation=str(command.reservation_id))
    if held.link not in policies:
        raise DecisionRefused("decision.unknown_link", link=held.link)
    policy = policies[held.link]
    match command:
        case SetReservationState(state=state, message=message):
            step = seating.choose_state(held, state, message, policy, by, now)
        case SetReservationTable(tables=tables):
            step = seating.choose_tables(held, tables, policy, by, now)
        case UndoConflict(field=field):
            step = seating.undo_conflict(held, field, policy, by, now)
        case RecreateReservation():
            step = seating.recreate(held, policy, by, now)
        case AcceptReservationAsItIs():
            step = seating.accept_as_it_is(held, by, now)
        case MoveReservation(starts_at=starts_at):
            step = seating.move(held, starts_at, policy, by, now)
    ledger.clear_waits_of_reservation(held.id, now)
    reservation_steps.write(ledger, step, now)
    return ReservationChanged(held.link, held.id)


def _follow_errand(
    ledger: Desk, command: RetryErrand | ResolveErrand, by: Actor, now: datetime
) -> OrderChanged | ReservationChanged:
    row = ledger.errand(command.errand_id)
    if row is None or row.state is not ErrandState.PARKED:
        raise DecisionRefused("decision.not_parked", errand=str(command.errand_id))
    if row.reservation_id is not None:
        return _follow_reservation_errand(ledger, command, row, row.reservation_id, by, now)
    order = ledger.order(row.order_id) if row.order_id is not None else None
    if order is None:
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


def _follow_reservation_errand(
    ledger: Desk, command: RetryErrand | ResolveErrand, row: OutboxRow, reservation_id: int, by: Actor, now: datetime
) -> ReservationChanged:
    held = ledger.reservation(reservation_id)
    assert held is not None, "reservations are not deleted while something is owed"
    if isinstance(command, RetryErrand):
        key = f"{row.idempotency_key}:{row.attempts + 1}"
        ledger.retry_errand(row.id, key=key, now=now)
    else:
        ledger.resolve_errand(row.id)
    what = "history.retried" if isinstance(command, RetryErrand) else "history.resolved"
    ledger.record(held, held.link, [Entry(now, by, what, {"kind": row.kind.value})])
    return ReservationChanged(held.link, held.id)
