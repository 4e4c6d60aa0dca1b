"""The sentences of an order's sheet: times, lines, payment, what each side says, how it went. Pure."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from agent.domain.history import Entry
from agent.domain.orders import Address, Order, OrderLine, OrderState
from agent.sentences import sentence_of, word
from agent.texts import _, format_money
from ui.orders.columns import ended_at
from ui.orders.face import instant_text


def wanted_text(order: Order, zone: ZoneInfo, now: datetime) -> str:
    """`Takeaway, wanted for 20:45`."""
    wanted = _("{kind}, wanted for {time}")
    return wanted.format(kind=word(order.portal.kind), time=instant_text(order.portal.due_at, zone, now))


def promised_text(order: Order, zone: ZoneInfo, now: datetime) -> str | None:
    """The promise, and that it is later than wanted; how it ended; None while nothing was promised."""
    if order.state.over:
        return _("{state} at {time}").format(state=word(order.state), time=instant_text(ended_at(order), zone, now))
    if order.promised_at is None or order.state is OrderState.NEW:
        return None
    told = _("Promised for {time}").format(time=instant_text(order.promised_at, zone, now))
    late = round((order.promised_at - order.portal.due_at).total_seconds() / 60)
    return told + (" " + _("({count} min later than wanted)").format(count=late) if late > 0 else "")


def quantity_text(line: OrderLine) -> str:
    return f"{line.quantity}×"


def changes_of(line: OrderLine) -> tuple[str, ...]:
    """Additions with their price, removals: as the kitchen reads them."""
    added = (
        f"+ {option.name}" + (f"  {format_money(option.price)}" if option.price else "") for option in line.additions
    )
    return (*added, *(f"− {option.name}" for option in line.removals))


def address_text(address: Address) -> str:
    town = " ".join(part for part in (address.zip, address.city) if part)
    return "\n".join(part for part in (address.street, town, address.notes) if part)


def payment_text(order: Order) -> str:
    method = word(order.portal.payment)
    return (
        _("Paid ({method})").format(method=method)
        if order.portal.paid
        else _("To be paid ({method})").format(method=method)
    )


def portal_text(order: Order) -> str:
    """The canonical word, and the portal's own where that one is not known here."""
    state = order.portal.state
    return word(state) if state is not None else _("Unknown state “{status}”").format(status=order.portal.status)


def till_text(order: Order) -> str:
    till = order.till
    if till is None:
        return _("Not there")
    told = word(till.state) if till.state is not None else _("Unknown state “{status}”").format(status=till.status)
    return told + (", " + _("document printed") if till.printed else "")


def hop_text(entry: Entry) -> str:
    return sentence_of(entry.what, entry.params).title


def hop_times(entries: Iterable[Entry], zone: ZoneInfo) -> list[str]:
    """With seconds: here they tell who was first."""
    return [f"{entry.at.astimezone(zone):%H:%M:%S}" for entry in entries]
