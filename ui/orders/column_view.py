"""One column of the board: its title with the count, and the cards below it."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QStackedLayout, QVBoxLayout, QWidget

from agent.reading import OrderSheet
from agent.texts import N_, _
from ui.components import Text, make_kinetic
from ui.orders.card_delegate import CardDelegate
from ui.orders.card_model import SHEET, CardModel
from ui.orders.columns import Column
from ui.orders.house import House
from ui.theme import Size, Space, Tone, Weight

GUTTER = 12
"""The width of a scroll bar."""


class CardList(QListView):
    """The cards. Enter and a tap open one; left and right leave the column."""

    opened = Signal(int)
    left = Signal(int)
    """-1 or +1: the keyboard wants the column on that side."""

    def __init__(self, model: CardModel, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(CardDelegate(house, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setObjectName("cards")
        self.setStyleSheet("#cards { background: transparent; }")
        make_kinetic(self.viewport())
        self.verticalScrollBar().rangeChanged.connect(self._keep_gutter)
        self._keep_gutter(0, 0)
        self.clicked.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        sheet: OrderSheet | None = index.data(SHEET)
        if sheet is not None:
            self.opened.emit(sheet.order.id)

    def _keep_gutter(self, _least: int, most: int) -> None:
        """Cards are as wide with a scroll bar as without: the columns stay in line."""
        self.setViewportMargins(0, 0, 0 if most else GUTTER, 0)

    def mark(self, row: int | None) -> None:
        """The card of the order that is open; None: it is not in this column."""
        if row is None:
            self.clearSelection()
        else:
            self.setCurrentIndex(self.model().index(row, 0))

    def enter(self) -> None:
        """The keyboard comes in: some card is current."""
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.left.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)


EMPTY = {
    Column.NEW: N_("No order waits for an answer. New ones ring and show themselves here."),
    Column.PREPARING: N_("Nothing is being prepared."),
    Column.READY: N_("Nothing waits to be handed over."),
    Column.CLOSED: N_("Nothing was closed today."),
}


class ColumnView(QWidget):
    """Head and cards of one column."""

    def __init__(self, column: Column, model: CardModel, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column
        self.cards = CardList(model, house, self)
        self._model = model
        self._title = Text(_(column.value), Size.LIST, Weight.SEMIBOLD)
        self._count = Text("", Size.LIST, Weight.MEDIUM, Tone.NEUTRAL, tabular=True)
        self._empty = Text(_(EMPTY[column]), tone=Tone.NEUTRAL, wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(0, Space.SNUG, 0, 0)
        self._lay_out()
        for changed in (model.rowsInserted, model.rowsRemoved):
            changed.connect(self.recount)
        self.recount()

    def recount(self) -> None:
        count = self._model.rowCount()
        self._count.setText(str(count))
        self._stack.setCurrentWidget(self.cards if count else self._empty)
        named = _("{title}: {count}").format(title=self._title.text(), count=count)
        self.cards.setAccessibleName(named)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.SNUG)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.cards)
        self._stack.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Space.SNUG)
        whole.addLayout(head)
        whole.addLayout(self._stack, 1)
