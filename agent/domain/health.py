"""How a link fares, as values for the screen and for `status --json`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agent.domain.failures import Failure
from agent.domain.webhooks import DoorStatus


class LinkHealth(StrEnum):
    OK = "ok"
    ATTENTION = "attention"
    OFFLINE = "offline"


@dataclass(frozen=True)
class FlowHealth:
    last_success: datetime | None = None
    last_failure: datetime | None = None
    failure: Failure | None = None
    """The failure that stands; None after a success."""


@dataclass(frozen=True)
class OutboxCount:
    waiting: int = 0
    sending: int = 0
    parked: int = 0


@dataclass(frozen=True)
class LinkStatus:
    name: str
    pair: str
    paused: bool
    health: LinkHealth
    flows: Mapping[str, FlowHealth]
    outbox: OutboxCount
    set_aside: int = 0
    """Records of the last day that could not be read: an order may be among them."""
    budget_used: float | None = None
    """Share (0 to 1) of the calls that the vendor allows, in its window; None: not limited, or not running here."""


@dataclass(frozen=True)
class Status:
    clock_skew_seconds: float
    """How far this PC's clock is ahead of the servers'; corrected for when beyond 30 s."""
    links: tuple[LinkStatus, ...]
    webhook: DoorStatus | None = None
    """Of the door for notices, as the agent that runs (or ran last) left it; None: none is configured, or none ran."""
