"""What can be pressed, by finger, mouse and keyboard: the ground of buttons, chips, rail items and switches.

The ring shows only where the keyboard brought the focus; a touch leaves none behind.
"""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class Pressable(QAbstractButton):
    """Draws nothing by itself. Enter presses it as Space does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_keyboard = False
        self._under_pointer = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def ringed(self) -> bool:
        """The keyboard is here."""
        return self._by_keyboard and self.hasFocus()

    @property
    def hovered(self) -> bool:
        return self._under_pointer and self.isEnabled()

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._by_keyboard = event.reason() in _KEYBOARD
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if not self._by_keyboard:
            self._by_keyboard = True
            self.update()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        self._by_keyboard = False
        super().mousePressEvent(event)

    def enterEvent(self, event: QEnterEvent, /) -> None:
        self._under_pointer = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent, /) -> None:
        self._under_pointer = False
        self.update()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent, /) -> None:
        self._under_pointer = False
        super().hideEvent(event)
