"""A month to choose a day from, by finger, mouse and keyboard; it comes down from the button that opens it."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.texts import _, language
from ui import theme
from ui.components import drawing
from ui.components.button import Button, ButtonKind
from ui.components.texts import Text
from ui.theme import TOUCH, Size, Space, Token, Weight

DAYS = 7
WEEKS = 6
NAMES = 28
"""The line with the names of the days."""

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -DAYS, Qt.Key.Key_Down: DAYS}


class MonthGrid(QWidget):
    """Six weeks from Monday. `chosen(date)`; `moved()` when another month is shown."""

    chosen = Signal(object)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = self.today = date(2000, 1, 1)
        self.setFixedSize(DAYS * TOUCH, NAMES + WEEKS * TOUCH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_day(self, day: date, today: date | None = None) -> None:
        """That day is the chosen one, and its month is shown."""
        self.day, self.today = day, today or self.today
        self.setAccessibleName(QLocale(language()).toString(QDate(day.year, day.month, day.day), "dddd d MMMM yyyy"))
        self.moved.emit()
        self.update()

    def turn(self, months: int) -> None:
        """The same day so many months on, or the last of that month."""
        then = QDate(self.day.year, self.day.month, self.day.day).addMonths(months)
        self.show_day(date(then.year(), then.month(), then.day()))

    def first(self) -> date:
        """The Monday with which the grid begins."""
        start = self.day.replace(day=1)
        return start - timedelta(days=start.weekday())

    def cell_of(self, day: date) -> QRectF:
        week, column = divmod((day - self.first()).days, DAYS)
        return QRectF(column * TOUCH, NAMES + week * TOUCH, TOUCH, TOUCH)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        locale = QLocale(language())
        painter.setFont(theme.font(Size.TEXT, Weight.MEDIUM))
        painter.setPen(drawing.colour(Token.MUTED))
        for column in range(DAYS):
            name = locale.standaloneDayName(column + 1, QLocale.FormatType.ShortFormat)
            painter.drawText(QRectF(column * TOUCH, 0, TOUCH, NAMES), Qt.AlignmentFlag.AlignCenter, name)
        painter.setFont(theme.font(Size.LIST, Weight.MEDIUM, tabular=True))
        for number in range(DAYS * WEEKS):
            day = self.first() + timedelta(days=number)
            body = self.cell_of(day).adjusted(3, 3, -3, -3)
            ink = Token.INK if day.month == self.day.month else Token.MUTED
            if day == self.day:
                drawing.ground(painter, body, drawing.colour(Token.BRASS))
                ink = Token.ON_BRASS
            elif day == self.today:
                drawing.edge(painter, body, drawing.colour(Token.BRASS), width=2)
            painter.setPen(drawing.colour(ink))
            painter.drawText(body, Qt.AlignmentFlag.AlignCenter, str(day.day))
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        at = event.position()
        row, column = int((at.y() - NAMES) // TOUCH), int(at.x() // TOUCH)
        if 0 <= row < WEEKS and 0 <= column < DAYS:
            self.chosen.emit(self.first() + timedelta(days=row * DAYS + column))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.show_day(self.day + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.day)
        else:
            super().keyPressEvent(event)


class Calendar(QWidget):
    """`chosen(date)`; closes by itself, also by Esc and by a touch beside it."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.grid = MonthGrid()
        self._month = Text("", Size.LIST, Weight.SEMIBOLD)
        self._month.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = QHBoxLayout()
        for icon, name, months in (
            ("chevron-left", _("The month before"), -1),
            ("chevron-right", _("The month after"), 1),
        ):
            button = Button("", ButtonKind.PLAIN, icon, compact=True)
            button.setAccessibleName(name)
            button.clicked.connect(lambda _on=False, months=months: self.grid.turn(months))
            head.addWidget(button)
        head.insertWidget(1, self._month, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.CLOSE, Space.CLOSE, Space.CLOSE, Space.CLOSE)
        column.setSpacing(Space.TIGHT)
        column.addLayout(head)
        column.addWidget(self.grid)
        self.grid.moved.connect(self._tell)
        self.grid.chosen.connect(self._choose)

    def come_down(self, below: QWidget, day: date, today: date) -> None:
        """Opens below that button, on that day."""
        self.grid.show_day(day, today)
        self.adjustSize()
        self.move(below.mapToGlobal(QPoint(0, below.height() + Space.TIGHT)))
        self.show()
        self.grid.setFocus(Qt.FocusReason.PopupFocusReason)

    def _tell(self) -> None:
        day = self.grid.day
        told = QLocale(language()).toString(QDate(day.year, day.month, day.day), "MMMM yyyy")
        self._month.setText(told[:1].upper() + told[1:])

    def _choose(self, day: date) -> None:
        self.close()
        self.chosen.emit(day)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        painter.fillRect(self.rect(), drawing.colour(Token.RAISED))
        painter.setPen(drawing.colour(Token.BORDER))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
