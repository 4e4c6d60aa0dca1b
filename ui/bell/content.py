"""What every open card has in common: it asks by signals, and follows the clock without being made anew."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.bell import Card
from agent.domain.commands import Command
from agent.sentences import Sentence
from ui.bell.order_lines import Note
from ui.components import Button
from ui.theme import Space, Tone


class Content(QWidget):
    """Of one open card. Subclasses fill `column` and call `_ask`."""

    commanded = Signal(object)
    """A tuple of commands, to be submitted one after the other."""
    keyboard_wanted = Signal()
    """A sheet asks for words; `keyboard_done` when it has them, or does without."""
    keyboard_done = Signal()
    sync_wanted = Signal(str)
    """The link that should be looked at again."""
    resized = Signal()
    touched = Signal()
    """A person is at this card."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(Space.CLOSE)
        self._refusal: QWidget | None = None
        self._asked = False

    @property
    def held(self) -> bool:
        """The person is in the middle of something: no other card may take its place."""
        return False

    def tick(self, card: Card, now: datetime) -> None:
        """Time went by."""

    def looked(self) -> None:
        """The look at the other side that it asked for is over."""

    def escape(self) -> bool:
        """Esc: whether there was something to go back from."""
        return False

    def tell(self, refusal: Sentence) -> None:
        """The decision did not count: says why, above the buttons, and lets the person try again."""
        self._asked = False
        if self._refusal is not None:
            self._refusal.hide()
            self._refusal.deleteLater()
        told = " ".join(part for part in (refusal.title + ".", refusal.message, refusal.remedy) if part)
        self._refusal = Note(told, Tone.BAD, "warning")
        self._refusal.setAccessibleName(told)
        self._place_refusal(self._refusal)
        self.resized.emit()

    def _place_refusal(self, note: QWidget) -> None:
        self.column.insertWidget(max(self.column.count() - 1, 0), note)

    def _ask(self, *commands: Command) -> None:
        """Once: a second tap must not decide again while the first is on its way."""
        if not self._asked:
            self._asked = True
            self.commanded.emit(commands)


def foot(left: Sequence[Button], right: Sequence[Button]) -> QHBoxLayout:
    """The row of buttons: what is quiet at the left, what matters at the right."""
    row = QHBoxLayout()
    row.setSpacing(Space.SNUG)
    for button in left:
        row.addWidget(button)
    row.addStretch(1)
    for button in right:
        row.addWidget(button)
    return row
