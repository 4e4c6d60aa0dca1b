"""The rejection: a reason, words of one's own, and the sentence that the guest will read."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent.domain.decisions import REASON_LENGTH
from agent.domain.orders import Order, OrderLine
from agent.texts import _
from ui.components import Button, ButtonKind, Chip, FlowLayout, Text
from ui.orders.reasons import Reason, reasons_for, sentence_for
from ui.theme import Size, Space, Tone, Weight

LONGEST = 340
"""Pixels of a dish's name."""


class RejectForm(QWidget):
    """Takes the place of what the sheet tells; its `buttons` take the place of the sheet's actions."""

    rejected = Signal(str)
    given_up = Signal()

    def __init__(self, order: Order, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.order_id = order.id
        self._lines = order.portal.lines
        self._reason: Reason | None = None
        self._chips = {reason: Chip(_(reason.value)) for reason in reasons_for(order)}
        self._dishes = [_dish(line) for line in self._lines]
        self.words = QLineEdit(maxLength=REASON_LENGTH)
        self.words.setPlaceholderText(_("Words of your own, if you like"))
        self.words.setAccessibleName(_("Words of your own"))
        self._preview = Text("", Size.LIST, wrap=True)
        self._send = Button(_("Reject the order"), ButtonKind.DANGER, "cross")
        self._lay_out()
        self._connect()
        self.choose(None)

    @property
    def sentence(self) -> str:
        if self._reason is None:
            return ""
        chosen = [line for line, chip in zip(self._lines, self._dishes, strict=True) if chip.isChecked()]
        return sentence_for(self._reason, chosen, self.words.text())

    def begin(self) -> None:
        """The keyboard stands on the first reason."""
        next(iter(self._chips.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.CLOSE)
        column.addWidget(Text(_("Why is it rejected?"), Size.LIST, Weight.SEMIBOLD))
        column.addWidget(_flowing(self._chips.values()))
        self._dish_choice = QWidget()
        dishes = QVBoxLayout(self._dish_choice)
        dishes.setContentsMargins(0, 0, 0, 0)
        dishes.setSpacing(Space.SNUG)
        dishes.addWidget(Text(_("What is sold out?"), Size.LIST, Weight.SEMIBOLD))
        dishes.addWidget(_flowing(self._dishes))
        column.addWidget(self._dish_choice)
        column.addWidget(self.words)
        column.addWidget(Text(_("The guest will read:"), tone=Tone.NEUTRAL))
        column.addWidget(self._preview)
        self.buttons = QWidget()
        row = QHBoxLayout(self.buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SNUG)
        back = Button(_("Back"))
        back.clicked.connect(self.given_up)
        row.addWidget(back)
        row.addWidget(self._send, 1)

    def _connect(self) -> None:
        for reason, chip in self._chips.items():
            chip.clicked.connect(lambda _on=False, reason=reason: self.choose(reason))
        for dish in self._dishes:
            dish.toggled.connect(self._tell)
        self.words.textChanged.connect(self._tell)
        self._send.clicked.connect(lambda: self.rejected.emit(self.sentence))

    def choose(self, reason: Reason | None) -> None:
        self._reason = reason
        for each, chip in self._chips.items():
            chip.setChecked(each is reason)
        self._dish_choice.setVisible(reason is Reason.SOLD_OUT)
        self._tell()
        if reason is Reason.OTHER:
            self.words.setFocus()

    def _tell(self) -> None:
        sentence = self.sentence
        self._preview.setText(sentence or _("Choose a reason first."))
        self._preview.set_tone(None if sentence else Tone.NEUTRAL)
        self._send.setEnabled(bool(sentence))


def _dish(line: OrderLine) -> Chip:
    """A name that is longer than the sheet is wide ends in …; the sentence below has all of it."""
    chip = Chip("")
    shown = QFontMetrics(chip.font()).elidedText(line.name, Qt.TextElideMode.ElideRight, LONGEST)
    chip.setText(shown)
    chip.setToolTip(line.name)
    chip.setAccessibleName(line.name)
    return chip


def _flowing(chips: Iterable[Chip]) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder)
    for chip in chips:
        flow.addWidget(chip)
    return holder
