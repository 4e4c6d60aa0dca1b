"""The banners below the bar: the clock is wrong, a link needs somebody, what the last synchronisation met."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Standing:
    """Something that stands until it is mended."""

    tone: Tone
    icon: str
    told: Sentence
    told_on: tuple[str, ...]
    """Screens that tell it by themselves; the banner's button leads to the first."""
    action: str


class Attention(QWidget):
    """`wanted(screen)`: the banner's button leads there."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: tuple[Standing, ...] = ()
        self._shown: tuple[Standing, ...] = ()
        self._screen = ""
        self._standing: Spot = Spot()
        self._passing: Spot = Spot()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.WIDE, Space.CLOSE, Space.WIDE, 0)
        column.setSpacing(Space.SNUG)
        column.addWidget(self._passing)
        column.addWidget(self._standing)
        self.hide()

    def show_status(self, status: Status, now: datetime) -> None:
        self._told = told_of(status, now)
        self._refill()

    def on_screen(self, name: str) -> None:
        """What the screen that is shown tells by itself is not told above it again."""
        self._screen = name
        self._refill()

    def tell(self, met: Sentence) -> None:
        """Something that just went wrong; it stays until it is put away."""
        banner = Banner(Tone.BAD, met.title, met.message, met.remedy, dismissible=True)
        banner.dismissed.connect(self.forget)
        self._passing.fill([banner])
        self._settle()

    def forget(self) -> None:
        self._passing.clear()
        self._settle()

    def _refill(self) -> None:
        shown = tuple(each for each in self._told if self._screen not in each.told_on)[:MOST]
        if shown != self._shown:
            self._shown = shown
            self._standing.fill(self._banner(each) for each in shown)
        self._settle()

    def _banner(self, standing: Standing) -> Banner:
        # What it means is told on the screen that the button opens: here every row takes room from the orders.
        told = standing.told
        banner = Banner(standing.tone, told.title, "", told.remedy, standing.action, icon_name=standing.icon)
        banner.acted.connect(lambda: self.wanted.emit(standing.told_on[0]))
        return banner

    def _settle(self) -> None:
        self.setVisible(bool(self._standing.held() or self._passing.held()))


def told_of(status: Status, now: datetime) -> tuple[Standing, ...]:
    """What presses most first."""
    told = [each for link in status.links if (each := _of_link(link, now)) is not None]
    told.sort(key=lambda each: each.tone is not Tone.BAD)
    if abs(status.clock_skew_seconds) > SKEW_TOLERATED:
        skew = sentence_of("clock.skew", {"seconds": f"{abs(status.clock_skew_seconds):.0f}"})
        told.append(Standing(Tone.WAITING, "clock", skew, ("diagnosis",), _("Diagnostics")))
    return tuple(told)


def _of_link(link: LinkStatus, now: datetime) -> Standing | None:
    told = attention_of(link, now)
    if told is None:
        return None
    offline = link.health is LinkHealth.OFFLINE
    tone, icon = (Tone.BAD, "offline") if offline else (Tone.WAITING, "warning")
    if link.outbox.parked and not offline:
        return Standing(tone, icon, told, ("activity", "connections"), _("Look at it"))
    return Standing(tone, icon, told, ("connections",), _("Connections"))
