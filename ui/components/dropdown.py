"""One of a few, of which only the chosen one is shown: for choices whose texts are long or many."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from ui import theme
from ui.theme import COMPACT, Size, Weight

WIDEST = 196
"""Pixels; a longer text ends in …, and stands whole in the list that comes down."""


class Dropdown(QComboBox):
    """As `Segmented`: `chosen(key)` when another one is chosen; the first is chosen."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader says."""
        super().__init__(parent)
        self.setFont(theme.font(Size.TEXT, Weight.SEMIBOLD))
        self.setFixedHeight(COMPACT)
        self.setMaximumWidth(WIDEST)
        self.setAccessibleName(name)
        for key, text in choices:
            self.addItem(text, key)
        self.currentIndexChanged.connect(lambda _at: self.chosen.emit(self.current))

    @property
    def current(self) -> str:
        return str(self.currentData() or "")

    def set_current(self, key: str) -> None:
        self.setCurrentIndex(self.findData(key))

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        """A wheel that scrolls past changes nothing."""
        event.ignore()
