"""What the reservation flows need of connectors. All calls raise `agent.domain.failures.Failed` and nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from agent.domain.floor import Room
from agent.domain.ports import Connector, Page
from agent.domain.reservations import Booking, Field, ReservationDraft, SideReservation
from agent.domain.sales import Check, Sale


@dataclass(frozen=True)
class Days:
    """The restaurant's days, both inclusive."""

    first: date
    last: date


class ReservationSide(Connector, Protocol):
    """A portal or a till that keeps reservations."""

    def reservations(
        self, days: Days | None = None, *, changed_since: datetime | None = None
    ) -> Iterator[Page[SideReservation]]:
        """Those of these days, those changed at or after that instant, or both conditions together; page by page.

        Never all in memory. Complete at the end; a page may repeat what an earlier one had. Cancelled
        and deleted ones are listed where the side lists them. `Page.upto` as for orders, with `changed_since`.
        """
        ...

    def reservation(self, ref: str) -> SideReservation:
        """Raises `Gone` when the side has no such record; one deleted softly is read as cancelled."""
        ...

    def find_reservation(self, draft: ReservationDraft) -> SideReservation | None:
        """The record that carries `draft.pair_ref` and is not among `draft.ignore`; None: there is none.

        With `draft.perhaps_there`: raises `Malformed` where a record that cannot be read may be it.
        """
        ...

    def create_reservation(self, draft: ReservationDraft, *, key: str) -> SideReservation:
        """Creates it, and answers as it now stands there. `find_reservation` is asked before, by the flow.

        Raises `Conflict` when the side says that it exists. `key`: an idempotency key, for sides that take one.
        """
        ...

    def change_reservation(
        self, seen: SideReservation, wanted: Booking, fields: frozenset[Field], *, key: str, message: str = ""
    ) -> SideReservation:
        """Writes these fields of `wanted`, leaves all others as the side has them, and answers as it now stands there.

        `message` reaches the guest, on a side that tells him of a state.
        Raises `Conflict` when somebody changed the record after `seen` was read, or the side refuses the new state.
        """
        ...

    def as_said(self, booking: Booking) -> Booking:
        """That booking as this side can say it: nearest states, shortened texts, what it cannot hold left out. Pure.

        Equal before and after for whatever the side itself says: `as_said(x.booking) == x.booking`.
        """
        ...


class FloorTill(Connector, Protocol):
    """A till that knows its rooms and tables."""

    def rooms(self, at: datetime | None = None) -> tuple[Room, ...]:
        """With `at`, also which tables are free then, where the till can tell."""
        ...


class CheckTill(Connector, Protocol):
    """A till that tells which check was opened from which reservation, and what was paid."""

    def checks(self, days: Days, *, changed_since: datetime | None = None) -> tuple[Check, ...]:
        """The checks of these days that belong to a reservation."""
        ...

    def check(self, ref: str) -> Check | None:
        """None: the till does not tell it any more; then its bills decide."""
        ...

    def sales(self, checks: Sequence[Check], days: Days) -> tuple[Sale, ...]:
        """What was paid for these checks, by the bills of these days; one without a bill that counts is left out."""
        ...


class SalePortal(Connector, Protocol):
    """A portal that wants to know what a party spent."""

    def send_sale(self, reservation_ref: str, receipt_id: str, sale: Sale) -> None:
        """Idempotent by `receipt_id`."""
        ...
