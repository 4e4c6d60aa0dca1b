"""A raised surface. Its shadow lies inside the widget, in `SHADOW`; lay cards out with that much less space."""

from PySide6.QtCore import QMarginsF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.components import drawing
from ui.components.drawing import SHADOW
from ui.theme import RADIUS, Space, Token, Tone

_STRIPE = 4


class Card(QWidget):
    """`body` is its vertical layout. A `tone` draws a stripe of that colour at its left edge; the state's words and
    shape are the content's to tell."""

    def __init__(self, parent: QWidget | None = None, *, tone: Tone | None = None, padding: int = Space.BASE) -> None:
        super().__init__(parent)
        self._tone = tone
        self.body = QVBoxLayout(self)
        self.body.setSpacing(Space.CLOSE)
        self.body.setContentsMargins(
            SHADOW.left() + padding, SHADOW.top() + padding, SHADOW.right() + padding, SHADOW.bottom() + padding
        )

    @property
    def tone(self) -> Tone | None:
        return self._tone

    def set_tone(self, tone: Tone | None) -> None:
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def surface_rect(self) -> QRectF:
        """The surface without its shadow, in the widget's coordinates."""
        return QRectF(self.rect()).marginsRemoved(QMarginsF(SHADOW))

    def _ground(self) -> QColor:
        return drawing.colour(Token.RAISED)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        body = self.surface_rect()
        drawing.shadow(painter, body)
        drawing.ground(painter, body, self._ground())
        if self._tone is not None:
            shape = QPainterPath()
            shape.addRoundedRect(body, RADIUS, RADIUS)
            painter.setClipPath(shape)
            stripe = QRectF(body.left(), body.top(), _STRIPE, body.height())
            painter.fillRect(stripe, drawing.colour(self._tone.ink))
            painter.setClipping(False)
        drawing.edge(painter, body, drawing.colour(Token.LINE))
        painter.end()


class OpeningCard(Card):
    """A card that opens something: `opened` by a tap anywhere on it that no button of its own takes, or by Enter."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None, *, tone: Tone | None = None, padding: int = Space.BASE) -> None:
        super().__init__(parent, tone=tone, padding=padding)
        self._down = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        self._down = event.button() is Qt.MouseButton.LeftButton
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        inside = self._down and self.surface_rect().contains(event.position())
        self._down = False
        self.update()
        if inside:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def _ground(self) -> QColor:
        if self._down:
            return drawing.colour(Token.PRESSED)
        return drawing.colour(Token.HOVER if self.underMouse() else Token.RAISED)

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = drawing.begin(self)
            drawing.ring(painter, self.surface_rect(), theme.RADIUS)
            painter.end()
