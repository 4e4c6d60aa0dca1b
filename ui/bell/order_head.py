"""Whose order it is: the code that people say aloud, what and when, who and where; at its right what counts down."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.bell import Card
from agent.texts import _
from ui.bell.faces import OrderFace
from ui.bell.pieces import Badge, words
from ui.bell.wording import STAGE_TONES, left_spoken, left_text, stage_text
from ui.components import Countdown, ElidedLabel, Text, drawing, paint_icon
from ui.theme import ICON, Size, Space, Tone, Weight


class Sign(QWidget):
    """An icon in a line of text."""

    def __init__(self, icon_name: str, tone: Tone = Tone.NEUTRAL, side: int = ICON) -> None:
        super().__init__()
        self._icon_name, self._tone = icon_name, tone
        self.setFixedSize(side, side)

    def show_sign(self, icon_name: str, tone: Tone) -> None:
        if (icon_name, tone) != (self._icon_name, self._tone):
            self._icon_name, self._tone = icon_name, tone
            self.update()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        paint_icon(painter, self._icon_name, drawing.colour(self._tone.ink), self.rect().toRectF())
        painter.end()


class Dial(QWidget):
    """The countdown with its word below."""

    def __init__(self) -> None:
        super().__init__()
        self.countdown = Countdown()
        self.caption = words("", Weight.SEMIBOLD, wrap=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(self.countdown, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.caption, 0, Qt.AlignmentFlag.AlignHCenter)

    def tick(self, card: Card) -> None:
        tone = STAGE_TONES[card.stage]
        self.countdown.show_left(left_text(card), 1 - card.share, tone, spoken=left_spoken(card))
        if self.caption.text() != stage_text(card):
            self.caption.setText(stage_text(card))
        self.caption.set_tone(Tone.NEUTRAL if tone is Tone.BRASS else tone)


class OrderHead(QWidget):
    def __init__(self, face: OrderFace, aside: QWidget | None = None) -> None:
        super().__init__()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Space.WIDE)
        left = QVBoxLayout()
        left.setSpacing(Space.SNUG)
        left.addLayout(_first_row(face))
        left.addLayout(_guest_row(face))
        if face.address:
            left.addLayout(_address_row(face))
        left.addStretch(1)
        whole.addLayout(left, 1)
        if aside is not None:
            whole.addWidget(aside, 0, Qt.AlignmentFlag.AlignTop)


def _first_row(face: OrderFace) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.CLOSE)
    code = Text(face.code, Size.FIGURE, Weight.SEMIBOLD, tabular=True)
    code.setAccessibleName(_("Order {code}").format(code=face.code))
    row.addWidget(code)
    row.addWidget(Badge(face.kind.tone, face.kind.text, face.kind.icon))
    row.addWidget(Text(face.due, Size.TITLE, Weight.SEMIBOLD, tabular=True))
    row.addStretch(1)
    return row


def _guest_row(face: OrderFace) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.SNUG)
    row.addWidget(Sign("user"))
    row.addWidget(ElidedLabel(face.guest, Size.LIST, Weight.SEMIBOLD))
    if face.phone:
        row.addSpacing(Space.SNUG)
        row.addWidget(Sign("phone"))
        # A number that is cut short calls nobody: the name gives way.
        row.addWidget(words(face.phone, Weight.MEDIUM, wrap=False, tabular=True))
    row.addStretch(1)
    return row


def _address_row(face: OrderFace) -> QHBoxLayout:
    """Whole, in as many lines as it takes: half an address delivers nothing."""
    row = QHBoxLayout()
    row.setSpacing(Space.SNUG)
    row.addWidget(Sign("pin"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words(face.address), 1)
    return row
