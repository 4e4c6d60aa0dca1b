"""Keeps the PC awake while a link is on: a PC that sleeps rings for nobody.

Best effort: a desktop that offers no way to ask for it is left as it is, and the log says so. It never keeps the screen
lit against the person's will beyond what the system couples to it.
"""

import sys
import threading
from collections.abc import Callable
from typing import Protocol

import structlog
from PySide6.QtCore import QObject

from agent.texts import N_, _
from ui.bridge import Bridge

REASON = N_("Orders ring here")

log = structlog.get_logger("face")


class Inhibitor(Protocol):
    """Asks the system not to sleep. Both calls take as long as the system's bus does: never in the face's thread."""

    def hold(self, reason: str) -> None:
        """From now on. Raises OSError when nobody grants it."""

    def release(self) -> None:
        """The PC may sleep again; nothing to do when nothing is held."""


class Awake(QObject):
    """Holds the PC awake as long as any link is neither paused nor gone."""

    def __init__(self, bridge: Bridge, inhibitor: Inhibitor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._inhibitor = inhibitor
        self._wanted = False
        self._over = False
        self._turns = threading.Lock()
        bridge.link_changed.connect(lambda _link: self.look())

    @property
    def wanted(self) -> bool:
        return self._wanted

    def look(self) -> None:
        """Asks for it, or gives it back, as the links are now."""
        self._bridge.run(self._any_link_on, self._want, lambda _failure: None)

    def stop(self) -> None:
        """For good: a look that is still under way holds nothing any more."""
        self._over = True
        self._wanted = False
        with self._turns:
            self._inhibitor.release()

    def _any_link_on(self) -> bool:
        return any(not link.paused for link in self._bridge.agent.status().links)

    def _want(self, wanted: bool) -> None:
        if wanted is not self._wanted and not self._over:
            self._wanted = wanted
            self._bridge.run(lambda: self._turn(wanted), lambda _done: None, lambda _failure: None)

    def _turn(self, wanted: bool) -> None:
        """In another thread; one turn after the other."""
        with self._turns:
            try:
                self._inhibitor.hold(_(REASON)) if wanted and not self._over else self._inhibitor.release()
            except OSError as error:
                log.warning("cannot_keep_awake", error=type(error).__name__)


class NoInhibitor:
    """Where the system offers none."""

    def hold(self, reason: str) -> None:
        raise OSError("this system offers no way to keep it awake")

    def release(self) -> None:
        """Nothing was held."""


class WindowsInhibitor:
    """Source: SetThreadExecutionState; a request lasts as long as the thread that made it."""

    CONTINUOUS = 0x80000000
    SYSTEM_REQUIRED = 0x00000001

    def __init__(self, set_state: Callable[[int], int]) -> None:
        self._set_state = set_state
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def hold(self, reason: str) -> None:
        self.release()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._stay, args=(self._over,), name="awake", daemon=True)
        self._thread.start()

    def release(self) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _stay(self, over: threading.Event) -> None:
        if not self._set_state(self.CONTINUOUS | self.SYSTEM_REQUIRED):
            log.warning("cannot_keep_awake", error="SetThreadExecutionState")
        over.wait()
        self._set_state(self.CONTINUOUS)


def make_inhibitor() -> Inhibitor:
    """The one of this system."""
    if sys.platform == "win32":
        import ctypes

        return WindowsInhibitor(ctypes.windll.kernel32.SetThreadExecutionState)
    if sys.platform == "linux":
        from ui.awake_linux import make_linux_inhibitor

        return make_linux_inhibitor()
    return NoInhibitor()
