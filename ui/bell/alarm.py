"""The open card of something that went against a decision: what happened, whom to call, what to do; read, then gone."""

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.bell import Card
from agent.domain.commands import AcknowledgeOrder, ResolveErrand, RetryErrand
from agent.domain.errands import ErrandState, OutboxRow
from agent.domain.orders import Notice, NoticeKind
from agent.sentences import Sentence, sentence, sentence_of
from agent.texts import _
from ui.bell.content import Content, foot
from ui.bell.faces import OrderFace
from ui.bell.order_head import Sign
from ui.bell.pieces import Badge, words
from ui.components import Button, ButtonKind, ElidedLabel, Hairline, Text
from ui.theme import ICON_LARGE, Size, Space, Tone, Weight

CALM = frozenset({NoticeKind.CANCELLED, NoticeKind.EXPIRED})


def parked_of(card: Card) -> OutboxRow | None:
    return next((row for row in card.errands if row.state is ErrandState.PARKED), None)


def told_of(notice: Notice) -> Sentence:
    return sentence_of(f"notice.{notice.kind.value}", {})


class AlarmContent(Content):
    def __init__(self, card: Card, face: OrderFace, now: datetime) -> None:
        super().__init__()
        parked = parked_of(card)
        self.read_button = Button(_("I have read it"), ButtonKind.PRIMARY, "check")
        self.read_button.clicked.connect(lambda: self._ask(AcknowledgeOrder(card.order.id)))
        for notice in card.order.notices:
            self.column.addWidget(_told(notice))
        if parked is not None and parked.failure is not None:
            why = sentence(parked.failure)
            self.column.addWidget(words(_("Why: {reason}").format(reason=why.title), tone=Tone.NEUTRAL))
        self.column.addWidget(Hairline())
        self.column.addLayout(_order(face))
        self.column.addLayout(_guest(face))
        self.column.addLayout(foot(self._parked_buttons(parked), [self.read_button]))
        self.tick(card, now)

    def _parked_buttons(self, parked: OutboxRow | None) -> list[Button]:
        if parked is None:
            return []
        again = Button(_("Try again"), icon_name="sync")
        again.clicked.connect(lambda: self._ask(RetryErrand(parked.id)))
        done = Button(_("Mark as resolved"))
        done.clicked.connect(lambda: self._ask(ResolveErrand(parked.id)))
        return [again, done]


def _told(notice: Notice) -> QWidget:
    said = told_of(notice)
    tone = Tone.INFO if notice.kind in CALM else Tone.BAD
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.BASE)
    sign = QVBoxLayout()
    sign.addWidget(Sign(tone.icon, tone, ICON_LARGE + Space.SNUG))
    sign.addStretch(1)
    row.addLayout(sign)
    column = QVBoxLayout()
    column.setSpacing(Space.TIGHT)
    column.addWidget(Text(said.title, Size.TITLE, Weight.SEMIBOLD, tone, wrap=True))
    column.addWidget(words(said.message))
    column.addWidget(words(said.remedy, Weight.SEMIBOLD))
    row.addLayout(column, 1)
    return whole


def _order(face: OrderFace) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.CLOSE)
    row.addWidget(Text(face.code, Size.FIGURE, Weight.SEMIBOLD, tabular=True))
    row.addWidget(Badge(face.kind.tone, face.kind.text, face.kind.icon))
    row.addWidget(Text(face.due, Size.TITLE, Weight.SEMIBOLD, tabular=True))
    row.addStretch(1)
    row.addWidget(Text(face.total, Size.TITLE, Weight.SEMIBOLD, tabular=True))
    return row


def _guest(face: OrderFace) -> QHBoxLayout:
    """The one to call, with a number that is read from afar."""
    row = QHBoxLayout()
    row.setSpacing(Space.SNUG)
    row.addWidget(Sign("user"))
    row.addWidget(ElidedLabel(face.guest, Size.LIST, Weight.SEMIBOLD))
    if face.phone:
        row.addSpacing(Space.SNUG)
        row.addWidget(Sign("phone", Tone.BRASS, ICON_LARGE))
        row.addWidget(Text(face.phone, Size.TITLE, Weight.SEMIBOLD, tabular=True))
    row.addStretch(1)
    return row
