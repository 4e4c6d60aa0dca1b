"""What a person decides of an order, and what follows. Pure; what does not count raises `DecisionRefused`."""

from dataclasses import replace
from datetime import datetime, timedelta

from agent.domain.errands import Errand, ErrandKind
from agent.domain.failures import DecisionRefused
from agent.domain.history import Entry
from agent.domain.orders import (
    Actor,
    Decision,
    DecisionKind,
    DecisionMode,
    NoticeKind,
    Order,
    OrderPolicy,
    OrderState,
)
from agent.domain.road import PAST_DUE_GRACE, to_the_second
from agent.domain.step import Step

UNDO_WINDOW = timedelta(seconds=5)
"""A decision from the screen can be taken back so long."""

UNDO_RESERVE = timedelta(seconds=30)
"""With less than this to the deadline a decision goes at once."""

REASON_LENGTH = 500
"""Source: the portal's profile, `rejection_reason` maxLength."""


def accept(order: Order, within: timedelta | None, policy: OrderPolicy, by: Actor, now: datetime) -> Step:
    """Accept with a promise: ready `within` from now, or at the guest's wanted time."""
    _must_be_new(order)
    promised = to_the_second(max(order.portal.due_at, now + PAST_DUE_GRACE) if within is None else now + within)
    delay = _delay(order, policy, by, now)
    decided = replace(
        order,
        state=OrderState.ACCEPTED,
        decision=Decision(DecisionKind.ACCEPT, by, now),
        promised_at=promised,
        sent_by=now + delay if delay else None,
    )
    errands = [Errand(ErrandKind.ACCEPT, {"ready_at": promised.isoformat()}, delay)]
    if policy.decision is DecisionMode.BELL_FIRST:
        errands.append(Errand(ErrandKind.CREATE, {"state": OrderState.ACCEPTED.value}, delay))
    entry = Entry(now, by, "history.accepted", {"ready_at": promised.isoformat()})
    return Step(decided, (entry,), tuple(errands))


def postpone(order: Order, later: timedelta, by: Actor, now: datetime) -> Step:
    """Promise a later time; the guest is told. `later` is added to the promise, or to now when that is past."""
    if not order.state.in_progress:
        raise DecisionRefused("decision.not_accepted_yet", state=order.state.value)
    if later <= timedelta(0):
        raise DecisionRefused("decision.not_later")
    promised = to_the_second(max(order.promised_at or now, now) + later)
    errand = Errand(ErrandKind.POSTPONE, {"ready_at": promised.isoformat()})
    entry = Entry(now, by, "history.postponed", {"ready_at": promised.isoformat()})
    return Step(
        # An acceptance that is still here is replaced: the guest hears of one time, not of two.
        replace(order, promised_at=promised, sent_by=None),
        (entry,),
        (errand,),
        withdrawn=frozenset({ErrandKind.ACCEPT, ErrandKind.POSTPONE}),
    )


def reject(order: Order, reason: str, policy: OrderPolicy, by: Actor, now: datetime) -> Step:
    """Reject with the sentence that the guest will read."""
    _must_be_new(order)
    reason = " ".join(reason.split())
    if not reason:
        raise DecisionRefused("decision.reason_missing")
    if len(reason) > REASON_LENGTH:
        raise DecisionRefused("decision.reason_too_long", most=str(REASON_LENGTH))
    delay = _delay(order, policy, by, now)
    decided = replace(
        order,
        state=OrderState.REJECTED,
        decision=Decision(DecisionKind.REJECT, by, now, reason),
        sent_by=now + delay if delay else None,
    )
    errand = Errand(ErrandKind.REJECT, {"reason": reason}, delay)
    return Step(decided, (Entry(now, by, "history.rejected", {"reason": reason}),), (errand,))


def close(order: Order, by: Actor, now: datetime) -> Step:
    """Handed over. An order paid online must have its document from the till first: `why_not_close`."""
    why = why_not_close(order)
    if why is not None:
        raise DecisionRefused(why, state=order.state.value)
    delay = UNDO_WINDOW if by is Actor.SCREEN else timedelta(0)
    closed = replace(
        order,
        state=OrderState.COMPLETED,
        decision=Decision(DecisionKind.CLOSE, by, now),
        sent_by=now + delay if delay else None,
    )
    return Step(closed, (Entry(now, by, "history.closed"),), (Errand(ErrandKind.COMPLETE, delay=delay),))


def why_not_close(order: Order) -> str | None:
    """Message id of what stands against closing; None: it can be closed."""
    if order.state.over:
        return "decision.already_over"
    if not order.state.in_progress:
        return "decision.not_accepted_yet"
    if order.portal.prepaid and not (order.till and order.till.printed):
        return "decision.document_not_printed"
    return None


def undo(order: Order, policy: OrderPolicy, by: Actor, now: datetime) -> Step:
    """Take back what was decided on the screen and is not sent yet."""
    decision = order.decision
    if decision is None or order.sent_by is None or now >= order.sent_by:
        raise DecisionRefused("decision.undo_too_late")
    back = replace(order, state=OrderState.NEW, decision=None, promised_at=None, sent_by=None)
    withdrawn = {ErrandKind.ACCEPT, ErrandKind.REJECT, ErrandKind.COMPLETE}
    if decision.kind is DecisionKind.CLOSE:
        back = replace(order, state=_before_closing(order), decision=None, sent_by=None)
    elif policy.decision is DecisionMode.BELL_FIRST:
        withdrawn.add(ErrandKind.CREATE)
    return Step(back, (Entry(now, by, "history.undone"),), (), frozenset(withdrawn), all_withdrawn=True)


def acknowledge(order: Order, by: Actor, now: datetime) -> Step:
    """Read and understood: the notices go, and the reminder of an order for later with them."""
    told = ", ".join(notice.kind.value for notice in order.notices)
    entry = Entry(now, by, "history.acknowledged", {"notices": told})
    return Step(replace(order, notices=(), preparation_told=True), (entry,))


def retried(order: Order, kind: ErrandKind, by: Actor, now: datetime) -> Step:
    """A parked errand is sent once more: what it had told a person is told again if it fails again."""
    return Step(_without_trouble(order), (Entry(now, by, "history.retried", {"kind": kind.value}),))


def resolved(order: Order, kind: ErrandKind, by: Actor, now: datetime) -> Step:
    """A person took care of a parked errand by hand."""
    return Step(_without_trouble(order), (Entry(now, by, "history.resolved", {"kind": kind.value}),))


def _without_trouble(order: Order) -> Order:
    return replace(order, notices=tuple(notice for notice in order.notices if notice.kind not in _TROUBLE))


_TROUBLE = frozenset({NoticeKind.TELL_GUEST, NoticeKind.NOT_AT_TILL, NoticeKind.DECISION_NOT_SENT})


def _must_be_new(order: Order) -> None:
    if order.state is OrderState.NEW:
        return
    decision = order.decision
    if decision is None:
        raise DecisionRefused("decision.not_open", state=order.state.value)
    raise DecisionRefused(
        "decision.already_decided",
        kind=decision.kind.value,
        by=decision.by.value,
        at=decision.at.isoformat(),
        state=order.state.value,
    )


def _delay(order: Order, policy: OrderPolicy, by: Actor, now: datetime) -> timedelta:
    if by is not Actor.SCREEN or policy.deadline(order) - now < UNDO_RESERVE:
        return timedelta(0)
    return UNDO_WINDOW


def _before_closing(order: Order) -> OrderState:
    if order.till and order.till.state and order.till.state.in_progress:
        return order.till.state
    return OrderState.ACCEPTED
