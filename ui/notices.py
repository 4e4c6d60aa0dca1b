"""The desktop's own notices, behind one port: with buttons where the system draws them, by the tray elsewhere.

Never more than an addition: the bell's own window and sound know nothing of them, and a desktop that shows none loses
nothing that matters.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QSystemTrayIcon

log = structlog.get_logger("face")


@dataclass(frozen=True)
class Action:
    """What a person can do right from the notice; the first one is also what pressing the notice itself does."""

    label: str
    do: Callable[[], None]


class Notices(Protocol):
    def show(self, title: str, text: str, actions: Sequence[Action]) -> None:
        """From the face's thread, in which the actions are done too. The desktop shows one at a time."""


class TrayNotices(QObject):
    """Qt's: no buttons; pressing it does the first action, on desktops that tell of a press."""

    def __init__(self, icon: QSystemTrayIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._do: Callable[[], None] | None = None
        icon.messageClicked.connect(self._pressed)

    def show(self, title: str, text: str, actions: Sequence[Action]) -> None:
        self._do = actions[0].do if actions else None
        self._icon.showMessage(title, text, self._icon.icon())

    def _pressed(self) -> None:
        if self._do is not None:
            self._do()


class Toaster(Protocol):
    """The system's own way. Raises OSError when it shows nothing."""

    def show(self, title: str, text: str, labels: Sequence[str], pressed: Callable[[int], None]) -> None:
        """`pressed`, in any thread: the number of the button; 0 for the notice itself."""


class ToastNotices(QObject):
    """With buttons. What the system does not show, `other` does."""

    _pressed = Signal(int, int)

    def __init__(self, toaster: Toaster, other: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._toaster = toaster
        self._other = other
        self._number = 0
        self._actions: Sequence[Action] = ()
        # The press comes in a thread of Windows.
        self._pressed.connect(self._do, Qt.ConnectionType.QueuedConnection)

    def show(self, title: str, text: str, actions: Sequence[Action]) -> None:
        self._number, self._actions = self._number + 1, tuple(actions)
        number = self._number
        try:
            self._toaster.show(
                title, text, [action.label for action in actions], lambda button: self._pressed.emit(number, button)
            )
        except OSError as error:
            log.info("toast_not_shown", error=type(error).__name__)
            self._other.show(title, text, actions)

    def _do(self, number: int, button: int) -> None:
        """A button of an older notice does nothing: what it spoke of may be over."""
        if number == self._number and 0 <= button < len(self._actions):
            self._actions[button].do()


def make_notices(icon: QSystemTrayIcon, parent: QObject | None = None) -> Notices:
    """This system's."""
    tray = TrayNotices(icon, parent)
    if sys.platform == "win32":
        from ui.notices_windows import make_toaster

        toaster = make_toaster()
        if toaster is not None:
            return ToastNotices(toaster, tray, parent)
    return tray
