"""The bell put together: what waits, the window that shows it, the sound that follows it, and what a person decides."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from agent.domain.bell import Card, Sound
from agent.domain.commands import (
    Command,
    PauseLink,
    ProposalCommand,
    ReservationCommand,
    ResolveErrand,
    RetryErrand,
    UndoDecision,
)
from agent.domain.failures import DecisionRefused, Failure, Unavailable
from agent.sentences import sentence, sentence_of
from agent.texts import language
from ui.bell.ringing import Ringing
from ui.bell.sound_level import SoundLevel
from ui.bell.sound_ring import RingLoop
from ui.bell.waiting import Waiting
from ui.bell.window import BellWindow
from ui.bridge import Bridge
from ui.orders.sheet_actions import preset_minutes
from ui.settings.preferences import PRESETS, VOLUME, volume_of


class Bell(QObject):
    """`changed`: the tray may have something else to say."""

    changed = Signal()

    def __init__(
        self, bridge: Bridge, loop: RingLoop, level: SoundLevel | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._presets: Sequence[int] = preset_minutes(None)
        self._language = language()
        self._failure: Failure | None = None
        self._over = False
        self.waiting = Waiting(bridge, self)
        self.ringing = Ringing(self.waiting, loop, level, self)
        self.window = self._make_window()
        self.waiting.changed.connect(self._changed)
        self.waiting.ticked.connect(self._show)
        self.waiting.trouble.connect(self._cannot_read)
        self.ringing.troubled.connect(self._tell_trouble)
        bridge.preferences_changed.connect(self._prefer)

    def start(self) -> None:
        self._prefer()
        self.ringing.start()
        self.waiting.read()

    def stop(self) -> None:
        """Silent and gone at once, whatever is still on its way to be shown."""
        self._over = True
        self.waiting.stop()
        self.ringing.close()
        self.window.guard.lift()
        self.window.hide()

    @property
    def trouble(self) -> str:
        """Why orders may come unheard or unseen; empty when they do not."""
        return sentence(self._failure).title if self._failure is not None else self.ringing.trouble

    def bring_up(self) -> None:
        self.window.bring_up()

    def hush(self, until: datetime | None) -> None:
        self.waiting.hush(until)
        self._changed()

    def sound_once(self, sound: Sound) -> bool:
        """A single stroke for what is no order; False while orders ring."""
        return self.ringing.once(sound)

    def try_out(self, sound: Sound) -> None:
        self.ringing.try_out(sound)

    def _make_window(self) -> BellWindow:
        window = BellWindow(self._bridge.zone, lambda: self._presets)
        window.commanded.connect(self._follow)
        window.undo_wanted.connect(lambda order_id: self._follow((UndoDecision(order_id),)))
        window.sync_wanted.connect(self._sync)
        window.reshown.connect(self._show)
        return window

    def _changed(self) -> None:
        self._failure = None
        self._show()
        self._tell_trouble()

    def _show(self) -> None:
        if self._over:
            return
        now = self._bridge.now()
        self.ringing.ring(now)
        self.window.show_cards(self.waiting.cards, now)
        quiet = self.waiting.quiet
        self.window.tell_quiet(None if quiet is None else quiet.until, self._bridge.zone(""))

    def _follow(self, commands: tuple[Command, ...]) -> None:
        for command in commands:
            try:
                self._bridge.submit(command)
            except DecisionRefused as refused:
                self._refused(command, refused.reason, refused.params)
            except Unavailable as unavailable:
                self._refused(command, unavailable.failure.message, unavailable.failure.params)
        self.waiting.read()

    def _refused(self, command: Command, reason: str, params: Mapping[str, str]) -> None:
        card = self._card_of(command)
        if card is not None:
            said = sentence_of(reason, params, self._bridge.zone(card.order.link))
            self.window.tell_refusal(card.order.id, card.order.portal.code, said, self._bridge.now())

    def _card_of(self, command: Command) -> Card | None:
        if isinstance(command, PauseLink | ReservationCommand | ProposalCommand):
            return None
        if isinstance(command, RetryErrand | ResolveErrand):
            errand = command.errand_id
            return next((card for card in self.waiting.cards if any(row.id == errand for row in card.errands)), None)
        return self.waiting.card(command.order_id)

    def _sync(self, link: str) -> None:
        def over(_result: object) -> None:
            self.window.looked()

        self._bridge.run(lambda: self._bridge.agent.sync(link), over, over)

    def _cannot_read(self, failure: Failure) -> None:
        self._failure = failure
        self._tell_trouble()
        self.changed.emit()

    def _tell_trouble(self) -> None:
        self.window.tell_trouble(self.trouble)
        self.changed.emit()

    def _prefer(self) -> None:
        """Presets, volume and language as the person wants them now."""
        try:
            kept = self._bridge.agent.preferences()
        except Unavailable as unavailable:
            self._cannot_read(unavailable.failure)
            return
        self._presets = preset_minutes(kept.get(PRESETS))
        self.ringing.set_volume(volume_of(kept.get(VOLUME)))
        # Whoever applies the language hears of the same change: it may come after us.
        QTimer.singleShot(0, self, self._speak)

    def _speak(self) -> None:
        """Another language means other texts everywhere: the window is made anew."""
        if self._over:
            return
        if language() != self._language:
            self._language = language()
            before, self.window = self.window, self._make_window()
            before.guard.lift()
            before.hide()
            before.deleteLater()
            self.window.tell_trouble(self.trouble)
        self._show()
