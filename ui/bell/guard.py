"""Swallows taps for a moment: a finger that was on its way to what stood here before must not decide.

Works on the whole application only while it guards; at other times it costs nothing.
"""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

GUARDED = 600
"""Milliseconds after the window appears or its cards change places. Source: screens.md."""

_TAPS = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd,
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.ShortcutOverride,
    }
)


class Guard(QObject):
    """Of one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GUARDED)
        self._timer.timeout.connect(self.lift)

    @property
    def up(self) -> bool:
        return self._timer.isActive()

    def raise_(self) -> None:
        """Guards from now on for the whole time, also when it guarded already."""
        app = QApplication.instance()
        if app is not None and not self.up:
            app.installEventFilter(self)
            for button in self._window.findChildren(QAbstractButton):
                # Its release will be swallowed: it must not stay pressed.
                button.setDown(False)
        self._timer.start()

    def lift(self) -> None:
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() not in _TAPS or not isinstance(watched, QWidget):
            return False
        return watched.window() is self._window
