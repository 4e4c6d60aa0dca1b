"""What the screen knows of the links besides their orders: the zone in which times are said, the rules, the instant."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from agent.domain.failures import Side
from agent.domain.orders import OrderPolicy
from agent.domain.ports import Clock
from agent.domain.seating import ReservationPolicy, SeatingRules

PLAIN_STAY = 60
"""Minutes that a party stays where neither its portal nor its link says: the integration's rule."""


class ConfiguredZone(Protocol):
    @property
    def zone(self) -> ZoneInfo: ...


class Named(Protocol):
    @property
    def title(self) -> str: ...


class KnownLink(Protocol):
    """A configured link, as far as a card or a sheet needs it."""

    @property
    def name(self) -> str: ...

    @property
    def configuration(self) -> ConfiguredZone: ...

    @property
    def policy(self) -> OrderPolicy | None: ...

    @property
    def reservation_policy(self) -> ReservationPolicy | None: ...

    def manifest(self, side: Side, /) -> Named: ...


class House:
    """An order of a link that is not configured any more is told in the first link's zone, by ordinary rules."""

    def __init__(self, links: Iterable[KnownLink], clock: Clock) -> None:
        known = tuple(links)
        self._zones = {link.name: link.configuration.zone for link in known}
        self._policies = {link.name: link.policy for link in known if link.policy is not None}
        self._booked = {link.name: policy for link in known if (policy := link.reservation_policy) is not None}
        self._telling = {name for name, policy in self._booked.items() if policy.meeting.portal_states}
        self._portals = {link.name: link.manifest(Side.PORTAL).title for link in known}
        self._ordinary_zone = known[0].configuration.zone if known else ZoneInfo("UTC")
        self._clock = clock

    @property
    def main_zone(self) -> ZoneInfo:
        return self._ordinary_zone

    def zone(self, link: str) -> ZoneInfo:
        return self._zones.get(link, self._ordinary_zone)

    def policy(self, link: str) -> OrderPolicy:
        return self._policies.get(link, OrderPolicy())

    def decides(self, link: str) -> bool:
        """Whether orders of that link can be decided here."""
        return link in self._policies

    def tells_guests(self, link: str) -> bool:
        """Whether a reservation's new state reaches the guest with words from here; else none may be asked for."""
        return link in self._telling

    def seating(self, link: str) -> SeatingRules:
        """What may be changed from here; of a link that is not configured any more, nothing."""
        return self._booked[link].seating if link in self._booked else SeatingRules()

    def stay(self, link: str) -> int:
        """Minutes of a party of which nobody says how long it stays."""
        return (self._booked[link].meeting.default_stay if link in self._booked else None) or PLAIN_STAY

    def portal(self, link: str) -> str:
        """The portal's name."""
        return self._portals.get(link, link)

    def now(self) -> datetime:
        return self._clock.now().astimezone(UTC)
