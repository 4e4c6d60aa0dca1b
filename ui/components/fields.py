"""Where text is written: a search, and an entry with its label and what is wrong with it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from agent.texts import _
from ui import theme
from ui.components import drawing
from ui.components.button import Button, ButtonKind
from ui.components.icons import paint_icon
from ui.components.texts import Text
from ui.theme import COMPACT, Size, Space, Token, Tone, Weight

_LEAST_WIDTH = 200


class SearchField(QLineEdit):
    """`textChanged` as every line edit; Esc empties it."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFont(theme.font(Size.LIST))
        self.setFixedHeight(COMPACT)
        wanted = QFontMetrics(self.font()).horizontalAdvance(placeholder) + 2 * COMPACT + Space.CLOSE
        self.setMinimumWidth(max(wanted, _LEAST_WIDTH))
        self._clear = Button("", ButtonKind.PLAIN, "close", compact=True, parent=self)
        self._clear.setAccessibleName(_("Clear the search"))
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self.setTextMargins(theme.ICON + Space.TIGHT, 0, COMPACT - Space.CLOSE, 0)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        self._clear.move(self.width() - self._clear.width(), (self.height() - self._clear.height()) // 2)
        painter = drawing.begin(self)
        side = theme.ICON
        square = QRectF(Space.CLOSE - 2, (self.height() - side) / 2, side, side)
        paint_icon(painter, "search", drawing.colour(Token.MUTED), square)
        painter.end()


class TextInput(QWidget):
    """A labelled entry of one line; below it a hint, or in its place what is wrong."""

    changed = Signal(str)
    submitted = Signal()

    def __init__(
        self, label: str, *, hint: str = "", placeholder: str = "", secret: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._hint = hint
        self.entry = QLineEdit()
        self.entry.setFont(theme.font(Size.LIST))
        self.entry.setProperty("tall", "true")
        self.entry.setPlaceholderText(placeholder)
        self.entry.setAccessibleName(label)
        if secret:
            self.entry.setEchoMode(QLineEdit.EchoMode.Password)
        self._below = Text(hint, tone=Tone.NEUTRAL, wrap=True)
        self._below.setVisible(bool(hint))
        caption = Text(label, Size.TEXT, Weight.SEMIBOLD)
        caption.setBuddy(self.entry)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT + 2)
        for part in (caption, self.entry, self._below):
            column.addWidget(part)
        self.setFocusProxy(self.entry)
        self.entry.textChanged.connect(self.changed)
        self.entry.returnPressed.connect(self.submitted)

    @property
    def text(self) -> str:
        return self.entry.text()

    def set_text(self, text: str) -> None:
        self.entry.setText(text)

    def show_wrong(self, sentence: str) -> None:
        """Says what is wrong below the entry; empty: nothing is."""
        self.entry.setProperty("wrong", "true" if sentence else None)
        self.entry.setAccessibleDescription(sentence or self._hint)
        self.entry.style().unpolish(self.entry)
        self.entry.style().polish(self.entry)
        self._below.setText(sentence or self._hint)
        self._below.setVisible(bool(sentence or self._hint))
        self._below.set_tone(Tone.BAD if sentence else Tone.NEUTRAL)
