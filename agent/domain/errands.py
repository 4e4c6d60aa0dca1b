"""Errands: the writes that this PC owes to the two sides. They live in the outbox until the other side has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from agent.domain.failures import Failure, Side

CLOCKS_GRAIN = timedelta(seconds=2)
"""By which a clock may be corrected without anybody calling that a jump."""


MOST_DELAY = timedelta(minutes=1)
"""No errand that did not fail is put off for longer; one that is was told its time by another clock."""


class ErrandKind(StrEnum):
    RECEIVED = "portal.received"
    ACCEPT = "portal.accept"
    POSTPONE = "portal.postpone"
    REJECT = "portal.reject"
    COMPLETE = "portal.complete"
    CREATE = "till.create"
    RESERVATION_TO_POS = "till.reservation"
    """Bring the till's record to what is held here: created, changed or cancelled, whatever it lacks."""
    RESERVATION_TO_PORTAL = "portal.reservation"
    """The same on the portal, for portals that take every field."""
    RESERVATION_STATE = "portal.reservation_state"
    """One state for the portal, which may tell the guest. Payload: `state`, `cause`."""
    SALE = "portal.sale"
    """What was paid for one check. Payload: `check`."""
    GUEST_SALE = "portal.guest_sale"
    """What a guest spent, by one sale of the till. Payload: `check`, the sale's id."""

    @property
    def side(self) -> Side:
        return Side.POS if self.value.startswith("till.") else Side.PORTAL

    @property
    def decision(self) -> bool:
        """Whether it carries a decision to the portal (and so may tell the guest something)."""
        return self in (ErrandKind.ACCEPT, ErrandKind.POSTPONE, ErrandKind.REJECT, ErrandKind.COMPLETE)


class ErrandState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    """Under way, or left with an unknown outcome: ask the other side before sending again."""
    DONE = "done"
    PARKED = "parked"
    """Stopped; a person must look."""

    @property
    def open(self) -> bool:
        return self in (ErrandState.WAITING, ErrandState.SENDING)


@dataclass(frozen=True)
class Errand:
    """One write to be announced together with the change that asks for it."""

    kind: ErrandKind
    payload: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    delay: timedelta = timedelta(0)
    """How long it may still be taken back before it is sent."""


@dataclass(frozen=True)
class OutboxRow:
    """One errand as the outbox keeps it. `subject` orders them: one at a time, in the order of their ids."""

    id: int
    link: str
    subject: str
    """`order:<id>/portal`, `order:<id>/pos` or `order:<id>/received`: these never wait for each other.

    Likewise `reservation:<id>/...`.
    """
    order_id: int | None
    kind: ErrandKind
    payload: Mapping[str, str]
    idempotency_key: str
    state: ErrandState
    attempts: int
    """Times that it was sent, or tried; failures of credentials are not counted."""
    not_before: datetime
    created_at: datetime
    failure: Failure | None = None
    """The last failure; kept when the errand is parked, gone when it is done."""
    reservation_id: int | None = None
    """Of an order or of a reservation, never of both."""


def subject_of(order_id: int, kind: ErrandKind) -> str:
    """The queue of that errand. `received` has its own: a courtesy must not hold a decision up."""
    return f"order:{order_id}/{'received' if kind is ErrandKind.RECEIVED else kind.side.value}"


def queue_of(reservation_id: int, kind: ErrandKind, payload: Mapping[str, str]) -> str:
    """The queue of an errand of a reservation. A sale waits for nothing: it is told even where the state is refused."""
    own = f"sale/{payload['check']}" if kind in (ErrandKind.SALE, ErrandKind.GUEST_SALE) else kind.side.value
    return f"reservation:{reservation_id}/{own}"
