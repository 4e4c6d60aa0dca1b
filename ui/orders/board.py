"""Holds what the four columns show, and keeps it true: one order read again for one that changed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from agent.domain.failures import Unavailable
from agent.reading import OrderSheet
from ui.orders.card_model import CardModel
from ui.orders.columns import Column, arranged, column_of, day_start, on_board
from ui.orders.house import House
from ui.orders.reads import OrderReads, board_of

GATHER = 20
"""Milliseconds in which changes are gathered: forty orders that arrive together are one change of the screen."""

TICK = 1000
"""Milliseconds between two looks at the clock, while the board is shown."""


class Board(QObject):
    """Lives in the face's thread. `trouble` tells of a database that cannot be read; what is shown then stays."""

    counted = Signal()
    ticked = Signal()
    reread = Signal(object)
    """An `OrderSheet` as it is now, for whoever else shows that order."""
    trouble = Signal(object)

    def __init__(self, agent: OrderReads, house: House, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._agent = agent
        self._house = house
        self._sheets: dict[int, OrderSheet] = {}
        self._changed: set[int] = set()
        self.models: Mapping[Column, CardModel] = {column: CardModel(house, self) for column in Column}
        self._gathering = QTimer(self, interval=GATHER, singleShot=True)
        self._gathering.timeout.connect(self._read_changed)
        self._ticking = QTimer(self, interval=TICK)
        self._ticking.timeout.connect(self.tick)
        self._day = self._day_start()

    def first_read(self) -> Callable[[], Sequence[OrderSheet]]:
        """The work that reads the whole board, for a task; its result goes to `take`."""
        day = self._day_start()
        return lambda: board_of(self._agent, day)

    def take(self, sheets: Sequence[OrderSheet]) -> None:
        """Makes the board these. What changed while they were being read is read again."""
        self._sheets = {sheet.order.id: sheet for sheet in sheets}
        self._arrange()

    def order_changed(self, order_id: int) -> None:
        self._changed.add(order_id)
        if not self._gathering.isActive():
            self._gathering.start()

    def pass_ended(self) -> None:
        """A pass may have sent what an order was waiting for without changing the order itself."""
        for order_id, sheet in self._sheets.items():
            if sheet.errands:
                self.order_changed(order_id)

    def count(self, column: Column) -> int:
        return self.models[column].rowCount()

    def watch_clock(self, on: bool) -> None:
        """Countdowns move only while somebody can see them."""
        if on:
            self._ticking.start()
            self.tick()
        else:
            self._ticking.stop()

    def tick(self) -> None:
        """A second has gone by: countdowns move, and at the end of the day the closed ones leave."""
        self.models[Column.NEW].repaint()
        self.ticked.emit()
        day = self._day_start()
        if day != self._day:
            self._day = day
            self._arrange()

    def _read_changed(self) -> None:
        changed, self._changed = self._changed, set()
        try:
            for order_id in changed:
                sheet = self._agent.order(order_id)
                if sheet is None:
                    self._sheets.pop(order_id, None)
                else:
                    self._sheets[order_id] = sheet
                    self.reread.emit(sheet)
        except Unavailable as unavailable:
            self.trouble.emit(unavailable.failure)
        self._arrange()

    def _arrange(self) -> None:
        self._sheets = {id: sheet for id, sheet in self._sheets.items() if on_board(sheet, self._day)}
        for column, model in self.models.items():
            model.show(arranged(column, (sheet for sheet in self._sheets.values() if column_of(sheet.order) is column)))
        self.counted.emit()

    def _day_start(self) -> datetime:
        return day_start(self._house.now(), self._house.main_zone)
