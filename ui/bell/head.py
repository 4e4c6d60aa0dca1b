"""The bell's head: how many wait, what is quiet, the clock, and the button that makes room for the till's program.

Dragged, it moves the window. Its ground turns to the state's colour when an order is about to expire.
"""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from agent.texts import _
from ui import theme
from ui.components import drawing, paint_icon
from ui.components.pressable import Pressable
from ui.theme import ICON_LARGE, TOUCH, Size, Space, Token, Weight

HEIGHT = 56


class HeadText(QWidget):
    """A line on the walnut."""

    def __init__(self, size: Size, weight: Weight, *, elide: bool = False, muted: bool = False) -> None:
        super().__init__()
        self._text = ""
        self._elide, self._muted = elide, muted
        self.alarmed = False
        self.setFont(theme.font(size, weight, tabular=True))
        policy = QSizePolicy.Policy.Ignored if elide else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        if elide:
            self.hide()

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.setVisible(bool(text) or not self._elide)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._text) + 1, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height()) if self._elide else self.sizeHint()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        painter.setFont(self.font())
        token = Token.ON_STATE if self.alarmed else Token.PANEL_MUTED if self._muted else Token.ON_PANEL
        painter.setPen(drawing.colour(token))
        shown = QFontMetrics(self.font()).elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()


class HeadButton(Pressable):
    """An icon on the walnut."""

    def __init__(self, icon_name: str, name: str) -> None:
        super().__init__()
        self._icon_name = icon_name
        self.alarmed = False
        self.set_face(icon_name, name)
        self.setFixedSize(TOUCH, TOUCH)

    def set_face(self, icon_name: str, name: str) -> None:
        self._icon_name = icon_name
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        ink = Token.ON_STATE if self.alarmed else Token.ON_PANEL
        body = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        if self.hovered or self.isDown():
            drawing.ground(painter, body, drawing.colour(ink, 0.16 if self.isDown() else 0.1))
        side = ICON_LARGE
        square = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_icon(painter, self._icon_name, drawing.colour(ink), square)
        if self.ringed:
            drawing.ring(painter, body, theme.RADIUS, Token.ON_STATE if self.alarmed else Token.PANEL_BRASS)
        painter.end()


class Head(QWidget):
    folded = Signal(bool)
    dragged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._alarmed = False
        self._is_folded = False
        self.count = HeadText(Size.TITLE, Weight.SEMIBOLD)
        self.note = HeadText(Size.LIST, Weight.MEDIUM, elide=True, muted=True)
        self.alarm = HeadText(Size.LIST, Weight.SEMIBOLD, elide=True)
        self.clock = HeadText(Size.TITLE, Weight.SEMIBOLD)
        self.fold_button = HeadButton("chevron-up", _("Make room"))
        self.fold_button.clicked.connect(lambda: self.folded.emit(not self._is_folded))
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.BASE + ICON_LARGE + Space.CLOSE, 0, Space.TIGHT, 0)
        row.setSpacing(Space.BASE)
        row.addWidget(self.count)
        row.addWidget(self.alarm, 100)
        row.addWidget(self.note, 100)
        row.addStretch(1)
        row.addWidget(self.clock)
        row.addWidget(self.fold_button)

    def set_folded(self, folded: bool) -> None:
        self._is_folded = folded
        name = _("Show the orders") if folded else _("Make room")
        self.fold_button.set_face("chevron-down" if folded else "chevron-up", name)

    def set_alarmed(self, alarmed: bool) -> None:
        """An order is about to expire."""
        if alarmed is not self._alarmed:
            self._alarmed = alarmed
            for part in (self.count, self.alarm, self.note, self.clock, self.fold_button):
                part.alarmed = alarmed
                part.update()
            self.update()

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        handle = self.window().windowHandle()
        if event.button() is Qt.MouseButton.LeftButton and handle is not None:
            self.dragged.emit()
            handle.startSystemMove()
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        painter.fillRect(self.rect(), drawing.colour(Token.BAD if self._alarmed else Token.PANEL))
        square = QRectF(Space.BASE, (self.height() - ICON_LARGE) / 2, ICON_LARGE, ICON_LARGE)
        ink = Token.ON_STATE if self._alarmed else Token.PANEL_BRASS
        paint_icon(painter, "bell-ring", drawing.colour(ink), square)
        painter.end()
