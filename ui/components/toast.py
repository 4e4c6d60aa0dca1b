"""What just happened, in one row at the foot of the window, with its undo; it leaves by itself."""

from PySide6.QtCore import QEvent, QMargins, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.components import drawing
from ui.components.button import Button, ButtonKind
from ui.components.drawing import SHADOW
from ui.components.icons import paint_icon
from ui.components.texts import Text
from ui.theme import Size, Space, Token, Tone, Weight

SECONDS = 5  # as long as a decision can be undone


class Toast(QWidget):
    """`acted` when its button is pressed, `left` when it is gone."""

    acted = Signal()
    left = Signal()

    def __init__(
        self, tone: Tone, text: str, action_text: str = "", *, seconds: float = SECONDS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        row = QHBoxLayout(self)
        row.setSpacing(Space.BASE)
        inset = Space.BASE + theme.ICON + Space.CLOSE
        row.setContentsMargins(SHADOW + QMargins(inset, Space.TIGHT, Space.SNUG, Space.TIGHT))
        self.label = Text(text, Size.LIST, Weight.MEDIUM)
        row.addWidget(self.label, 1)
        if action_text:
            self.action = Button(action_text, ButtonKind.PLAIN, "undo", compact=True)
            self.action.clicked.connect(self._act)
            row.addWidget(self.action)
        else:
            row.addSpacing(Space.SNUG)
        self.setMinimumHeight(theme.TOUCH + SHADOW.top() + SHADOW.bottom())
        self.setAccessibleName(text)
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.timeout.connect(self.leave)
        self._leaving.start(round(seconds * 1000))

    def _act(self) -> None:
        self.acted.emit()
        self.leave()

    def leave(self) -> None:
        self._leaving.stop()
        self.hide()
        self.left.emit()
        self.deleteLater()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        body = QRectF(self.rect()).adjusted(SHADOW.left(), SHADOW.top(), -SHADOW.right(), -SHADOW.bottom())
        drawing.shadow(painter, body)
        drawing.ground(painter, body, drawing.colour(Token.RAISED))
        drawing.edge(painter, body, drawing.colour(Token.LINE))
        side = theme.ICON
        square = QRectF(body.left() + Space.BASE, body.center().y() - side / 2, side, side)
        paint_icon(painter, self._tone.icon, drawing.colour(self._tone.ink), square)
        painter.end()


class ToastRow(QWidget):
    """Where a window shows its toasts: above everything else, at its foot, the newest lowest."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        window.installEventFilter(self)
        self.hide()

    def show_toast(self, tone: Tone, text: str, action_text: str = "", *, seconds: float = SECONDS) -> Toast:
        toast = Toast(tone, text, action_text, seconds=seconds)
        toast.left.connect(self._settle)
        self._column.addWidget(toast, 0, Qt.AlignmentFlag.AlignHCenter)
        toast.show()
        self.show()
        self.raise_()
        self._settle()
        return toast

    def _shown(self) -> list[QWidget]:
        found = (self._column.itemAt(n) for n in range(self._column.count()))
        widgets = (item.widget() if item else None for item in found)
        return [widget for widget in widgets if widget is not None and not widget.isHidden()]

    def _settle(self) -> None:
        shown = self._shown()
        self.setVisible(bool(shown))
        window = self.parentWidget()
        if window is None or not shown:
            return
        height = sum(widget.sizeHint().height() for widget in shown)
        width = min(max(widget.sizeHint().width() for widget in shown), window.width())
        self.setGeometry((window.width() - width) // 2, window.height() - height - Space.SNUG, width, height)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)
