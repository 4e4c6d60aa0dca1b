"""What the flows of menu, tables, guests and sales need of connectors.

All calls raise `agent.domain.failures.Failed` and nothing else.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from agent.domain.floor import Room
from agent.domain.menu import Menu, TillMenu
from agent.domain.orders import Customer
from agent.domain.ports import Connector, Page
from agent.domain.reservation_ports import Days
from agent.domain.takings import TillSale


class MenuTill(Connector, Protocol):
    """A till that is master of the menu."""

    def menu_changed(self, since: datetime) -> bool:
        """One cheap request: whether anything of the menu may have changed at or after `since`.

        True too when it can't tell. A deletion may show in the whole reading only. What one call does not cover (the
        categories, the options) may be asked for in turn, one call each time.
        """
        ...

    def menu(self) -> TillMenu:
        """The whole menu with the conditions that it depends on. A chore: orders come first in the budget of calls."""
        ...


class MenuPortal(Connector, Protocol):
    """A portal that shows the till's menu."""

    def portal_menu(self) -> Menu:
        """As it stands there, whatever was edited on it; what only the portal knows of a dish is not in it."""
        ...

    def publish_menu(self, menu: Menu, *, key: str) -> Menu:
        """Overwrites, and answers as it now stands there. Sends our fields alone: the portal's own stay."""
        ...

    def as_published(self, menu: Menu) -> Menu:
        """That menu as this portal can say it: prices of its lists, what it cannot hold left out. Pure.

        `as_published(portal_menu()) == portal_menu()`.
        """
        ...


class FloorPortal(Connector, Protocol):
    """A portal that keeps rooms and tables."""

    def portal_rooms(self) -> tuple[Room, ...]: ...

    def publish_rooms(self, rooms: Sequence[Room]) -> tuple[Room, ...]:
        """Replaces them all, and answers as they now stand there."""
        ...


class GuestPortal(Connector, Protocol):
    """A portal that tells its guests."""

    def guests(self, since: datetime) -> Iterator[Page[Customer]]:
        """Those changed at or after `since` (less the connector's own overlap), oldest first. `Page.upto` as orders."""
        ...


class GuestTill(Connector, Protocol):
    """A till with cards of its customers."""

    def guest(self, customer: Customer, known_ref: str | None = None) -> str | None:
        """As `OrderTill.guest`: found by e-mail, then phone, else created; completed, never blanked."""
        ...


class SalesTill(Connector, Protocol):
    """A till that tells what was paid."""

    def closed_sales(self, days: Days, *, changed_since: datetime | None = None) -> Iterator[Page[TillSale]]:
        """Every sale closed on these days of the restaurant, with those cancelled since where the till tells them."""
        ...


class GuestSalePortal(Connector, Protocol):
    """A portal that wants to know what a guest spent (planned by its vendor)."""

    def send_guest_sale(self, sale: TillSale, *, receipt_id: str, reservation_ref: str | None, guest: Customer) -> None:
        """Idempotent by `receipt_id`."""
        ...
