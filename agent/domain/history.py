"""The time line: every hop with its instant and its actor. `what` is a message id of `agent.sentences`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from agent.domain.orders import Actor


@dataclass(frozen=True)
class Entry:
    """One thing that happened to a subject. `params` may name what a person typed, never a secret."""

    at: datetime
    actor: Actor
    what: str
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    id: int = 0
    link: str = ""
    order_id: int | None = None
    reservation_id: int | None = None
