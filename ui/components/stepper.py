"""A whole number with a minus and a plus that a finger can hit; arrow keys, Page Up and Page Down walk it too."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.components import drawing
from ui.components.button import Button, ButtonKind
from ui.theme import COMPACT, TOUCH, Size, Space, Token, Weight

_LEAP = 5
_REPEAT_MS = 90


class Stepper(QWidget):
    """`changed(int)` when the person or `set_value` moved it. `unit` stands behind the number ("min")."""

    changed = Signal(int)

    def __init__(
        self,
        name: str,
        least: int,
        most: int,
        value: int,
        *,
        step: int = 1,
        unit: str = "",
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is for the screen reader; `value` is kept within `least` and `most`."""
        super().__init__(parent)
        self._name, self._least, self._most, self._step, self._unit = name, least, most, step, unit
        self._value = min(max(value, least), most)
        self._height = COMPACT if compact else TOUCH
        self.setFont(theme.font(Size.LIST, Weight.SEMIBOLD, tabular=True))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.less = self._end("minus", -1, compact)
        self.more = self._end("plus", 1, compact)
        row.addWidget(self.less)
        row.addStretch(1)
        row.addWidget(self.more)
        self._tell()

    def _end(self, icon_name: str, sign: int, compact: bool) -> Button:
        button = Button("", ButtonKind.PLAIN, icon_name, compact=compact)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(f"{self._name} {'−' if sign < 0 else '+'}{self._step}")
        button.setAutoRepeat(True)
        button.setAutoRepeatInterval(_REPEAT_MS)
        button.clicked.connect(lambda: self.set_value(self._value + sign * self._step))
        return button

    @property
    def value(self) -> int:
        return self._value

    def set_value(self, value: int) -> None:
        value = min(max(value, self._least), self._most)
        if value != self._value:
            self._value = value
            self._tell()
            self.changed.emit(value)

    def shown(self) -> str:
        return f"{self._value} {self._unit}".strip()

    def _tell(self) -> None:
        self.less.setEnabled(self._value > self._least)
        self.more.setEnabled(self._value < self._most)
        self.setAccessibleName(f"{self._name}: {self.shown()}")
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        widest = max(metrics.horizontalAdvance(f"{end} {self._unit}") for end in (self._least, self._most))
        return QSize(widest + 2 * (self._height + Space.SNUG), self._height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Plus: 1, Qt.Key.Key_PageUp: _LEAP}
        steps |= {Qt.Key.Key_Down: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Minus: -1, Qt.Key.Key_PageDown: -_LEAP}
        if event.key() in steps:
            self.set_value(self._value + steps[Qt.Key(event.key())] * self._step)
        elif event.key() == Qt.Key.Key_Home:
            self.set_value(self._least)
        elif event.key() == Qt.Key.Key_End:
            self.set_value(self._most)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        event.ignore()  # the page scrolls; a number must not change under a wheel that only passes by

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        self.update()

    def changeEvent(self, event: QEvent, /) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter: QPainter = drawing.begin(self)
        body = QRectF(self.rect())
        usable = self.isEnabled()
        drawing.ground(painter, body, drawing.colour(Token.SURFACE if usable else Token.GROUND))
        drawing.edge(painter, body, drawing.colour(Token.EDGE if usable else Token.LINE))
        painter.setFont(self.font())
        painter.setPen(drawing.colour(Token.INK if usable else Token.DISABLED))
        painter.drawText(body, Qt.AlignmentFlag.AlignCenter, self.shown())
        if self.hasFocus():
            drawing.ring(painter, body)
        painter.end()
