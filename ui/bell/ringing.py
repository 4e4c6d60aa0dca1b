"""Keeps the sound to what waits: asks the domain at every look, and says why nothing is heard."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from agent.domain.bell import Sound, sound_of
from agent.texts import _
from ui.bell.sound import SoundTrouble
from ui.bell.sound_level import SoundLevel
from ui.bell.sound_ring import RingLoop
from ui.bell.waiting import Waiting


class Ringing(QObject):
    """`troubled(sentence)`: what keeps the bell from being heard; empty when nothing does."""

    troubled = Signal(str)

    def __init__(
        self, waiting: Waiting, loop: RingLoop, level: SoundLevel | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._waiting = waiting
        self._loop = loop
        self._level = level
        self._muted = False
        if level is not None:
            level.changed.connect(lambda _trouble: self.troubled.emit(self.trouble))
        loop.trouble_changed.connect(lambda _trouble: self.troubled.emit(self.trouble))

    @property
    def trouble(self) -> str:
        if self._muted:
            return _("The volume of the bell is at 0: orders come without a sound")
        told: SoundTrouble | None = self._loop.trouble
        if told is None and self._level is not None:
            told = self._level.trouble
        return "" if told is None else _(told.sentence)

    @property
    def sounding(self) -> Sound | None:
        return self._loop.wanted

    def ring(self, now: datetime) -> None:
        """Silence as soon as nothing waits; before the first stroke the loudspeaker is looked at."""
        wanted = sound_of(self._waiting.cards, now, self._waiting.quiet)
        if wanted is not None and self._loop.wanted is None and self._level is not None:
            self._level.look()
        self._loop.ring(wanted)

    def set_volume(self, volume: int) -> None:
        self._muted = volume == 0
        self._loop.set_volume(volume)
        self.troubled.emit(self.trouble)

    def once(self, sound: Sound) -> bool:
        """A single stroke, unless the bell rings: then False."""
        if self._level is not None and self._loop.wanted is None:
            self._level.look()
        return self._loop.once(sound)

    def try_out(self, sound: Sound) -> None:
        self._loop.try_out(sound)

    def start(self) -> None:
        if self._level is not None:
            self._level.start()

    def close(self) -> None:
        if self._level is not None:
            self._level.close()
        self._loop.close()
