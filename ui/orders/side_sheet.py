"""The ground of a sheet that lies over the right side of a screen, or stands beside it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QLinearGradient, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.components import drawing
from ui.theme import Token

SHADE = 12
"""What the sheet's shadow takes at its left."""

DARKEST = 0.14
"""Of that shadow, at the sheet's edge."""

WIDTH = 440 + SHADE


class SideSheet(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = drawing.begin(self)
        shade = QLinearGradient(0, 0, SHADE, 0)
        shade.setColorAt(0, drawing.colour(Token.PANEL, 0.0))
        shade.setColorAt(1, drawing.colour(Token.PANEL, DARKEST))
        painter.fillRect(QRectF(0, 0, SHADE, self.height()), shade)
        painter.fillRect(self.rect().adjusted(SHADE, 0, 0, 0), drawing.colour(Token.RAISED))
        painter.fillRect(QRectF(SHADE, 0, 1, self.height()), drawing.colour(Token.LINE))
        painter.end()
