"""The first synchronisation: every flow with what it has done so far, and what it brought. Leaving it stops nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.health import LinkStatus
from agent.sentences import sentence
from agent.texts import _
from ui.components import Button, Card, ProgressLine, StateBadge, Text
from ui.connections.link_card import FLOWS
from ui.theme import Size, Space, Tone


@dataclass(frozen=True)
class Brought:
    """What stands in the database of that link by now."""

    orders: int
    reservations: int
    tables: int


class FirstSyncPage(QWidget):
    pause_wanted = Signal(bool)
    """It is to stop; False: to go on from where it stopped."""

    def __init__(self) -> None:
        super().__init__()
        self._paused = False
        self.pause_button = Button("", compact=True)
        self.pause_button.clicked.connect(lambda: self.pause_wanted.emit(not self._paused))
        self._rows: dict[str, tuple[StateBadge, Text]] = {}
        self._progress = ProgressLine()
        self._brought = Text("", Size.LIST, wrap=True)
        self._card = Card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.BASE)
        self._explained = Text("", Size.LIST, wrap=True)
        column.addWidget(self._explained)
        column.addWidget(self._progress)
        column.addWidget(self._card)
        column.addWidget(self._brought)
        foot = QHBoxLayout()
        foot.addWidget(self.pause_button)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        self._progress.begin()
        self._show_pause(paused=False)

    @property
    def told(self) -> Mapping[str, str]:
        """What each flow says, for whoever listens instead of looking."""
        return {flow: text.text() for flow, (_badge, text) in self._rows.items()}

    def show_status(self, status: LinkStatus, brought: Brought) -> bool:
        """Whether every flow has been through once, well or not."""
        self._show_pause(paused=status.paused)
        done = 0
        for name, flow in status.flows.items():
            badge, text = self._row(name)
            if flow.failure is not None:
                badge.show_state(Tone.BAD, _("Not read"), "cross-circle")
                text.setText(f"{_(FLOWS.get(name, name))}: {sentence(flow.failure).title}")
                done += 1
            elif flow.last_success is not None:
                badge.show_state(Tone.GOOD, _("Read"), "check-circle")
                text.setText(_(FLOWS.get(name, name)))
                done += 1
            else:
                badge.show_state(Tone.NEUTRAL, _("Under way"), "sync")
                text.setText(_(FLOWS.get(name, name)))
        if status.flows:
            self._progress.set_share(done / len(status.flows))
        self._brought.setText(
            _("So far: {orders} orders, {reservations} reservations, {tables} tables.").format(
                orders=brought.orders, reservations=brought.reservations, tables=brought.tables
            )
        )
        return done == len(status.flows)

    def show_progress(self, flow: str, done: int, whole: int | None) -> None:
        _badge, text = self._row(flow)
        name = _(FLOWS.get(flow, flow))
        told = _("{done} read …") if whole is None else _("{done} of {whole} read …")
        text.setText(f"{name}: {told.format(done=done, whole=whole)}")

    def _show_pause(self, *, paused: bool) -> None:
        self._paused = paused
        self.pause_button.setText(_("Read on") if paused else _("Stop reading"))
        self.pause_button.set_icon("sync" if paused else "pause")
        self._explained.setText(
            _("Stopped: nothing is exchanged until it goes on. What was read is kept.")
            if paused
            else _("Both sides are read for the first time. You may go on: it continues by itself.")
        )

    def _row(self, flow: str) -> tuple[StateBadge, Text]:
        if flow not in self._rows:
            badge, text = StateBadge(Tone.NEUTRAL, _("Under way"), "sync"), Text("", Size.LIST, wrap=True)
            row = QHBoxLayout()
            row.setSpacing(Space.BASE)
            row.addWidget(badge)
            row.addWidget(text, 1)
            self._card.body.addLayout(row)
            self._rows[flow] = badge, text
        return self._rows[flow]
