"""One link as a card: the pair, how each flow fares, what waits in the outbox, the test of both sides."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from agent.domain.commands import PauseLink
from agent.domain.health import FlowHealth, LinkStatus
from agent.sentences import sentence
from agent.texts import N_, _, format_age
from ui.components import Banner, Button, ButtonKind, Card, Hairline, KeyValues, ProgressLine, StateBadge, Text
from ui.connections.health import attention_of, look_of
from ui.connections.sides import SideTold, side_view
from ui.connections.untried import Untried
from ui.orders.spot import Spot
from ui.theme import Size, Space, Tone, Weight

FLOWS = {
    "orders": N_("Orders"),
    "reservations_near": N_("Reservations of these days"),
    "reservations_far": N_("Reservations further ahead"),
    "reservations": N_("Reservations"),
    "menu": N_("Menu"),
    "floor": N_("Rooms and tables"),
    "guests": N_("Guests"),
    "sales": N_("Sales"),
}


class LinkCard(Card):
    """`test_wanted`, `sync_wanted` name the link; `commanded` pauses and resumes it."""

    test_wanted = Signal(str)
    sync_wanted = Signal(str)
    commanded = Signal(object)
    change_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, name: str, pair_title: str, untried: Sequence[tuple[str, Sequence[str]]]) -> None:
        super().__init__(padding=Space.WIDE - Space.TIGHT)
        self.name = name
        self._status: LinkStatus | None = None
        self._badge = StateBadge(Tone.NEUTRAL, "")
        self._trouble = Spot()
        self._facts = KeyValues()
        self._failures = Spot()
        self._tested = Spot(spacing=Space.BASE)
        self._progress = ProgressLine()
        self.test_button = Button(_("Try credentials"), icon_name="key", compact=True)
        self.sync_button = Button(_("Synchronise"), icon_name="sync", compact=True)
        self.pause_button = Button("", icon_name="pause", compact=True)
        self.body.addLayout(self._head(pair_title))
        self.body.addWidget(self._trouble)
        self.body.addWidget(self._facts)
        self.body.addWidget(self._failures)
        self.body.addWidget(self._progress)
        self.body.addWidget(self._tested)
        self.body.addWidget(Hairline())
        self._untried = Untried(untried)
        self.untried_button = self._untried.fold
        self.body.addWidget(self._untried)
        self.body.addLayout(self._foot())
        self.test_button.clicked.connect(lambda: self.test_wanted.emit(name))
        self.sync_button.clicked.connect(lambda: self.sync_wanted.emit(name))
        self.pause_button.clicked.connect(self._pause)

    def show_status(self, status: LinkStatus, now: datetime) -> None:
        self._status = status
        look = look_of(status)
        self._badge.show_state(look.tone, look.text, look.icon)
        self.pause_button.setText(_("Resume") if status.paused else _("Pause"))
        self.pause_button.set_icon("play" if status.paused else "pause")
        self.sync_button.setEnabled(not status.paused and not self.sync_button.busy)
        self._tell_trouble(status, now)
        for name, flow in status.flows.items():
            self._facts.put(_(FLOWS.get(name, name)), flow_text(flow, now))
        self._facts.put(_("To be sent"), outbox_text(status))
        if status.budget_used is not None:
            self._facts.put(
                _("Calls used"), _("{share} % of those allowed").format(share=round(status.budget_used * 100))
            )

    def show_progress(self, flow: str, done: int, whole: int | None) -> None:
        """A long flow is under way; the next status says what came of it."""
        told = _("{done} reservations read …") if whole is None else _("{done} of {whole} read …")
        self._facts.put(_(FLOWS.get(flow, flow)), told.format(done=done, whole=whole))

    def show_tested(self, told: Sequence[SideTold]) -> None:
        self._progress.end()
        self.test_button.set_busy(False)
        sides = [side_view(each) for each in told]
        self._tested.fill([Hairline(), *sides] if sides else [])

    def testing(self) -> None:
        self._tested.clear()
        self._progress.begin()
        self.test_button.set_busy(True)

    def syncing(self, on: bool) -> None:
        self.sync_button.set_busy(on)
        if self._status is not None and not on:
            self.sync_button.setEnabled(not self._status.paused)

    def _head(self, pair_title: str) -> QHBoxLayout:
        names = QVBoxLayout()
        names.setSpacing(Space.HAIR)
        first = QHBoxLayout()
        first.setSpacing(Space.CLOSE)
        first.addWidget(Text(self.name, Size.TITLE, Weight.SEMIBOLD))
        first.addWidget(self._badge)
        first.addStretch(1)
        names.addLayout(first)
        names.addWidget(Text(pair_title, tone=Tone.NEUTRAL))
        row = QHBoxLayout()
        row.setSpacing(Space.SNUG)
        row.addLayout(names, 1)
        for button in (self.test_button, self.sync_button, self.pause_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _foot(self) -> QHBoxLayout:
        self.change_button = Button(_("Change …"), ButtonKind.PLAIN, "edit", compact=True)
        self.remove_button = Button(_("Remove …"), ButtonKind.PLAIN, "close", compact=True)
        self.change_button.clicked.connect(lambda: self.change_wanted.emit(self.name))
        self.remove_button.clicked.connect(lambda: self.remove_wanted.emit(self.name))
        row = QHBoxLayout()
        row.setSpacing(Space.SNUG)
        row.addWidget(self.change_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        return row

    def _tell_trouble(self, status: LinkStatus, now: datetime) -> None:
        told = attention_of(status, now)
        if status.paused:
            banner = Banner(
                Tone.NEUTRAL,
                _("This link is paused"),
                _("Nothing is read and nothing is sent; the guests' orders wait on the portal.")
                if "orders" in status.flows
                else _("Nothing is read and nothing is sent; both sides go on by themselves."),
                _("Press “Resume” to go on."),
                icon_name="pause",
            )
            self._trouble.fill([banner])
        elif told is not None:
            look = look_of(status)
            self._trouble.fill([Banner(look.tone, told.title, told.message, told.remedy, icon_name=look.icon)])
        else:
            self._trouble.clear()

    def _pause(self) -> None:
        if self._status is not None:
            self.commanded.emit(PauseLink(self.name, not self._status.paused))


def flow_text(flow: FlowHealth, now: datetime) -> str:
    """`read 2 min ago`, and the failure that stands."""
    told = _("read {age}").format(age=format_age(now - flow.last_success)) if flow.last_success else _("never read yet")
    return told if flow.failure is None else f"{told} · {sentence(flow.failure).title}"


def outbox_text(status: LinkStatus) -> str:
    count = status.outbox
    parts = []
    if count.waiting:
        parts.append(_("{count} waiting").format(count=count.waiting))
    if count.sending:
        parts.append(_("{count} on the way").format(count=count.sending))
    if count.parked:
        parts.append(_("{count} for a person").format(count=count.parked))
    return ", ".join(parts) or _("nothing")
