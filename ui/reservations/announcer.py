"""Tells of a guest who waits for an answer: a toast and a sound of its own, at once and every few minutes.

The bell of the orders goes first: while it rings, a reservation makes no sound.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from agent.domain.bell import Sound
from agent.domain.failures import Failure
from agent.reading import ReservationSheet
from agent.texts import _, format_instant, ngettext
from ui.bridge import Bridge

Show = Callable[[str, str], None]
Play = Callable[[Sound], None]

REMIND = 5 * 60_000
"""Milliseconds."""

GATHER = 500
"""Milliseconds in which several that come together are told as one."""


class ReservationAnnouncer(QObject):
    """`show` is the tray's, `play` the bell's single stroke. Nothing is told of what was read while it was off."""

    def __init__(self, bridge: Bridge, show: Show, play: Play, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._show = show
        self._play = play
        self._told: set[int] = set()
        self._gathering = QTimer(self, interval=GATHER, singleShot=True)
        self._gathering.timeout.connect(self._look)
        self._reminding = QTimer(self, interval=REMIND)
        self._reminding.timeout.connect(self._remind)
        bridge.reservation_heard.connect(lambda _link, _id: self._gathering.start())
        bridge.reservation_changed.connect(lambda _link, _id: self._gathering.start())

    def start(self) -> None:
        self._reminding.start()
        self._gathering.start()

    def stop(self) -> None:
        self._reminding.stop()
        self._gathering.stop()

    def _look(self) -> None:
        self._bridge.run(self._bridge.agent.reservations_unanswered, self._tell, self._no_news)

    def _no_news(self, _failure: Failure) -> None:
        """The window tells of the same database; the next look is in some minutes."""

    def _remind(self) -> None:
        self._told.clear()
        self._look()

    def _tell(self, unanswered: tuple[ReservationSheet, ...]) -> None:
        fresh = [sheet for sheet in unanswered if sheet.reservation.id not in self._told]
        self._told = {sheet.reservation.id for sheet in unanswered}
        if not fresh:
            return
        self._play(Sound.RESERVATION)
        if len(fresh) > 1:
            told = ngettext("{count} reservation waits", "{count} reservations wait", len(fresh))
            self._show(told.format(count=len(fresh)), _("The guests wait for an answer."))
            return
        held = fresh[0].reservation
        at = format_instant(held.booking.starts_at, self._bridge.zone(held.link))
        # No name: it stays in the desktop's list after the guest is long gone.
        self._show(_("A reservation waits"), _("{at}, {count} covers").format(at=at, count=held.booking.covers))
