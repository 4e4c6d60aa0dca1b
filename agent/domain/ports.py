"""What the flows need of connectors, store and clock; `agent.app` brings the two sides of each together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from agent.domain.orders import Customer, OrderState, PortalOrder, TillOrder

T = TypeVar("T")


class Clock(Protocol):
    def now(self) -> datetime:
        """The instant, aware, in UTC, corrected by what the servers say of this PC's clock."""
        ...

    def monotonic(self) -> float:
        """Seconds that never jump, for deadlines."""
        ...


@dataclass(frozen=True)
class SetAside:
    """A record that could not be read; the rest of its page went on."""

    ref: str
    """Its id where that could be read, else empty."""
    reason: str
    """What was wrong with which field; never the field's value."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some records in the order of their change. `upto`: everything changed before it is in this page or earlier."""

    records: Sequence[T]
    """Of a page that came again as it was, they are read when somebody looks at them."""
    set_aside: tuple[SetAside, ...] = ()
    upto: datetime | None = None
    marks: Mapping[str, str] | None = None
    """What each record says, in short, by its ref; None: nobody has made them yet. Knowing them reads no record."""


@dataclass(frozen=True)
class Account:
    """What a side says of the credentials that it was shown."""

    name: str
    detail: str = ""
    zone: str | None = None


@dataclass(frozen=True)
class Prerequisite:
    """One condition on the other side that the pair needs. `fulfilled` None: no call can tell."""

    name: str
    """Message id of `agent.sentences`, as `prerequisite.sales_mode`."""
    fulfilled: bool | None
    params: tuple[tuple[str, str], ...] = ()


class Connector(Protocol):
    """What every connector can do. All calls raise `agent.domain.failures.Failed` and nothing else."""

    @property
    def budget_used(self) -> float | None:
        """Share (0 to 1) of the calls that the vendor allows, in its window; None: not limited."""
        ...

    def test(self) -> Account:
        """One cheap call with the credentials."""
        ...

    def prerequisites(self) -> tuple[Prerequisite, ...]: ...

    def close(self) -> None:
        """Gives sockets back; a call under way in another thread fails as `Transient`."""
        ...


class OrderPortal(Connector, Protocol):
    """A portal where guests order."""

    def order_changes(self, since: datetime) -> Iterator[Page[PortalOrder]]:
        """Orders changed at or after `since` (less the connector's own overlap), oldest change first.

        Complete at the end of the iterator; a page may repeat what an earlier answer had.
        """
        ...

    def open_orders(self) -> Iterator[Page[PortalOrder]]:
        """Every order that is not over on the portal."""
        ...

    def order(self, ref: str) -> PortalOrder:
        """Raises `Gone` when the portal has no such order."""
        ...

    def mark_received(self, ref: str) -> None: ...

    def accept_order(self, ref: str, ready_at: datetime, *, key: str, version: int) -> PortalOrder:
        """Raises `Conflict` when the order is decided, cancelled, or changed since `version`."""
        ...

    def reject_order(self, ref: str, reason: str, *, key: str, version: int) -> PortalOrder: ...

    def complete_order(self, ref: str, *, key: str, version: int) -> PortalOrder: ...


@dataclass(frozen=True)
class TillDraft:
    """An order to be created at the till."""

    external_id: str
    order: PortalOrder
    state: OrderState
    """`NEW` (the till's operator decides) or `ACCEPTED`."""
    promised_at: datetime | None
    guest_ref: str | None
    """The till's id of the customer."""


@dataclass(frozen=True)
class TillPlacement:
    """The order is at the till."""

    order: TillOrder
    unmatched: tuple[str, ...] = ()
    """References of lines that the till could not take as products; they went as the order's note."""


class OrderTill(Connector, Protocol):
    """A till that takes orders. There is no call to accept, reject or close: its operator does that."""

    def place_order(self, draft: TillDraft) -> TillPlacement:
        """Creates the order. Raises `Conflict` when the till already has that `external_id`."""
        ...

    def find_order(self, external_id: str, around: datetime) -> TillOrder | None:
        """The order of that external id, looked for in the days around that instant; None: the till has none."""
        ...

    def order(self, ref: str) -> TillOrder:
        """Raises `Gone` when the till has no such order."""
        ...

    def orders_since(self, since: datetime) -> Iterator[Page[TillOrder]]:
        """Every order placed at or after `since`, in its present state."""
        ...

    def printed_orders(self, since: datetime) -> frozenset[str]:
        """The ids of the orders whose receipt was issued at or after `since`."""
        ...

    def guest(self, customer: Customer, known_ref: str | None = None) -> str | None:
        """The till's id of that guest: found by e-mail, then phone, else created.

        What the till has is completed, never blanked. None: the guest gave neither e-mail nor phone.
        """
        ...
