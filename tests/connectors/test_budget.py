"""The budget: a sliding window, orders before chores."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from agent.connectors.budget import Budget
from tests.connectors.clocks import StandingClock


def test_orders_may_use_all_of_it_and_then_wait_for_the_oldest_call() -> None:
    clock = StandingClock()
    budget = Budget(3, 600, clock.monotonic)
    for _ in range(3):
        assert budget.spend() is None
        clock.advance(timedelta(seconds=10))
    assert budget.used == 1.0
    assert budget.spend() == timedelta(seconds=570)
    clock.advance(timedelta(seconds=570))
    assert budget.spend() is None


def test_chores_leave_three_tenths_to_orders() -> None:
    clock = StandingClock()
    budget = Budget(10, 600, clock.monotonic)
    assert [budget.spend(chore=True) for _ in range(7)] == [None] * 7
    assert budget.spend(chore=True) == timedelta(seconds=600)
    assert [budget.spend() for _ in range(3)] == [None] * 3
    assert budget.spend() is not None


def test_a_refused_call_costs_nothing() -> None:
    clock = StandingClock()
    budget = Budget(2, 600, clock.monotonic)
    budget.spend()
    budget.spend(chore=True)
    assert budget.used == 0.5


def test_a_chore_waits_until_enough_calls_are_forgotten() -> None:
    clock = StandingClock()
    budget = Budget(10, 600, clock.monotonic)
    for _ in range(10):
        budget.spend()
        clock.advance(timedelta(seconds=1))
    wait = budget.spend(chore=True)
    assert wait == timedelta(seconds=593)
    clock.advance(wait)
    assert budget.spend(chore=True) is None


@given(st.lists(st.tuples(st.floats(0, 300), st.booleans()), max_size=60), st.integers(1, 20))
def test_never_more_than_allowed_in_any_window(steps: list[tuple[float, bool]], calls: int) -> None:
    clock = StandingClock()
    budget = Budget(calls, 600, clock.monotonic)
    made: list[float] = []
    for pause, chore in steps:
        clock.seconds += pause
        if budget.spend(chore=chore) is None:
            made.append(clock.seconds)
        assert sum(at > clock.seconds - 600 for at in made) <= calls
