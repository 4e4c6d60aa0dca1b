"""A till and a portal in memory, which count what they are asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from agent.domain.failures import Failed, Failure, FailureKind, Refused, Side, Transient
from agent.domain.floor import Room
from agent.domain.menu import Menu, TillMenu
from agent.domain.ports import Account, Prerequisite
from tests.domain.dishes import till


class Silent:
    """What every connector can do, and nothing here needs."""

    budget_used = None

    def test(self) -> Account:
        return Account("memory")

    def prerequisites(self) -> tuple[Prerequisite, ...]:
        return ()

    def close(self) -> None:
        """Nothing is open."""


class MemoryTill(Silent):
    def __init__(self) -> None:
        self.now_has: TillMenu = till()
        self.changed = False
        self.rooms_now: tuple[Room, ...] = ()
        self.calls: list[str] = []

    def say(self, menu: TillMenu) -> None:
        self.now_has, self.changed = menu, True

    def menu_changed(self, since: datetime) -> bool:
        self.calls.append("changed")
        return self.changed

    def menu(self) -> TillMenu:
        self.calls.append("menu")
        self.changed = False
        return self.now_has

    def rooms(self, at: datetime | None = None) -> tuple[Room, ...]:
        self.calls.append("rooms")
        return self.rooms_now


class MemoryPortal(Silent):
    """`keeps_left_out`: as Plateform, it goes on selling what an import leaves out."""

    def __init__(self, *, keeps_left_out: bool = True) -> None:
        self.shows = Menu()
        self.rooms_now: tuple[Room, ...] = ()
        self.calls: list[str] = []
        self.keys: list[str] = []
        self.fails: list[Failed] = []
        self.loses_answers = 0
        self._keeps = keeps_left_out

    @property
    def writes(self) -> int:
        return self.calls.count("publish")

    def portal_menu(self) -> Menu:
        self.calls.append("menu")
        return self.shows

    def as_published(self, menu: Menu) -> Menu:
        return menu

    def publish_menu(self, menu: Menu, *, key: str) -> Menu:
        self.calls.append("publish")
        self.keys.append(key)
        if self.fails:
            raise self.fails.pop()
        left = tuple(dish for dish in self.shows.dishes if dish.ref not in menu.by_ref) if self._keeps else ()
        self.shows = replace(menu, dishes=(*menu.dishes, *left))
        self._lose()
        return self.shows

    def portal_rooms(self) -> tuple[Room, ...]:
        self.calls.append("rooms")
        return self.rooms_now

    def publish_rooms(self, rooms: Sequence[Room]) -> tuple[Room, ...]:
        self.calls.append("publish")
        if self.fails:
            raise self.fails.pop()
        self.rooms_now = tuple(rooms)
        self._lose()
        return self.rooms_now

    def switch(self, ref: str, *, active: bool) -> None:
        """In the portal's back office."""
        dishes = (replace(dish, active=active) if dish.ref == ref else dish for dish in self.shows.dishes)
        self.shows = replace(self.shows, dishes=tuple(dishes))

    def _lose(self) -> None:
        if self.loses_answers:
            self.loses_answers -= 1
            raise Transient.of(Failure(FailureKind.TRANSIENT, "side.timeout", {"system": "x"}, Side.PORTAL, acted=None))


def refused() -> Failed:
    return Refused.of(Failure(FailureKind.REFUSED, "side.refused", {"system": "Plateform"}, Side.PORTAL))
