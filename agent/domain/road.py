"""The road of an order: what follows when the portal or the till says something new of it.

Pure functions `(order, statement, policy, now) -> Step | None`; None means "nothing new". The source of the rules is
`docs/domain.md`, "Rules". No decision of a person is made here: see `decisions`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from agent.domain.errands import Errand, ErrandKind
from agent.domain.history import Entry
from agent.domain.orders import (
    Actor,
    Decision,
    DecisionKind,
    DecisionMode,
    Notice,
    NoticeKind,
    Order,
    OrderPolicy,
    OrderState,
    PortalOrder,
    TillOrder,
)
from agent.domain.step import Step

STALE = timedelta(hours=12)
"""An order accepted elsewhere and due longer ago than this, at its first sight, is history and not sent to the till."""

PAST_DUE_GRACE = timedelta(minutes=5)
"""A wanted time that is past is promised so long from now; the till wants an instant in the future."""


def arrive(
    portal: PortalOrder, link: str, policy: OrderPolicy, now: datetime, *, first_look: bool, while_off: bool
) -> Step:
    """An order seen for the first time.

    `first_look`: the link never read this portal before, so what is over is history. `while_off`: the pass is the
    first since the program started.
    """
    state = portal.state or OrderState.NEW
    order = Order(id=0, link=link, state=state, portal=portal, arrived_at=now, promised_at=portal.ready_at)
    entries = [Entry(now, Actor.GUEST, "history.arrived", {"status": portal.status})]
    if state is OrderState.NEW:
        return Step(order, tuple(entries), _told_and_sent(policy))
    if state is OrderState.CANCELLED:
        if first_look:
            return Step(order, tuple(entries))
        kind = _cancellation(order, portal, policy)
        return Step(replace(order, notices=(Notice(kind, now, while_off),)), tuple(entries))
    if state.over:
        return Step(order, tuple(entries))
    order = replace(order, decision=Decision(DecisionKind.ACCEPT, Actor.PORTAL, portal.updated_at))
    if portal.due_at < now - STALE:
        return Step(order, tuple(entries))
    return Step(order, tuple(entries), (Errand(ErrandKind.RECEIVED), _create(policy)))


def portal_says(
    order: Order, portal: PortalOrder, policy: OrderPolicy, now: datetime, *, while_off: bool
) -> Step | None:
    """The portal's newer statement of an order that is held here."""
    if portal.version < order.portal.version or portal == order.portal:
        return None
    held = replace(order, portal=portal)
    entry = Entry(now, Actor.PORTAL, "history.portal_state", _words(portal.state, portal.status))
    said = portal.state
    if said is None or said is OrderState.NEW or said is order.state:
        return Step(_with_promise(held, portal))
    if said is OrderState.ACCEPTED:
        return _accepted_on_portal(held, policy, entry)
    if said is OrderState.CANCELLED:
        return _cancelled_on_portal(order, held, policy, entry, now, while_off)
    if said is OrderState.REJECTED:
        return _rejected_on_portal(order, held, entry, now, while_off)
    return _completed_on_portal(held, entry)


def till_says(order: Order, till: TillOrder, policy: OrderPolicy, now: datetime) -> Step | None:
    """The till's newer statement of an order. A till that sees it again ends "missing"."""
    if order.till and order.till.printed:
        # The document was seen, in its own list perhaps: a reading that does not tell of it takes nothing back.
        till = replace(till, printed=True, state=OrderState.COMPLETED)
    if till == order.till and order.till_missing_since is None:
        return None
    held = replace(order, till=till, till_missing_since=None)
    entry = Entry(now, Actor.TILL, "history.till_state", _words(till.state, till.status))
    entries = (entry,) if order.till is not None and till.status != order.till.status else ()
    said = till.state
    if said is None or said is OrderState.NEW:
        return Step(held, entries)
    if said.dead:
        return _refused_at_till(held, till, policy, now, entries)
    return _progress_at_till(held, till, now, entries)


def till_missing(order: Order, now: datetime, second_look: timedelta, policy: OrderPolicy) -> Step | None:
    """The till's list and its look-up by id do not have the order.

    One look proves nothing: only the second, at least `second_look` later, means cancelled at the till.
    """
    if order.till is None or (order.till.state is not None and order.till.state.over):
        return None
    if order.till_missing_since is None or order.till_missing_since > now:
        # A first look in the future was one by another clock.
        return Step(replace(order, till_missing_since=now))
    if now - order.till_missing_since < second_look:
        return None
    gone = replace(order.till, state=OrderState.CANCELLED, status="(deleted)")
    return till_says(order, gone, policy, now)


