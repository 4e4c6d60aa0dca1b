"""The bar above a screen: its title, the health of each link, what can be done at once."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.components import drawing
from ui.components.icons import paint_icon
from ui.components.pressable import Pressable
from ui.components.texts import Text
from ui.theme import COMPACT, Size, Space, Token, Tone, Weight

_HEIGHT = 64


class TopBar(QWidget):
    """Title at the left; `add` puts pills and buttons at the right, in the order of the calls."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HEIGHT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.WIDE, 0, Space.BASE, 0)
        self._row.setSpacing(Space.SNUG)
        self._title = Text(title, Size.TITLE, Weight.SEMIBOLD)
        self._row.addWidget(self._title)
        self._row.addStretch(1)

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def add(self, widget: QWidget) -> None:
        self._row.addWidget(widget)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        painter.fillRect(self.rect(), drawing.colour(Token.SURFACE))
        painter.fillRect(0, self.height() - 1, self.width(), 1, drawing.colour(Token.LINE))
        painter.end()


class HealthPill(Pressable):
    """A link's name, how it is (shape and colour) and the age of its last success; pressed, it opens the link."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tone = Tone.NEUTRAL
        self._icon_name = Tone.NEUTRAL.icon
        self._age = ""
        self.setFont(theme.font(Size.TEXT, Weight.SEMIBOLD))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._say("")

    @property
    def tone(self) -> Tone:
        return self._tone

    def show_health(self, tone: Tone, age: str, *, state: str, icon_name: str | None = None) -> None:
        """`age` as "2 min fa"; `state` in words, for the tool tip and the screen reader."""
        self._tone, self._age, self._icon_name = tone, age, icon_name or tone.icon
        self._say(state)
        self.updateGeometry()
        self.update()

    def _say(self, state: str) -> None:
        told = ", ".join(part for part in (self._name, state, self._age) if part)
        self.setAccessibleName(told)
        self.setToolTip(state)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance(self._name)
        if self._age:
            width += Space.SNUG + QFontMetrics(self._age_font()).horizontalAdvance(self._age)
        return QSize(Space.CLOSE + theme.ICON_SMALL + Space.SNUG + width + Space.CLOSE, COMPACT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @staticmethod
    def _age_font() -> QFont:
        return theme.font(Size.TEXT, tabular=True)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        body = QRectF(self.rect()).adjusted(0, 2, 0, -2)
        fill = Token.PRESSED if self.isDown() else Token.HOVER if self.hovered else Token.SURFACE
        drawing.ground(painter, body, drawing.colour(fill), body.height() / 2)
        drawing.edge(painter, body, drawing.colour(Token.LINE), body.height() / 2)
        side = theme.ICON_SMALL
        square = QRectF(Space.CLOSE, (self.height() - side) / 2, side, side)
        paint_icon(painter, self._icon_name, drawing.colour(self._tone.ink), square)
        left = Space.CLOSE + side + Space.SNUG
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(self.font())
        painter.setPen(drawing.colour(Token.INK))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), middle, self._name)
        left += QFontMetrics(self.font()).horizontalAdvance(self._name) + Space.SNUG
        painter.setFont(self._age_font())
        painter.setPen(drawing.colour(Token.MUTED))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), middle, self._age)
        if self.ringed:
            drawing.ring(painter, body, body.height() / 2)
        painter.end()
