"""The face from start to end: opens the agent, puts the counter up, says why a start failed, ends cleanly.

The agent is opened, started and stopped in other threads: a keyring, a disk or a server may take its time, a window
may not.
"""

import threading
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

import structlog
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from agent.app import Agent
from agent.domain.bell import Sound
from agent.domain.crash import Crash
from agent.domain.failures import Failure, Side, Unavailable
from agent.sentences import Sentence, sentence, sentence_of
from agent.texts import _
from ui.awake import Inhibitor
from ui.bell.sound import SoundPlayer
from ui.bridge import Bridge
from ui.counter import Counter
from ui.diagnosis.alone import told
from ui.farewell import Farewell, waiting_told
from ui.settings.applied import apply_preferences
from ui.tray import Tray
from ui.trouble import TroubleWindow

if TYPE_CHECKING:
    from agent.setting_up import Missing
    from ui.setup.wizard import Wizard

log = structlog.get_logger("face")

STOP_SECONDS = 10.0
"""What is not sent by then stays in the outbox."""

TRY_UNPROVEN_AFTER = 15_000
"""Milliseconds after which a new version that could not start tries again by itself: at night nobody presses anything,
and after the second time in vain the version before comes back."""

FAREWELL_AFTER = 300
"""Milliseconds of stopping after which the person is told that it takes a moment."""


