"""What the rows of an order name at the till: products by id and sales modes by their exact name, kept for a while."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final, Generic, TypeVar
from urllib.parse import quote

from agent.connectors.pos.cassa_in_cloud.api import Api
from agent.connectors.pos.cassa_in_cloud.mapping import Article, WireId, read_article, read_sales_mode
from agent.domain.failures import Refused
from agent.domain.ports import Clock

T = TypeVar("T")

KNOWN_FOR: Final = timedelta(minutes=10)
"""Prices of rows are the portal's, so a product read a while ago does no harm; calls are scarce."""

JUST_READ: Final = 0.5
"""Seconds: a refusal of what was read so lately has another cause."""

UNKNOWN_FOR: Final = timedelta(seconds=60)
"""Somebody may be creating the missing product at this moment."""


class Shelf(Generic[T]):
    """Values kept for a time; "the till has none" (None) is kept for a shorter one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[T | None, float]] = {}
        self._read_at: dict[str, float] = {}

    def has(self, name: str) -> bool:
        return name in self._kept and self._clock.monotonic() < self._kept[name][1]

    def get(self, name: str) -> T | None:
        return self._kept[name][0]

    def put(self, name: str, value: T | None) -> None:
        life = UNKNOWN_FOR if value is None else KNOWN_FOR
        now = self._clock.monotonic()
        self._kept[name] = (value, now + life.total_seconds())
        self._read_at[name] = now

    def forget(self, name: str) -> bool:
        """Whether it was kept, and not only just read."""
        read_at = self._read_at.pop(name, None)
        self._kept.pop(name, None)
        return read_at is not None and self._clock.monotonic() - read_at > JUST_READ

    def forget_all(self) -> bool:
        older = [self.forget(name) for name in list(self._kept)]
        return any(older)


class Articles:
    """The till's products and sales modes, as far as orders asked for them."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._products: Shelf[Article] = Shelf(clock)
        self._modes: Shelf[WireId] = Shelf(clock)

    def known(self, refs: Iterable[str]) -> Mapping[str, Article]:
        """The articles that the till has, by their references. Raises `Failed` when the till can't be asked."""
        found = {ref: self._article(ref) for ref in dict.fromkeys(refs)}
        return {ref: article for ref, article in found.items() if article is not None}

    def forget(self, refs: Iterable[str]) -> bool:
        """Reads these products and the sales modes anew at the next question. False: all of it was just read."""
        older = [self._products.forget(ref) for ref in dict.fromkeys(refs)]
        return any([*older, self._modes.forget_all()])

    def sales_mode(self, name: str) -> WireId | None:
        """None when the till has no mode of exactly that name: the order goes without, which a finding tells."""
        if not self._modes.has(name):
            modes = sales_modes(self._api)
            for each in {*modes, name}:
                self._modes.put(each, modes.get(each))
        return self._modes.get(name)

    def _article(self, ref: str) -> Article | None:
        if not self._products.has(ref):
            self._products.put(ref, self._read(ref))
        return self._products.get(ref)

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
