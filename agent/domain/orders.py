"""An order and what the two sides say of it. Values only; what happens to an order is in `road` and `decisions`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from agent.domain.money import ZERO, total_of


class OrderState(StrEnum):
    NEW = "new"
    ACCEPTED = "accepted"
    IN_PREPARATION = "in_preparation"
    READY = "ready"
    OUT_FOR_DELIVERY = "out_for_delivery"
    COMPLETED = "completed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"

    @property
    def in_progress(self) -> bool:
        """Accepted and not yet handed over: the kitchen or the rider has it."""
        return self in _IN_PROGRESS

    @property
    def dead(self) -> bool:
        """Rejected or cancelled: nobody may cook it."""
        return self in (OrderState.REJECTED, OrderState.CANCELLED)

    @property
    def over(self) -> bool:
        return self.dead or self is OrderState.COMPLETED


_IN_PROGRESS = frozenset(
    {OrderState.ACCEPTED, OrderState.IN_PREPARATION, OrderState.READY, OrderState.OUT_FOR_DELIVERY}
)


class OrderKind(StrEnum):
    TAKEAWAY = "takeaway"
    DELIVERY = "delivery"


class PaymentMethod(StrEnum):
    ONLINE = "online"
    CASH = "cash"
    CARD_ON_DELIVERY = "card_on_delivery"
    OTHER = "other"


class Actor(StrEnum):
    """Who did it. The first two are persons at this PC."""

    SCREEN = "screen"
    CLI = "cli"
    TILL = "till"
    PORTAL = "portal"
    GUEST = "guest"
    AGENT = "agent"


@dataclass(frozen=True)
class Option:
    """An addition or a removal. `price` in euro is added to the unit price; removals cost nothing."""

    ref: str
    name: str
    price: Decimal = ZERO


@dataclass(frozen=True)
class OrderLine:
    ref: str
    product_ref: str
    name: str
    quantity: int
    unit_price: Decimal
    additions: tuple[Option, ...] = ()
    removals: tuple[Option, ...] = ()
    note: str | None = None

    @property
    def total(self) -> Decimal:
        """Quantity x (unit price + its additions), in euro."""
        return self.quantity * (self.unit_price + total_of(option.price for option in self.additions))


@dataclass(frozen=True)
class Address:
    street: str = ""
    city: str = ""
    zip: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Customer:
    """The guest who ordered. E-mail and phone identify a person, in this order; either may be missing."""

    ref: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None

    @property
    def name(self) -> str:
        """First and last name, as they are said aloud; empty when neither is known."""
        first, last = self.first_name, self.last_name
        return f"{first} {last}" if first and last else first or last or ""


@dataclass(frozen=True)
class PortalOrder:
    """What the portal says of an order at one reading."""

    ref: str
    code: str
    """The short code that guest and staff say aloud."""
    kind: OrderKind
    state: OrderState | None
    """None: the portal uses a word that is not known here; `status` keeps it."""
    status: str
    """The portal's own word."""
    created_at: datetime
    due_at: datetime
    accept_by: datetime | None
    """After it the portal cancels by itself."""
    ready_at: datetime | None
    """What the restaurant promised, as the portal has it."""
    rejection_reason: str | None
    customer: Customer
    address: Address | None
    lines: tuple[OrderLine, ...]
    notes: str | None
    payment: PaymentMethod
    paid: bool
    delivery_fee: Decimal
    discount: Decimal
    total: Decimal
    updated_at: datetime
    version: int

    @property
    def difference(self) -> Decimal:
        """Total less the sum of its parts, in euro; anything but 0.00 is shown, never corrected."""
        parts = total_of(line.total for line in self.lines)
        return self.total - (parts + self.delivery_fee - self.discount)

    @property
    def prepaid(self) -> bool:
        return self.paid and self.payment is PaymentMethod.ONLINE


@dataclass(frozen=True)
class TillOrder:
    """What the till says of an order at one reading."""

    ref: str
    external_id: str | None
    state: OrderState | None
    """None: the till uses a word that is not known here; `status` keeps it."""
    status: str
    """The till's own word."""
    rejection_reason: str | None = None
    printed: bool = False
    """The till issued the order's document (receipt or invoice)."""


class DecisionKind(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"
    CLOSE = "close"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Decision:
    """The decision that counts for an order: what, who, when."""

    kind: DecisionKind
    by: Actor
    at: datetime
    reason: str | None = None


class NoticeKind(StrEnum):
    """What a person must be told of an order, and acknowledge."""

    CANCELLED_BY_GUEST = "cancelled_by_guest"
    """Cancelled after it was accepted: stop the kitchen."""
    CANCELLED = "cancelled"
    """Cancelled before anybody decided."""
    EXPIRED = "expired"
    """Nobody decided in time; the portal cancelled it."""
    DECISION_LOST = "decision_lost"
    """The portal did not take the decision made here."""
    TELL_GUEST = "tell_guest"
    """The till will not make what the portal promised: call the guest."""
    NOT_AT_TILL = "not_at_till"
    """The till refused the order, or it vanished before it was there."""
    REJECTED_ON_PORTAL = "rejected_on_portal"
    """Somebody rejected it in the portal's back office after it was accepted here."""
    DECISION_NOT_SENT = "decision_not_sent"
    """The portal refused the decision for another reason than the order's state; it is parked."""


@dataclass(frozen=True)
class Notice:
    kind: NoticeKind
    at: datetime
    while_off: bool = False
    """It happened while this PC was off: listed once at start, acknowledged together."""


@dataclass(frozen=True)
class Order:
    """An order as this PC holds it: the canonical state, who decided, and what each side last said.

    `version` grows by one with every change; a decision is a compare-and-set on it.
    """

    id: int
    """0 until it is stored."""
    link: str
    state: OrderState
    portal: PortalOrder
    arrived_at: datetime
    till: TillOrder | None = None
    decision: Decision | None = None
    promised_at: datetime | None = None
    """The promised time, whoever made the promise."""
    sent_by: datetime | None = None
    """Until then the decision made on the screen can be taken back."""
    notices: tuple[Notice, ...] = ()
    unmatched: tuple[str, ...] = ()
    """References of the lines whose product the till does not know."""
    till_missing_since: datetime | None = None
    """The till's list and its look-up by id did not have the order any more; one look alone proves nothing."""
    preparation_told: bool = False
    """The reminder to start an order for later was acknowledged."""
    version: int = 0

    @property
    def portal_over(self) -> bool:
        """Whether the order is at its end on the portal."""
        return self.portal.state is not None and self.portal.state.over


class DecisionMode(StrEnum):
    SHARED = "shared"
    """The order is at the till from the start; the first decision wins."""
    BELL_FIRST = "bell_first"
    """The order waits at the PC and reaches the till when it is accepted."""


@dataclass(frozen=True)
class OrderPolicy:
    """The link's own choices for the road of an order."""

    decision: DecisionMode = DecisionMode.SHARED
    accept_within: timedelta = timedelta(minutes=10)
    preparation: timedelta = timedelta(minutes=30)
    default_rejection_reason: str = ""

    def deadline(self, order: Order) -> datetime:
        """When the decision must be there: the portal's instant, else counted from the arrival here."""
        return order.portal.accept_by or order.arrived_at + self.accept_within
