"""The open card of an order that waits: what was ordered, how long is left, the minutes, ACCEPT and reject."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.bell import Card
from agent.domain.commands import AcceptOrder, RejectOrder
from agent.texts import _, format_time
from ui.bell.content import Content
from ui.bell.faces import OrderFace, instant_text
from ui.bell.order_head import Dial, OrderHead
from ui.bell.order_lines import Note, OrderLines
from ui.bell.pieces import AcceptButton, Badge, Fitted, words
from ui.bell.promise import first_choice, promise
from ui.bell.reject import RejectPanel
from ui.bell.wording import late_text
from ui.components import Button, ButtonKind, Chip, Hairline, Text
from ui.theme import Size, Space, Tone, Weight

LEAST_LINES = 96

ROOM_FOR_LABEL = 5
"""Chips beside which their label still fits."""


class DecideContent(Content):
    """`choice` is what the person chose so far; it survives a change of the order."""

    def __init__(self, card: Card, face: OrderFace, presets: Sequence[int], zone: ZoneInfo, now: datetime) -> None:
        super().__init__()
        self._order = card.order
        self._zone = zone
        self._now = now
        self.choice = first_choice(card.order, presets, now)
        self.dial = Dial()
        self.accept_button = AcceptButton()
        self.reject_button = Button(_("Reject"), ButtonKind.DANGER, "cross")
        self.late = words("", Weight.SEMIBOLD, Tone.WAITING)
        self.chips = self._make_chips(presets)
        self.panel = RejectPanel(card.order)
        self._page = self._deciding(face)
        self.column.addWidget(OrderHead(face, self.dial))
        self.column.addWidget(Hairline())
        self.column.addWidget(self._page, 1)
        self.column.addWidget(self.panel, 1)
        self.panel.hide()
        self._connect()
        self.tick(card, now)

    @property
    def held(self) -> bool:
        return self.panel.isVisibleTo(self)

    @property
    def order_id(self) -> int:
        return self._order.id

    def go_on_from(self, before: "DecideContent") -> None:
        """The order has changed under the person's hands: what was chosen and written stays."""
        if before.choice in self.chips:
            self.choose(before.choice)
        if before.held:
            self.panel.go_on_from(before.panel)
            self._show_reject(open_=True)

    def choose(self, within: timedelta | None) -> None:
        """One of the chips is on, whichever was pressed; each stays a stop of the tab key."""
        self.choice = within
        for each, chip in self.chips.items():
            chip.setChecked(each == within)
        self._promise()

    def _chosen(self, within: timedelta | None) -> None:
        self.choose(within)
        self.touched.emit()

    def tick(self, card: Card, now: datetime) -> None:
        self._now = now
        self.dial.tick(card)
        self._promise()

    def _place_refusal(self, note: QWidget) -> None:
        self.column.insertWidget(1, note)

    def escape(self) -> bool:
        if not self.held:
            return False
        self._show_reject(open_=False)
        return True

    def _make_chips(self, presets: Sequence[int]) -> dict[timedelta | None, Chip]:
        made: dict[timedelta | None, Chip] = {
            timedelta(minutes=minutes): Chip(_("{count} min").format(count=minutes)) for minutes in presets
        }
        wanted = format_time(self._order.portal.due_at, self._zone)
        made[None] = Chip(_("for {time}").format(time=wanted), "clock")
        for within, chip in made.items():
            chip.clicked.connect(lambda _on=False, within=within: self._chosen(within))
        made[self.choice].setChecked(True)
        return made

    def _deciding(self, face: OrderFace) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.CLOSE)
        lines = Fitted(LEAST_LINES)
        lines.column.addWidget(OrderLines(face))
        lines.column.addStretch(1)
        column.addWidget(lines, 1)
        if face.difference:
            column.addWidget(Note(face.difference, Tone.WAITING, "warning"))
        column.addLayout(_sum_row(face))
        column.addWidget(Hairline())
        self._lay_actions(column)
        return page

    def _lay_actions(self, column: QVBoxLayout) -> None:
        minutes = QHBoxLayout()
        minutes.setSpacing(Space.SNUG)
        if len(self.chips) <= ROOM_FOR_LABEL:
            minutes.addWidget(words(_("Ready in"), tone=Tone.NEUTRAL, wrap=False))
        minutes.addStretch(1)
        for chip in self.chips.values():
            minutes.addWidget(chip)
        column.addLayout(minutes)
        column.addWidget(self.late)
        decide = QHBoxLayout()
        decide.setSpacing(Space.SNUG)
        decide.addWidget(self.reject_button, 0, Qt.AlignmentFlag.AlignBottom)
        decide.addStretch(1)
        decide.addWidget(self.accept_button)
        column.addLayout(decide)

    def _connect(self) -> None:
        self.accept_button.clicked.connect(lambda: self._ask(AcceptOrder(self._order.id, self.choice)))
        self.reject_button.clicked.connect(lambda: self._show_reject(open_=True))
        self.panel.back.connect(lambda: self._show_reject(open_=False))
        self.panel.rejected.connect(self._reject)
        self.panel.resized.connect(self.resized)
        self.panel.words.pressed.connect(self.keyboard_wanted)

    def _show_reject(self, *, open_: bool) -> None:
        self._page.setVisible(not open_)
        self.panel.setVisible(open_)
        self.touched.emit()
        (self.keyboard_wanted if open_ else self.keyboard_done).emit()
        self.resized.emit()

    def _reject(self, reason: str) -> None:
        self._ask(RejectOrder(self._order.id, reason))
        self.keyboard_done.emit()

    def _promise(self) -> None:
        promised = promise(self._order, self.choice, self._now)
        text = _("ACCEPT {time}").format(time=instant_text(promised.at, self._zone, self._now))
        if self.accept_button.text() != text:
            self.accept_button.setText(text)
        late = late_text(promised, self._order, self._zone)
        if self.late.text() != late or bool(late) is self.late.isHidden():
            self.late.setText(late)
            self.late.setVisible(bool(late))
            self.accept_button.setAccessibleDescription(late)
            self.resized.emit()


def _sum_row(face: OrderFace) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.CLOSE)
    row.addWidget(Badge(face.payment.tone, face.payment.text, face.payment.icon))
    row.addWidget(words("   ".join(face.extras), tone=Tone.NEUTRAL, wrap=False, tabular=True))
    row.addStretch(1)
    row.addWidget(Text(face.total, Size.FIGURE, Weight.SEMIBOLD, tabular=True))
    return row
