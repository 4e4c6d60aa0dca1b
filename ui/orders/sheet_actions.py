"""What can be done now, at the foot of an order's sheet. Says what was pressed as a command; decides nothing."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.commands import AcceptOrder, AcknowledgeOrder, CloseOrder, PostponeOrder, UndoDecision
from agent.reading import OrderSheet
from agent.sentences import sentence_of
from agent.texts import _
from ui.bell.promise import first_choice, promise
from ui.bell.wording import late_text
from ui.components import Button, ButtonKind, Chip, FlowLayout, Text
from ui.orders.face import instant_text
from ui.orders.possible import Possible
from ui.theme import Space, Tone

LATER = (5, 10, 15, 30)
"""Minutes by which a promise can be put off with one press."""


class SheetActions(QWidget):
    """Made anew when what is possible changes; between that only the clock moves."""

    commanded = Signal(object)
    reject_wanted = Signal()
    promise_changed = Signal()

    def __init__(
        self,
        sheet: OrderSheet,
        can: Possible,
        presets: tuple[int, ...],
        zone: ZoneInfo,
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._order = sheet.order
        self._can = can
        self._zone = zone
        self._within = first_choice(sheet.order, presets, now)
        self._undo: Button | None = None
        self._accept: Button | None = None
        self._late = Text("", wrap=True)
        self._chips: dict[timedelta | None, Chip] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.SNUG)
        if can.acknowledge:
            self._add_acknowledge()
        if can.undo_until is not None:
            self._add_undo()
        if can.answer:
            self._add_answer(presets, now)
        if can.postpone:
            self._add_postpone()
        if can.close or can.close_hindrance is not None:
            self._add_close()
        self.tick(now)

    def tick(self, now: datetime) -> None:
        """Promises counted from now move with the clock, and the undo runs out."""
        if self._accept is not None:
            promised = promise(self._order, self._within, now)
            self._accept.setText(_("Accept · ready at {time}").format(time=instant_text(promised.at, self._zone, now)))
            late = late_text(promised, self._order, self._zone)
            self._late.setText(late or _("Ready in so many minutes, or at the wanted time"))
            self._late.set_tone(Tone.WAITING if late else Tone.NEUTRAL)
        if self._undo is not None and self._can.undo_until is not None:
            left = max(0, round((self._can.undo_until - now).total_seconds()))
            self._undo.setText(_("Take it back ({seconds} s)").format(seconds=left))

    def _add_acknowledge(self) -> None:
        read = Button(_("I have read it"), ButtonKind.PRIMARY, "check")
        read.clicked.connect(lambda: self.commanded.emit(AcknowledgeOrder(self._order.id)))
        self._column.addWidget(read)

    def _add_undo(self) -> None:
        self._undo = Button("", ButtonKind.QUIET, "undo")
        self._undo.clicked.connect(lambda: self.commanded.emit(UndoDecision(self._order.id)))
        self._column.addWidget(self._undo)

    def _add_answer(self, presets: tuple[int, ...], now: datetime) -> None:
        holder = QWidget()
        choices = FlowLayout(holder)
        for minutes in presets:
            chip = Chip(str(minutes))
            chip.setAccessibleName(_("{count} min").format(count=minutes))
            self._chips[timedelta(minutes=minutes)] = chip
        wanted = instant_text(self._order.portal.due_at, self._zone, now)
        self._chips[None] = Chip(_("for {time}").format(time=wanted))
        for within, chip in self._chips.items():
            chip.clicked.connect(lambda _on=False, within=within: self._choose(within))
            choices.addWidget(chip)
        self._column.addWidget(self._late)
        self._column.addWidget(holder)
        self._accept = Button("", ButtonKind.PRIMARY, "check")
        self._accept.clicked.connect(lambda: self.commanded.emit(AcceptOrder(self._order.id, self._within)))
        reject = Button(_("Reject"), ButtonKind.DANGER)
        reject.clicked.connect(self.reject_wanted)
        row = QHBoxLayout()
        row.setSpacing(Space.SNUG)
        row.addWidget(reject)
        row.addWidget(self._accept, 1)
        self._column.addLayout(row)
        self._mark_choice()

    def _choose(self, within: timedelta | None) -> None:
        self._within = within
        self._mark_choice()
        self.promise_changed.emit()

    def _mark_choice(self) -> None:
        for within, chip in self._chips.items():
            chip.setChecked(within == self._within)

    def _add_postpone(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.SNUG)
        row.addWidget(Text(_("Put off by"), tone=Tone.NEUTRAL))
        for minutes in LATER:
            later = Button(f"+{minutes}", compact=True)
            later.setAccessibleName(_("Put off by {count} min").format(count=minutes))
            command = PostponeOrder(self._order.id, timedelta(minutes=minutes))
            later.clicked.connect(lambda _on=False, command=command: self.commanded.emit(command))
            row.addWidget(later, 1)
        row.addWidget(Text(_("min"), tone=Tone.NEUTRAL))
        self._column.addLayout(row)

    def _add_close(self) -> None:
        # One filled button a sheet: what must be read or taken back comes first.
        first = not self._can.acknowledge and self._can.undo_until is None
        kind = ButtonKind.PRIMARY if first else ButtonKind.QUIET
        close = Button(_("Close the order"), kind, "check-circle")
        close.clicked.connect(lambda: self.commanded.emit(CloseOrder(self._order.id)))
        if self._can.close_hindrance is not None:
            told = sentence_of(self._can.close_hindrance, {"state": self._order.state.value})
            close.setEnabled(False)
            close.setToolTip(told.message)
            self._column.addWidget(Text(told.title, tone=Tone.WAITING, wrap=True))
        self._column.addWidget(close)


def preset_minutes(text: str | None) -> tuple[int, ...]:
    """The preference as numbers; what cannot be read is left out, and nothing left means the ordinary ones."""
    numbers = sorted({int(part) for part in (text or "").replace(",", " ").split() if part.isdigit() and int(part)})
    return tuple(numbers[:5]) or (15, 20, 30, 45)
