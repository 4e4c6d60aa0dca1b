"""Where an order stands on the board, and when it leaves it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agent.domain.orders import Actor, Decision, DecisionKind, Notice, NoticeKind, Order, OrderState
from agent.domain.waiting import waiting_for
from agent.reading import OrderSheet
from tests.domain.making import NOON, arrived
from ui.orders.columns import Column, arranged, column_of, day_start, on_board

ROME = ZoneInfo("Europe/Rome")


def sheet(order: Order) -> OrderSheet:
    return OrderSheet(order, (), waiting_for(order, ()))


def closed(at: datetime, **differs: object) -> Order:
    decision = Decision(DecisionKind.CLOSE, Actor.TILL, at)
    return replace(arrived(), state=OrderState.COMPLETED, decision=decision, **differs)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("state", "column"),
    [
        (OrderState.NEW, Column.NEW),
        (OrderState.ACCEPTED, Column.PREPARING),
        (OrderState.IN_PREPARATION, Column.PREPARING),
        (OrderState.READY, Column.READY),
        (OrderState.OUT_FOR_DELIVERY, Column.READY),
        (OrderState.COMPLETED, Column.CLOSED),
        (OrderState.REJECTED, Column.CLOSED),
        (OrderState.CANCELLED, Column.CLOSED),
    ],
)
def test_every_state_has_its_column(state: OrderState, column: Column) -> None:
    assert column_of(replace(arrived(), state=state)) is column


def test_the_day_ends_at_four_in_the_morning_at_the_restaurant() -> None:
    half_past_one = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
    assert day_start(half_past_one, ROME) == datetime(2026, 11, 21, 4, 0, tzinfo=ROME)
    assert day_start(half_past_one + timedelta(hours=3), ROME) == datetime(2026, 11, 22, 4, 0, tzinfo=ROME)


def test_yesterdays_closed_ones_leave_unless_they_still_ask_for_something() -> None:
    start = day_start(NOON, ROME)
    assert on_board(sheet(closed(NOON)), start)
    assert not on_board(sheet(closed(start - timedelta(minutes=1))), start)
    notice = Notice(NoticeKind.CANCELLED_BY_GUEST, start - timedelta(hours=1))
    assert on_board(sheet(closed(start - timedelta(hours=1), notices=(notice,))), start)
    assert on_board(sheet(replace(arrived(), arrived_at=NOON - timedelta(days=9))), start)


def test_the_nearest_deadline_is_on_top() -> None:
    late = replace(arrived(accept_by=NOON + timedelta(minutes=9)), id=1)
    soon = replace(arrived(accept_by=NOON + timedelta(minutes=2)), id=2)
    assert [each.order.id for each in arranged(Column.NEW, [sheet(late), sheet(soon)])] == [2, 1]


def test_a_closed_one_that_needs_a_look_is_on_top_of_later_ones() -> None:
    latest = replace(closed(NOON), id=1)
    older = replace(closed(NOON - timedelta(hours=2)), id=2)
    noticed = replace(older, id=3, notices=(Notice(NoticeKind.TELL_GUEST, NOON),))
    order = [each.order.id for each in arranged(Column.CLOSED, map(sheet, (older, latest, noticed)))]
    assert order == [3, 1, 2]