def decision_lost(order: Order, now: datetime) -> Step:
    """The portal did not take what was decided here: its own state counts, and a person is told."""
    said = order.portal.state
    if said in (None, OrderState.NEW, order.state) or (said is OrderState.ACCEPTED and order.state.in_progress):
        return Step(order)
    assert said is not None
    state: OrderState = said
    if said is OrderState.ACCEPTED and order.till and order.till.state and order.till.state.in_progress:
        state = order.till.state
    held = replace(
        order,
        state=state,
        decision=Decision(_KIND_OF_WORD[said], Actor.PORTAL, order.portal.updated_at, order.portal.rejection_reason),
        promised_at=order.portal.ready_at or order.promised_at,
        notices=(*order.notices, Notice(NoticeKind.DECISION_LOST, now)),
        sent_by=None,
    )
    return Step(held, (Entry(now, Actor.PORTAL, "history.overtaken", _words(said, order.portal.status)),))


def to_the_second(at: datetime) -> datetime:
    """A promise has no fractions: the portal keeps whole seconds, and what is read back must equal what was sent."""
    return at.replace(microsecond=0)


def noticed(order: Order, kind: NoticeKind, now: datetime) -> Order:
    """The order with that notice on it, once."""
    if any(notice.kind is kind for notice in order.notices):
        return order
    return replace(order, notices=(*order.notices, Notice(kind, now)))


def placed_at_till(
    order: Order, till: TillOrder, unmatched: tuple[str, ...], policy: OrderPolicy, now: datetime
) -> Step:
    """The till has the order: created now, or found there, where its people may have decided it already."""
    notices = tuple(notice for notice in order.notices if notice.kind is not NoticeKind.NOT_AT_TILL)
    held = replace(order, till=till, unmatched=unmatched, notices=notices, till_missing_since=None)
    sent = Entry(now, Actor.AGENT, "history.sent_to_till", {"till": till.ref})
    if till.state in (None, OrderState.NEW, order.state):
        return Step(held, (sent,))
    as_sent = replace(till, state=OrderState.NEW, status="", rejection_reason=None, printed=False)
    said = till_says(replace(held, till=as_sent), till, policy, now)
    assert said is not None, "it is not what was sent"
    return replace(said, entries=(sent, *said.entries))


def _words(state: OrderState | None, status: str) -> dict[str, str]:
    """The state as it is shown; a word that is not known here is shown as the other side wrote it."""
    return {"state": state.value if state else status, "status": status}


def _told_and_sent(policy: OrderPolicy) -> tuple[Errand, ...]:
    told = Errand(ErrandKind.RECEIVED)
    return (told, _create(policy)) if policy.decision is DecisionMode.SHARED else (told,)


def _create(policy: OrderPolicy) -> Errand:
    state = OrderState.NEW if policy.decision is DecisionMode.SHARED else OrderState.ACCEPTED
    return Errand(ErrandKind.CREATE, {"state": state.value})


def _cancellation(order: Order, portal: PortalOrder, policy: OrderPolicy) -> NoticeKind:
    return NoticeKind.EXPIRED if portal.updated_at >= policy.deadline(order) else NoticeKind.CANCELLED


def _with_promise(order: Order, portal: PortalOrder) -> Order:
    """The portal's promise counts where none was made here."""
    return order if order.promised_at else replace(order, promised_at=portal.ready_at)


def _accepted_on_portal(order: Order, policy: OrderPolicy, entry: Entry) -> Step:
    if order.state is not OrderState.NEW:
        return Step(order)
    accepted = replace(
        order,
        state=OrderState.ACCEPTED,
        decision=Decision(DecisionKind.ACCEPT, Actor.PORTAL, order.portal.updated_at),
        promised_at=order.portal.ready_at,
    )
    return Step(accepted, (entry,), () if policy.decision is DecisionMode.SHARED else (_create(policy),))


