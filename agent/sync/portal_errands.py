"""Carries decisions to the portal, each exactly once: the portal writes to the guest with every change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from agent.domain import road
from agent.domain.errands import ErrandKind, OutboxRow
from agent.domain.failures import Failed, Refused, Side
from agent.domain.history import Entry
from agent.domain.orders import Actor, NoticeKind, Order, OrderPolicy, OrderState, PortalOrder
from agent.domain.ports import Clock, OrderPortal
from agent.domain.step import Step
from agent.sync.errand_road import Carried, SendAgain, Settled, Stopped


class ReceivedErrand:
    """Tells the portal that this PC has the order. Idempotent by itself; a courtesy, so a refusal ends it."""

    def __init__(self, portal: Callable[[], OrderPortal]) -> None:
        self._portal = portal

    def send(self, order: Order, row: OutboxRow) -> Carried[Order, Step]:
        self._portal().mark_received(order.portal.ref)
        return Carried()

    def verify(self, order: Order, row: OutboxRow) -> Settled[Order, Step]:
        return SendAgain()

    def settle(self, order: Order, row: OutboxRow, failed: Failed) -> Settled[Order, Step]:
        return Carried()

    def refused_notice(self, order: Order) -> NoticeKind | None:
        return None


class DecisionErrand:
    """Accept, postpone, reject or complete an order on the portal."""

    def __init__(self, portal: Callable[[], OrderPortal], policy: OrderPolicy, clock: Clock) -> None:
        self._portal = portal
        self._policy = policy
        self._clock = clock

    def send(self, order: Order, row: OutboxRow) -> Carried[Order, Step]:
        if _has(order.portal, row):
            # Somebody was there first, and it was read meanwhile: the same state again would write to the guest again.
            return Carried(self._told(order.portal, row))
        portal, ref, version = self._portal(), order.portal.ref, order.portal.version
        if row.kind is ErrandKind.REJECT:
            said = portal.reject_order(ref, row.payload["reason"], key=row.idempotency_key, version=version)
        elif row.kind is ErrandKind.COMPLETE:
            said = portal.complete_order(ref, key=row.idempotency_key, version=version)
        else:
            said = portal.accept_order(ref, _ready_at(row), key=row.idempotency_key, version=version)
        return Carried(self._told(said, row))

    def verify(self, order: Order, row: OutboxRow) -> Settled[Order, Step]:
        said = self._portal().order(order.portal.ref)
        if _has(said, row):
            return Carried(self._told(said, row))
        if said.version == order.portal.version:
            # Nothing happened there since we last read: the same key again changes nothing twice.
            return SendAgain()
        return self._judge(order, row, said, None)

    def settle(self, order: Order, row: OutboxRow, failed: Failed) -> Settled[Order, Step]:
        said = self._portal().order(order.portal.ref)
        if _has(said, row):
            return Carried(self._told(said, row))
        return self._judge(order, row, said, failed)

    def refused_notice(self, order: Order) -> NoticeKind | None:
        if order.decision is not None and order.decision.by is Actor.TILL and order.state is OrderState.REJECTED:
            return NoticeKind.TELL_GUEST
        return NoticeKind.DECISION_NOT_SENT

    def _judge(self, order: Order, row: OutboxRow, said: PortalOrder, failed: Failed | None) -> Settled[Order, Step]:
        """The portal does not have it, and has moved or refused."""
        moved = said.version != order.portal.version
        if moved and self._heard(order, said).order.state is order.state and _may_become(said, row.kind):
            return SendAgain(lambda held: self._heard(held, said))
        notice = self.refused_notice(order)
        if _stands_undecided(said, row.kind) or notice is NoticeKind.TELL_GUEST:
            failed = failed or Refused("side.conflict", side=Side.PORTAL, status=said.status)
            return Stopped(failed, notice, lambda held: self._heard(held, said))
        return Carried(lambda held: self._lost(held, said))

    def _heard(self, order: Order, said: PortalOrder) -> Step:
        now = self._clock.now()
        return road.portal_says(order, said, self._policy, now, while_off=False) or Step(order)

    def _told(self, said: PortalOrder, row: OutboxRow) -> Callable[[Order], Step]:
        entry = Entry(self._clock.now(), Actor.AGENT, "history.portal_told", {"kind": row.kind.value, **row.payload})

        def follow(held: Order) -> Step:
            step = self._heard(held, said)
            # Whoever made the promise that the portal has: it is the one that the guest knows.
            promises = row.kind in (ErrandKind.ACCEPT, ErrandKind.POSTPONE) and said.ready_at is not None
            promised = said.ready_at if promises else step.order.promised_at
            return replace(step, order=replace(step.order, promised_at=promised), entries=(*step.entries, entry))

        return follow

    def _lost(self, order: Order, said: PortalOrder) -> Step:
        heard = self._heard(order, said)
        lost = road.decision_lost(heard.order, self._clock.now())
        return replace(heard, order=lost.order, entries=(*heard.entries, *lost.entries))


def _ready_at(row: OutboxRow) -> datetime:
    return datetime.fromisoformat(row.payload["ready_at"])


def _has(said: PortalOrder, row: OutboxRow) -> bool:
    """Whether the portal is where the errand wanted it, whoever brought it there."""
    if row.kind is ErrandKind.REJECT:
        return said.state is OrderState.REJECTED
    if row.kind is ErrandKind.COMPLETE:
        return said.state is OrderState.COMPLETED
    if row.kind is ErrandKind.POSTPONE:
        return said.state is OrderState.ACCEPTED and said.ready_at == _ready_at(row)
    return said.state in (OrderState.ACCEPTED, OrderState.COMPLETED)


def _may_become(said: PortalOrder, kind: ErrandKind) -> bool:
    """Whether the portal's profile lets that state take the errand (`docs/vendors/plateform.md`, ASSUMED)."""
    if kind is ErrandKind.ACCEPT:
        return said.state is OrderState.NEW
    return said.state in (OrderState.NEW, OrderState.ACCEPTED)


def _stands_undecided(said: PortalOrder, kind: ErrandKind) -> bool:
    """Whether the refusal leaves the portal's order where it was, so that nobody else's decision explains it."""
    if kind in (ErrandKind.POSTPONE, ErrandKind.COMPLETE) and said.state is OrderState.ACCEPTED:
        return True
    return said.state in (None, OrderState.NEW)
