"""The list as a Qt model: what asks for a person on top, over all days; below it the day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from agent.domain.floor import Room
from agent.reading import ReservationSheet
from ui.reservations.face import RowFace, names_of, row_of
from ui.reservations.reads import Leaf

FACE = int(Qt.ItemDataRole.UserRole) + 1

Index = QModelIndex | QPersistentModelIndex


class ReservationModel(QAbstractListModel):
    def __init__(self, zone: Callable[[str], ZoneInfo], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._faces: list[RowFace] = []
        self.pinned = 0
        """So many lines on top ask for a person."""
        self.count = 0
        self.covers = 0
        """Of the day's living ones."""
        self.whole = 0
        """So many were read, whatever their state."""

    def show_leaf(self, leaf: Leaf, *, anew: bool = False) -> None:
        """`anew`: another day or another search, not the same list a little later."""
        asking = {sheet.reservation.id for sheet in leaf.asking}
        rest = [sheet for sheet in leaf.sheets if sheet.reservation.id not in asking]
        dated = bool(leaf.query.search)
        faces = [self._face(sheet, leaf.rooms, pinned=True) for sheet in leaf.asking]
        faces += [self._face(sheet, leaf.rooms, dated=dated) for sheet in rest]
        living = [sheet.reservation.booking for sheet in leaf.sheets]
        living = [booking for booking in living if booking.state is not None and not booking.state.void]
        self.count, self.covers = len(living), sum(booking.covers for booking in living)
        self.whole = len(leaf.sheets)
        self.pinned = len(leaf.asking)
        if anew:
            self.beginResetModel()
            self._faces = faces
            self.endResetModel()
        else:
            self._become(faces)

    def first_after(self, at: datetime) -> int | None:
        """The first line below those on top that starts then or later."""
        below = range(self.pinned, len(self._faces))
        return next((row for row in below if self._faces[row].at >= at), None)

    def row_of(self, reservation_id: int) -> int | None:
        return next((row for row, face in enumerate(self._faces) if face.id == reservation_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._faces)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or index.row() >= len(self._faces):
            return None
        face = self._faces[index.row()]
        if role == FACE:
            return face
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return face.spoken
        return None

    def _face(
        self,
        sheet: ReservationSheet,
        rooms: Mapping[str, tuple[Room, ...]],
        *,
        pinned: bool = False,
        dated: bool = False,
    ) -> RowFace:
        link = sheet.reservation.link
        return row_of(sheet, names_of(rooms.get(link, ())), self._zone(link), pinned=pinned, dated=dated)

    def _become(self, wanted: Sequence[RowFace]) -> None:
        """Touches only what differs: the place that a person scrolled to stays, and the keyboard's line."""
        ids = {face.id for face in wanted}
        for row in reversed(range(len(self._faces))):
            if self._faces[row].id not in ids:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._faces[row]
                self.endRemoveRows()
        for row, face in enumerate(wanted):
            if row == len(self._faces) or self._faces[row].id != face.id:
                self._bring(row, face)
            elif self._faces[row] != face:
                self._faces[row] = face
                self.dataChanged.emit(self.index(row), self.index(row))

    def _bring(self, row: int, face: RowFace) -> None:
        """To that row, from further down or as a new one; what stands above is in place already."""
        found = self.row_of(face.id)
        if found is None:
            self.beginInsertRows(QModelIndex(), row, row)
            self._faces.insert(row, face)
            self.endInsertRows()
            return
        self.beginMoveRows(QModelIndex(), found, found, QModelIndex(), row)
        del self._faces[found]
        self._faces.insert(row, face)
        self.endMoveRows()
        self.dataChanged.emit(self.index(row), self.index(row))
