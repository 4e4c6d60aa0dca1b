"""What the flows and the façade need of the database: one `Ledger` a transaction, given by the `Books`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from agent.domain.errands import Errand, ErrandKind, OutboxRow
from agent.domain.failures import Failure, Side
from agent.domain.floor import Room
from agent.domain.health import FlowHealth, OutboxCount
from agent.domain.history import Entry
from agent.domain.orders import Order
from agent.domain.ports import SetAside
from agent.domain.reservations import Reservation


@dataclass(frozen=True)
class Change:
    """One line of the feed by which processes on one database tell each other what they did."""

    id: int
    link: str
    order_id: int | None
    origin: str
    """The process that wrote it."""
    what: str
    reservation_id: int | None = None


@dataclass(frozen=True)
class Known:
    """What is kept of one side's record of a reservation."""

    reservation_id: int
    former: bool
    """The record was closed for good, and another stands in its place."""
    digest: str
    """Of its last statement."""


@dataclass(frozen=True)
class Request:
    """What another process asks of the running agent, and the answer once there is one."""

    id: int
    kind: str
    link: str | None
    asked_at: datetime
    answered_at: datetime | None
    answer: str | None


class Ledger(Protocol):
    """One transaction. Raises `Unavailable` for this PC's trouble and `Overtaken` for a lost compare-and-set."""

    def order(self, order_id: int) -> Order | None: ...

    def order_of_portal(self, link: str, portal_ref: str) -> Order | None: ...

    def add_order(self, order: Order) -> Order: ...

    def save_order(self, order: Order) -> Order: ...

    def standing_orders(self, link: str | None = None) -> tuple[Order, ...]: ...

    def reservation(self, reservation_id: int) -> Reservation | None: ...

    def reservation_of(self, link: str, side: Side, ref: str) -> Reservation | None: ...

    def known_refs(self, link: str, side: Side, refs: Collection[str]) -> Mapping[str, Known]: ...

    def refs_starting(self, link: str, side: Side, first: datetime, last: datetime) -> Mapping[str, int]: ...

    def add_reservation(self, reservation: Reservation) -> Reservation: ...

    def save_reservation(self, reservation: Reservation) -> Reservation: ...

    def reservations_with_checks(self, link: str, since: datetime) -> tuple[Reservation, ...]: ...

    def rooms(self, link: str) -> tuple[Room, ...]: ...

    def save_rooms(self, link: str, rooms: Sequence[Room]) -> None: ...

    def record(self, about: Order | Reservation | None, link: str, entries: Iterable[Entry]) -> None: ...

    def announce(self, about: Order | Reservation, errand: Errand, *, key: str, now: datetime) -> OutboxRow: ...

    def withdraw(self, order_id: int, kinds: Collection[ErrandKind]) -> tuple[OutboxRow, ...]: ...

    def due_errands(self, link: str, now: datetime) -> tuple[OutboxRow, ...]: ...

    def next_due(self, link: str) -> datetime | None: ...

    def errand(self, row_id: int) -> OutboxRow | None: ...

    def errands_of(self, order_id: int, *, open_only: bool = True) -> tuple[OutboxRow, ...]: ...

    def withdraw_of_reservation(self, reservation_id: int, kinds: Collection[ErrandKind]) -> tuple[OutboxRow, ...]: ...

    def errands_of_reservation(self, reservation_id: int, *, open_only: bool = True) -> tuple[OutboxRow, ...]: ...

    def clear_waits_of_reservation(self, reservation_id: int, now: datetime) -> int: ...

    def begin_errand(self, row_id: int) -> OutboxRow: ...

    def finish_errand(self, row_id: int) -> None: ...

    def wait_errand(
        self,
        row_id: int,
        *,
        not_before: datetime,
        failure: Failure | None,
        counted: bool = True,
        unsure: bool = False,
    ) -> None: ...

    def park_errand(self, row_id: int, failure: Failure) -> None: ...

    def rekey_errand(self, row_id: int, key: str) -> None: ...

    def clear_waits(self, link: str, now: datetime) -> int: ...

    def clear_waits_of(self, order_id: int, now: datetime) -> int: ...

    def outbox_count(self, link: str) -> OutboxCount: ...

    def cursor(self, link: str, flow: str) -> datetime | None: ...

    def save_cursor(self, link: str, flow: str, upto: datetime) -> None: ...

    def flow_health(self, link: str) -> Mapping[str, FlowHealth]: ...

    def flow_succeeded(self, link: str, flow: str, at: datetime) -> None: ...

    def flow_failed(self, link: str, flow: str, at: datetime, failure: Failure) -> None: ...

    def set_aside(self, link: str, flow: str, record: SetAside, at: datetime) -> bool: ...

    def set_aside_since(self, link: str, since: datetime) -> int: ...

    def guest_ref(self, link: str, portal_ref: str) -> str | None: ...

    def pair_guest(self, link: str, portal_ref: str, pos_ref: str) -> None: ...

    def paused(self, link: str) -> bool: ...

    def last_change(self) -> int: ...

    def changes_after(self, history_id: int) -> tuple[Change, ...]: ...

    def open_requests(self) -> tuple[Request, ...]: ...

    def answer(self, request_id: int, answer: str, now: datetime) -> None: ...


class Books(Protocol):
    """The database. Each thread may use it; a transaction belongs to one thread."""

    origin: str

    def writing(self) -> AbstractContextManager[Ledger]:
        """All or nothing; on disk when the block has ended without an exception."""
        ...

    def reading(self) -> AbstractContextManager[Ledger]:
        """One consistent look."""
        ...

    def data_version(self) -> int:
        """Another number as soon as another connection or process has committed."""
        ...
