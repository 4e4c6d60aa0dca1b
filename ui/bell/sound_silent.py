"""A player that plays nothing: where there is none, where a person wants none, and to see in a test what was told."""

from PySide6.QtCore import QObject, Signal

from agent.domain.bell import Sound
from ui.bell.sound import SoundTrouble


class SilentPlayer(QObject):
    """`looping` is what would be heard now; `told` is all that it was told, oldest first."""

    failed = Signal(object)
    heard = Signal()

    def __init__(self, trouble: SoundTrouble | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trouble = trouble
        self.looping: Sound | None = None
        self.volume = 0
        self.told: list[tuple[str, Sound | None]] = []

    def play_loop(self, sound: Sound, volume: int) -> None:
        self.told.append(("loop", sound))
        self.volume = volume
        if self._trouble is None:
            self.looping = sound
            self.heard.emit()
        else:
            self.failed.emit(self._trouble)

    def play_once(self, sound: Sound, volume: int) -> None:
        self.told.append(("once", sound))
        self.volume = volume
        self.looping = None
        if self._trouble is None:
            self.heard.emit()
        else:
            self.failed.emit(self._trouble)

    def stop(self) -> None:
        self.told.append(("stop", None))
        self.looping = None

    def trouble(self) -> SoundTrouble | None:
        return self._trouble

    def set_trouble(self, trouble: SoundTrouble | None) -> None:
        """From now on that is wrong, or nothing is; what sounds is told to have failed."""
        self._trouble = trouble
        if trouble is not None and self.looping is not None:
            self.looping = None
            self.failed.emit(trouble)

    def close(self) -> None:
        self.looping = None
