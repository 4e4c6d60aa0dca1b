"""What a card tells of its order, as texts. Pure: equal faces need no new widgets.

Nothing here counts down; what moves with the clock is told by `ui.bell.wording`.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from agent.domain.orders import Address, Order, OrderKind, OrderLine, PortalOrder
from agent.sentences import word
from agent.texts import _, format_instant, format_money, format_time
from ui.theme import Tone

KIND_ICONS = {OrderKind.TAKEAWAY: "bag", OrderKind.DELIVERY: "scooter"}
ITALY = "+39"


@dataclass(frozen=True)
class Mark:
    """A short text with its tone and its shape."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True)
class LineFace:
    quantity: str
    name: str
    price: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    note: str
    unmatched: bool
    """The till does not know the product: it goes there as a note."""


@dataclass(frozen=True)
class OrderFace:
    order_id: int
    code: str
    kind: Mark
    due: str
    guest: str
    phone: str
    address: str
    lines: tuple[LineFace, ...]
    notes: str
    extras: tuple[str, ...]
    """Delivery fee and discount, said with their amounts."""
    difference: str
    """That total and rows do not agree; empty when they do."""
    total: str
    payment: Mark


def face_of(order: Order, zone: ZoneInfo, now: datetime) -> OrderFace:
    said = order.portal
    return OrderFace(
        order_id=order.id,
        code=said.code,
        kind=kind_of(order),
        due=due_text(order, zone, now),
        guest=guest_name(order),
        phone=phone_text(said.customer.phone),
        address=address_text(said.address) if said.kind is OrderKind.DELIVERY else "",
        lines=tuple(_line(line, line.ref in order.unmatched) for line in said.lines),
        notes=" ".join((said.notes or "").split()),
        extras=_extras(said),
        difference=_difference(said.difference),
        total=format_money(said.total),
        payment=payment_of(said),
    )


def kind_of(order: Order) -> Mark:
    return Mark(word(order.portal.kind).upper(), Tone.NEUTRAL, KIND_ICONS[order.portal.kind])


def guest_name(order: Order) -> str:
    return order.portal.customer.name or _("Guest without a name")


def due_text(order: Order, zone: ZoneInfo, now: datetime) -> str:
    """With its day, when that is not today."""
    due = order.portal.due_at.astimezone(zone)
    time = format_time(due, zone)
    if due.date() == now.astimezone(zone).date():
        return _("for {time}").format(time=time)
    return _("for {day} at {time}").format(day=f"{due:%d/%m}", time=time)


def instant_text(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """The time, with its day when that is not today."""
    today = at.astimezone(zone).date() == now.astimezone(zone).date()
    return format_time(at, zone) if today else format_instant(at, zone)


def phone_text(phone: str | None) -> str:
    """As it is dialled in Italy: `333 1234567`; a foreign one as it is."""
    told = " ".join((phone or "").split())
    if not told.startswith(ITALY):
        return told
    home = told.removeprefix(ITALY).strip()
    return home if " " in home else f"{home[:3]} {home[3:]}"


def address_text(address: Address | None) -> str:
    if address is None:
        return ""
    town = " ".join(part for part in (address.zip, address.city) if part)
    return ", ".join(part for part in (address.street, town, address.notes) if part)


def payment_of(said: PortalOrder) -> Mark:
    if said.prepaid:
        return Mark(_("PAID ONLINE"), Tone.GOOD, "paid")
    if said.paid:
        return Mark(_("PAID"), Tone.GOOD, "paid")
    return Mark(_("TO BE PAID: {how}").format(how=word(said.payment).lower()), Tone.WAITING, "cash")


def _line(line: OrderLine, unmatched: bool) -> LineFace:
    return LineFace(
        quantity=f"{line.quantity}×",
        name=line.name,
        price=format_money(line.total),
        added=tuple(option.name for option in line.additions),
        removed=tuple(option.name for option in line.removals),
        note=" ".join((line.note or "").split()),
        unmatched=unmatched,
    )


def _extras(said: PortalOrder) -> tuple[str, ...]:
    told = []
    if said.delivery_fee:
        told.append(_("Delivery {amount}").format(amount=format_money(said.delivery_fee)))
    if said.discount:
        told.append(_("Discount {amount}").format(amount=format_money(-said.discount)))
    return tuple(told)


def _difference(amount: Decimal) -> str:
    if not amount:
        return ""
    told = format_money(abs(amount))
    more = _("The total is {amount} more than its rows: the portal's total counts")
    less = _("The total is {amount} less than its rows: the portal's total counts")
    return (more if amount > 0 else less).format(amount=told)
