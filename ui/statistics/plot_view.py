"""Bars or a line, painted from the tokens; by mouse, finger and arrow keys each point tells what it is."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.components import drawing
from ui.statistics.plot import Plot
from ui.statistics.series import Series, Shape
from ui.theme import Size, Space, Token

HEIGHT = 176
NAMES_BELOW = 12
"""Pixels between the lowest line and the names: the words of that line reach half of their height below it."""

DOT = 3.0
ASIDE = 0.45
"""How strongly the others are drawn while one is pointed at."""

_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class PlotView(QWidget):
    """`pointed(index)`: what is told of it; None: nothing is pointed at."""

    pointed = Signal(object)

    def __init__(self, token: Token, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self._series: Series | None = None
        self._current: int | None = None
        self._by_keyboard = False
        self.setFont(theme.font(Size.TEXT, tabular=True))
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    @property
    def current(self) -> int | None:
        return self._current

    def show_series(self, series: Series) -> None:
        same = self._series is not None and len(self._series.points) == len(series.points)
        self._series = series
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if series.empty else Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(series.title)
        self.point_at(self._current if same and not series.empty else None)
        self.update()

    def point_at(self, index: int | None) -> None:
        self._current = index
        if self._series is not None:
            told = self._series.told if index is None else self._series.points[index].told
            self.setAccessibleDescription(told)
        self.pointed.emit(index)
        self.update()

    def plot(self) -> Plot:
        """As it is painted now."""
        series = self._series
        metrics = QFontMetricsF(self.font())
        highest = max((point.value or 0 for point in series.points), default=0) if series else 0
        steps = series.steps if series else ()
        lines = Plot.within(QRectF(), 1, highest, steps).lines()
        aside = max((metrics.horizontalAdvance(series.tick(line)) for line in lines), default=0.0) if series else 0.0
        area = QRectF(self.rect()).adjusted(
            aside + Space.SNUG, metrics.height() / 2 + 2, -Space.TIGHT, -metrics.height() - NAMES_BELOW
        )
        return Plot.within(area, len(series.points) if series else 0, highest, steps)

    def sizeHint(self) -> QSize:
        return QSize(360, HEIGHT)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        painter.setFont(self.font())
        series, plot = self._series, self.plot()
        if series is not None and not series.empty:
            self._paint_lines(painter, plot, series)
            self._paint_names(painter, plot, series)
            if series.shape is Shape.BARS:
                self._paint_bars(painter, plot, series)
            else:
                self._paint_line(painter, plot, series)
        if self._by_keyboard and self.hasFocus():
            drawing.ring(painter, QRectF(self.rect()))
        painter.end()

    def _paint_lines(self, painter: QPainter, plot: Plot, series: Series) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        height = QFontMetricsF(self.font()).height()
        for line in plot.lines():
            y = round(plot.y_of(line)) + 0.5
            painter.setPen(QPen(drawing.colour(Token.BORDER if line == 0 else Token.LINE), 1))
            painter.drawLine(QPointF(plot.area.left(), y), QPointF(plot.area.right(), y))
            painter.setPen(drawing.colour(Token.MUTED))
            painter.drawText(QRectF(0, y - height / 2, plot.area.left() - Space.SNUG, height), right, series.tick(line))

    def _paint_names(self, painter: QPainter, plot: Plot, series: Series) -> None:
        metrics = QFontMetricsF(self.font())
        widest = max(metrics.horizontalAdvance(point.label) for point in series.points)
        painter.setPen(drawing.colour(Token.MUTED))
        for index in plot.named(widest):
            # The outermost ones lean inwards.
            left = min(max(plot.x_of(index) - widest / 2, 0), self.width() - widest)
            where = QRectF(left, plot.area.bottom() + NAMES_BELOW - 2, widest, metrics.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, series.points[index].label)

    def _paint_bars(self, painter: QPainter, plot: Plot, series: Series) -> None:
        for index, point in enumerate(series.points):
            if not point.value:
                continue
            bar = plot.bar(index, point.value)
            radius = min(bar.width() / 4, 4.0, bar.height())
            painter.setClipRect(QRectF(plot.area.left(), 0, plot.area.width() + 1, plot.area.bottom()))
            # The foot of the bar is square: its lower corners are below the line, and cut off.
            drawing.ground(painter, bar.adjusted(0, 0, 0, radius), self._ink(index), radius)
            painter.setClipping(False)

    def _paint_line(self, painter: QPainter, plot: Plot, series: Series) -> None:
        pen = QPen(drawing.colour(self._token), 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        piece = QPolygonF()
        for index, point in enumerate((*series.points, None)):
            if point is not None and point.value is not None:
                piece.append(QPointF(plot.x_of(index), plot.y_of(point.value)))
                continue
            painter.setPen(pen)
            painter.drawPolyline(piece)
            piece = QPolygonF()
        painter.setPen(Qt.PenStyle.NoPen)
        roomy = plot.place >= 3 * DOT
        for index, point in enumerate(series.points):
            alone = self._alone(series, index)
            if point.value is None or not (roomy or alone or index == self._current):
                continue
            size = DOT * 1.7 if index == self._current else DOT
            painter.setBrush(drawing.colour(self._token))
            painter.drawEllipse(QPointF(plot.x_of(index), plot.y_of(point.value)), size, size)

    def _alone(self, series: Series, index: int) -> bool:
        """No line reaches it."""
        near = series.points[max(index - 1, 0) : index] + series.points[index + 1 : index + 2]
        return all(point.value is None for point in near)

    def _ink(self, index: int) -> QColor:
        lit = self._current is None or index == self._current
        return drawing.colour(self._token, 1.0 if lit else ASIDE)

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:
        self._look(event.position())

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        self._look(event.position())

    def leaveEvent(self, event: QEvent, /) -> None:
        if not self.hasFocus():
            self.point_at(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if self._series is None or self._series.empty:
            super().keyPressEvent(event)
            return
        last = len(self._series.points) - 1
        here = self._current
        steps = {
            Qt.Key.Key_Left: last if here is None else max(here - 1, 0),
            Qt.Key.Key_Right: 0 if here is None else min(here + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._by_keyboard = True
            self.point_at(steps[key])
        elif key == Qt.Key.Key_Escape and here is not None:
            self.point_at(None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        self._by_keyboard = event.reason() in _BY_KEYBOARD
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        self.point_at(None)
        super().focusOutEvent(event)

    def _look(self, at: QPointF) -> None:
        series = self._series
        index = None if series is None or series.empty else self.plot().index_at(at.x())
        if index != self._current:
            self.point_at(index)
