"""The till's menu as the flows see it: one cheap question in turn, and the whole reading."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from agent.connectors.pos.cassa_in_cloud.api import Api
from agent.connectors.pos.cassa_in_cloud.articles import sales_modes
from agent.connectors.pos.cassa_in_cloud.dishes import Modes, read_categories, read_choices, read_dish
from agent.connectors.pos.cassa_in_cloud.prerequisites import sales_mode_exists, sales_point_visible, sales_points
from agent.connectors.pos.cassa_in_cloud.query import Value
from agent.connectors.pos.cassa_in_cloud.settings import Settings
from agent.domain.menu import TillDish, TillMenu
from agent.domain.ports import SetAside

PRODUCTS: Final = "/products"
CATEGORIES: Final = "/categories"
MODIFIERS: Final = "/modifiers"


class Carte:
    """For the lane's thread. Every call is a chore: orders come first."""

    def __init__(self, api: Api, settings: Settings) -> None:
        self._api = api
        self._settings = settings
        self._turn = 0
        self._products: int | None = None
        """How many products the till had at the last whole reading: a deletion shows in nothing else."""
        self._modifiers: list[object] | None = None
        """The options as they were then: they carry no instant of their change."""

    def changed(self, since: datetime) -> bool:
        """One request: products, categories, the number of products, the options, in turn."""
        turn, self._turn = self._turn, (self._turn + 1) % 4
        if turn == 0:
            return self._api.count(PRODUCTS, {**self._here, "lastUpdateFrom": since}, "products") > 0
        if turn == 1:
            return self._api.count(CATEGORIES, {**self._here, "lastUpdateFrom": since}, "categories") > 0
        if turn == 2:
            return self._api.count(PRODUCTS, self._here, "products") != self._products
        return self._read_modifiers() != self._modifiers

    def whole(self) -> TillMenu:
        modes = sales_modes(self._api, chore=True)
        named = Modes(modes.get(self._settings.sales_mode_takeaway), modes.get(self._settings.sales_mode_delivery))
        categories = read_categories(self._listed(CATEGORIES, "categories", self._here))
        modifiers = self._read_modifiers()
        choices = read_choices(modifiers)
        read = [
            read_dish(record, choices, named, self._settings.sales_point)
            for record in self._listed(PRODUCTS, "products", self._here)
        ]
        self._products, self._modifiers = len(read), modifiers
        conditions = (
            sales_point_visible(sales_points(self._api, chore=True), self._settings.sales_point),
            sales_mode_exists(modes, self._settings.sales_mode_takeaway),
            sales_mode_exists(modes, self._settings.sales_mode_delivery),
        )
        return TillMenu(
            categories,
            tuple(each for each in read if isinstance(each, TillDish)),
            conditions,
            tuple(each for each in read if isinstance(each, SetAside)),
        )

    @property
    def _here(self) -> Mapping[str, Value]:
        return {"idsSalesPoint": [self._settings.sales_point]}

    def _read_modifiers(self) -> list[object]:
        return list(self._listed(MODIFIERS, "modifiers", {}))

    def _listed(self, path: str, plural: str, query: Mapping[str, Value]) -> Iterator[object]:
        return self._api.listed(path, plural, query, chore=True)
