"""Sound: what a player promises, what can be wrong with it, and which player this PC has.

A player is told; it decides nothing. What should sound follows from the list of what waits (`agent.domain.bell`), and
`RingLoop` keeps the player to it.
"""

import shutil
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance

from agent.domain.bell import Sound
from agent.texts import N_
from ui.bell.sound_files import LoudFiles

__all__ = ["Sound", "SoundPlayer", "SoundTrouble", "make_player"]

# In the order of preference: what knows the desktop's volume and its devices first.
PROGRAMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("pw-play", ()),
    ("paplay", ("--client-name=Campanello",)),
    ("aplay", ("-q",)),
)


class SoundTrouble(StrEnum):
    """Why nothing is heard; `sentence` is its message id."""

    NO_PROGRAM = "no_program"
    NO_DEVICE = "no_device"
    STUCK = "stuck"
    MUTED = "muted"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    SoundTrouble.NO_PROGRAM: N_(
        "This PC has no program that plays sounds: install PipeWire, PulseAudio or ALSA's tools"
    ),
    SoundTrouble.NO_DEVICE: N_("The sound device does not answer: check the loudspeaker and its cable"),
    SoundTrouble.STUCK: N_("The sound device does not take the sound: restart the PC if it stays so"),
    SoundTrouble.MUTED: N_("The sound of this PC is turned off: nobody will hear the bell"),
}


class SoundPlayer(Protocol):
    """One sound at a time; starting one ends the other. Volumes are per cent, 0 to 100."""

    @property
    def failed(self) -> SignalInstance:
        """`failed(SoundTrouble)`: what was started is not heard. The player has stopped; it tries nothing by itself."""

    @property
    def heard(self) -> SignalInstance:
        """`heard()`: a sound went out to its end, or (Windows) its device took it."""

    def play_loop(self, sound: Sound, volume: int) -> None:
        """Sounds until `stop`."""

    def play_once(self, sound: Sound, volume: int) -> None:
        """Sounds once."""

    def stop(self) -> None:
        """Silent within a second; nothing to do when it is silent."""

    def trouble(self) -> SoundTrouble | None:
        """Why nothing would be heard, as far as it is known now; None: all well."""

    def close(self) -> None:
        """Stops and leaves no process and no file behind."""


def make_player(parent: QObject | None = None, find: Callable[[str], str | None] = shutil.which) -> SoundPlayer:
    """The player of this PC; one that only says why it is silent where there is none."""
    if sys.platform == "win32":
        from ui.bell.sound_windows import make_windows_player

        return make_windows_player(parent)
    from ui.bell.sound_process import ProcessPlayer
    from ui.bell.sound_silent import SilentPlayer

    for program, words in PROGRAMS:
        found = find(program)
        if found is not None:
            return ProcessPlayer((found, *words), LoudFiles(), parent)
    return SilentPlayer(SoundTrouble.NO_PROGRAM, parent)
