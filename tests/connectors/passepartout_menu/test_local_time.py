"""The wall's clock: both nights of the change in Europe/Rome, and what is believed of an offset."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors.pos.passepartout_menu.local_time import (
    each_day,
    held,
    midnight,
    read_stamp,
    read_wall,
    since,
    wall,
)
from agent.domain.reservation_ports import Days
from tests.connectors.passepartout_menu.till import ROME

SPRING = date(2026, 3, 29)
"""02:00 becomes 03:00."""

FIRST = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
"""02:30 in summer time."""

SECOND = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
"""02:30 in winter time, an hour later."""

instants = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        (datetime(2026, 11, 23, 19, 0, tzinfo=UTC), "2026-11-23T20:00:00"),
        (datetime(2026, 7, 1, 19, 0, 59, 999_999, tzinfo=UTC), "2026-07-01T21:00:59"),
        (datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC), "2026-03-29T01:59:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "2026-03-29T03:00:00"),
        (FIRST, "2026-10-25T02:30:00"),
        (SECOND, "2026-10-25T02:30:00"),
    ],
)
def test_it_is_written_as_the_wall_shows_it(instant: datetime, written: str) -> None:
    assert wall(instant, ROME) == written


def test_half_past_two_in_the_spring_night_does_not_exist_and_becomes_half_past_three() -> None:
    asked = datetime(2026, 3, 29, 2, 30, tzinfo=ROME)
    assert wall(asked.astimezone(UTC), ROME) == "2026-03-29T03:30:00"
    assert held(asked, ROME) == asked.astimezone(UTC)
    for typed in ("2026-03-29T02:30:00", "2026-03-29T02:30:00+01:00", "2026-03-29T03:30:00+02:00"):
        assert read_wall(typed, ROME) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_the_doubled_hour_is_the_first_one() -> None:
    assert held(FIRST, ROME) == FIRST
    assert held(SECOND, ROME) == FIRST
    for typed in ("2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"):
        assert read_wall(typed, ROME) == FIRST


def test_around_the_doubled_hour_every_instant_is_its_own() -> None:
    for instant in (FIRST - timedelta(minutes=31), SECOND + timedelta(minutes=30)):
        assert held(instant, ROME) == instant


@given(instants)
def test_what_is_written_is_read_as_what_is_held(instant: datetime) -> None:
    assert read_wall(wall(instant, ROME), ROME) == held(instant, ROME)
    assert held(held(instant, ROME), ROME) == held(instant, ROME)
    # Whichever offset the till says for that wall time, the instant is the same.
    shown = datetime.fromisoformat(wall(instant, ROME)).replace(tzinfo=ROME)
    for fold in (0, 1):
        assert read_wall(shown.replace(fold=fold).isoformat(), ROME) == held(instant, ROME)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-25T20:00:00", datetime(2026, 11, 25, 19, 0, tzinfo=UTC)),
        ("2026-11-25T20:00:00.1234567+01:00", datetime(2026, 11, 25, 19, 0, 0, 123_456, tzinfo=UTC)),
        ("2026-11-25T19:00:00Z", datetime(2026, 11, 25, 19, 0, tzinfo=UTC)),
    ],
)
def test_stamps(text: str, instant: datetime) -> None:
    assert read_stamp(text, ROME) == instant


@pytest.mark.parametrize(
    "text", ["", "domani", "0001-01-01T00:00:00", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59"]
)
def test_what_is_no_instant(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|beyond"):
        read_wall(text, ROME)


@pytest.mark.parametrize(
    ("instant", "asked"),
    [
        (datetime(2026, 11, 23, 19, 0, tzinfo=UTC), "2026-11-23T20:00:00"),
        (FIRST, "2026-10-25T01:30:00"),
        (SECOND, "2026-10-25T01:30:00"),
        (SECOND + timedelta(hours=1), "2026-10-25T03:30:00"),
    ],
)
def test_changes_are_asked_from_before_the_doubled_hour(instant: datetime, asked: str) -> None:
    assert since(instant, ROME) == asked


def test_days() -> None:
    assert list(each_day(Days(date(2026, 2, 28), date(2026, 3, 1)))) == [date(2026, 2, 28), date(2026, 3, 1)]
    assert midnight(SPRING) == "2026-03-29T00:00:00"
