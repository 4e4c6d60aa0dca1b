"""Where one stands in the wizard: the steps side by side, those behind with a tick."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.components import drawing, paint_icon
from ui.theme import Size, Space, Token, Weight

_MARK = 24
_GAP = 28


class Steps(QWidget):
    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(names)
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(theme.font(Size.TEXT, Weight.SEMIBOLD))
        self.show_at(0)

    def show_at(self, at: int) -> None:
        self._at = at
        self.setAccessibleName(f"{at + 1}/{len(self._names)}: {self._names[at]}")
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        width = sum(_MARK + Space.SNUG + metrics.horizontalAdvance(name) + _GAP for name in self._names)
        return QSize(width, _MARK + Space.SNUG)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        painter.setFont(self.font())
        metrics = QFontMetrics(self.font())
        left = 0.0
        middle = self.height() / 2
        for number, name in enumerate(self._names):
            mark = QRectF(left, middle - _MARK / 2, _MARK, _MARK)
            done, here = number < self._at, number == self._at
            drawing.ground(painter, mark, drawing.colour(Token.BRASS if here or done else Token.SUNKEN), _MARK / 2)
            ink = drawing.colour(Token.ON_BRASS if here or done else Token.MUTED)
            if done:
                paint_icon(painter, "check", ink, mark.adjusted(4, 4, -4, -4))
            else:
                painter.setPen(ink)
                painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(number + 1))
            left = mark.right() + Space.SNUG
            width = metrics.horizontalAdvance(name)
            painter.setPen(drawing.colour(Token.INK if here else Token.MUTED))
            painter.drawText(QRectF(left, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, name)
            left += width + _GAP
        painter.end()
