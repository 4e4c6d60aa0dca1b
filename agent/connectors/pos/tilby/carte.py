"""The till's menu, asked of Tilby: whole, or only whether it may have changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from agent.connectors.pos.tilby.api import Api
from agent.connectors.pos.tilby.dishes import read_category, read_menu
from agent.connectors.pos.tilby.mapping import read_changed_at
from agent.domain.menu import Category, TillMenu
from agent.domain.ports import SetAside

ITEMS: Final = "/items"
CATEGORIES: Final = "/categories"


class Carte:
    """`price_list`: which of the till's ten. Remembers what the last whole reading saw, to tell what is gone."""

    def __init__(self, api: Api, price_list: int) -> None:
        self._api = api
        self._price_list = price_list
        self._items: int | None = None
        """How many items the till listed, deleted ones too where it lists them."""
        self._categories: frozenset[Category | SetAside] | None = None
        self._categories_next = False

    def changed(self, since: datetime) -> bool:
        """As `MenuTill.menu_changed`: the items and the categories in turn, by one call each time."""
        categories, self._categories_next = self._categories_next, not self._categories_next
        return self._categories_changed() if categories else self._items_changed(since)

    def menu(self) -> TillMenu:
        # Nothing is remembered of a reading that fails midway.
        categories = list(self._api.listed(CATEGORIES))
        items = [record for sheet, _ in self._api.changes(ITEMS, (), _instants, None) for record in sheet.records]
        found = read_menu(items, categories, self._price_list)
        self._categories = _named(categories)
        self._items = len({_id(record) for record in items})
        return found

    def _items_changed(self, since: datetime) -> bool:
        """By the one that changed last, and by their number: the document does not say whether deleted ones stay."""
        records, total = self._api.last_changed(ITEMS)
        if self._items is not None and total != self._items:
            return True
        instants = [read_changed_at(record) for record in records]
        # The till may write down whole seconds.
        return any(instant is None or instant >= since.replace(microsecond=0) for instant in instants)

    def _categories_changed(self) -> bool:
        """They carry no instant: all of them are read, which is one call for up to a hundred."""
        return self._categories is None or _named(self._api.listed(CATEGORIES)) != self._categories


def _named(records: Iterable[object]) -> frozenset[Category | SetAside]:
    return frozenset(found for record in records if (found := read_category(record)) is not None)


def _instants(records: list[object]) -> tuple[datetime, ...]:
    return tuple(instant for instant in map(read_changed_at, records) if instant is not None)


def _id(record: object) -> str:
    return repr(record.get("id")) if isinstance(record, dict) else repr(record)
