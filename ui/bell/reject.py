"""Why the order is rejected, and the sentence that the guest will read, which can be changed before it is sent."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from agent.domain.decisions import REASON_LENGTH
from agent.domain.orders import Order
from agent.texts import _
from ui import theme
from ui.bell.content import foot
from ui.bell.pieces import Fitted, words
from ui.components import Button, ButtonKind, Chip, FlowLayout
from ui.orders.reasons import Reason, reasons_for, sentence_for
from ui.theme import TOUCH, Size, Space, Tone, Weight

LEAST_CHOICES = 140


class RejectPanel(QWidget):
    """In the place of the order's lines until the rejection is sent or given up."""

    rejected = Signal(str)
    back = Signal()
    resized = Signal()

    def __init__(self, order: Order) -> None:
        super().__init__()
        self._lines = order.portal.lines
        self._reason: Reason | None = None
        self.chips = {reason: Chip(_(reason.value)) for reason in reasons_for(order)}
        self.dishes = [Chip(line.name) for line in self._lines]
        self.words = GuestWords()
        self.send = Button(_("Reject the order"), ButtonKind.DANGER, "cross")
        self.back_button = Button(_("Back"), icon_name="chevron-left")
        self._choice = QWidget()
        self._left = words("", tone=Tone.NEUTRAL, wrap=False, tabular=True)
        self._lay_out()
        self._connect()
        self._tell()

    @property
    def sentence(self) -> str:
        return " ".join(self.words.toPlainText().split())

    def choose(self, reason: Reason) -> None:
        self._reason = reason
        for each, chip in self.chips.items():
            chip.setChecked(each is reason)
        self._choice.setVisible(reason is Reason.SOLD_OUT)
        self._write()
        if reason is Reason.OTHER:
            self.words.setFocus()
        self.resized.emit()

    def go_on_from(self, before: "RejectPanel") -> None:
        """What was chosen and written in another one for the same order."""
        if before._reason in self.chips:
            self.choose(before._reason)
        for dish, had in zip(self.dishes, before.dishes, strict=False):
            dish.setChecked(had.isChecked())
        self.words.setPlainText(before.words.toPlainText())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SNUG)
        choices = Fitted(LEAST_CHOICES)
        choices.column.setSpacing(Space.SNUG)
        choices.column.addWidget(words(_("Why is it rejected?"), Weight.SEMIBOLD))
        choices.column.addLayout(_flow(list(self.chips.values())))
        inner = QVBoxLayout(self._choice)
        inner.setContentsMargins(0, Space.SNUG, 0, 0)
        inner.setSpacing(Space.SNUG)
        inner.addWidget(words(_("What is sold out?"), Weight.SEMIBOLD))
        inner.addLayout(_flow(self.dishes))
        self._choice.hide()
        choices.column.addWidget(self._choice)
        choices.column.addStretch(1)
        column.addWidget(choices, 1)
        column.addSpacing(Space.SNUG)
        column.addWidget(words(_("The guest will read:"), Weight.SEMIBOLD))
        column.addWidget(self.words)
        column.addWidget(self._left)
        column.addLayout(foot([self.back_button], [self.send]))

    def _connect(self) -> None:
        for reason, chip in self.chips.items():
            chip.clicked.connect(lambda _on=False, reason=reason: self.choose(reason))
        for dish in self.dishes:
            dish.toggled.connect(self._write)
        self.words.textChanged.connect(self._tell)
        self.back_button.clicked.connect(self.back)
        self.send.clicked.connect(lambda: self.rejected.emit(self.sentence))

    def _write(self) -> None:
        """The ordinary sentence of that reason, in place of what stood there."""
        assert self._reason is not None
        chosen = [line for line, chip in zip(self._lines, self.dishes, strict=True) if chip.isChecked()]
        self.words.setPlainText(sentence_for(self._reason, chosen, ""))

    def _tell(self) -> None:
        """Whether it can be sent, and what is still missing."""
        left = REASON_LENGTH - len(self.sentence)
        self.send.setEnabled(bool(self.sentence) and left >= 0)
        if self._reason is None:
            told = _("Choose a reason")
        elif self._reason is Reason.SOLD_OUT and not self.sentence:
            told = _("Choose what is sold out")
        elif not self.sentence:
            told = _("Write what the guest should know")
        elif left < 0:
            told = _("Too long by {count} characters").format(count=-left)
        else:
            told = _("{count} characters left").format(count=left)
        self._left.setText(told)
        self._left.set_tone(Tone.BAD if left < 0 else Tone.NEUTRAL)


class GuestWords(QPlainTextEdit):
    """Tab and Esc leave it; Enter makes no line: the guest reads one sentence."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme.font(Size.LIST))
        self.setTabChangesFocus(True)
        self.setFixedHeight(TOUCH + Space.WIDE + Space.SNUG)
        self.setAccessibleName(_("What the guest will read"))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.text() in ("\r", "\n"):
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        self.pressed.emit()
        super().mousePressEvent(event)


def _flow(chips: list[Chip]) -> FlowLayout:
    flow = FlowLayout(spacing=Space.SNUG)
    for chip in chips:
        flow.addWidget(chip)
    return flow
