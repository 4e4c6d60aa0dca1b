"""The switch by which the program starts with this PC: in the settings, and at the end of the set-up."""

from typing import Protocol

from PySide6.QtCore import Signal

from agent.domain.failures import Unavailable
from agent.texts import _
from ui.settings.parts import SwitchCard


class Autostart(Protocol):
    """Raises `Unavailable`."""

    def on(self) -> bool: ...

    def turn(self, on: bool) -> None: ...


class AutostartCard(SwitchCard):
    """`refused(failure)`: the system did not let it be changed, and the switch shows what holds."""

    refused = Signal(object)

    def __init__(self, autostart: Autostart) -> None:
        self._autostart = autostart
        super().__init__(
            _("Start with this PC"),
            _("The bell is there when this user logs in, without anybody having to think of it."),
            _("Start Campanello when this user logs in"),
            _held(autostart),
        )
        self.switched.connect(self.turn)

    def turn(self, on: bool) -> None:
        try:
            self._autostart.turn(on)
        except Unavailable as unavailable:
            self.refused.emit(unavailable.failure)
        self.show_on(bool(_held(self._autostart)))


def _held(autostart: Autostart) -> bool | None:
    try:
        return autostart.on()
    except Unavailable:
        return None
