"""The time that is left, as a number and as a ring that empties. It holds no clock: its owner tells it both."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.components import drawing
from ui.theme import Size, Space, Token, Tone, Weight

DIAL = 104
_STROKE = 6
_SMALL = 24
_SMALL_STROKE = 4


class Countdown(QWidget):
    """A dial with the number in it, or, `compact`, a small ring beside the number for a row."""

    def __init__(self, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(parent)
        self._compact = compact
        self._text = ""
        self._caption = ""
        self._share = 1.0
        self._tone = Tone.NEUTRAL
        size = Size.LIST if compact else Size.FIGURE
        self.setFont(theme.font(size, Weight.SEMIBOLD, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        return self._text

    @property
    def share(self) -> float:
        return self._share

    def show_left(self, text: str, share: float, tone: Tone, *, caption: str = "", spoken: str = "") -> None:
        """`text` as `4:12`; `share` of the time that is left, 1 full to 0 empty; `tone` by stage; `caption` is the
        unit or the word below; `spoken` is the sentence for a screen reader."""
        resized = len(text) != len(self._text)
        self._text, self._share, self._tone, self._caption = text, min(max(share, 0.0), 1.0), tone, caption
        self.setAccessibleName(spoken or f"{text} {caption}".strip())
        if resized:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if not self._compact:
            return QSize(DIAL, DIAL)
        width = QFontMetrics(self.font()).horizontalAdvance(self._text or "00:00")
        return QSize(_SMALL + Space.SNUG + width + 1, _SMALL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        if self._compact:
            self._paint_ring(painter, QRectF(0, (self.height() - _SMALL) / 2, _SMALL, _SMALL), _SMALL_STROKE)
            painter.setPen(drawing.colour(self._ink()))
            painter.setFont(self.font())
            room = QRectF(_SMALL + Space.SNUG, 0, self.width(), self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._text)
        else:
            self._paint_ring(painter, QRectF(0, 0, DIAL, DIAL), _STROKE)
            self._paint_number(painter)
        painter.end()

    def _ink(self) -> Token:
        return Token.INK if self._tone in (Tone.NEUTRAL, Tone.BRASS) else self._tone.ink

    def _paint_ring(self, painter: QPainter, square: QRectF, stroke: int) -> None:
        inner = square.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(drawing.colour(Token.SUNKEN), stroke))
        painter.drawEllipse(inner)
        if self._share > 0:
            pen = QPen(drawing.colour(self._tone.ink), stroke)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(inner, 90 * 16, round(self._share * 360 * 16))

    def _paint_number(self, painter: QPainter) -> None:
        metrics = QFontMetrics(self.font())
        painter.setFont(self.font())
        painter.setPen(drawing.colour(self._ink()))
        middle = DIAL / 2 + metrics.capHeight() / 2 - (Space.SNUG if self._caption else 0)
        left = (DIAL - metrics.horizontalAdvance(self._text)) / 2
        painter.drawText(round(left), round(middle), self._text)
        if self._caption:
            small = theme.font(Size.TEXT, Weight.MEDIUM)
            painter.setFont(small)
            painter.setPen(drawing.colour(Token.MUTED))
            room = QRectF(0, middle + Space.TIGHT, DIAL, QFontMetrics(small).height())
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, self._caption)
