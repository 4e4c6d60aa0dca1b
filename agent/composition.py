"""Builds what a link works with out of its configuration: the one place where connectors, store and flows meet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TypeVar, cast

from agent.configuration import LinkConfiguration, PairShape
from agent.connectors.manifest import Manifest, Surroundings
from agent.connectors.registry import PORTALS, TILLS
from agent.domain.errands import ErrandKind
from agent.domain.events import Event
from agent.domain.failures import AuthRefused, Failure, FailureKind, Side
from agent.domain.ledger import Books
from agent.domain.orders import OrderPolicy
from agent.domain.ports import Clock, Connector, OrderPortal, OrderTill
from agent.links import RECIPES, LinkSettings, Recipe
from agent.sync.errand_road import ErrandRoad
from agent.sync.health_book import HealthBook
from agent.sync.link_pass import LinkPass
from agent.sync.order_intake import OrderIntake
from agent.sync.outbox import Outbox
from agent.sync.portal_errands import DecisionErrand, ReceivedErrand
from agent.sync.sides import Opening, SideDoor
from agent.sync.till_errands import CreateErrand
from agent.sync.till_watch import TillWatch
from agent.vault import Vault, secret_name

C = TypeVar("C", bound=Connector)

SkewHeard = Callable[[str, Side, float], None]
"""Called with the link, the side, and how many seconds this PC is ahead of it."""


@dataclass(frozen=True)
class Link:
    """A configured link with its recipe."""

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

    @property
    def cadence(self) -> Mapping[str, timedelta]:
        return self._settings.cadence()

    @cached_property
    def policy(self) -> OrderPolicy:
        return self._settings.order_policy()

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


@dataclass(frozen=True)
class Workshop:
    """What all links share."""

    books: Books
    vault: Vault
    clock: Clock
    draw: Callable[[], float]
    publish: Callable[[Event], None]
    heard: SkewHeard

    def link_pass(self, link: Link) -> LinkPass:
        """Everything a lane needs for one link. Opens nothing yet."""
        portal = cast(SideDoor[OrderPortal], self.door(link, Side.PORTAL))
        till = cast(SideDoor[OrderTill], self.door(link, Side.POS))
        roads = self._roads(link, portal, till)
        doors = cast(Mapping[Side, SideDoor[Connector]], {Side.PORTAL: portal, Side.POS: till})
        common = (link.name, link.policy, self.books, self.clock, self.publish)
        return LinkPass(
            link.name,
            self.books,
            self.clock,
            portal,
            till,
            OrderIntake(*common),
            TillWatch(*common),
            Outbox(link.name, self.books, self.clock, self.draw, self.publish, roads, doors),
            HealthBook(link.name, self.books, self.clock, self.publish),
            self.draw,
        )

    def door(self, link: Link, side: Side) -> SideDoor[Connector]:
        manifest = link.manifest(side)
        settings = link.configuration.portal if side is Side.PORTAL else link.configuration.pos
        surroundings = Surroundings(
            clock=self.clock,
            zone=link.configuration.zone,
            link=link.name,
            on_server_date=lambda where, ahead: self.heard(link.name, where, ahead),
        )

        def secrets() -> tuple[tuple[str, str], ...]:
            return tuple(self._secrets(link, manifest))

        def opened(known: tuple[tuple[str, str], ...]) -> Connector:
            return manifest.open(settings, dict(known), surroundings)

        return SideDoor(Opening(side, secrets, opened), self.clock)

    def _secrets(self, link: Link, manifest: Manifest) -> list[tuple[str, str]]:
        known = []
        for field in manifest.secrets:
            value = self.vault.read(secret_name(link.name, manifest.side, field.name))
            if value is not None:
                known.append((field.name, value))
            elif field.required:
                side = manifest.side.value
                missing = {"system": manifest.title, "field": field.name, "link": link.name, "side": side}
                raise AuthRefused.of(
                    Failure(FailureKind.AUTH_REFUSED, "side.credentials_missing", missing, manifest.side)
                )
        return known

    def _roads(
        self, link: Link, portal: SideDoor[OrderPortal], till: SideDoor[OrderTill]
    ) -> Mapping[ErrandKind, ErrandRoad]:
        decision = DecisionErrand(portal.connector, link.policy, self.clock)
        return {
            ErrandKind.RECEIVED: ReceivedErrand(portal.connector),
            ErrandKind.ACCEPT: decision,
            ErrandKind.POSTPONE: decision,
            ErrandKind.REJECT: decision,
            ErrandKind.COMPLETE: decision,
            ErrandKind.CREATE: CreateErrand(till.connector, link.recipe.portal, self.books, self.clock),
        }
