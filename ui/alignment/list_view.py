"""The list of what would change. It is only looked at: nothing opens from it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from agent.texts import _
from ui.alignment.delegate import ChangeDelegate
from ui.alignment.model import ChangeModel
from ui.components import make_kinetic

BATCH = 100
"""Lines that are laid out at a time: the first ones are there at once, however many follow."""


class ChangeList(QListView):
    def __init__(self, model: ChangeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        delegate = ChangeDelegate(self)
        self.setModel(model)
        self.setItemDelegate(delegate)
        model.modelAboutToBeReset.connect(delegate.forget)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(BATCH)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAccessibleName(_("What would change on the portal"))
        make_kinetic(self.viewport())
