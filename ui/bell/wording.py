"""The bell's sentences that follow from cards and clock: its head, the countdown, what became of a decision. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

from agent.domain.bell import Card, CardKind, Stage
from agent.domain.errands import ErrandState
from agent.domain.orders import DecisionKind, Order
from agent.texts import _, format_countdown, format_time, ngettext
from ui.bell.promise import Promise
from ui.theme import Tone

STAGE_TONES = {
    Stage.FRESH: Tone.BRASS,
    Stage.LOUD: Tone.BRASS,
    Stage.WIDE: Tone.WAITING,
    Stage.LAST: Tone.BAD,
    Stage.LATE: Tone.BAD,
}


class Journey(Enum):
    """Where a decision is on its way to the guest."""

    UNDOABLE = "undoable"
    LEAVING = "leaving"
    NO_NETWORK = "no_network"
    TOLD = "told"


@dataclass(frozen=True)
class Outcome:
    what: str
    """`A37 accepted, ready at 20:34`."""
    way: str
    """`Sent to the portal`."""
    journey: Journey
    seconds: int
    """For which it can still be taken back."""

    @property
    def tone(self) -> Tone:
        return {Journey.TOLD: Tone.GOOD, Journey.NO_NETWORK: Tone.WAITING}.get(self.journey, Tone.INFO)


def count_text(cards: Sequence[Card]) -> str:
    """What the head says; the most urgent kind speaks for the rest."""
    count = {kind: sum(card.kind is kind for card in cards) for kind in CardKind}
    if undecided := count[CardKind.DECIDE]:
        return ngettext("{count} order waits", "{count} orders wait", undecided).format(count=undecided)
    if alarms := count[CardKind.ALARM]:
        return ngettext("{count} notice to read", "{count} notices to read", alarms).format(count=alarms)
    if till := count[CardKind.TILL]:
        return ngettext("{count} order to follow at the till", "{count} orders to follow at the till", till).format(
            count=till
        )
    if prepare := count[CardKind.PREPARE]:
        return ngettext("{count} order to start", "{count} orders to start", prepare).format(count=prepare)
    if missed := count[CardKind.MISSED]:
        return ngettext("{count} order while this PC was off", "{count} orders while this PC was off", missed).format(
            count=missed
        )
    return _("Decided")


def left_text(card: Card) -> str:
    """The countdown, or nothing left."""
    return format_countdown(card.remaining)


def stage_text(card: Card) -> str:
    if card.stage is Stage.LATE:
        return _("time is over")
    return _("about to expire") if card.stage is Stage.LAST else _("to answer")


def left_spoken(card: Card) -> str:
    return _("{time} left to answer, {stage}").format(time=left_text(card), stage=stage_text(card))


def late_text(promised: Promise, order: Order, zone: ZoneInfo) -> str:
    """That the promise is later than the guest wants; empty when it is not."""
    minutes = -(-int(promised.late.total_seconds()) // 60)
    if minutes <= 0:
        return ""
    return _("{count} min later than the guest wants ({time})").format(
        count=minutes, time=format_time(order.portal.due_at, zone)
    )


def outcome_of(card: Card, zone: ZoneInfo, now: datetime) -> Outcome:
    """What the card of a decision that was just made says."""
    order = card.order
    left = 0.0 if order.sent_by is None else (order.sent_by - now).total_seconds()
    owed = [row for row in card.errands if row.kind.decision and row.state is not ErrandState.DONE]
    if left > 0 and owed:
        return Outcome(
            _decided(order, zone), _("Is sent in {seconds} s").format(seconds=_up(left)), Journey.UNDOABLE, _up(left)
        )
    if not owed:
        return Outcome(_decided(order, zone), _("Sent to the portal"), Journey.TOLD, 0)
    if any(row.state is ErrandState.WAITING and row.failure is not None for row in owed):
        way = _("Waits for the network: it leaves by itself")
        return Outcome(_decided(order, zone), way, Journey.NO_NETWORK, 0)
    return Outcome(_decided(order, zone), _("Being sent …"), Journey.LEAVING, 0)


def _up(seconds: float) -> int:
    return -int(-seconds // 1)


def _decided(order: Order, zone: ZoneInfo) -> str:
    code = order.portal.code
    kind = order.decision.kind if order.decision else None
    if kind is DecisionKind.REJECT:
        return _("{code} rejected").format(code=code)
    if kind is DecisionKind.CLOSE:
        return _("{code} closed").format(code=code)
    if order.promised_at is None:
        return _("{code} accepted").format(code=code)
    return _("{code} accepted, ready at {time}").format(code=code, time=format_time(order.promised_at, zone))
