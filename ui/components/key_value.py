"""Facts in rows: what it is at the left, what it says at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.components.texts import Text
from ui.theme import Size, Space, Tone, Weight


class KeyValues(QWidget):
    """Rows of facts, their values in line with each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.BASE)
        self._grid.setVerticalSpacing(Space.SNUG)
        self._grid.setColumnStretch(1, 1)
        self._values: dict[str, Text] = {}

    def put(self, key: str, value: str, *, strong: bool = False) -> None:
        """Adds the row, or changes its value."""
        if key in self._values:
            self._values[key].setText(value)
            return
        row = len(self._values)
        weight = Weight.SEMIBOLD if strong else Weight.REGULAR
        label = Text(key, Size.TEXT, tone=Tone.NEUTRAL)
        told = Text(value, Size.LIST if strong else Size.TEXT, weight, tabular=True, wrap=True)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        told.setAccessibleName(f"{key}: {value}")
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(told, row, 1)
        self._values[key] = told

    def value(self, key: str) -> str:
        return self._values[key].text()
