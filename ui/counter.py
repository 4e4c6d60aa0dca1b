"""What stands at the counter while the agent works: the bell, the mark beside the clock, the window, the PC kept awake.

Made when the agent has started, taken away before it stops.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from agent.domain.alignment import articles_at_risk
from agent.domain.events import AlignmentChanged, LinkChanged, PassEnded, PreferencesChanged
from agent.domain.failures import Failure, Unavailable
from agent.domain.health import Status
from agent.sentences import Sentence, sentence_of
from agent.texts import _, format_time
from ui.awake import Awake, Inhibitor
from ui.bell.bell import Bell
from ui.bell.sound import SoundPlayer
from ui.bell.sound_level import SoundLevel
from ui.bell.sound_ring import RingLoop
from ui.bridge import Bridge
from ui.connections.synchronising import Synchronising
from ui.diagnosis.face_doctor import FaceDoctor
from ui.notices import Action, Notices, make_notices
from ui.reservations.announcer import ReservationAnnouncer
from ui.settings.preferences import ORDINARY_VOLUME, VOLUME, volume_of
from ui.toast import Toasts
from ui.tray import Tray, alignment_text, pause_until, tray_face

if TYPE_CHECKING:
    from ui.main_window import MainWindow

LOUDSPEAKER_EVERY = 60_000
"""Milliseconds between two looks at the loudspeaker; before the bell rings it is looked at besides."""

RESERVATIONS = "reservations"
"""The key of their screen, whose module is loaded with the window only."""

_OF_STATUS = (LinkChanged, PassEnded, PreferencesChanged)


class Counter(QObject):
    set_up_wanted = Signal(object)
    remove_wanted = Signal(str, bool, bool)
    quit_wanted = Signal()

    def __init__(
        self,
        bridge: Bridge,
        tray: Tray,
        player: SoundPlayer,
        inhibitor: Inhibitor,
        has_tray: Callable[[], bool],
        parent: QObject | None = None,
        *,
        notices: Notices | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._tray = tray
        self._has_tray = has_tray
        self._status: Status | None = None
        self._alignment = (0, 0)
        self._window: MainWindow | None = None
        loop, level = RingLoop(player, ORDINARY_VOLUME), SoundLevel(look_ms=LOUDSPEAKER_EVERY, parent=self)
        self.bell = Bell(bridge, loop, level, self)
        self.face_doctor = FaceDoctor(loop, player, level, self._volume, bridge.agent.autostart, has_tray, self)
        self.awake = Awake(bridge, inhibitor, self)
        self.synchronising = Synchronising(bridge, self)
        self._toasts = Toasts(self._notify_order)
        self.announcer = ReservationAnnouncer(
            bridge, self._notify_reservation, self.bell.sound_once, lambda: self.bell.waiting.quiet, self
        )
        self._notices = notices or make_notices(tray.icon, self)
        self._to_tell: list[Sentence] = []
        self._connect()

    def start(self, *, show_window: bool) -> None:
        """`show_window`: also where a tray would do; without one the window shows itself."""
        self._tray.set_ready(ready=True)
        self.bell.start()
        self.announcer.start()
        self.awake.look()
        self._read_status()
        self._read_alignment()
        if show_window or not self._has_tray():
            self.show_window()

    def stop(self) -> None:
        """Silent and gone at once."""
        self.bell.stop()
        self.announcer.stop()
        self.awake.stop()
        self._tray.set_ready(ready=False)
        if self._window is not None:
            self._window.hide()

    def clear_away(self) -> None:
        """After `stop`, for good. Qt takes windows apart in its own order, Python's collector in any."""
        self.bell.window.deleteLater()
        if self._window is not None:
            self._window.deleteLater()

    @property
    def waiting(self) -> int:
        """Orders that wait for a decision."""
        return self.bell.waiting.undecided

    @property
    def window_shown(self) -> bool:
        return self._window is not None and self._window.isVisible()

    @property
    def shown_window(self) -> "MainWindow | None":
        """The window, if anybody ever wanted it."""
        return self._window

    @property
    def window(self) -> "MainWindow":
        """Made when it is first wanted: the bell must not wait for it."""
        if self._window is None:
            from ui.main_window import MainWindow

            self._window = MainWindow(self._bridge, has_tray=self._has_tray)
            self._window.quit_wanted.connect(self.quit_wanted)
            self._window.sound_wanted.connect(self.bell.try_out)
            self._window.face_examination_wanted.connect(self.face_doctor.examine)
            self._window.set_up_wanted.connect(self.set_up_wanted)
            self._window.remove_wanted.connect(self.remove_wanted)
            self._window.reservation_seen.connect(self.announcer.saw)
            for said in self._to_tell:
                self._window.interior.attention.tell(said)
            self._to_tell.clear()
        return self._window

    def _volume(self) -> int:
        try:
            return volume_of(self._bridge.agent.preferences().get(VOLUME))
        except Unavailable:
            # The database's own trouble is told by its own check.
            return ORDINARY_VOLUME

    def show_window(self) -> None:
        self.window.bring_up()

    def tell(self, said: Sentence) -> None:
        """Something that a person should know once: at the tray now, and in the window until it is put away."""
        self._notify(said.title, said.message)
        self._leave_word(said)

    def show_reservations(self) -> None:
        """Those whose guest waits: the only one at once, else the screen that lists them."""
        waiting = self.announcer.waiting
        if len(waiting) == 1:
            self.window.show_reservation(waiting[0])
        else:
            self.window.open_screen(RESERVATIONS)

    def _connect(self) -> None:
        tray = self._tray
        tray.reservations_wanted.connect(self.show_reservations)
        self.announcer.changed.connect(self._show_tray)
        tray.window_wanted.connect(self.show_window)
        tray.bell_wanted.connect(self.bell.bring_up)
        tray.sync_wanted.connect(lambda: self.synchronising.begin())
        tray.screen_wanted.connect(lambda name: self.window.open_screen(name))
        tray.quiet_wanted.connect(self._hush)
        self.synchronising.ended.connect(self._tell_sync)
        self.synchronising.failed.connect(self._tell_sync)
        self.bell.changed.connect(self._show_tray)
        self._bridge.heard.connect(self._hear)
        self._bridge.update_ready.connect(self._update_ready)

    def _update_ready(self, version: str) -> None:
        """Quietly: in the window alone, for nobody at the till has to do anything about it."""
        self._leave_word(sentence_of(*self._bridge.agent.news_of_update(version)))

    def _leave_word(self, said: Sentence) -> None:
        if self._window is not None:
            self._window.interior.attention.tell(said)
        else:
            self._to_tell.append(said)

    def _hear(self, events: frozenset[object]) -> None:
        if any(isinstance(event, _OF_STATUS) for event in events):
            self._read_status()
        if any(isinstance(event, AlignmentChanged) for event in events):
            self._read_alignment()

    def _read_status(self) -> None:
        self._bridge.run(self._bridge.agent.status, self._take_status, self._no_status)

    def _take_status(self, status: Status) -> None:
        self._status = status
        self._show_tray()

    def _read_alignment(self) -> None:
        agent = self._bridge.agent
        self._bridge.run(
            lambda: (articles_at_risk(agent.findings()), len(agent.proposals_waiting())),
            self._take_alignment,
            self._no_status,
        )

    def _take_alignment(self, counted: tuple[int, int]) -> None:
        """Articles at risk, and previews that wait."""
        self._alignment = counted
        self._show_tray()

    def _no_status(self, _failure: Failure) -> None:
        """The bell tells of the same database; the mark keeps what it knew."""

    def _hush(self, quiet: bool) -> None:
        self.bell.hush(pause_until(self._bridge.now()) if quiet else None)
        self.announcer.look()

    def _show_tray(self) -> None:
        now = self._bridge.now()
        waiting = self.bell.waiting
        zone = self._bridge.zone("")
        booked = len(self.announcer.waiting)
        aligned = alignment_text(*self._alignment)
        face = tray_face(self._status, waiting.cards, waiting.quiet, self.bell.trouble, zone, booked, aligned)
        quiet = waiting.quiet
        self._tray.show_face(face, None if quiet is None else format_time(quiet.until, zone))
        self._toasts.look(waiting.cards, self._bridge.zone, now)

    def _tell_sync(self, said: Sentence) -> None:
        """Where the window is seen, it tells the same."""
        if self._window is None or not self._window.isVisible():
            self._notify(said.title, said.message)

    def _notify_reservation(self, title: str, text: str, reservation_id: int | None) -> None:
        if reservation_id is None:
            self._notify(title, text, self.show_reservations)
        else:
            self._notify(title, text, partial(self._show_reservation, reservation_id))

    def _show_reservation(self, reservation_id: int) -> None:
        self.window.show_reservation(reservation_id)

    def _notify_order(self, title: str, text: str) -> None:
        self._notify(title, text, self.bell.bring_up, Action(_("Pause for 30 min"), lambda: self._hush(True)))

    def _notify(self, title: str, text: str, show: Callable[[], None] | None = None, *more: Action) -> None:
        """A press on it leads to what it tells of."""
        self._notices.show(title, text, (Action(_("Show"), show or self.show_window), *more))
