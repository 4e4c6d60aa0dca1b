"""A text of one or more lines with an icon before its first line."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.components import drawing
from ui.components.icons import paint_icon
from ui.components.texts import Text
from ui.theme import Size, Space, Token


class IconLabel(QWidget):
    """The icon says what the text is; the text can be selected."""

    def __init__(
        self, icon: str, text: str, token: Token = Token.MUTED, size: Size = Size.LIST, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SNUG)
        row.addWidget(_Icon(icon, token), 0, Qt.AlignmentFlag.AlignTop)
        self.label = Text(text, size, wrap=True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self.label, 1)


class _Icon(QWidget):
    def __init__(self, name: str, token: Token, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._token = token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.ICON_SMALL, theme.ICON_SMALL + Space.TIGHT)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        square = QRectF(0, Space.HAIR, theme.ICON_SMALL, theme.ICON_SMALL)
        paint_icon(painter, self._name, drawing.colour(self._token), square)
        painter.end()
