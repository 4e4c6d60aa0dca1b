"""Sales in cents: summed exactly, by the restaurant's own day and hour, and never twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.statistics import Figures
from agent.domain.takings import SaleSource, Taking
from agent.store import Ledger, Store
from tests.store.making import LINK

ROME = ZoneInfo("Europe/Rome")
EVENING = datetime(2026, 11, 21, 20, 30, tzinfo=ROME)
DAY = date(2026, 11, 21)


def taking(receipt: str = "r1", **differs: Any) -> Taking:
    ordinary = Taking(LINK, receipt, EVENING.astimezone(UTC), Decimal("24.50"), 2, SaleSource.WALK_IN)
    return replace(ordinary, **differs)


def test_a_sale_comes_back_as_it_was_and_counts_once(ledger: Ledger) -> None:
    for _ in range(2):
        ledger.save_takings([taking()], ROME)
    assert ledger.takings() == (taking(),)
    assert ledger.taken(DAY, DAY, None) == Figures(Decimal("24.50"), 1, 2, Decimal("24.50"))


def test_what_changed_replaces_and_what_did_not_is_told(ledger: Ledger) -> None:
    ledger.save_takings([taking(), taking("r2")], ROME)
    dearer = taking(total=Decimal("25.00"))
    assert ledger.unlike_takings([dearer, taking("r2"), taking("r3")]) == (dearer, taking("r3"))
    ledger.save_takings([dearer], ROME)
    assert ledger.taken(DAY, DAY, None).takings == Decimal("49.50")


def test_a_cancelled_sale_is_kept_and_counts_no_more(ledger: Ledger) -> None:
    ledger.save_takings([taking(), taking("r2", cancelled=True)], ROME)
    assert ledger.taken(DAY, DAY, None).sales == 1
    assert len(ledger.takings()) == 2


@pytest.mark.parametrize(
    ("closed_at", "day", "hour"),
    [
        (datetime(2026, 11, 21, 23, 30, tzinfo=UTC), date(2026, 11, 22), 0),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25), 2),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25), 2),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), date(2026, 3, 29), 3),
    ],
)
def test_day_and_hour_are_the_restaurants(ledger: Ledger, closed_at: datetime, day: date, hour: int) -> None:
    ledger.save_takings([taking(closed_at=closed_at)], ROME)
    (found,) = ledger.taken_by_hour(day, day, None)
    assert found.hour == hour
    (only,) = ledger.taken_by_day(day, day, None)
    assert only.figures.sales == 1


def test_every_day_of_the_span_is_there_and_sales_without_covers_are_in_no_average(ledger: Ledger) -> None:
    ledger.save_takings([taking(), taking("r2", covers=0, source=SaleSource.ORDER)], ROME)
    days = ledger.taken_by_day(DAY - timedelta(days=1), DAY + timedelta(days=1), None)
    assert [(each.day.day, each.figures.sales) for each in days] == [(20, 0), (21, 2), (22, 0)]
    figures = days[1].figures
    assert (figures.takings, figures.per_cover) == (Decimal("49.00"), Decimal("12.25"))
    assert days[0].figures.per_cover is None
    sources = ledger.taken_by_source(DAY, DAY, None)
    assert [(each.source, each.figures.sales) for each in sources] == [(SaleSource.ORDER, 1), (SaleSource.WALK_IN, 1)]


def test_links_are_counted_apart_and_together(ledger: Ledger) -> None:
    ledger.save_takings([taking(), taking(link="sala")], ROME)
    assert ledger.taken(DAY, DAY, "sala").takings == Decimal("24.50")
    assert ledger.taken(DAY, DAY, None).takings == Decimal("49.00")


def test_half_a_cent_is_no_amount(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="whole cents"):
        ledger.save_takings([taking(total=Decimal("1.005"))], ROME)


@given(st.lists(st.decimals(Decimal("-9999.99"), Decimal("99999.99"), places=2), max_size=40))
def test_sums_are_exact(tmp_path_factory: pytest.TempPathFactory, amounts: list[Decimal]) -> None:
    store = Store(tmp_path_factory.mktemp("sums") / "campanello.db")
    store.open()
    with store.writing() as ledger:
        ledger.save_takings([taking(f"r{n}", total=amount) for n, amount in enumerate(amounts)], ROME)
        found = ledger.taken(DAY, DAY, None)
        by_day = ledger.taken_by_day(DAY, DAY, None)
    store.close()
    assert found.takings == sum(amounts, Decimal(0))
    assert by_day[0].figures == found
