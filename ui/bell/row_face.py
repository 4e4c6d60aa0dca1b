"""What one line of a card that is not open says. Pure; equal faces need no repaint."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from agent.domain.bell import Card, CardKind
from agent.domain.orders import NoticeKind
from agent.sentences import word
from agent.texts import _, format_money
from ui.bell.faces import KIND_ICONS, due_text, guest_name
from ui.bell.wording import STAGE_TONES, left_spoken, left_text
from ui.theme import Tone

STEPS = 60
"""In so many steps the small ring empties: finer would repaint for nothing."""


@dataclass(frozen=True)
class RowFace:
    key: tuple[str, int]
    order_id: int
    code: str
    kind_icon: str
    kind: str
    due: str
    guest: str
    tone: Tone
    aside: str
    """What stands at its right end: the time left, or what is to be done."""
    aside_icon: str
    share: float | None
    """Of the time that is left, 1 to 0; None: nothing counts down."""
    spoken: str


def row_face(card: Card, zone: ZoneInfo, now: datetime) -> RowFace:
    order = card.order
    aside, icon, tone = _aside(card)
    counting = card.kind is CardKind.DECIDE
    due, guest, kind = due_text(order, zone, now), guest_name(order), word(order.portal.kind)
    told = left_spoken(card) if counting else aside
    return RowFace(
        key=(card.kind.value, order.id),
        order_id=order.id,
        code=order.portal.code,
        kind_icon=KIND_ICONS[order.portal.kind],
        kind=kind.upper(),
        due=due,
        guest=guest,
        tone=tone,
        aside=aside,
        aside_icon=icon,
        share=round((1 - card.share) * STEPS) / STEPS if counting else None,
        spoken=", ".join((order.portal.code, kind, due, guest, format_money(order.portal.total), told)),
    )


def _aside(card: Card) -> tuple[str, str, Tone]:
    match card.kind:
        case CardKind.DECIDE:
            return left_text(card), "clock", STAGE_TONES[card.stage]
        case CardKind.ALARM:
            calm = all(notice.kind in (NoticeKind.CANCELLED, NoticeKind.EXPIRED) for notice in card.order.notices)
            return word(card.order.notices[0].kind), "info" if calm else "warning", Tone.INFO if calm else Tone.BAD
        case CardKind.TILL:
            assert card.demand is not None
            return word(card.demand), "till", Tone.WAITING
        case CardKind.PREPARE:
            return _("Time to start"), "kitchen", Tone.BRASS
        case _:
            return _("Happened while off"), "history", Tone.INFO
