"""Who has the keyboard: the till's program, until a person turns to the bell.

Showing itself, ringing and being tapped on its buttons leaves the keyboard where it is. A press beside the buttons, a
sheet that asks for words, or the tray's menu brings it here; it goes back when the bell leaves or is left.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

FLAGS = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint

_ASIDE = Qt.WindowType.WindowDoesNotAcceptFocus


class Keyboard(QObject):
    """Of one window, which it watches."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._lent = False
        window.setWindowFlags(FLAGS | _ASIDE)
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        window.installEventFilter(self)

    @property
    def here(self) -> bool:
        """The window may have the keyboard."""
        handle = self._window.windowHandle()
        return handle is not None and not handle.flags() & _ASIDE

    def take(self) -> None:
        """A person turned to the bell."""
        handle = self._window.windowHandle()
        if handle is None:
            return
        handle.setFlag(_ASIDE, False)
        self._window.raise_()
        self._window.activateWindow()

    def lend(self) -> None:
        """For a sheet that asks for words; `return_loan` gives it back to where it was."""
        self._lent = self._lent or not self.here
        self.take()

    def return_loan(self) -> None:
        if self._lent:
            self.hand_over()

    def hand_over(self) -> None:
        """Back to the till's program while the bell stays: only a window that goes lets the keyboard go."""
        self._lent = False
        if self.here and self._window.isVisible():
            self._window.hide()
            self._window.show()

    def give_back(self) -> None:
        self._lent = False
        handle = self._window.windowHandle()
        if handle is not None and self.here:
            handle.setFlag(_ASIDE, True)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        kind = event.type()
        left = kind is QEvent.Type.WindowDeactivate and QApplication.activePopupWidget() is None
        if left or kind is QEvent.Type.Hide:
            self.give_back()
        return super().eventFilter(watched, event)
