"""What the search found, as a list that reads on while it is scrolled."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStackedLayout, QVBoxLayout, QWidget

from agent.reading import OrderSheet
from agent.texts import _
from ui.components import EmptyState, ProgressLine, make_kinetic
from ui.orders.card_model import SHEET
from ui.orders.house import House
from ui.orders.row_delegate import RowDelegate
from ui.orders.search_model import SearchModel


class FoundList(QListView):
    opened = Signal(int)

    def __init__(self, model: SearchModel, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(house, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Orders found"))
        make_kinetic(self.viewport())
        self.clicked.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        sheet: OrderSheet | None = index.data(SHEET)
        if sheet is not None:
            self.opened.emit(sheet.order.id)

    def enter(self) -> None:
        if self.model().rowCount():
            if not self.currentIndex().isValid():
                self.setCurrentIndex(self.model().index(0, 0))
            self.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)


class SearchView(QWidget):
    """The list, or the sentence that nothing was found."""

    def __init__(self, model: SearchModel, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.found = FoundList(model, house)
        self._nothing = EmptyState(
            "search",
            _("No order found"),
            _("Search by the beginning of the code, a part of the name, or three digits of the phone."),
        )
        self._progress = ProgressLine()
        self._stack = QStackedLayout()
        self._stack.addWidget(self.found)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._progress)
        column.addLayout(self._stack, 1)
        model.wanted.connect(self._progress.begin)
        model.settled.connect(self._settle)

    def _settle(self) -> None:
        self._progress.end()
        self._stack.setCurrentWidget(self.found if self._model.rowCount() else self._nothing)
