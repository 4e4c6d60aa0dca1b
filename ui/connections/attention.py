"""The banners below the bar: the clock is wrong, a link needs somebody, what the last synchronisation met."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent.domain.health import LinkHealth, LinkStatus, Status
from agent.sentences import Sentence, sentence_of
from agent.texts import _
from ui.components import Banner
from ui.connections.health import attention_of
from ui.orders.spot import Spot
from ui.theme import Space, Tone

SKEW_TOLERATED = 30.0
"""Seconds; from there the agent corrects for the clock, and a person is told."""

MOST = 2
"""Banners at once: more would push the orders off the screen; the links' own cards tell the rest."""


class Attention(QWidget):
    """`wanted(screen)`: the banner's button leads there."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()
        self._standing: Spot = Spot()
        self._passing: Spot = Spot()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.WIDE, Space.CLOSE, Space.WIDE, 0)
        column.setSpacing(Space.SNUG)
        column.addWidget(self._passing)
        column.addWidget(self._standing)
        self.hide()

    def show_status(self, status: Status, now: datetime) -> None:
        told = told_of(status, now)
        if told != self._shown:
            self._shown = told
            self._standing.fill(self._banner(*each) for each in told[:MOST])
        self._settle()

    def tell(self, met: Sentence) -> None:
        """Something that just went wrong; it stays until it is put away."""
        banner = Banner(Tone.BAD, met.title, met.message, met.remedy, dismissible=True)
        banner.dismissed.connect(self.forget)
        self._passing.fill([banner])
        self._settle()

    def forget(self) -> None:
        self._passing.clear()
        self._settle()

    def _banner(self, tone: Tone, icon: str, told: Sentence, screen: str, action: str) -> Banner:
        banner = Banner(tone, told.title, told.message, told.remedy, action, icon_name=icon)
        banner.acted.connect(lambda: self.wanted.emit(screen))
        return banner

    def _settle(self) -> None:
        self.setVisible(bool(self._standing.held() or self._passing.held()))


def told_of(status: Status, now: datetime) -> tuple[tuple[Tone, str, Sentence, str, str], ...]:
    """Tone, icon, sentence, the screen that its button opens, the button's text; what presses most first."""
    told = [each for link in status.links if (each := _of_link(link, now)) is not None]
    told.sort(key=lambda each: each[0] is not Tone.BAD)
    if abs(status.clock_skew_seconds) > SKEW_TOLERATED:
        seconds = f"{abs(status.clock_skew_seconds):.0f}"
        skew = sentence_of("clock.skew", {"seconds": seconds})
        told.append((Tone.WAITING, "clock", skew, "diagnosis", _("Diagnostics")))
    return tuple(told)


def _of_link(link: LinkStatus, now: datetime) -> tuple[Tone, str, Sentence, str, str] | None:
    told = attention_of(link, now)
    if told is None:
        return None
    offline = link.health is LinkHealth.OFFLINE
    tone, icon = (Tone.BAD, "offline") if offline else (Tone.WAITING, "warning")
    if link.outbox.parked and not offline:
        return tone, icon, told, "activity", _("Look at it")
    return tone, icon, told, "connections", _("Connections")