def _cancelled_on_portal(
    before: Order, held: Order, policy: OrderPolicy, entry: Entry, now: datetime, while_off: bool
) -> Step:
    if before.state is OrderState.REJECTED:
        return Step(held, (entry,))
    kind = _cancellation(before, held.portal, policy)
    if before.state is not OrderState.NEW:
        # The portal never heard of the acceptance: it did not count. Else the guest has changed his mind.
        unheard = before.portal.state is OrderState.NEW
        kind = NoticeKind.DECISION_LOST if unheard else NoticeKind.CANCELLED_BY_GUEST
    actor = Actor.PORTAL if kind is NoticeKind.EXPIRED else Actor.GUEST
    cancelled = replace(
        held,
        state=OrderState.CANCELLED,
        decision=Decision(DecisionKind.CANCEL, actor, held.portal.updated_at),
        notices=(*held.notices, Notice(kind, now, while_off)),
        sent_by=None,
    )
    return Step(cancelled, (replace(entry, actor=actor),), withdrawn=DECISIONS)


def _rejected_on_portal(before: Order, held: Order, entry: Entry, now: datetime, while_off: bool) -> Step:
    if before.state is OrderState.CANCELLED:
        return Step(held, (entry,))
    told = before.state is not OrderState.NEW
    notices = (*held.notices, Notice(NoticeKind.REJECTED_ON_PORTAL, now, while_off)) if told else held.notices
    rejected = replace(
        held,
        state=OrderState.REJECTED,
        decision=Decision(DecisionKind.REJECT, Actor.PORTAL, held.portal.updated_at, held.portal.rejection_reason),
        notices=notices,
        sent_by=None,
    )
    return Step(rejected, (entry,), withdrawn=DECISIONS)


def _completed_on_portal(held: Order, entry: Entry) -> Step:
    closed = Decision(DecisionKind.CLOSE, Actor.PORTAL, held.portal.updated_at)
    return Step(replace(held, state=OrderState.COMPLETED, decision=closed, sent_by=None), (entry,), withdrawn=DECISIONS)


def _refused_at_till(
    held: Order, till: TillOrder, policy: OrderPolicy, now: datetime, entries: tuple[Entry, ...]
) -> Step:
    if held.state.over:
        return Step(held, entries)
    reason = till.rejection_reason or policy.default_rejection_reason
    contrary = held.state is not OrderState.NEW
    what = "history.contrary" if contrary else "history.rejected"
    rejected = replace(
        held,
        state=OrderState.REJECTED,
        decision=Decision(DecisionKind.REJECT, Actor.TILL, now, reason),
        sent_by=None,
    )
    errand = Errand(ErrandKind.REJECT, {"reason": reason})
    entry = Entry(now, Actor.TILL, what, {"reason": reason})
    return Step(rejected, (*entries, entry), (errand,), withdrawn=DECISIONS)


def _progress_at_till(held: Order, till: TillOrder, now: datetime, entries: tuple[Entry, ...]) -> Step:
    if held.state.over or till.state is None:
        return Step(held, entries)
    state = till.state
    if state is OrderState.COMPLETED and held.portal.prepaid and not till.printed:
        # Closing tells the guest and starts the survey: an order paid online waits for its document.
        state = held.state if held.state.in_progress else OrderState.ACCEPTED
    errands: list[Errand] = []
    moved = replace(held, state=state)
    if held.state is OrderState.NEW:
        promised = to_the_second(max(held.portal.due_at, now + PAST_DUE_GRACE))
        decision = Decision(DecisionKind.ACCEPT, Actor.TILL, now)
        moved = replace(moved, decision=decision, promised_at=promised)
        entries = (*entries, Entry(now, Actor.TILL, "history.accepted", {"ready_at": promised.isoformat()}))
        errands.append(Errand(ErrandKind.ACCEPT, {"ready_at": promised.isoformat()}))
    if state is OrderState.COMPLETED:
        moved = replace(moved, decision=Decision(DecisionKind.CLOSE, Actor.TILL, now), sent_by=None)
        entries = (*entries, Entry(now, Actor.TILL, "history.closed"))
        errands.append(Errand(ErrandKind.COMPLETE))
    return Step(moved, entries, tuple(errands))


_KIND_OF_WORD = {
    OrderState.ACCEPTED: DecisionKind.ACCEPT,
    OrderState.REJECTED: DecisionKind.REJECT,
    OrderState.COMPLETED: DecisionKind.CLOSE,
    OrderState.CANCELLED: DecisionKind.CANCEL,
}

DECISIONS = frozenset({ErrandKind.ACCEPT, ErrandKind.POSTPONE, ErrandKind.REJECT, ErrandKind.COMPLETE})
"""What is not worth sending any more once the portal or the till has spoken against it."""
