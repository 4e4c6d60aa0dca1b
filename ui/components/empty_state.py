"""What a list says when there is nothing in it: a sentence and the next step."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.components import drawing
from ui.components.button import Button
from ui.components.icons import paint_icon
from ui.components.texts import Text
from ui.theme import Size, Space, Token, Tone, Weight

_DISC = 88
_ICON = 40


class _Disc(QWidget):
    """The icon on its soft ground."""

    def __init__(self, icon_name: str) -> None:
        super().__init__()
        self._icon_name = icon_name
        self.setFixedSize(_DISC, _DISC)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        drawing.ground(painter, QRectF(self.rect()), drawing.colour(Token.BRASS_SOFT), _DISC / 2)
        inset = (_DISC - _ICON) / 2
        paint_icon(painter, self._icon_name, drawing.colour(Token.BRASS), QRectF(inset, inset, _ICON, _ICON))
        painter.end()


class EmptyState(QWidget):
    """`stepped` when the button of the next step is pressed; without `step_text` there is no button."""

    stepped = Signal()

    def __init__(
        self, icon_name: str, sentence: str, more: str = "", step_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(Space.SNUG)
        column.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.WIDE)
        column.addStretch(2)
        column.addWidget(_Disc(icon_name), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Space.SNUG)
        told = [Text(sentence, Size.LIST, Weight.SEMIBOLD, wrap=True)]
        if more:
            told.append(Text(more, Size.TEXT, tone=Tone.NEUTRAL, wrap=True))
        for text in told:
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(text)
        if step_text:
            column.addSpacing(Space.SNUG)
            self.step = Button(step_text)
            self.step.clicked.connect(self.stepped)
            column.addWidget(self.step, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.setAccessibleName(sentence)
