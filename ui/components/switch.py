"""A setting that is on or off, at once."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.components import drawing
from ui.components.icons import paint_icon
from ui.components.pressable import Pressable
from ui.theme import TOUCH, Size, Space, Token

_WIDTH = 44
_HEIGHT = 26
_KNOB = 20


class Switch(Pressable):
    """Text at its left, the switch at its right end; `toggled(bool)` as every Qt button."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setText(text)
        self.setFont(theme.font(Size.LIST))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(width + (Space.BASE if self.text() else 0) + _WIDTH, TOUCH)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        on, usable = self.isChecked(), self.isEnabled()
        painter.setFont(self.font())
        painter.setPen(drawing.colour(Token.INK if usable else Token.DISABLED))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        track = QRectF(self.width() - _WIDTH, (self.height() - _HEIGHT) / 2, _WIDTH, _HEIGHT)
        fill = Token.LINE if not usable else Token.BRASS if on else Token.EDGE
        drawing.ground(painter, track, drawing.colour(fill), _HEIGHT / 2)
        gap = (_HEIGHT - _KNOB) / 2
        left = track.right() - gap - _KNOB if on else track.left() + gap
        knob = QRectF(left, track.top() + gap, _KNOB, _KNOB)
        drawing.ground(painter, knob, drawing.colour(Token.ON_BRASS if on and usable else Token.SURFACE), _KNOB / 2)
        if on and usable:
            paint_icon(painter, "check", drawing.colour(Token.BRASS), knob.adjusted(3, 3, -3, -3))
        if self.ringed:
            drawing.ring(painter, track.adjusted(-4, -4, 4, 4).intersected(QRectF(self.rect())), _HEIGHT / 2 + 4)
        painter.end()
