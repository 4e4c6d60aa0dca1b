"""What the rows of an order name at the till: products by id and sales modes by their exact name, kept for a while.

Of a product the choices of the version before are kept too: a guest may have ordered from the menu of a minute ago.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Final, Generic, TypeVar
from urllib.parse import quote

from agent.connectors.pos.cassa_in_cloud.api import Api
from agent.connectors.pos.cassa_in_cloud.mapping import Article, WireId, read_article, read_sales_mode
from agent.domain.failures import Refused
from agent.domain.ports import Clock

T = TypeVar("T")

KNOWN_FOR: Final = timedelta(minutes=10)
"""Prices of rows are the portal's, so a product read a while ago does no harm; calls are scarce."""

UNKNOWN_FOR: Final = timedelta(seconds=60)
"""Somebody may be creating the missing product at this moment."""


class Shelf(Generic[T]):
    """Values kept for a time; "the till has none" (None) is kept for a shorter one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[T | None, float]] = {}

    def has(self, name: str) -> bool:
        return name in self._kept and self._clock.monotonic() < self._kept[name][1]

    def get(self, name: str) -> T | None:
        return self._kept[name][0]

    def last(self, name: str) -> T | None:
        """What it was when it was last put, however long ago."""
        return self._kept[name][0] if name in self._kept else None

    def put(self, name: str, value: T | None) -> None:
        life = UNKNOWN_FOR if value is None else KNOWN_FOR
        self._kept[name] = (value, self._clock.monotonic() + life.total_seconds())

    def age(self, names: Iterable[str]) -> None:
        """They are asked for anew at their next use."""
        self._kept |= {name: (self._kept[name][0], self._clock.monotonic()) for name in names if name in self._kept}

    def names(self) -> tuple[str, ...]:
        return tuple(self._kept)


class Articles:
    """The till's products and sales modes, as far as orders asked for them."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._products: Shelf[Article] = Shelf(clock)
        self._modes: Shelf[WireId] = Shelf(clock)
        self._before: dict[str, Article] = {}
        """The version before of a product whose choices changed."""

    def known(self, refs: Iterable[str]) -> Mapping[str, Article]:
        """The articles that the till has, by their references, with the choices of the version before as well.

        Raises `Failed` when the till can't be asked.
        """
        return {ref: self._with_earlier_choices(ref, article) for ref, article in self._present(refs).items()}

    def anew(self, refs: Iterable[str]) -> Mapping[str, Article]:
        """As the till has them at this instant and no other version; sales modes are asked for anew too.

        For an order that the till refused: what it named may be gone since it was read.
        """
        wanted = tuple(dict.fromkeys(refs))
        self._products.age(wanted)
        self._modes.age(self._modes.names())
        return self._present(wanted)

    def sales_mode(self, name: str) -> WireId | None:
        """None when the till has no mode of exactly that name: the order goes without, which a finding tells."""
        if not self._modes.has(name):
            modes = sales_modes(self._api)
            for each in {*modes, name}:
                self._modes.put(each, modes.get(each))
        return self._modes.get(name)

    def _present(self, refs: Iterable[str]) -> Mapping[str, Article]:
        found = {ref: self._article(ref) for ref in dict.fromkeys(refs)}
        return {ref: article for ref, article in found.items() if article is not None}

    def _article(self, ref: str) -> Article | None:
        if not self._products.has(ref):
            last, now = self._products.last(ref), self._read(ref)
            if last is not None and now is not None and last.choices != now.choices:
                self._before[ref] = last
            self._products.put(ref, now)
        return self._products.get(ref)

    def _with_earlier_choices(self, ref: str, article: Article) -> Article:
        """A value that was taken from the product may still be one of the till's; refused, it is left to the note."""
        before = self._before.get(ref)
        if before is None:
            return article
        return replace(article, choices=MappingProxyType({**before.choices, **article.choices}))

    def _read(self, ref: str) -> Article | None:
        try:
            return read_article(self._api.one(f"/products/{quote(ref, safe='')}", "product"))
        except Refused:
            # Gone, or a reference that is no id of this till.
            return None


def sales_modes(api: Api, *, chore: bool = False) -> Mapping[str, WireId]:
    """Every sales mode's id by its description; of two with one name, the first."""
    modes: dict[str, WireId] = {}
    for record in api.listed("/salesmodes", "salesModes", {}, chore=chore):
        mode = read_sales_mode(record)
        if mode is not None:
            modes.setdefault(mode.description, mode.id)
    return modes
