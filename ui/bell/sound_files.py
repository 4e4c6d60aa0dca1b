"""The bell's WAV files at a volume, in a folder of its own until `close`: `aplay` and Windows play no volume.

A loop's file carries the pause before the next stroke, so that every player loops alike.
"""

import tempfile
import wave
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import resources
from agent.domain.bell import Sound

# Seconds from one stroke to the next: a bell that is to be heard through a kitchen, and yet be lived with.
PERIODS: Mapping[Sound, float] = {
    Sound.ORDER: 3.2,
    Sound.ORDER_URGENT: 2.2,
    Sound.CANCELLED: 2.8,
    Sound.RESERVATION: 3.6,
    Sound.FAULT: 2.4,
    Sound.REMINDER: 3.0,
}
_FULL = 100


@dataclass(frozen=True)
class LoudFile:
    path: Path
    seconds: float


class LoudFiles:
    """Makes each file once. `source` finds the sound as it was made; `periods` are seconds."""

    def __init__(
        self,
        source: Callable[[Sound], Path] = lambda sound: resources.path("sounds", f"{sound.value}.wav"),
        periods: Mapping[Sound, float] = PERIODS,
    ) -> None:
        self._source = source
        self._periods = periods
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._made: dict[tuple[Sound, int, bool], LoudFile] = {}

    def file(self, sound: Sound, volume: int, *, looped: bool) -> LoudFile:
        """That sound at `volume` per cent; looped, as long as its period."""
        volume = min(max(volume, 0), _FULL)
        key = (sound, volume, looped)
        known = self._made.get(key)
        if known is None or not known.path.exists():
            known = self._make(sound, volume, looped)
            self._made[key] = known
        return known

    def close(self) -> None:
        """Removes what was made."""
        self._made.clear()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _make(self, sound: Sound, volume: int, looped: bool) -> LoudFile:
        if self._folder is not None and not Path(self._folder.name).is_dir():
            self.close()  # swept away by the system
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="campanello-", ignore_cleanup_errors=True)
        with wave.open(str(self._source(sound)), "rb") as file:
            rate = file.getframerate()
            frames = array("h", file.readframes(file.getnframes()))
        gain = (volume / _FULL) ** 2  # the ear hears a square as even steps
        loud = array("h", (int(frame * gain) for frame in frames))
        if looped:
            loud.extend([0] * max(round(self._periods[sound] * rate) - len(loud), 0))
        path = Path(self._folder.name) / f"{sound.value}-{volume}{'-loop' if looped else ''}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(loud.itemsize)
            file.setframerate(rate)
            file.writeframes(loud.tobytes())
        return LoudFile(path, len(loud) / rate)
