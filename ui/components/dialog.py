"""A sheet within the window, over a scrim: a question, a form. Never a window of the system, which could hide behind
the till's program and block."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from agent.texts import _
from ui.components import drawing
from ui.components.button import Button, ButtonKind
from ui.components.card import Card
from ui.components.texts import Text
from ui.theme import Size, Space, Weight

_SCRIM = 0.45
_WIDTH = 480


class Dialog(QWidget):
    """Fill `body`, add the buttons, then `open()`. `closed(accepted)` once; it then deletes itself."""

    closed = Signal(bool)

    def __init__(self, window: QWidget, title: str, *, width: int = _WIDTH) -> None:
        super().__init__(window)
        self.hide()
        self._before: QWidget | None = None
        self._done = False
        self.card = Card(self, padding=Space.WIDE)
        self.card.setFixedWidth(width)
        self.card.body.setSpacing(Space.BASE)
        self.card.body.addLayout(self._head(title))
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.CLOSE)
        self.card.body.addLayout(self.body)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(Space.SNUG)
        self._buttons.addStretch(1)
        self.card.body.addLayout(self._buttons)
        outer = QVBoxLayout(self)
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(title)
        window.installEventFilter(self)

    def _head(self, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, -Space.SNUG, -Space.SNUG, 0)  # the cross, not its ground, stands in the corner
        row.addWidget(Text(title, Size.TITLE, Weight.SEMIBOLD, wrap=True), 1)
        close = Button("", ButtonKind.PLAIN, "close", compact=True)
        close.setAccessibleName(_("Close"))
        close.clicked.connect(self.reject)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def add_button(self, button: Button) -> Button:
        """Puts that at the foot, left to right; the filled one last. The owner connects it."""
        self._buttons.addWidget(button)
        return button

    def open(self) -> None:
        self._before = QApplication.focusWidget()
        self._cover()
        self.show()
        self.raise_()
        first = next((child for child in self.body_widgets() if child.focusPolicy() & Qt.FocusPolicy.TabFocus), self)
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def body_widgets(self) -> list[QWidget]:
        """What can have the focus, in the order of the tab key, the closing cross last."""
        inside = [child for child in self.card.findChildren(QWidget) if child.isVisibleTo(self)]
        return sorted(inside, key=lambda child: isinstance(child, Button) and not child.text())

    def accept(self) -> None:
        self._close(accepted=True)

    def reject(self) -> None:
        self._close(accepted=False)

    def _close(self, *, accepted: bool) -> None:
        if self._done:
            return
        self._done = True
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit(accepted)
        self.deleteLater()

    def _cover(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.rect())

    def focusNextPrevChild(self, forward: bool, /) -> bool:
        """The tab key stays within the sheet while it is open."""
        tab = Qt.FocusPolicy.TabFocus
        stops = [child for child in self.body_widgets() if child.focusPolicy() & tab and child.isEnabled()]
        here = QApplication.focusWidget()
        if not stops:
            return True
        at = stops.index(here) if here in stops else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._cover()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        event.accept()  # nothing below the scrim hears a key

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        event.accept()  # nor a tap

    def closeEvent(self, event: QCloseEvent, /) -> None:
        self.reject()
        super().closeEvent(event)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = drawing.begin(self)
        painter.fillRect(QRectF(self.rect()), drawing.scrim(_SCRIM))
        painter.end()
