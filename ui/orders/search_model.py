"""The search of the whole history, page by page: only what is scrolled to is read."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from agent.reading import OrderSheet
from ui.orders.card_model import CardModel, Index
from ui.orders.house import House

PAGE = 50


@dataclass(frozen=True)
class Query:
    """One page that is wanted: what follows `before_id`, or the beginning."""

    text: str
    before_id: int | None
    turn: int
    """Which search it belongs to: an answer that comes after the text has changed is of no use."""


class SearchModel(CardModel):
    """`wanted` asks for a page; `take` brings it."""

    wanted = Signal(object)
    settled = Signal()

    def __init__(self, house: House, parent: QObject | None = None) -> None:
        super().__init__(house, parent)
        self._text = ""
        self._turn = 0
        self._more = False
        self._asking = False

    @property
    def asking(self) -> bool:
        return self._asking

    def search(self, text: str) -> None:
        """From the beginning; what is shown stays until the first page is there."""
        self._text = text
        self._turn += 1
        self._asking = True
        self._more = False
        self.wanted.emit(Query(text, None, self._turn))

    def take(self, query: Query, found: Sequence[OrderSheet]) -> None:
        if query.turn != self._turn:
            return
        self._asking = False
        self._more = len(found) == PAGE
        if query.before_id is None:
            self.show(found)
        else:
            self.append(found)
        self.settled.emit()

    def fail(self, query: Query) -> None:
        """The page could not be read; scrolling asks again."""
        if query.turn == self._turn:
            self._asking = False
            self.settled.emit()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and not self._asking

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asking = True
            self.wanted.emit(Query(self._text, self.sheets[-1].order.id, self._turn))
