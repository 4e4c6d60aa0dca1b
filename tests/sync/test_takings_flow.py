"""Whose sale it was, at the hours around midnight: through the books, not the calendar alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from agent.domain.ports import Page
from agent.domain.takings import SaleSource, TillSale
from agent.store import Store
from agent.sync.takings_flow import TakingsFlow
from tests.connectors.clocks import StandingClock
from tests.domain.test_guest_sales import ROME, party


class OneSale:
    """A till that sold this."""

    def __init__(self, sale: TillSale) -> None:
        self.sale = sale

    def closed_sales(self, *_days: Any, **_since: Any) -> Iterator[Page[TillSale]]:
        yield Page((self.sale,))


@pytest.mark.parametrize(
    ("booked", "paid"),
    [
        ("2026-11-25 20:30", "2026-11-25 22:30"),
        ("2026-11-25 23:00", "2026-11-26 00:40"),
        # They came early, and paid the night's first table before midnight.
        ("2026-11-26 00:30", "2026-11-25 23:59"),
    ],
)
def test_a_party_pays_on_its_own_night(tmp_path: Path, booked: str, paid: str) -> None:
    at, closed_at = (datetime.fromisoformat(told).replace(tzinfo=ROME) for told in (booked, paid))
    store = Store(tmp_path / "campanello.db")
    store.open()
    with store.writing() as ledger:
        ledger.add_reservation(replace(party(at=at), id=0))
    till = OneSale(TillSale("77", closed_at, Decimal("80.00"), 4, guest_ref="55", tables=("101",)))
    flow = TakingsFlow("crm", ROME, store, StandingClock(closed_at), lambda _event: None)
    flow.pull(till, lambda: True, whole=False)  # type: ignore[arg-type]  # it is asked for its sales alone
    with store.reading() as ledger:
        (taking,) = ledger.takings()
    store.close()
    assert taking.source is SaleSource.RESERVATION
