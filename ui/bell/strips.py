"""What just happened, at the foot of the bell: each decision with its way to the guest and its undo, and refusals
whose card is gone. A strip leaves by itself."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.bell import Card
from agent.sentences import Sentence
from agent.texts import _
from ui.bell.order_head import Sign
from ui.bell.wording import Journey, outcome_of
from ui.components import Button, ElidedLabel, drawing
from ui.theme import TOUCH, Size, Space, Token, Tone, Weight

MOST = 3
"""Strips at a time; the newest are shown."""

_ICONS = {
    Journey.UNDOABLE: "clock",
    Journey.LEAVING: "send",
    Journey.NO_NETWORK: "offline",
    Journey.TOLD: "check-circle",
}


class Strip(QWidget):
    undone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sign = Sign("check-circle", Tone.GOOD)
        self.what = ElidedLabel("", Size.LIST, Weight.SEMIBOLD, tabular=True)
        self.way = ElidedLabel("", Size.LIST, tabular=True)
        self.undo = Button(_("Undo"), icon_name="undo")
        self.undo.clicked.connect(self.undone)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.WIDE, Space.TIGHT, Space.BASE, Space.TIGHT)
        row.setSpacing(Space.CLOSE)
        row.addWidget(self._sign)
        row.addWidget(self.what)
        row.addWidget(self.way, 1)
        row.addWidget(self.undo)
        self.setMinimumHeight(TOUCH + 2 * Space.TIGHT)

    def tell(self, tone: Tone, icon_name: str, what: str, way: str, *, undo: bool) -> None:
        self._sign.show_sign(icon_name, tone)
        for label, text in ((self.what, what), (self.way, way)):
            if label.text != text:
                label.set_text(text)
        self.way.set_token(tone.ink)
        self.undo.setVisible(undo)
        self.undo.setAccessibleName(f"{_('Undo')}: {what}")

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        painter.fillRect(self.rect(), drawing.colour(Token.SURFACE))
        painter.fillRect(0, 0, self.width(), 1, drawing.colour(Token.LINE))
        painter.end()


class Strips(QWidget):
    undo_wanted = Signal(int)

    def __init__(self, zone: Callable[[str], ZoneInfo]) -> None:
        super().__init__()
        self._zone = zone
        self._strips: dict[int, Strip] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def shown(self) -> dict[int, Strip]:
        """By order."""
        return dict(self._strips)

    def show_cards(self, decided: Sequence[Card], refusals: dict[int, tuple[str, Sentence]], now: datetime) -> None:
        """`refusals` are those whose card is not open: the order's code and why its decision did not count."""
        newest = sorted(decided, key=lambda card: card.since, reverse=True)[: MOST - min(len(refusals), 1)]
        kept = {card.order.id for card in newest} | set(refusals)
        for order_id in [held for held in self._strips if held not in kept]:
            strip = self._strips.pop(order_id)
            strip.hide()
            strip.deleteLater()
        for card in newest:
            outcome = outcome_of(card, self._zone(card.order.link), now)
            undo = outcome.journey is Journey.UNDOABLE
            self._strip(card.order.id).tell(outcome.tone, _ICONS[outcome.journey], outcome.what, outcome.way, undo=undo)
        for order_id, (code, said) in refusals.items():
            self._strip(order_id).tell(Tone.BAD, "warning", f"{code}: {said.title}", said.message, undo=False)
        self.setVisible(bool(self._strips))

    def _strip(self, order_id: int) -> Strip:
        if order_id not in self._strips:
            strip = self._strips[order_id] = Strip()
            strip.undone.connect(lambda: self.undo_wanted.emit(order_id))
            self._column.addWidget(strip)
        return self._strips[order_id]
