"""The rejection: a reason, words of one's own, and the sentence that the guest will read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent.domain.decisions import REASON_LENGTH
from agent.domain.orders import Order
from agent.texts import _
from ui.components.button import Button, ButtonKind
from ui.components.chip import Chip
from ui.components.texts import Text
from ui.orders.reasons import Reason, reasons_for, sentence_for
from ui.theme import Size, Space, Tone, Weight


class RejectForm(QWidget):
    """Takes the place of the sheet's actions until a reason is sent or given up."""

    rejected = Signal(str)
    given_up = Signal()

    def __init__(self, order: Order, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.order_id = order.id
        self._lines = order.portal.lines
        self._reason: Reason | None = None
        self._chips = {reason: Chip(_(reason.value), compact=True) for reason in reasons_for(order)}
        self._dishes = [Chip(line.name, compact=True) for line in self._lines]
        self._words = QLineEdit(maxLength=REASON_LENGTH)
        self._words.setPlaceholderText(_("Words of your own, if you like"))
        self._words.setAccessibleName(_("Words of your own"))
        self._preview = Text("", Size.LIST, wrap=True)
        self._send = Button(_("Reject the order"), ButtonKind.DANGER, "cross")
        self._lay_out()
        self._connect()
        self._choose(None)

    @property
    def sentence(self) -> str:
        if self._reason is None:
            return ""
        chosen = [line for line, chip in zip(self._lines, self._dishes, strict=True) if chip.isChecked()]
        return sentence_for(self._reason, chosen, self._words.text())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        column.addWidget(Text(_("Why is it rejected?"), Size.LIST, Weight.SEMIBOLD))
        column.addLayout(_pairs(list(self._chips.values())))
        self._dish_choice = QWidget()
        dishes = QVBoxLayout(self._dish_choice)
        dishes.setContentsMargins(0, 0, 0, 0)
        dishes.setSpacing(Space.SNUG)
        dishes.addWidget(Text(_("What is sold out?"), tone=Tone.NEUTRAL))
        dishes.addLayout(_pairs(self._dishes))
        column.addWidget(self._dish_choice)
        column.addWidget(self._words)
        column.addWidget(Text(_("The guest will read:"), tone=Tone.NEUTRAL))
        column.addWidget(self._preview)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.SNUG)
        back = Button(_("Back"))
        back.clicked.connect(self.given_up)
        buttons.addWidget(back)
        buttons.addWidget(self._send, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        for reason, chip in self._chips.items():
            chip.clicked.connect(lambda _on=False, reason=reason: self._choose(reason))
        for dish in self._dishes:
            dish.toggled.connect(self._tell)
        self._words.textChanged.connect(self._tell)
        self._send.clicked.connect(lambda: self.rejected.emit(self.sentence))

    def _choose(self, reason: Reason | None) -> None:
        self._reason = reason
        for each, chip in self._chips.items():
            chip.setChecked(each is reason)
        self._dish_choice.setVisible(reason is Reason.SOLD_OUT)
        self._tell()
        if reason is Reason.OTHER:
            self._words.setFocus()

    def _tell(self) -> None:
        sentence = self.sentence
        self._preview.setText(sentence or _("Choose a reason first."))
        self._preview.set_tone(None if sentence else Tone.NEUTRAL)
        self._send.setEnabled(bool(sentence))


def _pairs(widgets: list[Chip]) -> QGridLayout:
    """Two beside each other, as wide as each other."""
    grid = QGridLayout()
    grid.setSpacing(Space.SNUG)
    for number, widget in enumerate(widgets):
        grid.addWidget(widget, number // 2, number % 2)
    return grid
