"""The window's left edge: the screens, one below the other, with the brass bell on top."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.components import drawing
from ui.components.icons import paint_icon
from ui.components.pressable import Pressable
from ui.theme import RAIL, Size, Space, Token, Weight

_HEIGHT = 68
_MARK = 40
_BADGE = 18


class RailItem(Pressable):
    """One screen: icon, word, and how many things wait there."""

    def __init__(self, key: str, icon_name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._icon_name = icon_name
        self._count = 0
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(text)
        self.setFont(theme.font(Size.TEXT, Weight.MEDIUM))
        self.setFixedSize(RAIL, _HEIGHT)

    @property
    def count(self) -> int:
        return self._count

    def set_count(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self.setAccessibleName(f"{self.text()} ({count})" if count else self.text())
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(RAIL, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            event.ignore()  # the rail's to answer
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        on = self.isChecked()
        body = QRectF(self.rect()).adjusted(4, 2, -4, -2)
        if on or self.hovered or self.isDown():
            drawing.ground(painter, body, drawing.colour(Token.PANEL_RAISED, 1.0 if on else 0.6))
        if on:
            tongue = QRectF(0, body.top() + 14, 3, body.height() - 28)
            drawing.ground(painter, tongue, drawing.colour(Token.PANEL_BRASS), 1.5)
        ink = drawing.colour(Token.PANEL_BRASS if on else Token.ON_PANEL if self.hovered else Token.PANEL_MUTED)
        square = QRectF((RAIL - theme.ICON_LARGE) / 2, 12, theme.ICON_LARGE, theme.ICON_LARGE)
        paint_icon(painter, self._icon_name, ink, square)
        painter.setPen(drawing.colour(Token.ON_PANEL) if on else ink)
        painter.setFont(self.font())
        painter.drawText(QRectF(0, 38, RAIL, 20), Qt.AlignmentFlag.AlignCenter, self.text())
        if self._count:
            self._paint_count(painter, square, Token.PANEL_RAISED if on else Token.PANEL)
        if self.ringed:
            drawing.ring(painter, body, token=Token.PANEL_BRASS)
        painter.end()

    def _paint_count(self, painter: QPainter, square: QRectF, below: Token) -> None:
        told = f"{99}+" if self._count > 99 else str(self._count)
        font = theme.font(Size.TEXT, Weight.BOLD, tabular=True)
        width = max(QFontMetrics(font).horizontalAdvance(told) + 10, _BADGE)
        badge = QRectF(square.right() - 5, square.top() - 8, width, _BADGE)
        drawing.ground(painter, badge.adjusted(-2, -2, 2, 2), drawing.colour(below), _BADGE / 2 + 2)
        drawing.ground(painter, badge, drawing.colour(Token.PANEL_BRASS), _BADGE / 2)
        painter.setPen(drawing.colour(Token.PANEL))
        painter.setFont(font)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, told)


class Rail(QWidget):
    """`current_changed(key)` when the person chose another screen. Up, Down, Home and End walk it."""

    current_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(RAIL)
        self._items: list[RailItem] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, _MARK + Space.WIDE + Space.CLOSE, 0, Space.SNUG)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def add(self, key: str, icon_name: str, text: str, *, at_foot: bool = False) -> RailItem:
        """A screen; those at the foot (settings) stand apart from the others."""
        item = RailItem(key, icon_name, text, self)
        item.toggled.connect(lambda on: self._tell(key) if on else None)
        if at_foot:
            self._column.addWidget(item)
            self._items.append(item)
        else:
            above = sum(1 for other in self._items if self._column.indexOf(other) < self._stretch())
            self._column.insertWidget(above, item)
            self._items.insert(above, item)
        if len(self._items) == 1:
            item.setChecked(True)
        return item

    def _stretch(self) -> int:
        """Where the room between the screens and the foot stands."""
        return next(n for n in range(self._column.count()) if self._widget_at(n) is None)

    def _widget_at(self, index: int) -> QWidget | None:
        item = self._column.itemAt(index)
        return item.widget() if item else None

    def items(self) -> list[RailItem]:
        return list(self._items)

    @property
    def current(self) -> str:
        """The key of the screen that is chosen; empty without screens."""
        return next((item.key for item in self._items if item.isChecked()), "")

    def set_current(self, key: str) -> None:
        self._item(key).setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        self._item(key).set_count(count)

    def _item(self, key: str) -> RailItem:
        return next(item for item in self._items if item.key == key)

    def _tell(self, key: str) -> None:
        self.current_changed.emit(key)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        at = next((n for n, item in enumerate(self._items) if item.hasFocus()), None)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if at is None:
            return super().keyPressEvent(event)
        if event.key() in steps:
            aim = (at + steps[Qt.Key(event.key())]) % len(self._items)
        elif event.key() == Qt.Key.Key_Home:
            aim = 0
        elif event.key() == Qt.Key.Key_End:
            aim = len(self._items) - 1
        else:
            return super().keyPressEvent(event)
        self._items[aim].setFocus(Qt.FocusReason.TabFocusReason)
        self._items[aim].setChecked(True)
        return None

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        painter.fillRect(self.rect(), drawing.colour(Token.PANEL))
        square = QRectF((RAIL - _MARK) / 2, Space.CLOSE, _MARK, _MARK)
        paint_icon(painter, "bell", drawing.colour(Token.PANEL_BRASS), square)
        painter.end()
