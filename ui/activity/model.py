"""The history as a Qt list that reads on while it is scrolled, and grows at its top."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.activity.happening import Happening, spoken
from ui.activity.reads import Filter, Leaf
from ui.orders.house import House

HAPPENING = int(Qt.ItemDataRole.UserRole) + 1

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Want:
    """A page that is wanted: from the top (`before_id` None) or further down."""

    filter: Filter
    before_id: int | None
    turn: int


class ActivityModel(QAbstractListModel):
    """`wanted` asks for a page; `take` brings it; `add_newer` puts what happened meanwhile on top."""

    wanted = Signal(object)
    settled = Signal()

    def __init__(self, house: House, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._house = house
        self._rows: list[Happening] = []
        self._filter = Filter()
        self._turn = 0
        self._next: int | None = None
        self._asking = False

    @property
    def filter(self) -> Filter:
        return self._filter

    @property
    def newest(self) -> int:
        return self._rows[0].entry.id if self._rows else 0

    def narrow(self, chosen: Filter) -> None:
        """Another filter, or the same read anew; what is shown stays until the first page is there."""
        self._filter = chosen
        self._turn += 1
        self._next = None
        self._asking = True
        self.wanted.emit(Want(chosen, None, self._turn))

    def take(self, want: Want, leaf: Leaf) -> None:
        if want.turn != self._turn:
            return
        self._asking = False
        self._next = leaf.next_before
        if want.before_id is None:
            self._clear()
        self._insert(len(self._rows), leaf.rows)
        self.settled.emit()

    def fail(self, want: Want) -> None:
        if want.turn == self._turn:
            self._asking = False
            self.settled.emit()

    def add_newer(self, turn: int, newer: Sequence[Happening] | None) -> None:
        """None: too many to be put on top, everything is read anew."""
        if turn != self._turn:
            return
        if newer is None:
            self.narrow(self._filter)
            return
        self._insert(0, [each for each in newer if each.entry.id > self.newest])
        self.settled.emit()

    @property
    def turn(self) -> int:
        return self._turn

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._next is not None and not self._asking

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asking = True
            self.wanted.emit(Want(self._filter, self._next, self._turn))

    def _insert(self, at: int, rows: Sequence[Happening]) -> None:
        if rows:
            self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
            self._rows[at:at] = rows
            self.endInsertRows()

    def _clear(self) -> None:
        if self._rows:
            self.beginRemoveRows(QModelIndex(), 0, len(self._rows) - 1)
            self._rows.clear()
            self.endRemoveRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == HAPPENING:
            return row
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return spoken(row, self._house.zone(row.entry.link), self._house.now())
        return None
