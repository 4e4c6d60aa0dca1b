"""The waits: never under the floor, never over the ceiling, never sooner than the other side asked."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sync.retry import CHORE, MOST_PATIENCE, URGENT, Pace, wait

PACES = st.sampled_from([URGENT, CHORE])
DRAWS = st.floats(0, 1, exclude_max=True)


@given(attempts=st.integers(0, 10**6), pace=PACES, drawn=DRAWS)
def test_within_floor_and_ceiling(attempts: int, pace: Pace, drawn: float) -> None:
    assert pace.least <= wait(attempts, pace, lambda: drawn) <= pace.most


@given(attempts=st.integers(1, 40), pace=PACES)
def test_the_ceiling_never_falls(attempts: int, pace: Pace) -> None:
    almost_one = 0.999999
    assert wait(attempts, pace, lambda: almost_one) <= wait(attempts + 1, pace, lambda: almost_one)


@given(asked=st.timedeltas(timedelta(0), MOST_PATIENCE), drawn=DRAWS, attempts=st.integers(1, 40))
def test_what_is_asked_is_waited_for(asked: timedelta, drawn: float, attempts: int) -> None:
    assert wait(attempts, URGENT, lambda: drawn, asked) >= asked


@pytest.mark.parametrize("asked", [timedelta(days=365), timedelta(seconds=-5)])
def test_an_absurd_request_is_not_believed(asked: timedelta) -> None:
    assert timedelta(0) <= wait(1, URGENT, lambda: 0.5, asked) <= MOST_PATIENCE + URGENT.least


def test_an_unanswered_order_waits_seconds_and_a_chore_up_to_an_hour() -> None:
    assert wait(50, URGENT, lambda: 0.99) <= timedelta(seconds=20)
    assert wait(50, CHORE, lambda: 0.99) > timedelta(minutes=50)
