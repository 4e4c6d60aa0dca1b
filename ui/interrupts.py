"""Ctrl-C and SIGTERM as a Qt signal: Python runs its handlers only between its own steps, and Qt's loop makes none."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class Interrupts(QObject):
    """From `start` to `stop`; `came` in the face's thread."""

    came = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._before: dict[signal.Signals, object] = {}
        self._fd_before = -1

    def start(self) -> None:
        self._fd_before = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._handle)

    def stop(self) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._fd_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what `signal` itself returned
        self._before.clear()
        self._ours.close()
        self._theirs.close()

    def _read(self) -> None:
        self._ours.recv(64)
        self.came.emit()

    @staticmethod
    def _handle(_number: int, _frame: FrameType | None) -> None:
        """The wake-up by the socket does the work; without a handler the process would simply end."""
