"""Plateform's records as they travel, and what they are here. Pure.

ASSUMED: the vendor publishes no reference. Every path's record, field name and word of this connector follows
`plateform.openapi.yaml`, this project's own profile; when the real ones are known, they change here.
"""

from collections.abc import Iterable, Mapping

from pydantic import Field, ValidationError

from agent.connectors.fields import (
    Flag,
    Instant,
    Money,
    MoneyOrNothing,
    OptionalText,
    Ref,
    Text,
    Wire,
    parted,
    set_aside,
)
from agent.domain.money import ZERO
from agent.domain.orders import (
    Address,
    Customer,
    Option,
    OrderKind,
    OrderLine,
    OrderState,
    PaymentMethod,
    PortalOrder,
)
from agent.domain.ports import SetAside

STATES: Mapping[str, OrderState] = {
    "nuovo": OrderState.NEW,
    "confermato": OrderState.ACCEPTED,
    "rifiutato": OrderState.REJECTED,
    "evaso": OrderState.COMPLETED,
    "annullato": OrderState.CANCELLED,
}

KINDS: Mapping[str, OrderKind] = {"takeaway": OrderKind.TAKEAWAY, "delivery": OrderKind.DELIVERY}

PAYMENTS: Mapping[str, PaymentMethod] = {
    "online": PaymentMethod.ONLINE,
    "cash": PaymentMethod.CASH,
    "card_on_delivery": PaymentMethod.CARD_ON_DELIVERY,
}

LARGEST_VERSION = 2**63 - 1
MOST_PIECES = 10_000


class WireCustomer(Wire):
    id: Ref
    first_name: OptionalText = None
    last_name: OptionalText = None
    email: OptionalText = None
    phone: OptionalText = None


class WireAddress(Wire):
    street: OptionalText = None
    city: OptionalText = None
    zip: OptionalText = None
    notes: OptionalText = None


class WireOption(Wire):
    ref: Ref
    name: Text
    price: MoneyOrNothing = ZERO


class WireLine(Wire):
    id: Ref
    product_ref: Ref
    name: Text
    quantity: int = Field(ge=1, le=MOST_PIECES)
    unit_price: Money
    additions: tuple[WireOption, ...] | None = None
    removals: tuple[WireOption, ...] | None = None
    note: OptionalText = None


class WirePayment(Wire):
    method: Text
    paid: Flag


class WireOrder(Wire):
    id: Ref
    code: Text
    type: OptionalText = None
    status: Text
    created_at: Instant
    due_at: Instant
    accept_by: Instant | None = None
    ready_at: Instant | None = None
    rejection_reason: OptionalText = None
    customer: WireCustomer
    address: WireAddress | None = None
    lines: tuple[WireLine, ...]
    notes: OptionalText = None
    payment: WirePayment
    delivery_fee: MoneyOrNothing = ZERO
    discount: MoneyOrNothing = ZERO
    total: Money
    updated_at: Instant
    version: int = Field(ge=0, le=LARGEST_VERSION)


class WireAccount(Wire):
    id: Ref
    name: Text
    timezone: OptionalText = None


def read_orders(records: Iterable[object]) -> tuple[tuple[PortalOrder, ...], tuple[SetAside, ...]]:
    """Every record either read or set aside with its reason."""
    return parted(map(read_order, records))


def read_order(record: object) -> PortalOrder | SetAside:
    """Any JSON value becomes an order or is set aside; nothing is raised."""
    try:
        return _order(WireOrder.model_validate(record))
    except ValidationError as error:
        return set_aside(record, error)


def _order(wire: WireOrder) -> PortalOrder:
    address = _address(wire.address)
    return PortalOrder(
        ref=wire.id,
        code=wire.code or wire.id,
        kind=_kind(wire.type, address),
        state=STATES.get(wire.status),
        status=wire.status,
        created_at=wire.created_at,
        due_at=wire.due_at,
        accept_by=wire.accept_by,
        ready_at=wire.ready_at,
        rejection_reason=wire.rejection_reason,
        customer=_customer(wire.customer),
        address=address,
        lines=tuple(_line(line) for line in wire.lines),
        notes=wire.notes,
        payment=PAYMENTS.get(wire.payment.method, PaymentMethod.OTHER),
        paid=wire.payment.paid,
        delivery_fee=wire.delivery_fee,
        discount=wire.discount,
        total=wire.total,
        updated_at=wire.updated_at,
        version=wire.version,
    )


def _kind(word: str | None, address: Address | None) -> OrderKind:
    """ASSUMED for a word that is not known: who gave an address wants it brought there."""
    known = KINDS.get(word or "")
    return known or (OrderKind.TAKEAWAY if address is None else OrderKind.DELIVERY)


def _customer(wire: WireCustomer) -> Customer:
    return Customer(
        ref=wire.id, first_name=wire.first_name, last_name=wire.last_name, email=wire.email, phone=wire.phone
    )


def _address(wire: WireAddress | None) -> Address | None:
    """None also when the portal sends an address of which nothing is filled in."""
    if wire is None:
        return None
    address = Address(wire.street or "", wire.city or "", wire.zip or "", wire.notes or "")
    return None if address == Address() else address


def _line(wire: WireLine) -> OrderLine:
    return OrderLine(
        ref=wire.id,
        product_ref=wire.product_ref,
        name=wire.name,
        quantity=wire.quantity,
        unit_price=wire.unit_price,
        additions=tuple(_option(option) for option in wire.additions or ()),
        removals=tuple(_option(option) for option in wire.removals or ()),
        note=wire.note,
    )


def _option(wire: WireOption) -> Option:
    return Option(ref=wire.ref, name=wire.name, price=wire.price)
