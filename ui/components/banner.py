"""Something that the person should know and can mend: what, why, and the remedy."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.texts import _
from ui import theme
from ui.components import drawing
from ui.components.button import Button, ButtonKind
from ui.components.icons import paint_icon
from ui.components.texts import Text
from ui.theme import Size, Space, Tone, Weight


class Banner(QWidget):
    """`acted` when its button is pressed, `dismissed` when it is put away (only a `dismissible` one)."""

    acted = Signal()
    dismissed = Signal()

    def __init__(
        self,
        tone: Tone,
        title: str,
        message: str = "",
        remedy: str = "",
        action_text: str = "",
        *,
        icon_name: str | None = None,
        dismissible: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self._icon_name = icon_name or tone.icon
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.BASE + theme.ICON_LARGE + Space.CLOSE, Space.CLOSE, Space.CLOSE, Space.CLOSE)
        row.setSpacing(Space.BASE)
        self._title = Text(title, Size.LIST, Weight.SEMIBOLD, wrap=True)
        row.addLayout(self._told(message, remedy), 1)
        if action_text:
            self.action = Button(action_text, compact=True)
            self.action.clicked.connect(self.acted)
            row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignVCenter)
        if dismissible:
            close = Button("", ButtonKind.PLAIN, "close", compact=True)
            close.setAccessibleName(_("Close"))
            close.clicked.connect(self.dismissed)
            row.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(" ".join(part for part in (title, message, remedy) if part))

    def _told(self, message: str, remedy: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(Space.TIGHT)
        column.addStretch(1)
        column.addWidget(self._title)
        if message:
            column.addWidget(Text(message, Size.TEXT, wrap=True))
        if remedy:
            column.addWidget(Text(remedy, Size.TEXT, tone=Tone.NEUTRAL, wrap=True))
        column.addStretch(1)
        return column

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        body = QRectF(self.rect())
        ink = drawing.colour(self._tone.ink)
        drawing.ground(painter, body, drawing.colour(self._tone.soft))
        drawing.edge(painter, body, drawing.colour(self._tone.ink, 0.35))
        side = theme.ICON_LARGE
        first_line = self._title.y() + QFontMetrics(self._title.font()).height() / 2
        if self._title.height() < side * 1.5:
            first_line = self._title.y() + self._title.height() / 2
        paint_icon(painter, self._icon_name, ink, QRectF(Space.BASE, round(first_line - side / 2), side, side))
        painter.end()
