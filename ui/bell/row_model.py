"""The cards that are not open, as a list: changed in place by order, never made anew."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from agent.domain.bell import Card
from ui.bell.row_face import RowFace, row_face

Index = QModelIndex | QPersistentModelIndex
Key = tuple[str, int]


class RowRole(IntEnum):
    FACE = Qt.ItemDataRole.UserRole
    ORDER = Qt.ItemDataRole.UserRole + 1


class RowModel(QAbstractListModel):
    """`show` brings it to the given cards with the fewest moves."""

    def __init__(self, zone: Callable[[str], ZoneInfo], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._faces: list[RowFace] = []

    @property
    def keys(self) -> list[Key]:
        return [face.key for face in self._faces]

    def show(self, cards: Sequence[Card], now: datetime) -> None:
        wanted = [row_face(card, self._zone(card.order.link), now) for card in cards]
        self._drop({face.key for face in wanted})
        for row, face in enumerate(wanted):
            if row < len(self._faces) and self._faces[row].key == face.key:
                self._put(row, face)
                continue
            held = next((at for at in range(row + 1, len(self._faces)) if self._faces[at].key == face.key), None)
            if held is None:
                self.beginInsertRows(QModelIndex(), row, row)
                self._faces.insert(row, face)
                self.endInsertRows()
            else:
                self.beginMoveRows(QModelIndex(), held, held, QModelIndex(), row)
                self._faces.insert(row, self._faces.pop(held))
                self.endMoveRows()
                self._put(row, face)

    def _drop(self, kept: set[Key]) -> None:
        for row in reversed(range(len(self._faces))):
            if self._faces[row].key not in kept:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._faces[row]
                self.endRemoveRows()

    def _put(self, row: int, face: RowFace) -> None:
        if self._faces[row] != face:
            self._faces[row] = face
            index = self.index(row)
            self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._faces)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:  # Qt's own signature
        if not index.isValid() or index.row() >= len(self._faces):
            return None
        face = self._faces[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return face.code
            case Qt.ItemDataRole.AccessibleTextRole:
                return face.spoken
            case RowRole.FACE:
                return face
            case RowRole.ORDER:
                return face.order_id
            case _:
                return None
