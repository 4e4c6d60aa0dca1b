"""What all links share, and how each is put together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agent.composition.alignment_parts import (
    FLOOR,
    GUESTS,
    SALES,
    Unread,
    floor_pulls,
    guest_pulls,
    menu_pulls,
    taking_pulls,
)
from agent.composition.bench import Bench
from agent.composition.link import Link
from agent.composition.order_parts import order_carriers, order_pulls
from agent.composition.reservation_parts import reservation_carriers, reservation_pulls
from agent.connectors.manifest import Manifest, Surroundings
from agent.connectors.route import SYSTEMS_OWN, Network
from agent.domain.errands import ErrandKind
from agent.domain.events import Event
from agent.domain.failures import AuthRefused, Failure, FailureKind, Side
from agent.domain.ledger import Books, Ledger
from agent.domain.ports import Clock, Connector
from agent.sync.health_book import HealthBook
from agent.sync.link_pass import LinkPass, Pull
from agent.sync.outbox import Carrier, Outbox
from agent.sync.retention import Retention
from agent.sync.sides import Opening, SideDoor
from agent.vault import Vault, secret_name

SkewHeard = Callable[[str, Side, float], None]
"""Called with the link, the side, and how many seconds this PC is ahead of it."""


def _never_noticed(_ledger: Ledger, _link: str, _now: datetime) -> bool:
    """Where there is no door for notices."""
    return False


@dataclass(frozen=True)
class Workshop:
    """What all links share."""

    books: Books
    vault: Vault
    clock: Clock
    draw: Callable[[], float]
    publish: Callable[[Event], None]
    heard: SkewHeard
    notices: Callable[[Ledger, str, datetime], bool] = _never_noticed
    network: Network = SYSTEMS_OWN
    """Whether that link's till sent a notice lately that could be believed."""

    def link_pass(self, link: Link, books: Books | None = None) -> LinkPass:
        """Everything a lane needs for one link. Opens nothing yet. `books`: with the lane's own fence around them."""
        books = books or self.books
        doors = {side: self.door(link, side) for side in Side}
        bench = Bench(link.name, link.configuration.zone, doors, books, self.clock, self.publish)
        pulls: tuple[Pull[Any], ...] = ()
        carriers: dict[ErrandKind, Carrier] = {}
        if link.policy is not None:
            pulls += order_pulls(bench, link.policy)
            carriers |= order_carriers(bench, link.policy, link.recipe.portal)
        if link.reservation_policy is not None:
            pulls += reservation_pulls(bench, link.reservation_policy, link.recipe.flows)
            carriers |= reservation_carriers(bench, link.reservation_policy)
        if link.menu_rules is not None:
            pulls += menu_pulls(bench, link.menu_rules, self._unread(link))
        if FLOOR in link.recipe.flows:
            pulls += floor_pulls(bench, publishes=link.publishes_floor)
        if GUESTS in link.recipe.flows:
            pulls += guest_pulls(bench)
        if SALES in link.recipe.flows:
            pulls += taking_pulls(bench)
        return LinkPass(
            link.name,
            books,
            self.clock,
            tuple(doors.values()),
            pulls,
            Outbox(link.name, books, self.clock, self.draw, self.publish, carriers, doors),
            HealthBook(link.name, books, self.clock, self.publish),
            self.draw,
            (Retention(link.name, link.guest_data_months, books, self.clock).run,),
        )

    def _unread(self, link: Link) -> Unread:
        """What the alignment can't prove; a notice that was let in lately proves that notices come."""

        def unread(ledger: Ledger, now: datetime) -> Iterable[str]:
            for which in link.recipe.unread:
                if which != "webhook" or (link.webhook and not self.notices(ledger, link.name, now)):
                    yield which

        return unread

    def door(self, link: Link, side: Side) -> SideDoor[Connector]:
        manifest = link.manifest(side)
        settings = link.configuration.portal if side is Side.PORTAL else link.configuration.pos
        surroundings = Surroundings(
            clock=self.clock,
            zone=link.configuration.zone,
            link=link.name,
            network=self.network,
            on_server_date=lambda where, ahead: self.heard(link.name, where, ahead),
            keep_secret=lambda field, value: self.vault.write(secret_name(link.name, side, field), value),
            read_secret=lambda field: self.vault.read(secret_name(link.name, side, field)),
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
