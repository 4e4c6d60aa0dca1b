"""What stopped and needs a person: each with its failure in words, and the two ways on."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.commands import ResolveErrand, RetryErrand
from agent.domain.errands import OutboxRow
from agent.sentences import Sentence, sentence, sentence_of
from agent.texts import _, ngettext
from ui.components import Button, ButtonKind, Card, SectionTitle, Text, TouchScroll
from ui.orders.spot import Spot
from ui.theme import Size, Space, Tone, Weight

MOST_HEIGHT = 296
"""Pixels; more parked errands than fit are scrolled, so that the history below stays in sight."""


@dataclass(frozen=True)
class ParkedRow:
    errand: OutboxRow
    code: str = ""
    guest: str = ""


class ParkedList(QWidget):
    """`commanded(RetryErrand | ResolveErrand)`, `opened(order_id)`, `reservation_opened(id)`.

    Takes no room when nothing is parked.
    """

    commanded = Signal(object)
    opened = Signal(int)
    reservation_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ParkedRow, ...] = ()
        self._title = SectionTitle("", size=Size.LIST)
        self._title.row.setContentsMargins(Space.SNUG, 0, Space.SNUG, 0)
        self._cards = Spot(spacing=0)
        self._scroll = TouchScroll()
        self._scroll.column.addWidget(self._cards)
        self._scroll.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._scroll)
        self.hide()

    def show_rows(self, rows: Sequence[ParkedRow]) -> None:
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        count = len(self._rows)
        title = ngettext("{count} thing needs a person", "{count} things need a person", count).format(count=count)
        self._title.label.setText(title)
        self._cards.fill(self._card(row) for row in self._rows)
        self.setVisible(bool(self._rows))
        self._fit()

    def _fit(self) -> None:
        """As high as the cards are at this width, up to the most."""
        width = max(self.width(), 1)
        height = sum(card.heightForWidth(width) for card in self._cards.held())
        self._scroll.setFixedHeight(min(height, MOST_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _card(self, row: ParkedRow) -> Card:
        told = parked_sentence(row.errand)
        card = Card(tone=Tone.BAD)
        line = QHBoxLayout()
        line.setSpacing(Space.BASE)
        words = QVBoxLayout()
        words.setSpacing(Space.HAIR)
        words.addWidget(Text(what_of(row), Size.TEXT, Weight.SEMIBOLD, Tone.BAD, wrap=True))
        words.addWidget(Text(told.title, Size.LIST, Weight.SEMIBOLD, wrap=True))
        for text in (told.message, told.remedy):
            if text:
                words.addWidget(Text(text, tone=Tone.NEUTRAL, wrap=True))
        words.addStretch(1)
        line.addLayout(words, 1)
        line.addLayout(self._buttons(row))
        card.body.addLayout(line)
        return card

    def _buttons(self, row: ParkedRow) -> QVBoxLayout:
        again = Button(_("Try again"), icon_name="sync", compact=True)
        again.clicked.connect(lambda: self.commanded.emit(RetryErrand(row.errand.id)))
        done = Button(_("Mark as resolved"), icon_name="check", compact=True)
        done.clicked.connect(lambda: self.commanded.emit(ResolveErrand(row.errand.id)))
        column = QVBoxLayout()
        column.setSpacing(Space.SNUG)
        column.addWidget(again)
        column.addWidget(done)
        order_id = row.errand.order_id
        if order_id is not None:
            look = Button(_("Open the order"), ButtonKind.PLAIN, compact=True)
            look.clicked.connect(lambda: self.opened.emit(order_id))
            column.addWidget(look)
        reservation_id = row.errand.reservation_id
        if reservation_id is not None:
            look = Button(_("Open the reservation"), ButtonKind.PLAIN, compact=True)
            look.clicked.connect(lambda: self.reservation_opened.emit(reservation_id))
            column.addWidget(look)
        column.addStretch(1)
        return column


def parked_sentence(errand: OutboxRow) -> Sentence:
    return sentence(errand.failure) if errand.failure else sentence_of("history.parked", {"kind": errand.kind.value})


def what_of(row: ParkedRow) -> str:
    """`A33, Maria Rossi: order for the till`."""
    who = ", ".join(part for part in (row.code, row.guest) if part)
    what = sentence_of("history.parked", {"kind": row.errand.kind.value}).title
    return f"{who}: {what}" if who else what
