"""One paragraph in several colours that wraps as a whole: what is added, left out and noted on a dish."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.components import drawing
from ui.theme import Size, Token, Weight

_GAP = "   "


@dataclass(frozen=True)
class Span:
    text: str
    token: Token
    weight: Weight = Weight.REGULAR


class Spans(QWidget):
    """Plain text throughout: what a guest wrote stands here too."""

    def __init__(self, spans: tuple[Span, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spans = spans
        self.setFont(theme.font(Size.LIST))
        self.setAccessibleName(", ".join(span.text for span in spans))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        return _GAP.join(span.text for span in self._spans)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self.text()), metrics.lineSpacing())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, QFontMetrics(self.font()).lineSpacing())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int, /) -> int:
        return round(self._laid(width)[1])

    def _laid(self, width: int) -> tuple[QTextLayout, float]:
        layout = QTextLayout(self.text(), self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout, height

    def _formats(self) -> list[QTextLayout.FormatRange]:
        made, start = [], 0
        for span in self._spans:
            what = QTextCharFormat()
            what.setForeground(drawing.colour(span.token))
            what.setFontWeight(QFont.Weight(span.weight.value))
            part = QTextLayout.FormatRange()
            part.start, part.length, part.format = start, len(span.text), what
            made.append(part)
            start += len(span.text) + len(_GAP)
        return made

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        painter.setPen(drawing.colour(Token.INK))
        self._laid(self.width())[0].draw(painter, QPointF(0, 0))
        painter.end()
