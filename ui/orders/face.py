"""What a card says, as plain texts and tones: made of an order, painted by the delegate, read aloud. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from agent.domain import bell
from agent.domain.errands import ErrandState
from agent.domain.orders import NoticeKind, Order, OrderKind, OrderState
from agent.domain.waiting import WaitingFor, till_demand
from agent.reading import OrderSheet
from agent.sentences import sentence, word
from agent.texts import _, format_countdown, format_instant, format_money, format_time
from ui.orders.columns import ended_at
from ui.orders.house import House
from ui.theme import Tone

STATE_TONES = {
    OrderState.NEW: Tone.BRASS,
    OrderState.ACCEPTED: Tone.INFO,
    OrderState.IN_PREPARATION: Tone.WAITING,
    OrderState.READY: Tone.GOOD,
    OrderState.OUT_FOR_DELIVERY: Tone.INFO,
    OrderState.COMPLETED: Tone.GOOD,
    OrderState.REJECTED: Tone.NEUTRAL,
    OrderState.CANCELLED: Tone.NEUTRAL,
}

STATE_ICONS = {
    OrderState.NEW: "bell",
    OrderState.ACCEPTED: "check",
    OrderState.IN_PREPARATION: "kitchen",
    OrderState.READY: "check-circle",
    OrderState.OUT_FOR_DELIVERY: "send",
    OrderState.COMPLETED: "check-circle",
    OrderState.REJECTED: "cross-circle",
    OrderState.CANCELLED: "cross",
}

KIND_ICONS = {OrderKind.TAKEAWAY: "bag", OrderKind.DELIVERY: "scooter"}

_STAGE_TONES = {
    bell.Stage.FRESH: Tone.BRASS,
    bell.Stage.LOUD: Tone.BRASS,
    bell.Stage.WIDE: Tone.WAITING,
    bell.Stage.LAST: Tone.BAD,
    bell.Stage.LATE: Tone.BAD,
}

_CALM_NOTICES = frozenset({NoticeKind.CANCELLED, NoticeKind.EXPIRED})


@dataclass(frozen=True)
class Mark:
    """A short text with its tone and its shape."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True)
class Countdown:
    text: str
    caption: str
    share: float
    """Of the time that is used up, 0 to 1."""
    tone: Tone


@dataclass(frozen=True)
class CardFace:
    code: str
    kind: OrderKind
    time: str
    name: str
    total: str
    payment: Mark
    state: Mark
    asks: Mark | None
    """Whom it waits for, or what went wrong; None when nothing is asked of anybody."""
    countdown: Countdown | None


def face_of(sheet: OrderSheet, house: House, now: datetime) -> CardFace:
    order = sheet.order
    return CardFace(
        code=order.portal.code,
        kind=order.portal.kind,
        time=card_time(order, house.zone(order.link), now),
        name=guest_name(order),
        total=format_money(order.portal.total),
        payment=payment_of(order),
        state=state_of(order),
        asks=asks_of(sheet),
        countdown=countdown_of(sheet, house, now),
    )


def card_time(order: Order, zone: ZoneInfo, now: datetime) -> str:
    """The time that matters now: wanted, then promised, then when it ended. With its day, when that is not today."""
    if order.state.over:
        at = ended_at(order)
    elif order.state is OrderState.NEW:
        at = order.portal.due_at
    else:
        at = order.promised_at or order.portal.due_at
    return instant_text(at, zone, now)


def instant_text(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    today = at.astimezone(zone).date() == now.astimezone(zone).date()
    return format_time(at, zone) if today else format_instant(at, zone)


def guest_name(order: Order) -> str:
    return order.portal.customer.name or _("Guest without a name")


def payment_of(order: Order) -> Mark:
    if order.portal.paid:
        return Mark(_("Paid"), Tone.GOOD, "paid")
    return Mark(_("To be paid"), Tone.NEUTRAL, "cash")


def state_of(order: Order) -> Mark:
    return Mark(word(order.state), STATE_TONES[order.state], STATE_ICONS[order.state])


def asks_of(sheet: OrderSheet) -> Mark | None:
    order = sheet.order
    if order.notices:
        calm = all(notice.kind in _CALM_NOTICES for notice in order.notices)
        return Mark(word(order.notices[0].kind), Tone.INFO if calm else Tone.BAD, "bell" if calm else "warning")
    parked = next((row for row in sheet.errands if row.state is ErrandState.PARKED), None)
    if parked is not None:
        told = sentence(parked.failure).title if parked.failure else word(WaitingFor.PERSON)
        return Mark(told, Tone.BAD, "warning")
    demand = till_demand(order) if sheet.waiting_for is WaitingFor.TILL else None
    if demand is not None:
        return Mark(word(demand), Tone.WAITING, "till")
    if sheet.waiting_for in (WaitingFor.TILL, WaitingFor.PORTAL):
        return Mark(word(sheet.waiting_for), Tone.INFO, "clock")
    return None


def countdown_of(sheet: OrderSheet, house: House, now: datetime) -> Countdown | None:
    if sheet.order.state is not OrderState.NEW or not house.decides(sheet.order.link):
        return None
    card = bell.card_of(sheet.order, sheet.errands, house.policy(sheet.order.link), now)
    assert card is not None, "a new order always has a card"
    caption = _("Out of time") if card.stage is bell.Stage.LATE else _("To answer")
    return Countdown(format_countdown(card.remaining), caption, card.share, _STAGE_TONES[card.stage])


def spoken(sheet: OrderSheet, house: House, now: datetime) -> str:
    """The card in one sentence, for screen readers."""
    face = face_of(sheet, house, now)
    parts = [
        _("Order {code}").format(code=face.code),
        word(face.kind),
        face.time,
        face.name,
        face.total,
        face.payment.text,
        face.state.text,
    ]
    if face.asks is not None:
        parts.append(face.asks.text)
    if face.countdown is not None:
        parts.append(_("{time} left to answer").format(time=face.countdown.text))
    return ", ".join(parts)
