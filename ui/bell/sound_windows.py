"""The player of Windows: `winsound` loops a file by itself, and `winmm` says whether there is any device.

Both are passed in, so that it is tried on every system.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from agent.domain.bell import Sound
from ui.bell.sound import SoundPlayer, SoundTrouble
from ui.bell.sound_files import LoudFiles

# The values of `winsound`, which other systems do not have.
_ASYNC, _NODEFAULT, _LOOP, _FILENAME = 0x0001, 0x0002, 0x0008, 0x20000
LOOK_MS = 3000


class WindowsPlayer(QObject):
    """`play(file or None, flags)` is `winsound.PlaySound`; `count_devices` the number of sound devices."""

    failed = Signal(object)
    heard = Signal()

    def __init__(
        self,
        play: Callable[[str | None, int], None],
        count_devices: Callable[[], int],
        files: LoudFiles,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._play = play
        self._count_devices = count_devices
        self._files = files
        self._trouble: SoundTrouble | None = None
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._look_again)

    def play_loop(self, sound: Sound, volume: int) -> None:
        if self._start(str(self._files.file(sound, volume, looped=True).path), _LOOP):
            self._look.start()

    def play_once(self, sound: Sound, volume: int) -> None:
        self._look.stop()
        self._start(str(self._files.file(sound, volume, looped=False).path), 0)

    def stop(self) -> None:
        self._look.stop()
        self._play(None, 0)

    def trouble(self) -> SoundTrouble | None:
        return None if self._count_devices() else SoundTrouble.NO_DEVICE

    def close(self) -> None:
        self.stop()
        self._files.close()

    def _start(self, file: str, how: int) -> bool:
        """Whether it sounds now."""
        if not self._count_devices():
            self._fail(SoundTrouble.NO_DEVICE)
            return False
        try:
            self._play(file, _FILENAME | _ASYNC | _NODEFAULT | how)
        except RuntimeError:  # what winsound raises, for whatever reason
            self._fail(SoundTrouble.STUCK)
            return False
        self.heard.emit()
        return True

    def _look_again(self) -> None:
        if not self._count_devices():
            self.stop()
            self._fail(SoundTrouble.NO_DEVICE)

    def _fail(self, trouble: SoundTrouble) -> None:
        self._look.stop()
        self.failed.emit(trouble)


def make_windows_player(parent: QObject | None) -> SoundPlayer:
    """On Windows only."""
    if sys.platform != "win32":
        raise NotImplementedError("winsound")
    import ctypes
    import winsound

    return WindowsPlayer(winsound.PlaySound, ctypes.windll.winmm.waveOutGetNumDevs, LoudFiles(), parent)
