"""Labels: one line or many in the type scale, a heading of a section, a line that shortens itself."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui import theme
from ui.components import drawing
from ui.theme import Size, Space, Token, Tone, Weight

_TONES = {
    Tone.NEUTRAL: "muted",
    Tone.BRASS: "brass",
    Tone.WAITING: "waiting",
    Tone.GOOD: "good",
    Tone.BAD: "bad",
    Tone.INFO: "info",
}


class Text(QLabel):
    """Plain text (never mark-up: what a guest wrote stands here too). `tone` None is the ink."""

    def __init__(
        self,
        text: str = "",
        size: Size = Size.TEXT,
        weight: Weight = Weight.REGULAR,
        tone: Tone | None = None,
        *,
        tabular: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(size, weight, tabular=tabular))
        self.setWordWrap(wrap)
        self.set_tone(tone)

    def set_tone(self, tone: Tone | None) -> None:
        """Changes the colour of the text."""
        self.setProperty("tone", None if tone is None else _TONES[tone])
        self.style().unpolish(self)
        self.style().polish(self)


class ElidedLabel(QWidget):
    """One line that ends in … when there is no room, and then tells the whole in its tool tip."""

    def __init__(
        self,
        text: str = "",
        size: Size = Size.TEXT,
        weight: Weight = Weight.REGULAR,
        token: Token = Token.INK,
        *,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._token = token
        self._text = ""
        self.setFont(theme.font(size, weight, tabular=tabular))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self._tell_whole()
        self.updateGeometry()
        self.update()

    def set_token(self, token: Token) -> None:
        self._token = token
        self.update()

    def shown(self) -> str:
        """What there is room for."""
        return QFontMetrics(self.font()).elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())

    def _tell_whole(self) -> None:
        self.setToolTip("" if self.shown() == self._text else self._text)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._text) + 1, metrics.height())

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(min(metrics.horizontalAdvance("…nnn"), self.sizeHint().width()), metrics.height())

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        painter.setFont(self.font())
        painter.setPen(drawing.colour(self._token if self.isEnabled() else Token.DISABLED))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.shown())
        painter.end()


class SectionTitle(QWidget):
    """The heading of a part of a screen, with what belongs to it at its right end."""

    def __init__(self, text: str, parent: QWidget | None = None, *, size: Size = Size.TITLE) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(Space.SNUG)
        self.label = Text(text, size, Weight.SEMIBOLD)
        self.row.addWidget(self.label)
        self.row.addStretch(1)
        self.setAccessibleName(text)

    def add(self, widget: QWidget) -> None:
        """Puts that at the right end."""
        self.row.addWidget(widget)


class Hairline(QWidget):
    """A line between things, across or (`upright`) down."""

    def __init__(self, parent: QWidget | None = None, *, upright: bool = False) -> None:
        super().__init__(parent)
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        painter.fillRect(self.rect(), drawing.colour(Token.LINE))
        painter.end()
