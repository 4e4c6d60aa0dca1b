"""The wizard: pair, portal, till, kept; then the first synchronisation and the sound, on the agent that started."""

from collections.abc import Collection
from enum import IntEnum
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.commands import PauseLink
from agent.domain.failures import DecisionRefused, Failure, Side, Unavailable
from agent.domain.health import LinkStatus
from agent.sentences import Sentence, sentence, sentence_of
from agent.setting_up import PairOffer, SetUp, Trial, offers
from agent.texts import N_, _
from ui.bridge import Bridge
from ui.components import Banner, Button, ButtonKind, Text, TouchScroll
from ui.orders.spot import Spot
from ui.settings.autostart import AutostartCard
from ui.setup.first_sync_page import Brought, FirstSyncPage
from ui.setup.order import Typed, begun, changed
from ui.setup.pair_page import PairPage
from ui.setup.ready_page import ReadyPage
from ui.setup.side_page import SidePage
from ui.setup.steps import Steps
from ui.theme import Size, Space, Tone, Weight

LOOK_EVERY = 500
"""Milliseconds between two looks at how the first synchronisation fares."""


class Step(IntEnum):
    PAIR = 0
    PORTAL = 1
    POS = 2
    SYNC = 3
    READY = 4


NAMES = {
    Step.PAIR: N_("Systems"),
    Step.PORTAL: N_("Portal"),
    Step.POS: N_("Till"),
    Step.SYNC: N_("First reading"),
    Step.READY: N_("Sound"),
}
SIDES = {Step.PORTAL: Side.PORTAL, Step.POS: Side.POS}


