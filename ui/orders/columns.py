"""Which column of the board an order stands in, and in which place. Pure: no Qt, no clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from agent.domain.orders import Order, OrderState
from agent.reading import OrderSheet
from agent.texts import N_

DAY_STARTS = timedelta(hours=4)
"""A restaurant's day ends after midnight: what is closed at half past one still belongs to the evening."""


class Column(Enum):
    """In the order of the screen; the value is its title."""

    NEW = N_("New orders")
    PREPARING = N_("In preparation")
    READY = N_("Ready orders")
    CLOSED = N_("Closed today")


CLOSED_STATES = (OrderState.COMPLETED, OrderState.REJECTED, OrderState.CANCELLED)

_OF_STATE = {
    OrderState.NEW: Column.NEW,
    OrderState.ACCEPTED: Column.PREPARING,
    OrderState.IN_PREPARATION: Column.PREPARING,
    OrderState.READY: Column.READY,
    OrderState.OUT_FOR_DELIVERY: Column.READY,
    **dict.fromkeys(CLOSED_STATES, Column.CLOSED),
}


def column_of(order: Order) -> Column:
    return _OF_STATE[order.state]


def on_board(sheet: OrderSheet, day_start: datetime) -> bool:
    """Whether the order is shown in a column: not over, over today, or still asking something of somebody."""
    return not sheet.order.state.over or sheet.waiting_for is not None or ended_at(sheet.order) >= day_start


def ended_at(order: Order) -> datetime:
    """When the order came to its end, as far as that is known."""
    return order.decision.at if order.decision else order.portal.updated_at


def day_start(now: datetime, zone: ZoneInfo) -> datetime:
    """The beginning of the restaurant's day that `now` belongs to."""
    local = (now.astimezone(zone) - DAY_STARTS).replace(hour=0, minute=0, second=0, microsecond=0)
    return local + DAY_STARTS


def arranged(column: Column, sheets: Iterable[OrderSheet]) -> list[OrderSheet]:
    """What presses most on top: the nearest deadline or time; in the closed ones what needs a look, then the latest."""
    if column is Column.CLOSED:
        return sorted(sheets, key=_closed_place)
    return sorted(sheets, key=_open_place)


def _open_place(sheet: OrderSheet) -> tuple[datetime, int]:
    order = sheet.order
    if order.state is OrderState.NEW:
        return order.portal.accept_by or order.portal.due_at, order.id
    return order.promised_at or order.portal.due_at, order.id


def _closed_place(sheet: OrderSheet) -> tuple[bool, float, int]:
    return sheet.waiting_for is None, -ended_at(sheet.order).timestamp(), sheet.order.id
