"""What is counted of orders and reservations: who said yes and when, who came, who kept the promise."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.orders import OrderState
from agent.domain.reservations import ReservationState
from agent.domain.statistics import OrderCount, OrderFact, OrderFigures, ReservationFact, count_reservations

AT = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return AT + timedelta(minutes=minutes)


def fact(state: OrderState = OrderState.COMPLETED, **differs: Any) -> OrderFact:
    ordinary = OrderFact(AT, AT, state, after(30), after(2), after(28))
    return ordinary._replace(**differs)


def counted(*facts: OrderFact) -> OrderFigures:
    count = OrderCount()
    for each in facts:
        count.add(each)
    return count.figures()


def test_the_time_to_accept_is_to_the_yes_and_not_to_the_end() -> None:
    assert counted(fact()).time_to_accept == timedelta(minutes=2)


def test_the_median_is_moved_by_no_forgotten_order() -> None:
    waits = [fact(accepted_at=after(minutes)) for minutes in (1, 2, 3, 600)]
    assert counted(*waits).time_to_accept == timedelta(minutes=2.5)


def test_what_arrived_accepted_tells_no_time_and_a_clock_that_was_set_back_no_negative_one() -> None:
    assert counted(fact(accepted_at=None)).time_to_accept is None
    assert counted(fact(accepted_at=after(-1))).time_to_accept == timedelta(0)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (fact(), {"accepted", "on_time"}),
        (fact(ready_at=after(31)), {"accepted", "late"}),
        (fact(ready_at=after(30)), {"accepted", "on_time"}),
        (fact(OrderState.READY, ready_at=None), {"accepted"}),
        (fact(promised_at=None), {"accepted"}),
        (fact(OrderState.CANCELLED), {"accepted", "cancelled"}),
        (fact(OrderState.CANCELLED, promised_at=None, accepted_at=None), {"expired"}),
        (fact(OrderState.CANCELLED, promised_at=None), {"expired"}),
        (fact(OrderState.REJECTED), {"rejected"}),
        (fact(OrderState.NEW, promised_at=None, accepted_at=None), set()),
    ],
    ids=[
        "on time",
        "late",
        "to the second",
        "no end told",
        "no promise",
        "cancelled afterwards",
        "nobody decided",
        "the yes was taken back",
        "refused, at last",
        "open",
    ],
)
def test_each_order_counts_where_it_belongs(order: OrderFact, expected: set[str]) -> None:
    figures = counted(order)
    assert figures.arrived == 1
    counts = {each.name for each in fields(figures) if each.name not in ("arrived", "time_to_accept")}
    assert {name for name in counts if getattr(figures, name)} == expected


times = st.none() | st.integers(0, 600).map(after)
facts = st.lists(st.builds(OrderFact, st.just(AT), st.just(AT), st.sampled_from(OrderState), times, times, times))


@given(facts, facts)
def test_days_together_are_what_their_orders_are_together(one: list[OrderFact], other: list[OrderFact]) -> None:
    days = [OrderCount(), OrderCount()]
    for count, day in zip(days, (one, other), strict=True):
        for each in day:
            count.add(each)
    whole = OrderCount()
    for count in days:
        whole.include(count)
    assert whole.figures() == counted(*one, *other)


@given(facts)
def test_every_order_is_somewhere_once(orders: list[OrderFact]) -> None:
    figures = counted(*orders)
    still_open = sum(1 for each in orders if each.state is OrderState.NEW)
    assert figures.accepted + figures.rejected + figures.expired + still_open == figures.arrived == len(orders)
    assert figures.on_time + figures.late + figures.cancelled <= figures.accepted


def test_reservations_are_booked_unless_they_were_called_off() -> None:
    state = ReservationState
    said = [
        ReservationFact(AT, state.COMPLETED, 3, 9),
        ReservationFact(AT, state.ARRIVED, 1, 2),
        ReservationFact(after(15), state.NO_SHOW, 2, 8),
        ReservationFact(AT, state.CANCELLED, 4, 16),
        ReservationFact(AT, state.REJECTED, 1, 40),
        ReservationFact(AT, state.CONFIRMED, 5, 20),
    ]
    found = count_reservations(said)
    assert (found.booked, found.covers, found.came, found.no_shows) == (11, 39, 4, 2)
    assert (found.cancelled, found.rejected) == (4, 1)
