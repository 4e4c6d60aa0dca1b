"""What is left of an order or a reservation when the guest's data are taken out: figures, states, instants. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from agent.domain.orders import Customer, Order, PortalOrder
from agent.domain.reservations import NOBODY, Booking, Conflict, Reservation, SideRecord, SideReservation

TELLING = frozenset(
    {
        "at",
        "becomes",
        "changed",
        "code",
        "covers",
        "dish",
        "failure",
        "field",
        "fields",
        "gone",
        "kind",
        "new",
        "notices",
        "ready_at",
        "rooms",
        "seconds",
        "side",
        "starts_at",
        "state",
        "status",
        "table",
        "tables",
        "total",
    }
)
"""Parameters of a time line that are the program's own words and figures; any other may hold what a person wrote."""


@dataclass(frozen=True)
class Person:
    """By what a guest is recognised, made comparable: an e-mail, or a number in E.164."""

    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Erasure:
    """What was removed of one person, and what was not."""

    orders: int = 0
    reservations: int = 0
    lines_of_time: int = 0
    pairs: int = 0
    """Ids of the till's customer cards that were kept beside the portal's."""
    log_places: int = 0
    copies: tuple[str, ...] = ()
    """Older copies of the database that lay beside it, and are gone."""
    kept_orders: tuple[str, ...] = ()
    """Codes of orders that are still under way: they need their guest."""
    kept_reservations: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.orders or self.reservations or self.pairs or self.log_places)


def forgotten_order(order: Order) -> Order:
    decision = None if order.decision is None else replace(order.decision, reason=None)
    till = None if order.till is None else replace(order.till, rejection_reason=None)
    return replace(order, portal=forgotten_statement(order.portal), decision=decision, till=till)


def forgotten_statement(said: PortalOrder) -> PortalOrder:
    return replace(
        said,
        customer=Customer(ref=""),
        address=None,
        notes=None,
        rejection_reason=None,
        lines=tuple(replace(line, note=None) for line in said.lines),
    )


def forgotten_reservation(held: Reservation) -> Reservation:
    return replace(
        held,
        booking=_booking(held.booking),
        portal=_record(held.portal),
        pos=_record(held.pos),
        conflicts=tuple(_conflict(each) for each in held.conflicts),
    )


def forgotten_said(said: SideReservation) -> SideReservation:
    return replace(said, booking=_booking(said.booking), guest_ref="")


def forgotten_params(params: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in params.items() if name in TELLING}


def hides(text: str, words: Collection[str]) -> bool:
    return any(word in text for word in words)


def _booking(booking: Booking) -> Booking:
    return replace(booking, guest=NOBODY, notes="", answers=())


def _record(record: SideRecord | None) -> SideRecord | None:
    return None if record is None else SideRecord(forgotten_said(record.said), _booking(record.stands_for))


def _conflict(conflict: Conflict) -> Conflict:
    return replace(conflict, lost=_booking(conflict.lost))
