"""What an acceptance promises, and which time is offered first."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making import NOON, arrived
from ui.bell.promise import first_choice, promise

PRESETS = (15, 20, 30, 45)


def wanted(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("due", "within", "at", "late"),
    [(45, None, 45, 0), (45, 20, 20, 0), (20, 45, 45, 25), (-5, None, 0, 5), (45, 45, 45, 0)],
)
def test_the_promise_and_its_delay(due: float, within: int | None, at: float, late: float) -> None:
    order = arrived(due_at=wanted(due))
    made = promise(order, None if within is None else timedelta(minutes=within), NOON)
    assert (made.at, made.late) == (wanted(at), timedelta(minutes=late))


@pytest.mark.parametrize(("due", "choice"), [(45, None), (15, None), (14, 15), (-3, 15)])
def test_the_guests_time_comes_first_where_it_can_be_kept(due: float, choice: int | None) -> None:
    chosen = first_choice(arrived(due_at=wanted(due)), PRESETS, NOON)
    assert chosen == (None if choice is None else timedelta(minutes=choice))


@given(due=st.integers(-600, 6000), within=st.none() | st.integers(1, 600), ago=st.integers(0, 600))
def test_a_promise_is_never_past_and_late_is_never_negative(due: int, within: int | None, ago: int) -> None:
    order = arrived(due_at=wanted(due))
    now = wanted(ago)
    made = promise(order, None if within is None else timedelta(minutes=within), now)
    assert made.at >= now
    assert made.late >= timedelta(0)
