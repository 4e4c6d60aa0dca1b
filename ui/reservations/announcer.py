"""Tells of guests who wait for an answer: a toast and a sound of its own, at once, and again while nobody has looked.

The sound follows from the list of those who wait, never from events. The bell of the orders goes first: while it rings
a reservation makes no sound, and is heard when the bell has ended.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from agent.domain import seating
from agent.domain.bell import Quiet, Sound
from agent.domain.failures import Failure
from agent.domain.reservations import Reservation
from agent.reading import ReservationSheet
from agent.texts import _, format_instant, ngettext
from ui.bridge import Bridge

Show = Callable[[str, str, int | None], None]
"""Title, text, and the reservation that it is about; None: several."""

Play = Callable[[Sound], bool]
"""False: something that goes first is sounding."""

REMIND = timedelta(minutes=5)

GATHER = 500
"""Milliseconds in which several that come together are told as one."""

HELD_BACK = 2_000
"""Milliseconds after which it is tried again, while the bell of the orders rings."""

UNREAD = 60_000
"""Milliseconds after which a database that could not be read is asked again."""


class ReservationAnnouncer(QObject):
    """`changed`: others wait than before. `show` is the tray's, `play` the bell's single stroke, `quiet` its pause."""

    changed = Signal()

    def __init__(
        self,
        bridge: Bridge,
        show: Show,
        play: Play,
        quiet: Callable[[], Quiet | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._show = show
        self._play = play
        self._quiet = quiet
        self._held: tuple[Reservation, ...] = ()
        self._shown: set[int] = set()
        self._seen: set[int] = set()
        self._sounded: dict[int, datetime] = {}
        self._running = False
        self._reading = False
        self._again = False
        self._gathering = QTimer(self, interval=GATHER, singleShot=True)
        self._gathering.timeout.connect(self._read)
        self._waking = QTimer(self, singleShot=True)
        self._waking.timeout.connect(self.look)
        for happened in (bridge.reservation_heard, bridge.reservation_changed):
            happened.connect(lambda _link, _id: self._gather())
        bridge.clock_jumped.connect(self._gather)

    @property
    def waiting(self) -> tuple[int, ...]:
        """Whose guest waits at this instant: the number on the tray."""
        now = self._bridge.now()
        return tuple(held.id for held in self._held if seating.unanswered(held, now))

    def start(self) -> None:
        self._running = True
        self._gather()

    def stop(self) -> None:
        self._running = False
        self._gathering.stop()
        self._waking.stop()

    def saw(self, reservation_id: int) -> None:
        """A person opened its sheet: of that one nobody is reminded."""
        self._seen.add(reservation_id)

    def look(self) -> None:
        """Tells what is to be told at this instant, and wakes when the next is."""
        now = self._bridge.now()
        unseen = [held for held in self._held if held.id in self.waiting and held.id not in self._seen]
        news = [held for held in unseen if held.id not in self._shown]
        due = [held for held in unseen if self._due_at(held, now) <= now]
        heard = bool(due) and self._play(Sound.RESERVATION)
        # A reminder that is heard says what it is about once more.
        again = [held for held in due if heard and held.id in self._sounded]
        self._tell(list(dict.fromkeys([*news, *again])))
        self._shown.update(held.id for held in unseen)
        if heard:
            self._sounded.update({held.id: now for held in due})
        self._wake(unseen, now, held_back=bool(due) and not heard)

    def _gather(self) -> None:
        if self._running and not self._gathering.isActive():
            self._gathering.start()

    def _read(self) -> None:
        """What happens while it is read is read once more afterwards."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._bridge.run(self._bridge.agent.reservations_unanswered, self._take, self._cannot_read)

    def _take(self, unanswered: Sequence[ReservationSheet]) -> None:
        self._held = tuple(sheet.reservation for sheet in unanswered)
        ids = {held.id for held in self._held}
        # One that was answered and waits again is news again.
        self._shown &= ids
        self._seen &= ids
        self._sounded = {known: at for known, at in self._sounded.items() if known in ids}
        self._over()
        if self._running:
            self.look()
            self.changed.emit()

    def _cannot_read(self, _failure: Failure) -> None:
        """The bell tells of the same database; what is known stays."""
        self._over()
        if self._running:
            QTimer.singleShot(UNREAD, self, self._gather)

    def _over(self) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self._gather()

    def _due_at(self, held: Reservation, now: datetime) -> datetime:
        """When it sounds next. As with orders a pause quiets what had come before it, never what is new."""
        sounded = self._sounded.get(held.id)
        due = now if sounded is None else sounded + REMIND
        quiet = self._quiet()
        hushed = quiet is not None and held.heard_at <= quiet.since
        return max(due, quiet.until) if quiet is not None and hushed else due

    def _wake(self, unseen: Sequence[Reservation], now: datetime, *, held_back: bool) -> None:
        """As seldom as those who wait allow; with nobody waiting, never."""
        if held_back:
            self._waking.start(HELD_BACK)
        elif unseen:
            next_at = min(self._due_at(held, now) for held in unseen)
            self._waking.start(max(round((next_at - now) / timedelta(milliseconds=1)), HELD_BACK))
        else:
            self._waking.stop()

    def _tell(self, telling: Sequence[Reservation]) -> None:
        if len(telling) > 1:
            title = reservations_text(len(telling))
            self._show(title, _("The guests wait for an answer."), None)
        for held in telling if len(telling) == 1 else ():
            at = format_instant(held.booking.starts_at, self._bridge.zone(held.link))
            told = _("{at}, {count} covers").format(at=at, count=held.booking.covers)
            # No name: it stays in the desktop's list after the guest is long gone.
            self._show(_("A reservation waits"), told, held.id)


def reservations_text(count: int) -> str:
    return ngettext("{count} reservation waits", "{count} reservations wait", count).format(count=count)
