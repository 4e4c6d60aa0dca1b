"""The list of the history: newest on top, read on while it is scrolled, Enter opens the order."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from agent.texts import _
from ui.activity.delegate import HappeningDelegate
from ui.activity.model import ActivityModel
from ui.components import make_kinetic
from ui.orders.house import House


class HistoryList(QListView):
    entered_row = Signal(QModelIndex)

    def __init__(self, model: ActivityModel, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(HappeningDelegate(house, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAccessibleName(_("What happened, newest first"))
        make_kinetic(self.viewport())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.entered_row.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
