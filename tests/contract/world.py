"""What a contract needs of a connector's world: the connector, its real counterpart on loopback, and its faults."""

from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from agent.connectors.http import Patience
from agent.connectors.manifest import Surroundings
from agent.domain.failures import Side
from agent.domain.orders import Customer, OrderState
from agent.domain.ports import Connector, OrderPortal, OrderTill, TillDraft
from agent.sandbox import Faults
from tests.connectors.clocks import RunningClock

SHORT = Patience(connect=timedelta(seconds=2), read=timedelta(seconds=2), whole=timedelta(seconds=1))
"""Long enough for a loaded machine, short enough for a test that waits for it."""

UNKNOWN_WORD = "in_volo"


class World(Protocol):
    """One system with one connector on it. `read` and `write` are one call each that matters."""

    secrets: tuple[str, ...]
    """Whatever must never be seen: credentials, and what they are sent as."""
    guests_words: tuple[str, ...]
    """The guest's own data, which no log and no failure may hold."""
    read_path: str
    write_path: str
    """Regular expressions for the faults."""
    skews: list[float]

    @property
    def faults(self) -> Faults: ...

    @property
    def connector(self) -> Connector: ...

    def opened(self, *, wrong_credentials: bool = False) -> Connector:
        """Another connector on the same system."""
        ...

    def read(self) -> object: ...

    def write(self) -> object: ...

    def written(self) -> int:
        """How often the system did what `write` asks."""
        ...

    def found_again(self) -> bool:
        """Whether the connector, asked after a write of unknown outcome, sees that it was done."""
        ...

    def down(self) -> None: ...

    def close(self) -> None: ...


class PortalWorld(World, Protocol):
    """A portal with guests who order."""

    @property
    def portal(self) -> OrderPortal: ...

    def guest_orders(self, **fields: object) -> str:
        """A guest orders; the order's id."""
        ...

    def guest_cancels(self, ref: str) -> None: ...

    def restaurant_decides(self, ref: str, state: OrderState) -> None:
        """In the portal's own back office."""
        ...

    def state_of(self, ref: str) -> OrderState: ...

    def notices_of(self, ref: str) -> int:
        """How often the guest was told something."""
        ...

    def say_unknown_word(self, ref: str) -> None: ...

    def break_record(self, ref: str) -> None: ...

    def received(self, ref: str) -> int: ...


class TillWorld(World, Protocol):
    """A till with its operator."""

    @property
    def till(self) -> OrderTill: ...

    def draft(self, number: int, *, state: OrderState = OrderState.NEW) -> TillDraft:
        """An order of dishes that the till knows, its external id by that number."""
        ...

    def crowd(self, many: int, at: datetime) -> frozenset[str]:
        """So many orders that are at the till since that instant; their ids."""
        ...

    def count_of(self, external_id: str) -> int: ...

    def amount_of(self, ref: str) -> str:
        """The order's amount, as text with two places."""
        ...

    def operate(self, ref: str, step: str) -> None:
        """The till's operator does something; a receipt too."""
        ...

    def say_unknown_word(self, ref: str) -> None: ...

    def end_session(self, *, for_good: bool = False) -> None:
        """The connector's session is over; `for_good`: so is every one that it opens."""
        ...

    def sessions(self) -> int: ...

    def known_guest(self, **fields: object) -> str:
        """A customer whom the till has already; the till's id."""
        ...

    def guest_card(self, ref: str) -> dict[str, object]: ...

    def guest_count(self) -> int: ...

    def blanked(self) -> list[str]:
        """Fields of customers that some write emptied."""
        ...


GUEST = Customer("55", "Maria", "Rossi", "maria.rossi@example.test", "333 1234567")


def surroundings(skews: list[float]) -> Surroundings:
    def told(side: Side, ahead: float) -> None:
        skews.append(ahead)

    return Surroundings(RunningClock(), ZoneInfo("Europe/Rome"), told, "banco")
