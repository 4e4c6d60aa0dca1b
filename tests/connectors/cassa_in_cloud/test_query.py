"""Query values as the vendor wants them, and windows under three days."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors.pos.cassa_in_cloud.query import Value, encoded, windows

INSTANT = datetime(2026, 11, 23, 19, 0, 0, 123_999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (["a", "b"], '["a","b"]'),
        ([1, 2], "[1,2]"),
        ([], "[]"),
        ("caffè", '"caffè"'),
        ('a"b', '"a\\"b"'),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (INSTANT, "1795460400123"),
    ],
)
def test_each_kind_of_value(value: Value, text: str) -> None:
    assert encoded({"name": value}) == [("name", text)]


@given(st.datetimes(timezones=st.just(UTC)), st.timedeltas(timedelta(0), timedelta(days=60)))
def test_windows_cover_the_span_without_a_gap(start: datetime, length: timedelta) -> None:
    start = start.replace(year=2026, day=min(start.day, 28))
    pieces = list(windows(start, start + length))
    assert all(timedelta(0) < upto - begin < timedelta(days=3) for begin, upto in pieces)
    edges = [start, *(upto for _, upto in pieces)]
    assert [begin for begin, _ in pieces] == edges[:-1]
    assert edges[-1] == start + length


def test_nothing_before_its_start() -> None:
    assert list(windows(INSTANT, INSTANT - timedelta(days=1))) == []
