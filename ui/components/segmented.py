"""One of a few: the choices side by side, the chosen one raised."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.components import drawing
from ui.components.pressable import Pressable
from ui.theme import COMPACT, RADIUS_SMALL, TOUCH, Size, Space, Token, Weight

_INSET = 3


class _Segment(Pressable):
    def __init__(self, key: str, text: str, compact: bool) -> None:
        super().__init__()
        self.key = key
        self._height = (COMPACT if compact else TOUCH) - 2 * _INSET
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(text)
        self.setFont(theme.font(Size.TEXT if compact else Size.LIST, Weight.SEMIBOLD, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.text()) + 2 * Space.BASE, self._height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        body = QRectF(self.rect())
        on = self.isChecked()
        if on:
            drawing.ground(painter, body, drawing.colour(Token.RAISED), RADIUS_SMALL)
            drawing.edge(painter, body, drawing.colour(Token.BORDER), RADIUS_SMALL)
        elif self.hovered or self.isDown():
            drawing.ground(painter, body, drawing.colour(Token.PRESSED), RADIUS_SMALL)
        painter.setFont(self.font())
        painter.setPen(drawing.colour(Token.INK if on else Token.MUTED if self.isEnabled() else Token.DISABLED))
        painter.drawText(body, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.ringed:
            drawing.ring(painter, body, RADIUS_SMALL)
        painter.end()


class Segmented(QWidget):
    """`chosen(key)` when another one is chosen. The arrow keys walk it."""

    chosen = Signal(str)

    def __init__(self, choices: list[tuple[str, str]], *, compact: bool = False, parent: QWidget | None = None) -> None:
        """`choices` are keys with their texts; the first is chosen."""
        super().__init__(parent)
        self._segments: list[_Segment] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(_INSET, _INSET, _INSET, _INSET)
        row.setSpacing(_INSET)
        for key, text in choices:
            segment = _Segment(key, text, compact)
            row.addWidget(segment)
            self._segments.append(segment)
            segment.toggled.connect(lambda on, key=key: self.chosen.emit(key) if on else None)
        if self._segments:
            self._segments[0].setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def current(self) -> str:
        return next((segment.key for segment in self._segments if segment.isChecked()), "")

    def set_current(self, key: str) -> None:
        next(segment for segment in self._segments if segment.key == key).setChecked(True)

    def buttons(self) -> list[Pressable]:
        return list(self._segments)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        drawing.ground(painter, QRectF(self.rect()), drawing.colour(Token.SUNKEN))
        painter.end()
