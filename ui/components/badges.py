"""Small signs: a state in a word and a shape, and a number of things."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.components import drawing
from ui.components.icons import paint_icon
from ui.theme import RADIUS_SMALL, Size, Space, Token, Tone, Weight

_HEIGHT = 26
_SIDE = 16
_COUNT_HEIGHT = 20
_MOST = 99


class StateBadge(QWidget):
    """A state: its colour, its shape and its word. `icon_name` replaces the tone's own shape."""

    def __init__(self, tone: Tone, text: str, icon_name: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme.font(Size.TEXT, Weight.SEMIBOLD, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(tone, text, icon_name)

    @property
    def tone(self) -> Tone:
        return self._tone

    @property
    def text(self) -> str:
        return self._text

    def show_state(self, tone: Tone, text: str, icon_name: str | None = None) -> None:
        self._tone, self._text, self._icon_name = tone, text, icon_name or tone.icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance(self._text)
        return QSize(Space.SNUG + _SIDE + Space.TIGHT + 2 + width + Space.SNUG + 2, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        body = QRectF(self.rect())
        ink = drawing.colour(self._tone.ink)
        drawing.ground(painter, body, drawing.colour(self._tone.soft), RADIUS_SMALL)
        paint_icon(painter, self._icon_name, ink, QRectF(Space.SNUG, (_HEIGHT - _SIDE) / 2, _SIDE, _SIDE))
        painter.setPen(ink)
        painter.setFont(self.font())
        left = Space.SNUG + _SIDE + Space.TIGHT + 2
        room = body.adjusted(left, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._text)
        painter.end()


class CountBadge(QWidget):
    """How many; nothing at 0. `99+` beyond that."""

    def __init__(self, count: int = 0, parent: QWidget | None = None, *, tone: Tone = Tone.WAITING) -> None:
        super().__init__(parent)
        self._count = -1
        self._tone = tone
        self.setFont(theme.font(Size.TEXT, Weight.SEMIBOLD, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(count)

    @property
    def count(self) -> int:
        return self._count

    def set_count(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self.setAccessibleName(str(count))
            self.setVisible(count > 0)
            self.updateGeometry()
            self.update()

    def shown(self) -> str:
        return f"{_MOST}+" if self._count > _MOST else str(self._count)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance(self.shown()) + 2 * 6
        return QSize(max(width, _COUNT_HEIGHT), _COUNT_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        body = QRectF(self.rect())
        drawing.ground(painter, body, drawing.colour(self._tone.ink), body.height() / 2)
        painter.setPen(drawing.colour(Token.ON_STATE))
        painter.setFont(self.font())
        painter.drawText(body, Qt.AlignmentFlag.AlignCenter, self.shown())
        painter.end()
