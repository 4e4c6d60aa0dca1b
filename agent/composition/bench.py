"""What the parts of one link are made with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from agent.domain.events import Event
from agent.domain.failures import Side
from agent.domain.ledger import Books
from agent.domain.ports import Clock, Connector
from agent.sync.sides import SideDoor


@dataclass(frozen=True)
class Bench:
    link: str
    zone: ZoneInfo
    doors: Mapping[Side, SideDoor[Connector]]
    books: Books
    clock: Clock
    publish: Callable[[Event], None]
