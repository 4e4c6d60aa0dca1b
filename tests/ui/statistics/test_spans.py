"""Which days are counted, and with which they are compared."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.reservation_ports import Days
from ui.statistics.spans import LONGEST, Span, before, days_of

ANY_DAY = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("span", "today", "days", "earlier"),
    [
        (Span.TODAY, date(2026, 3, 1), ("2026-03-01", "2026-03-01"), ("2026-02-28", "2026-02-28")),
        (Span.WEEK, date(2026, 11, 21), ("2026-11-15", "2026-11-21"), ("2026-11-08", "2026-11-14")),
        (Span.MONTH, date(2026, 11, 21), ("2026-10-23", "2026-11-21"), ("2026-09-23", "2026-10-22")),
        (Span.THIS_MONTH, date(2026, 11, 21), ("2026-11-01", "2026-11-21"), ("2026-10-01", "2026-10-21")),
        (Span.THIS_MONTH, date(2026, 3, 31), ("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        (Span.LAST_MONTH, date(2026, 3, 31), ("2026-02-01", "2026-02-28"), ("2026-01-01", "2026-01-31")),
        (Span.LAST_MONTH, date(2026, 1, 2), ("2025-12-01", "2025-12-31"), ("2025-11-01", "2025-11-30")),
    ],
)
def test_days_and_those_before(span: Span, today: date, days: tuple[str, str], earlier: tuple[str, str]) -> None:
    found = days_of(span, today, Days(today, today))
    assert (found.first.isoformat(), found.last.isoformat()) == days
    compared = before(span, found)
    assert (compared.first.isoformat(), compared.last.isoformat()) == earlier


@given(st.sampled_from(Span), ANY_DAY, st.integers(0, 800))
def test_the_days_before_end_where_these_begin_or_earlier(span: Span, today: date, length: int) -> None:
    found = days_of(span, today, Days(today - timedelta(days=length), today))
    compared = before(span, found)
    assert found.first <= found.last <= today
    assert compared.first <= compared.last < found.first
    assert (found.last - found.first).days < LONGEST
