"""What only the face can examine: it plays the bell's sound to the end, and looks at volume, tray and autostart.

Whatever rings goes on ringing: an order that sounds is the proof, and nothing may come between.
"""

import ctypes
import sys
from collections.abc import Callable
from types import MappingProxyType
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from agent.diagnostics.doctor import Check
from agent.domain.bell import Sound
from agent.domain.failures import Unavailable
from ui.bell.sound import SoundPlayer, SoundTrouble

PATIENCE = 10_000
"""Milliseconds; the whole examination has 15 seconds, and the longest sound is far shorter than this."""

PROBE = Sound.REMINDER
"""The quietest of the bell's sounds."""

Told = Callable[[tuple[Check, ...]], None]


class Ring(Protocol):
    """What of the bell's `RingLoop` is asked for."""

    @property
    def wanted(self) -> Sound | None: ...

    @property
    def trouble(self) -> SoundTrouble | None: ...

    def once(self, sound: Sound) -> bool: ...


class Switch(Protocol):
    def on(self) -> bool: ...


class Level(Protocol):
    """The desktop's loudspeaker: muted or not, as far as it can be asked."""

    @property
    def trouble(self) -> SoundTrouble | None: ...


class FaceDoctor(QObject):
    """One examination at a time; whoever asks meanwhile hears of the same one."""

    _over = Signal()

    def __init__(
        self,
        ring: Ring,
        player: SoundPlayer,
        level: Level,
        volume: Callable[[], int],
        autostart: Switch,
        has_tray: Callable[[], bool] | None,
        parent: QObject | None = None,
        *,
        notice_state: Callable[[], int | None] | None = None,
        patience: int = PATIENCE,
    ) -> None:
        """`volume`: the bell's, 0 to 100. `has_tray` None: there is no screen. `notice_state`: Windows' own word."""
        super().__init__(parent)
        self._ring = ring
        self._level = level
        self._volume = volume
        self._autostart = autostart
        self._has_tray = has_tray
        self._notice_state = notice_state or windows_notice_state
        self._waiting: list[Told] = []
        self._playing = False
        self._patience = QTimer(self, interval=patience, singleShot=True)
        self._patience.timeout.connect(lambda: self._heard(SoundTrouble.STUCK))
        heard: SignalInstance = player.heard
        heard.connect(lambda: self._heard(None))
        player.failed.connect(self._heard)

    def examine(self, told: Told) -> None:
        """`told` is called once, in the face's thread, at once or some seconds later."""
        self._waiting.append(told)
        if self._playing:
            return
        if not self._volume():
            self._end(Check("volume", False, params=MappingProxyType({"volume": "0"})))
            return
        if self._ring.wanted is not None:
            self._end(self._sound(self._ring.trouble))
            return
        self._playing = True
        self._patience.start()
        if self._playing and not self._ring.once(PROBE):
            # It began to ring at this very moment.
            self._heard(self._ring.trouble)

    def _heard(self, trouble: SoundTrouble | None) -> None:
        if not self._playing:
            return
        self._playing = False
        self._patience.stop()
        self._end(self._sound(trouble))

    def _sound(self, trouble: SoundTrouble | None) -> Check:
        trouble = trouble or self._level.trouble
        name = "sound" if trouble is None else f"sound.{trouble.value}"
        return Check(name, trouble is None, params=MappingProxyType({"volume": str(self._volume())}))

    def _end(self, sound: Check) -> None:
        found = (sound, *self._tray(), self._start(), *self._notices())
        waiting, self._waiting = self._waiting, []
        for told in waiting:
            told(found)

    def _tray(self) -> tuple[Check, ...]:
        return () if self._has_tray is None else (Check("tray", self._has_tray()),)

    def _start(self) -> Check:
        try:
            on = self._autostart.on()
        except Unavailable as unavailable:
            return Check("autostart", False, failure=unavailable.failure)
        # Off is somebody's choice, and no fault.
        return Check("autostart" if on else "no_autostart", True)

    def _notices(self) -> tuple[Check, ...]:
        state = self._notice_state()
        return () if state is None else (Check("notices_shown", state == ACCEPTS_NOTICES),)


ACCEPTS_NOTICES = 5
"""QUNS_ACCEPTS_NOTIFICATIONS of `SHQueryUserNotificationState`; others: busy, full screen, presentation, quiet time."""


def windows_notice_state() -> int | None:
    """What Windows says of showing notices now; None on other systems, or where it does not say."""
    if sys.platform != "win32":
        return None
    state = ctypes.c_int()
    failed = ctypes.windll.shell32.SHQueryUserNotificationState(ctypes.byref(state))
    return None if failed else state.value
