"""A configured link with its recipe."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import cast

from agent.configuration import LinkConfiguration, PairShape
from agent.connectors.manifest import Manifest
from agent.connectors.registry import PORTALS, TILLS
from agent.domain.failures import Side
from agent.domain.menu_plan import MenuRules
from agent.domain.orders import OrderPolicy
from agent.domain.seating import ReservationPolicy
from agent.links import RECIPES, LinkSettings, MenuSettings, OrderSettings, Recipe, ReservationSettings


@dataclass(frozen=True)
class Link:
    configuration: LinkConfiguration
    recipe: Recipe

    @property
    def name(self) -> str:
        return self.configuration.name

    @property
    def pair(self) -> str:
        return self.recipe.pair

    @cached_property
    def _settings(self) -> LinkSettings:
        return cast(LinkSettings, self.configuration.settings)

    @cached_property
    def cadence(self) -> Mapping[str, timedelta]:
        return self._settings.cadence()

    @cached_property
    def policy(self) -> OrderPolicy | None:
        """None: the pair has no orders."""
        return self._settings.order_policy() if isinstance(self._settings, OrderSettings) else None

    @cached_property
    def reservation_policy(self) -> ReservationPolicy | None:
        """None: the pair has no reservations."""
        return self._settings.reservation_policy() if isinstance(self._settings, ReservationSettings) else None

    @cached_property
    def menu_rules(self) -> MenuRules | None:
        """None: the pair has no menu."""
        return self._settings.menu_rules() if isinstance(self._settings, MenuSettings) else None

    @property
    def publishes_floor(self) -> bool:
        """Whether the portal takes the till's rooms and tables."""
        return self.recipe.publishes_floor

    @property
    def guest_data_months(self) -> int:
        """How long guests' data are kept; 0: for ever."""
        return self._settings.guest_data_months

    @property
    def webhook(self) -> bool:
        """Whether it wants notices, where there is a door for them."""
        return self._settings.webhook

    def manifest(self, side: Side) -> Manifest:
        return PORTALS[self.recipe.portal] if side is Side.PORTAL else TILLS[self.recipe.pos]


def pair_shapes() -> Mapping[str, PairShape]:
    """What the configuration of each known pair may say."""
    return {
        pair: PairShape(PORTALS[recipe.portal].settings, TILLS[recipe.pos].settings, recipe.settings)
        for pair, recipe in RECIPES.items()
    }
