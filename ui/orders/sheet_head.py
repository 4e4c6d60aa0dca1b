"""The head of an order's sheet: code, state, countdown, the times that were wanted and promised."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent.domain.orders import Order
from agent.reading import OrderSheet
from agent.texts import _
from ui.components import Button, ButtonKind, Countdown, StateBadge, Text
from ui.orders import sheet_texts
from ui.orders.face import countdown_of, state_of
from ui.orders.house import House
from ui.theme import Size, Space, Tone, Weight


class SheetHead(QWidget):
    closed = Signal()

    def __init__(self, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._house = house
        self._code = Text("", Size.FIGURE, Weight.SEMIBOLD)
        self._countdown = Countdown(compact=True)
        self._wanted = Text("", Size.LIST, wrap=True)
        self._promised = Text("", Size.LIST, Weight.SEMIBOLD, wrap=True)
        self._state = StateBadge(Tone.NEUTRAL, "")
        self._lay_out()

    def show_order(self, order: Order, now: datetime) -> None:
        zone = self._house.zone(order.link)
        self._code.setText(order.portal.code)
        mark = state_of(order)
        self._state.show_state(mark.tone, mark.text, mark.icon)
        self._wanted.setText(sheet_texts.wanted_text(order, zone, now))
        promised = sheet_texts.promised_text(order, zone, now)
        self._promised.setText(promised or "")
        self._promised.setVisible(promised is not None)

    def tick(self, sheet: OrderSheet, now: datetime) -> None:
        counting = countdown_of(sheet, self._house, now)
        self._countdown.setVisible(counting is not None)
        if counting is not None:
            spoken = _("{time} left to answer").format(time=counting.text)
            self._countdown.show_left(counting.text, 1.0 - counting.share, counting.tone, spoken=spoken)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(Space.CLOSE)
        first.addWidget(self._code)
        first.addWidget(self._state)
        first.addStretch(1)
        first.addWidget(self._countdown)
        close = Button("", ButtonKind.PLAIN, "close", compact=True)
        close.setAccessibleName(_("Close the sheet"))
        close.clicked.connect(self.closed)
        first.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.BASE, Space.SNUG, Space.SNUG, Space.CLOSE)
        column.setSpacing(Space.HAIR)
        column.addLayout(first)
        column.addWidget(self._wanted)
        column.addWidget(self._promised)
