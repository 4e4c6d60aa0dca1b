"""The orders of one column or of a search as a Qt list. Changes row by row, by the order's id; never a reset."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from agent.reading import OrderSheet
from ui.orders.face import spoken
from ui.orders.house import House

SHEET = int(Qt.ItemDataRole.UserRole) + 1
"""The `OrderSheet` of the row."""

Index = QModelIndex | QPersistentModelIndex


class CardModel(QAbstractListModel):
    """Rows in the order in which they were given."""

    def __init__(self, house: House, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._house = house
        self._sheets: list[OrderSheet] = []

    @property
    def sheets(self) -> Sequence[OrderSheet]:
        return tuple(self._sheets)

    def show(self, wanted: Sequence[OrderSheet]) -> None:
        """Makes the rows these, touching only those that differ: selection and scroll place stay."""
        ids = {sheet.order.id for sheet in wanted}
        for row in reversed(range(len(self._sheets))):
            if self._sheets[row].order.id not in ids:
                self._remove(row)
        for row, sheet in enumerate(wanted):
            self._place(row, sheet)

    def append(self, more: Iterable[OrderSheet]) -> None:
        """Those that are not there yet, at the end."""
        known = {sheet.order.id for sheet in self._sheets}
        fresh = [sheet for sheet in more if sheet.order.id not in known]
        if fresh:
            self.beginInsertRows(QModelIndex(), len(self._sheets), len(self._sheets) + len(fresh) - 1)
            self._sheets.extend(fresh)
            self.endInsertRows()

    def replace(self, sheet: OrderSheet) -> bool:
        """The order in its place, if it is here."""
        row = self.row_of(sheet.order.id)
        if row is None:
            return False
        self._set(row, sheet)
        return True

    def row_of(self, order_id: int) -> int | None:
        return next((row for row, sheet in enumerate(self._sheets) if sheet.order.id == order_id), None)

    def repaint(self) -> None:
        """What is shown of a row depends on the clock too."""
        if self._sheets:
            self.dataChanged.emit(self.index(0), self.index(len(self._sheets) - 1), [int(Qt.ItemDataRole.DisplayRole)])

    def _place(self, row: int, sheet: OrderSheet) -> None:
        found = self.row_of(sheet.order.id)
        if found is None:
            self.beginInsertRows(QModelIndex(), row, row)
            self._sheets.insert(row, sheet)
            self.endInsertRows()
            return
        if found != row:
            # What stands before `row` is in place already, so a row only ever moves up.
            self.beginMoveRows(QModelIndex(), found, found, QModelIndex(), row)
            self._sheets.insert(row, self._sheets.pop(found))
            self.endMoveRows()
        self._set(row, sheet)

    def _set(self, row: int, sheet: OrderSheet) -> None:
        if self._sheets[row] != sheet:
            self._sheets[row] = sheet
            self.dataChanged.emit(self.index(row), self.index(row))

    def _remove(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._sheets[row]
        self.endRemoveRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._sheets)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or index.row() >= len(self._sheets):
            return None
        sheet = self._sheets[index.row()]
        if role == SHEET:
            return sheet
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return spoken(sheet, self._house, self._house.now())
        return None
