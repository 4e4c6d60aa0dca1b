"""Keeps the player to what should sound now. It is told the whole truth each time, never a change.

Nothing wanted is silence, at once. A player that fails is asked again every few seconds as long as something is wanted.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from agent.domain.bell import Sound
from ui.bell.sound import SoundPlayer, SoundTrouble

RETRY_MS = 5000


class RingLoop(QObject):
    """`trouble_changed(SoundTrouble or None)` when the bell is no longer heard, and when it is again."""

    trouble_changed = Signal(object)

    def __init__(
        self, player: SoundPlayer, volume: int, parent: QObject | None = None, *, retry_ms: int = RETRY_MS
    ) -> None:
        super().__init__(parent)
        self._player = player
        self._volume = volume
        self._wanted: Sound | None = None
        self._trouble: SoundTrouble | None = player.trouble()
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(retry_ms)
        self._retry.timeout.connect(self._start)
        player.failed.connect(self._on_failed)
        player.heard.connect(self._on_heard)

    @property
    def wanted(self) -> Sound | None:
        return self._wanted

    @property
    def trouble(self) -> SoundTrouble | None:
        """Why the bell is not heard; None: it is, or it would be."""
        return self._trouble

    def ring(self, sound: Sound | None) -> None:
        """That should sound from now on; None: nothing. May be called as often as one likes."""
        if sound is self._wanted:
            return
        self._wanted = sound
        self._retry.stop()
        if sound is None:
            self._player.stop()
        else:
            self._start()

    def set_volume(self, volume: int) -> None:
        """0 to 100; heard at once when it rings."""
        if volume != self._volume:
            self._volume = volume
            self._start()

    def once(self, sound: Sound) -> bool:
        """A single stroke; False: the bell rings, and nothing may come between."""
        if self._wanted is not None:
            return False
        self._player.play_once(sound, self._volume)
        return True

    def try_out(self, sound: Sound) -> None:
        """For the person who sets the volume; not while the bell rings, which is the better trial."""
        self.once(sound)

    def close(self) -> None:
        self._wanted = None
        self._retry.stop()
        self._player.close()

    def _start(self) -> None:
        if self._wanted is not None:
            self._player.play_loop(self._wanted, self._volume)

    def _on_failed(self, trouble: SoundTrouble) -> None:
        if self._wanted is not None:
            self._retry.start()
        self._tell(trouble)

    def _on_heard(self) -> None:
        self._tell(None)

    def _tell(self, trouble: SoundTrouble | None) -> None:
        if trouble is not self._trouble:
            self._trouble = trouble
            self.trouble_changed.emit(trouble)
