"""A recipe: what is true of one pair, as data. Which connectors, which settings, which flows, how often."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, runtime_checkable

from pydantic import BaseModel

from agent.domain.menu_plan import MenuRules
from agent.domain.orders import OrderPolicy
from agent.domain.seating import ReservationPolicy


class LinkSettings(Protocol):
    """What `[links.settings]` of any pair can tell."""

    @property
    def webhook(self) -> bool:
        """Whether the door of `[webhook]` takes notices for this link."""
        ...

    @property
    def guest_data_months(self) -> int:
        """How many months guests' data are kept; 0: for ever."""
        ...

    def cadence(self) -> Mapping[str, timedelta]:
        """How often each flow of the pair is due."""
        ...


@runtime_checkable
class OrderSettings(LinkSettings, Protocol):
    """Of a pair with orders."""

    def order_policy(self) -> OrderPolicy: ...


@runtime_checkable
class ReservationSettings(LinkSettings, Protocol):
    """Of a pair with reservations."""

    def reservation_policy(self) -> ReservationPolicy: ...


@runtime_checkable
class MenuSettings(LinkSettings, Protocol):
    """Of a pair whose till is master of the portal's menu."""

    def menu_rules(self) -> MenuRules: ...


@dataclass(frozen=True)
class Recipe:
    """`portal` and `pos` are names of the connectors' registry; `settings` is a model that fulfils `LinkSettings`."""

    pair: str
    title: str
    portal: str
    pos: str
    settings: type[BaseModel]
    flows: tuple[str, ...]
    unread: tuple[str, ...] = ()
    """What no call of the till can read, and the alignment therefore can't prove."""
    publishes_floor: bool = False
    """Whether the portal takes the till's rooms and tables, on demand."""
