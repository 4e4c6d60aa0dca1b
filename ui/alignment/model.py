"""The preview as a Qt list, narrowed by kind and by a search."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.alignment.changes import ChangeFace, Sort, counts_of

FACE = int(Qt.ItemDataRole.UserRole) + 1

Index = QModelIndex | QPersistentModelIndex


class ChangeModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[ChangeFace, ...] = ()
        self._shown: tuple[ChangeFace, ...] = ()
        self._sort = Sort.ALL
        self._searched = ""

    @property
    def counts(self) -> Mapping[Sort, int]:
        """Of all lines, whatever is shown of them."""
        return counts_of(self._all)

    @property
    def whole(self) -> int:
        return len(self._all)

    def show_faces(self, faces: Sequence[ChangeFace]) -> None:
        """The same ones again change nothing: the place that a person scrolled to stays."""
        if tuple(faces) != self._all:
            self._all = tuple(faces)
            self._choose()

    def narrow(self, sort: Sort, searched: str) -> None:
        if (sort, searched) != (self._sort, self._searched):
            self._sort, self._searched = sort, searched
            self._choose()

    def _choose(self) -> None:
        self.beginResetModel()
        self._shown = tuple(
            face
            for face in self._all
            if self._sort in (Sort.ALL, face.sort) and (not self._searched or face.has(self._searched))
        )
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        face = self._shown[index.row()]
        if role == FACE:
            return face
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return face.spoken
        return None
