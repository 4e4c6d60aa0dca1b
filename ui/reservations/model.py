"""The list as a Qt model: what asks for a person on top, over all days; below it the day."""

from collections.abc import Callable, Mapping
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

    def show_leaf(self, leaf: Leaf) -> None:
        asking = {sheet.reservation.id for sheet in leaf.asking}
        rest = [sheet for sheet in leaf.sheets if sheet.reservation.id not in asking]
        faces = [self._face(sheet, leaf.rooms, pinned=True) for sheet in leaf.asking]
        faces += [self._face(sheet, leaf.rooms, pinned=False) for sheet in rest]
        living = [sheet.reservation.booking for sheet in leaf.sheets]
        living = [booking for booking in living if booking.state is not None and not booking.state.void]
        self.count, self.covers = len(living), sum(booking.covers for booking in living)
        self._take(faces, len(leaf.asking))

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

    def _face(self, sheet: ReservationSheet, rooms: Mapping[str, tuple[Room, ...]], *, pinned: bool) -> RowFace:
        link = sheet.reservation.link
        return row_of(sheet, names_of(rooms.get(link, ())), self._zone(link), pinned=pinned)

    def _take(self, faces: list[RowFace], pinned: int) -> None:
        """The same lines with other content keep the place that a person has scrolled to."""
        if [face.id for face in faces] == [face.id for face in self._faces] and pinned == self.pinned:
            self._faces = faces
            if faces:
                self.dataChanged.emit(self.index(0), self.index(len(faces) - 1))
            return
        self.beginResetModel()
        self._faces, self.pinned = faces, pinned
        self.endResetModel()