class Wizard(QWidget):
    """`kept(link)` when the configuration was written: whoever opened it starts the agent, then calls `go_on`."""

    kept = Signal(str)
    left = Signal()
    """Closed, finished or not."""
    sound_wanted = Signal(object)

    def __init__(
        self,
        set_up: SetUp,
        bridge: Bridge,
        *,
        link: str | None = None,
        first: bool = False,
        missing: Collection[tuple[Side, str]] = (),
    ) -> None:
        """`link`: one that is to be changed. `first`: nothing is configured on this PC yet.

        `missing`: credentials of that link, which are all that is asked for (a reseller's file said the rest).
        """
        super().__init__()
        self._set_up = set_up
        self._bridge = bridge
        self._first = first
        self._typed: Typed | None = None
        self._tried: dict[Side, Trial] = {}
        self._step = Step.PAIR
        self._page: QWidget | None = None
        self._busy = False
        self._missing = frozenset(missing)
        self._looking = QTimer(self, interval=LOOK_EVERY)
        self._looking.timeout.connect(self._look)
        self.setWindowTitle(_("Campanello: join a portal to a till"))
        self.setMinimumSize(760, 620)
        self._lay_out()
        if link is None:
            self._go(Step.PAIR)
        else:
            kept = set_up.draft_of(link)
            self._typed = changed(next(each for each in offers() if each.pair == kept.pair), kept)
            self._go(self._first_side())

    @property
    def step(self) -> Step:
        return self._step

    @property
    def page(self) -> QWidget | None:
        return self._page

    def go_on(self, bridge: Bridge) -> None:
        """The agent works with the new link: shows how it reads both sides."""
        self._bridge = bridge
        self._busy = False
        self._go(Step.SYNC)
        self._looking.start()
        bridge.flow_progress.connect(self._progressed)

    def not_started(self, failure: Failure) -> None:
        """It was kept, and the agent does not start with it."""
        self._done()
        self._complain(sentence(failure))

    def _lay_out(self) -> None:
        self._steps = Steps([_(NAMES[step]) for step in Step])
        self._title = Text("", Size.TITLE, Weight.SEMIBOLD, wrap=True)
        self._told = Spot()
        self._scroll = TouchScroll()
        self.back_button = Button(_("Back"), icon_name="chevron-left")
        self.next_button = Button("", ButtonKind.PRIMARY)
        self.back_button.clicked.connect(self._back)
        self.next_button.clicked.connect(self._next)
        foot = QHBoxLayout()
        foot.addWidget(self.back_button)
        foot.addStretch(1)
        foot.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.BROAD, Space.WIDE, Space.BROAD, Space.WIDE)
        column.setSpacing(Space.BASE)
        column.addWidget(self._steps)
        column.addWidget(self._title)
        column.addWidget(self._told)
        column.addWidget(self._scroll, 1)
        column.addLayout(foot)

    def _go(self, step: Step) -> None:
        self._step = step
        self._told.clear()
        self._steps.show_at(step)
        if self._page is not None:
            self._scroll.column.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
        self._page = self._made(step)
        self._scroll.column.addWidget(self._page)
        self._page.show()
        self._show_buttons()
        first = next((each for each in self._page.findChildren(QWidget) if _focusable(each)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, step: Step) -> QWidget:
        if step is Step.PAIR:
            self._title.setText(_("Welcome. What is to be joined?") if self._first else _("What is to be joined?"))
            pairs = PairPage(offers(), welcome=self._first)
            pairs.chosen.connect(self._choose)
            return pairs
        if step in SIDES:
            assert self._typed is not None
            offer = self._typed.offer.side(SIDES[step])
            self._title.setText(offer.title)
            alone = frozenset(name for side, name in self._missing if side is offer.side) if self._missing else None
            page = SidePage(offer, self._typed, secrets_alone=alone)
            page.typed.connect(self._typed_anew)
            page.submitted.connect(self._next)
            return page
        if step is Step.SYNC:
            self._title.setText(_("First reading"))
            reading = FirstSyncPage()
            reading.pause_wanted.connect(self._pause)
            return reading
        self._title.setText(_("Ready"))
        autostart = AutostartCard(self._bridge.agent.autostart)
        autostart.refused.connect(self._not_by_itself)
        if self._first:
            # Shown as on where it can be switched off again: a bell that nobody started is the worst surprise.
            autostart.turn(True)
        ready = ReadyPage(autostart)
        ready.sound_wanted.connect(self.sound_wanted)
        return ready

    def _not_by_itself(self, failure: Failure) -> None:
        said = sentence(failure)
        self._told.fill([Banner(Tone.WAITING, said.title, said.message, said.remedy)])

    def _show_buttons(self) -> None:
        changing = self._typed is not None and self._typed.kept is not None
        earliest = self._first_side() if changing else Step.PAIR
        self.back_button.setVisible(earliest < self._step < Step.SYNC)
        self.back_button.setEnabled(not self._busy)
        self.next_button.setVisible(self._step is not Step.PAIR)
        self.next_button.set_busy(self._busy)
        self.next_button.setText(self._next_text())

    def _next_text(self) -> str:
        if self._step in SIDES:
            trial = self._tried.get(SIDES[self._step])
            if trial is None:
                return _("Try it")
            if not trial.good:
                return _("Try again") if trial.failure is not None else _("Go on all the same")
            return _("Keep it and start") if self._step is self._last_side() else _("Go on")
        return _("Go on") if self._step is Step.SYNC else _("Done")

    # What a person does

    def _choose(self, offer: PairOffer) -> None:
        if self._typed is None or self._typed.offer.pair != offer.pair:
            try:
                taken = frozenset(link.name for link in self._set_up.links())
            except Unavailable as wrong:
                self.not_started(wrong.failure)
                return
            self._typed = begun(offer, taken)
            self._tried.clear()
        self._go(Step.PORTAL)

    def _back(self) -> None:
        self._take_typed()
        self._go(Step(self._step - 1))

    def _next(self) -> None:
        if self._busy:
            return
        if self._step in SIDES:
            self._take_typed()
            trial = self._tried.get(SIDES[self._step])
            if trial is None or trial.failure is not None:
                self._try()
            elif self._step is self._last_side():
                self._keep()
            else:
                self._go(Step.POS)
        elif self._step is Step.SYNC:
            self._looking.stop()
            self._go(Step.READY)
        else:
            self.close()

    def _first_side(self) -> Step:
        asked = {side for side, _name in self._missing}
        return Step.POS if asked == {Side.POS} else Step.PORTAL

    def _last_side(self) -> Step:
        asked = {side for side, _name in self._missing}
        return Step.PORTAL if asked == {Side.PORTAL} else Step.POS

    def _typed_anew(self) -> None:
        self._tried.pop(SIDES[self._step], None)
        self._show_buttons()

    def _take_typed(self) -> None:
        if isinstance(self._page, SidePage) and self._typed is not None:
            side = SIDES[self._step]
            self._typed = self._typed.with_side(side, self._page.values(), self._page.secret_values())

    def _try(self) -> None:
        page, typed = self._page, self._typed
        assert isinstance(page, SidePage)
        assert typed is not None
        gap = page.first_gap(kept=typed.kept is not None and not self._missing)
        if gap is not None:
            gap.show_wrong(_("is missing"))
            gap.entry.setFocus()
            return
        side = SIDES[self._step]
        self._begin()
        page.trying()
        work = partial(self._set_up.try_side, typed.draft(), side, typed.secrets)
        self._bridge.run(work, partial(self._was_tried, page), partial(self._not_tried, page))

    def _was_tried(self, page: SidePage, trial: Trial) -> None:
        self._done()
        if page is not self._page:
            return
        self._tried[trial.side] = trial
        page.show_trial(trial)
        # Below a full page of fields nobody would look for it.
        QTimer.singleShot(0, page, lambda: self._scroll.ensureWidgetVisible(page.said))
        self._show_buttons()

    def _not_tried(self, page: SidePage, failure: Failure) -> None:
        self._done()
        if page is self._page:
            said = sentence(failure)
            page.show_wrong({"": " ".join(part for part in (said.title, said.remedy) if part)})

    def _keep(self) -> None:
        typed = self._typed
        assert typed is not None
        self._begin()
        work = partial(self._set_up.keep, typed.draft(), typed.secrets)
        self._bridge.run(work, lambda _nothing: self.kept.emit(typed.name), self.not_started)

    def _begin(self) -> None:
        self._busy = True
        self._told.clear()
        self._show_buttons()

    def _done(self) -> None:
        self._busy = False
        self._show_buttons()

    # The agent works

    def _look(self) -> None:
        typed, agent = self._typed, self._bridge.agent
        assert typed is not None

        def read() -> tuple[LinkStatus, Brought]:
            status = next(link for link in agent.status().links if link.name == typed.name)
            tables = sum(len(room.tables) for room in agent.rooms(typed.name))
            found = Brought(
                len(agent.orders(link=typed.name)), len(agent.reservations(link=typed.name, limit=10_000)), tables
            )
            return status, found

        self._bridge.run(read, self._looked, lambda _failure: None)

    def _looked(self, read: tuple[LinkStatus, Brought]) -> None:
        status, found = read
        if isinstance(self._page, FirstSyncPage) and self._page.show_status(status, found):
            self._looking.stop()

    def _complain(self, said: Sentence) -> None:
        self._told.fill([Banner(Tone.BAD, said.title, said.message, said.remedy)])

    def _pause(self, paused: bool) -> None:
        """Cancelled, or resumed: what was read stays, and it goes on from there."""
        assert self._typed is not None
        try:
            self._bridge.submit(PauseLink(self._typed.name, paused))
        except DecisionRefused as refused:
            self._complain(sentence_of(refused.reason, refused.params))
        except Unavailable as unavailable:
            self._complain(sentence(unavailable.failure))
        self._looking.start()
        self._look()

    def _progressed(self, link: str, flow: str, done: int, whole: int | None) -> None:
        typed = self._typed
        if isinstance(self._page, FirstSyncPage) and typed is not None and link == typed.name:
            self._page.show_progress(flow, done, whole)

    def closeEvent(self, event: QCloseEvent, /) -> None:
        self._looking.stop()
        self.left.emit()
        event.accept()


def _focusable(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
