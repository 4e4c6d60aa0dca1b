"""What the bell shows and what sounds: pure functions of the orders that stand and of the instant.

The sound follows from the list of what waits, never from events: an empty list is silence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from agent.domain.decisions import UNDO_WINDOW
from agent.domain.errands import OutboxRow
from agent.domain.orders import NoticeKind, Order, OrderPolicy, OrderState
from agent.domain.waiting import TillDemand, till_demand

LOUD_AFTER = timedelta(seconds=60)
WIDE_SHARE = 0.5
LAST_SHARE = 0.8
REMIND_EVERY = timedelta(seconds=60)
REMINDER_SOUNDS = timedelta(seconds=3)
TURN = timedelta(seconds=6)
"""Two different sounds that are due at once take turns of this length."""
SHOWN_AFTER_DECISION = UNDO_WINDOW + timedelta(seconds=3)
"""How long a decided card says what happened before it leaves."""


class CardKind(StrEnum):
    """In the order in which the bell shows them."""

    ALARM = "alarm"
    """Something went against a decision: read and acknowledge."""
    DECIDE = "decide"
    TILL = "till"
    """Decided, and the till's operator must follow."""
    PREPARE = "prepare"
    """An order for later: it is time to start."""
    MISSED = "missed"
    """Over before this PC could ring: listed once."""
    DECIDED = "decided"
    """Just decided: what happened, and undo."""


class Stage(IntEnum):
    FRESH = 0
    LOUD = 1
    WIDE = 2
    LAST = 3
    LATE = 4


class Sound(StrEnum):
    ORDER = "order"
    ORDER_URGENT = "order_urgent"
    CANCELLED = "cancelled"
    RESERVATION = "reservation"
    FAULT = "fault"
    REMINDER = "reminder"


@dataclass(frozen=True)
class Card:
    """One order on the bell. `remaining`: to the deadline, zero or more; `share`: of the time that is used up."""

    kind: CardKind
    order: Order
    errands: tuple[OutboxRow, ...]
    since: datetime
    deadline: datetime | None = None
    remaining: timedelta = timedelta(0)
    share: float = 0.0
    stage: Stage = Stage.FRESH
    demand: TillDemand | None = None


@dataclass(frozen=True)
class Quiet:
    """A pause: what had arrived before `since` does not ring until `until`. A newer order always rings."""

    since: datetime
    until: datetime


def card_of(order: Order, errands: Sequence[OutboxRow], policy: OrderPolicy, now: datetime) -> Card | None:
    """The card of one order; None when it asks nothing of anybody."""
    errands = tuple(errands)
    if order.state is OrderState.NEW:
        # Also with a notice on it: what can still be decided must stay decidable.
        return _undecided(order, errands, policy, now)
    if order.notices:
        kind = CardKind.MISSED if all(_missed(order)) else CardKind.ALARM
        return Card(kind, order, errands, order.notices[0].at)
    if order.decision and now - order.decision.at < SHOWN_AFTER_DECISION and order.sent_by:
        return Card(CardKind.DECIDED, order, errands, order.decision.at)
    demand = till_demand(order)
    if demand is not None:
        return Card(CardKind.TILL, order, errands, order.decision.at if order.decision else now, demand=demand)
    start = order.portal.due_at - policy.preparation
    if order.state is OrderState.ACCEPTED and not order.preparation_told and _for_later(order, start) and now >= start:
        return Card(CardKind.PREPARE, order, errands, start, deadline=order.promised_at)
    if any(row.state.open and row.kind.decision for row in errands):
        return Card(CardKind.DECIDED, order, errands, order.decision.at if order.decision else now)
    return None


def arranged(cards: Iterable[Card]) -> tuple[Card, ...]:
    """By kind, then deadline, then arrival: the first one is shown open."""
    kinds = list(CardKind)
    return tuple(
        sorted(cards, key=lambda card: (kinds.index(card.kind), card.deadline or card.since, card.since, card.order.id))
    )


def sound_of(cards: Sequence[Card], now: datetime, quiet: Quiet | None = None) -> Sound | None:
    """What should be sounding at this instant; None is silence."""
    due = [sound for card in cards if not _hushed(card, now, quiet) and (sound := _sound(card, now))]
    wanted = sorted(set(due), key=_PRECEDENCE.index)
    if Sound.ORDER_URGENT in wanted and Sound.ORDER in wanted:
        wanted.remove(Sound.ORDER)
    insistent = [sound for sound in wanted if sound is not Sound.REMINDER] or wanted
    if not insistent:
        return None
    return insistent[int(now.timestamp() / TURN.total_seconds()) % len(insistent)]


_PRECEDENCE = [Sound.CANCELLED, Sound.FAULT, Sound.ORDER_URGENT, Sound.ORDER, Sound.RESERVATION, Sound.REMINDER]

_STOP_THE_KITCHEN = frozenset({NoticeKind.CANCELLED_BY_GUEST, NoticeKind.REJECTED_ON_PORTAL})
_QUIET_NOTICES = frozenset({NoticeKind.CANCELLED, NoticeKind.EXPIRED})


def _missed(order: Order) -> Iterable[bool]:
    return (notice.while_off and notice.kind in _QUIET_NOTICES for notice in order.notices)


def _undecided(order: Order, errands: tuple[OutboxRow, ...], policy: OrderPolicy, now: datetime) -> Card:
    deadline = policy.deadline(order)
    whole = max((deadline - order.arrived_at).total_seconds(), 1.0)
    share = min(max((now - order.arrived_at).total_seconds() / whole, 0.0), 1.0)
    remaining = max(deadline - now, timedelta(0))
    return Card(
        CardKind.DECIDE, order, errands, order.arrived_at, deadline, remaining, share, _stage(order, share, now)
    )


def _stage(order: Order, share: float, now: datetime) -> Stage:
    if share >= 1.0:
        return Stage.LATE
    if share >= LAST_SHARE:
        return Stage.LAST
    if share >= WIDE_SHARE:
        return Stage.WIDE
    return Stage.LOUD if now - order.arrived_at >= LOUD_AFTER else Stage.FRESH


def _for_later(order: Order, start: datetime) -> bool:
    return order.decision is None or order.decision.at < start


def _hushed(card: Card, now: datetime, quiet: Quiet | None) -> bool:
    return quiet is not None and now < quiet.until and card.since <= quiet.since


def _sound(card: Card, now: datetime) -> Sound | None:
    if card.kind is CardKind.ALARM:
        kinds = {notice.kind for notice in card.order.notices}
        if kinds & _STOP_THE_KITCHEN:
            return Sound.CANCELLED
        return _reminder(card.since, now, at_once=True) if kinds <= _QUIET_NOTICES else Sound.FAULT
    if card.kind is CardKind.DECIDE:
        # The age, not the share: a deadline far away must not keep the second minute soft.
        return Sound.ORDER if now - card.since < LOUD_AFTER and card.stage < Stage.LAST else Sound.ORDER_URGENT
    if card.kind is CardKind.TILL:
        return _reminder(card.since, now, at_once=False)
    if card.kind in (CardKind.PREPARE, CardKind.MISSED):
        return _reminder(card.since, now, at_once=True)
    return None


def _reminder(since: datetime, now: datetime, *, at_once: bool) -> Sound | None:
    age = now - since
    if age < timedelta(0) or (age < REMIND_EVERY and not at_once):
        return None
    return Sound.REMINDER if age % REMIND_EVERY < REMINDER_SOUNDS else None
