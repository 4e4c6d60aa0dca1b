"""A place in a column whose content comes and goes; empty, it takes no room."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Space


class Spot(QWidget):
    def __init__(self, parent: QWidget | None = None, *, spacing: int = Space.SNUG) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)
        self.hide()

    def fill(self, widgets: Iterable[QWidget]) -> None:
        """These in place of what was there, which is deleted."""
        self.clear()
        for widget in widgets:
            self._column.addWidget(widget)
            widget.show()
            self.show()

    def clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self.hide()

    def held(self) -> list[QWidget]:
        items = (self._column.itemAt(number) for number in range(self._column.count()))
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]
