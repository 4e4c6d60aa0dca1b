"""The four columns side by side; left and right walk from one to the other."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from agent.texts import _
from ui.components import EmptyState
from ui.orders.board import Board
from ui.orders.column_view import ColumnView
from ui.orders.columns import Column
from ui.orders.house import House
from ui.theme import Space


class BoardView(QWidget):
    opened = Signal(int)
    connections_wanted = Signal()

    def __init__(self, board: Board, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self.views = [ColumnView(column, board.models[column], house) for column in Column]
        self._settled = False
        columns = QWidget()
        row = QHBoxLayout(columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.TIGHT)
        for number, view in enumerate(self.views):
            row.addWidget(view, 1)
            view.cards.opened.connect(self.opened)
            view.cards.left.connect(lambda step, number=number: self._walk(number, step))
        self.empty = EmptyState(
            "orders",
            _("No orders today"),
            _("A new order rings and shows itself here. Connections tells whether portal and till answer."),
            _("Look at the connections"),
        )
        self.empty.stepped.connect(self.connections_wanted)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(columns)
        self._stack.addWidget(self.empty)
        self._columns = columns
        board.counted.connect(self._choose)

    def settle(self) -> None:
        """The first reading is there: from now on an empty board says so."""
        self._settled = True
        self._choose()

    def mark(self, order_id: int) -> None:
        """The card of the order whose sheet is open is ringed."""
        for view in self.views:
            view.cards.mark(self._board.models[view.column].row_of(order_id))

    def enter(self) -> None:
        """The keyboard comes to the first column that has a card, or back to where it was."""
        filled = [view for view in self.views if view.cards.model().rowCount()]
        known = [view for view in filled if view.cards.currentIndex().isValid()]
        for view in (known or filled)[:1]:
            view.cards.enter()

    def _choose(self) -> None:
        empty = self._settled and not any(self._board.count(column) for column in Column)
        self._stack.setCurrentWidget(self.empty if empty else self._columns)

    def _walk(self, number: int, step: int) -> None:
        """To the next column on that side that has cards."""
        reach = self.views[number + 1 :] if step > 0 else reversed(self.views[:number])
        for view in reach:
            if view.cards.model().rowCount():
                self.views[number].cards.clearSelection()
                view.cards.enter()
                return
