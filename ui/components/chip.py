"""A choice that can be on or off: preset minutes, filters, reasons."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.components import drawing
from ui.components.icons import paint_icon
from ui.components.pressable import Pressable
from ui.theme import COMPACT, TOUCH, Space, Token


class Chip(Pressable):
    """`toggled(bool)` as every Qt button. On, it is filled softly and its border is twice as wide."""

    def __init__(
        self, text: str, icon_name: str | None = None, *, compact: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._compact = compact
        self._icon_name = icon_name
        self.setCheckable(True)
        size = theme.Size.TEXT if compact else theme.Size.LIST
        self.setFont(theme.font(size, theme.Weight.SEMIBOLD, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def sizeHint(self) -> QSize:
        height = COMPACT if self._compact else TOUCH
        padding = Space.CLOSE if self._compact else Space.BASE
        width = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 2 * padding
        if self._icon_name:
            width += theme.ICON_SMALL + Space.SNUG
        return QSize(max(width, height + Space.SNUG), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        body = QRectF(self.rect())
        on, usable = self.isChecked(), self.isEnabled()
        ink = Token.DISABLED if not usable else Token.BRASS if on else Token.INK
        still = Token.HOVER if self.hovered else Token.RAISED
        fill = Token.BRASS_SOFT if on else Token.PRESSED if self.isDown() else still
        drawing.ground(painter, body, drawing.colour(fill))
        line = Token.LINE if not usable else Token.BRASS if on else Token.BORDER
        drawing.edge(painter, body, drawing.colour(line), width=2 if on else 1)
        width = QFontMetrics(self.font()).horizontalAdvance(self.text())
        left = (body.width() - width - (theme.ICON_SMALL + Space.SNUG if self._icon_name else 0)) / 2
        if self._icon_name:
            side = theme.ICON_SMALL
            square = QRectF(round(left), round((body.height() - side) / 2), side, side)
            paint_icon(painter, self._icon_name, drawing.colour(ink), square)
            left += theme.ICON_SMALL + Space.SNUG
        painter.setPen(drawing.colour(ink))
        painter.setFont(self.font())
        painter.drawText(QRectF(left, 0, width + 1, body.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.ringed:
            inset = 3.0 if on else 0.0
            drawing.ring(painter, body.adjusted(inset, inset, -inset, -inset), theme.RADIUS - inset)
        painter.end()