class Face(QObject):
    """`gone` once everything has ended; True: nothing was left behind."""

    gone = Signal(bool)
    _stopped = Signal()

    def __init__(
        self,
        make_agent: Callable[[], Agent],
        player: SoundPlayer,
        inhibitor: Inhibitor,
        *,
        show_window: bool = False,
        has_tray: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
        crashed: Crash | None = None,
    ) -> None:
        """`show_window`: also where a tray would do. `crashed`: how the last run ended, to be told once."""
        super().__init__()
        self._crashed = crashed
        self._make_agent = make_agent
        self._player = player
        self._inhibitor = inhibitor
        self._show_window = show_window
        self._has_tray = has_tray
        self._quitting = False
        self._turn = threading.Lock()
        """Held while the agent begins, and while it ends: quitting may come before it has begun."""
        self.bridge: Bridge | None = None
        self.counter: Counter | None = None
        self.trouble: TroubleWindow | None = None
        self.farewell: Farewell | None = None
        self.wizard: Wizard | None = None
        self._to_tell: Sentence | None = None
        self._asked = ""
        """The link whose missing credentials were asked for: once a start, who closes it wants to work."""
        self._patience = QTimer(self, interval=FAREWELL_AFTER, singleShot=True)
        self.tray = Tray(self)
        self.tray.quit_wanted.connect(self.quit)
        self.tray.window_wanted.connect(self._show_trouble_again)
        self._stopped.connect(self._end)

    @property
    def quitting(self) -> bool:
        """It was asked to end."""
        return self._quitting

    def start(self) -> None:
        """Returns at once; the bell is there when the agent is."""
        self.tray.show()
        agent = self._make_agent()
        self.bridge = Bridge(agent, self)
        self.bridge.quit_wanted.connect(self.quit)
        self.bridge.run(lambda: self._begin(agent), self._started, self._failed)

    def show(self) -> None:
        """Somebody started the program again, or pressed on its mark."""
        if self.counter is not None:
            self.counter.show_window()
        else:
            self._show_window = True
            self._show_trouble_again()

    def examine(self, reply: Callable[[str], None]) -> None:
        """For a terminal's doctor: what this face finds of itself, as text; nothing while it is starting."""
        if self.counter is None:
            reply(told([]))
        else:
            self.counter.face_doctor.examine(lambda checks: reply(told(checks)))

    def quit(self) -> None:
        """Asks nothing. Whatever is not sent stays kept."""
        if self._quitting:
            return
        self._quitting = True
        waiting = self._put_away()
        self._forget_trouble()
        if self.wizard is not None:
            self.wizard.close()
        if waiting:
            self.tray.icon.showMessage(_("Campanello is ending …"), waiting_told(waiting), self.tray.icon.icon())
        self.farewell = Farewell(waiting)
        self._patience.timeout.connect(self.farewell.show)
        self._patience.start()
        bridge = self.bridge
        if bridge is None:
            self._end()
        else:
            threading.Thread(target=self._stop, args=(bridge.agent,), name="farewell", daemon=True).start()

    def _begin(self, agent: Agent) -> None:
        with self._turn:
            if not self._quitting:
                begin(agent)

    def _started(self, _nothing: None) -> None:
        assert self.bridge is not None
        if self._quitting:
            return
        apply_preferences(self.bridge.agent.preferences())
        self.counter = Counter(self.bridge, self.tray, self._player, self._inhibitor, self._has_tray, self)
        self.counter.quit_wanted.connect(self.quit)
        self.counter.start(show_window=self._show_window)
        self.counter.set_up_wanted.connect(self.set_up)
        self.counter.remove_wanted.connect(lambda link, data, secrets: self.remove(link, data=data, secrets=secrets))
        if self.wizard is not None:
            self.wizard.go_on(self.bridge)
        else:
            # A reseller's file names the links; their credentials are asked for where they are needed.
            self.bridge.run(self.bridge.agent.set_up.missing, self._ask_for, lambda _locked: None)
        if self._to_tell is not None:
            self.counter.tell(self._to_tell)
            self._to_tell = None
        wrong = self.bridge.agent.trouble_of_update()
        if wrong is not None:
            self.counter.tell(sentence_of(*wrong))
        if self._crashed is not None:
            self.counter.tell(_told_of(self._crashed, self.bridge))
            self._crashed = None

    def _failed(self, failure: Failure) -> None:
        """Says it in words; the folder and another try are one press away. On a new PC the set-up comes instead."""
        assert self.bridge is not None
        if self._quitting:
            return
        if self.wizard is not None:
            self.wizard.not_started(failure)
            return
        about_it = failure.message in ("configuration.missing", "configuration.wrong")
        if about_it and self.bridge.agent.set_up.empty:
            self.set_up(first=True)
            return
        home = self.bridge.agent.home
        self.trouble = TroubleWindow(failure, home.configuration.parent)
        self.trouble.again.connect(self._try_again)
        self.trouble.quit_wanted.connect(self.quit)
        self.trouble.show()
        self.trouble.raise_()
        if self.bridge.agent.update_unproven:
            QTimer.singleShot(TRY_UNPROVEN_AFTER, self.trouble, self._try_again)

    def set_up(
        self, link: str | None = None, *, first: bool = False, missing: Collection[tuple[Side, str]] = ()
    ) -> None:
        """The wizard: a new link, or one that is to be changed, or whose credentials are `missing`."""
        if self.wizard is not None or self.bridge is None:
            return
        from ui.setup.wizard import Wizard  # needed once, not at every start

        try:
            self.wizard = Wizard(self.bridge.agent.set_up, self.bridge, link=link, first=first, missing=missing)
        except Unavailable as unavailable:
            self._told_somewhere(sentence(unavailable.failure))
            return
        self.wizard.kept.connect(self._was_kept)
        self.wizard.left.connect(self._wizard_left)
        self.wizard.sound_wanted.connect(self._try_sound)
        self.wizard.show()
        self.wizard.raise_()
        self.wizard.activateWindow()

    def _ask_for(self, missing: "Sequence[Missing]") -> None:
        if missing and not self._quitting and self.wizard is None and self._asked != missing[0].link:
            link = self._asked = missing[0].link
            self.set_up(link, missing=[(each.side, each.field.name) for each in missing if each.link == link])

    def remove(self, link: str, *, data: bool, secrets: bool) -> None:
        """Ends the agent, takes the link away, and begins anew."""
        self._anew(lambda agent: agent.set_up.remove(link, data=data, secrets=secrets))

    def _was_kept(self, _link: str) -> None:
        self._anew(lambda _agent: None)

    def _anew(self, between: Callable[[Agent], None]) -> None:
        """The agent ends, `between` is done, and another begins with what the configuration says now."""
        assert self.bridge is not None
        before = self.bridge
        if self.counter is not None:
            self.counter.stop()

        def work() -> None:
            with self._turn:
                before.agent.stop(STOP_SECONDS)
                between(before.agent)

        before.run(work, lambda _nothing: self._begin_anew(before), self._not_anew)

    def _begin_anew(self, before: Bridge) -> None:
        if self.counter is not None:
            self._show_window = self.counter.window_shown
            self.counter.clear_away()
            self.counter.deleteLater()
            self.counter = None
        before.close()
        self.start()

    def _not_anew(self, failure: Failure) -> None:
        """The link could not be taken away: the agent begins again as it was."""
        assert self.bridge is not None
        log.warning("link_not_removed", failure=failure.message)
        self._to_tell = sentence(failure)
        self._begin_anew(self.bridge)

    def _wizard_left(self) -> None:
        wizard, self.wizard = self.wizard, None
        if wizard is not None:
            wizard.deleteLater()
        if self._quitting:
            return
        if self.counter is not None:
            self.counter.show_window()
        else:
            # Nothing is set up, and nobody wants to: there is nothing to stay for.
            self.quit()

    def _try_sound(self, sound: Sound) -> None:
        if self.counter is not None:
            self.counter.bell.try_out(sound)

    def _told_somewhere(self, said: Sentence) -> None:
        if self.counter is not None:
            self.counter.tell(said)

    def _try_again(self) -> None:
        self._forget_trouble()
        if self.bridge is not None:
            self.bridge.close()
        self.start()

    def _show_trouble_again(self) -> None:
        if self.trouble is not None:
            self.trouble.show()
            self.trouble.raise_()
            self.trouble.activateWindow()

    def _forget_trouble(self) -> None:
        if self.trouble is not None:
            self.trouble.quit_wanted.disconnect(self.quit)
            self.trouble.close()
            self.trouble.deleteLater()
            self.trouble = None

    def _put_away(self) -> int:
        """Silent and out of sight at once; returns how many orders nobody has decided."""
        if self.counter is None:
            return 0
        waiting = self.counter.waiting
        self.counter.stop()
        return waiting

    def _stop(self, agent: Agent) -> None:
        with self._turn:
            agent.stop(STOP_SECONDS)
        self._stopped.emit()

    def _end(self) -> None:
        """Called in the face's thread when the agent has stopped."""
        self._patience.stop()
        if self.farewell is not None:
            self.farewell.close()
            self.farewell.deleteLater()
        if self.counter is not None:
            self.counter.clear_away()
        self.tray.hide()
        clean = self.bridge is None or self.bridge.close()
        self.gone.emit(clean)


def _told_of(crashed: Crash, bridge: Bridge) -> Sentence:
    links = bridge.agent.links
    zone = bridge.zone(links[0].name) if links else None
    return sentence_of("agent.crashed", {"at": crashed.noticed_at.isoformat()}, zone)


def begin(agent: Agent) -> None:
    """Opens and starts it; what was opened before a failure is given back. Raises `Unavailable`."""
    try:
        agent.prove_update()
        agent.open()
        agent.start()
    except Unavailable:
        agent.stop()
        raise
