"""What the screen knows of the links besides their orders: the zone in which times are said, the rules, the instant."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from agent.domain.orders import OrderPolicy
from agent.domain.ports import Clock
from agent.domain.seating import ReservationPolicy


class ConfiguredZone(Protocol):
    @property
    def zone(self) -> ZoneInfo: ...


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


class House:
    """An order of a link that is not configured any more is told in the first link's zone, by ordinary rules."""

    def __init__(self, links: Iterable[KnownLink], clock: Clock) -> None:
        known = tuple(links)
        self._zones = {link.name: link.configuration.zone for link in known}
        self._policies = {link.name: link.policy for link in known if link.policy is not None}
        booked = {link.name: link.reservation_policy for link in known}
        self._telling = {name for name, policy in booked.items() if policy is not None and policy.meeting.portal_states}
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

    def now(self) -> datetime:
        return self._clock.now().astimezone(UTC)
