"""One restaurant with all three pairs, asked as screen and terminal ask: the façade counts what the tills sum."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.app import Agent
from agent.domain.takings import SaleSource, Taking
from agent.home import Home
from agent.sandbox import WholeSandbox
from agent.sandbox.totals import Totals
from agent.vault import MemoryVault
from tests.journeys.clouds import SETTINGS

ROME = ZoneInfo("Europe/Rome")

SOURCES = {
    "banco": {SaleSource.ORDER: 1, SaleSource.WALK_IN: 2},
    "sala": {SaleSource.RESERVATION: 1, SaleSource.WALK_IN: 1},
    "crm": {SaleSource.RESERVATION: 1, SaleSource.WALK_IN: 2},
}
"""How many sales of each link come from where."""


class House:
    """An evening at the three tills, and the agent that is told of it by its own passes alone."""

    def __init__(self, folder: Path, world: WholeSandbox) -> None:
        self.world = world
        home = Home.at(folder, {})
        folder.mkdir(parents=True)
        home.configuration.write_text(world.configured({"crm": SETTINGS}), encoding="utf-8")
        self.agent = Agent(home, MemoryVault(world.secrets()))
        self.agent.open()
        self.gone = 0
        """Tilby's id of the sale that is taken back later."""

    def sync(self) -> None:
        reports = self.agent.sync(seconds=60.0)
        assert [report.failures for report in reports] == [[], [], []]

    def evening(self) -> None:
        # Never so near to five in the morning that booking and payment fall on two days.
        now = datetime.now(UTC).astimezone(ROME)
        at = now + timedelta(minutes=30) if now.hour != 4 else now - timedelta(minutes=70)
        order = f"plateform:{self.world.banco.plateform.place_order()['id']}"
        booked = self.world.sala.plateform.book(status="confermato", covers=4, starts_at=at)
        guest = {"last_name": "Rossi", "email": "r@posta.invalid"}
        self.world.crm.lasagna.book(starts_at=at, covers=4, status="confermata", guest=guest)
        self.sync()
        self.sync()
        self._at_cassa(order)
        self._at_menu(f"plateform:{booked['id']}")
        self._at_tilby()
        self.sync()

    def totals(self) -> Mapping[str, Totals]:
        """What each till sums itself, by link."""
        days = span()
        return {
            "banco": self.world.banco.cassa.operator.totals(*days),
            "sala": self.world.sala.menu.totals(*days),
            "crm": self.world.crm.tilby.totals(*days),
        }

    def takings(self) -> tuple[Taking, ...]:
        with self.agent._store.reading() as ledger:
            return ledger.takings()

    def _at_cassa(self, order: str) -> None:
        operator = self.world.banco.cassa.operator
        operator.accept(order)
        operator.print_receipt(order)
        operator.sell("12.35", covers=2, table="3")
        operator.sell("0.01")

    def _at_menu(self, tag: str) -> None:
        host = self.world.sala.menu.host
        (row,) = self.world.sala.menu.tagged(tag)
        awaited = host.open_check(row["IdGestionale"], table="3")["IdGestionale"]
        walk_in = host.open_check(table="21", covers=3)["IdGestionale"]
        host.order(walk_in, "Fritto", price="18.45")
        host.pay(awaited, kind="RomanaSeparato", parts=3)
        host.pay(walk_in)

    def _at_tilby(self) -> None:
        tilby = self.world.crm.tilby
        (taken,) = tilby.bookings()
        tilby.host.assign(taken["id"], "3")
        tilby.cashier.sell("80.10", tables=["3"], customer=taken["customer_id"], covers=4)
        tilby.cashier.sell("7.77")
        self.gone = int(tilby.cashier.sell("12.34", covers=2)["id"])


def span() -> tuple[date, date]:
    """Yesterday counts too, for an evening that runs over midnight."""
    today = datetime.now(ROME).date()
    return today - timedelta(days=1), today


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with WholeSandbox() as world:
        made = House(tmp_path / "home", world)
        made.evening()
        yield made
        made.agent.stop()


def counts(house: House) -> None:
    """Each link to the cent what its till sums, and all of them together their sum."""
    totals = house.totals()
    for link, told in totals.items():
        found = house.agent.statistics(*span(), link).total
        assert (link, found.takings, found.sales, found.covers) == (link, told.total, told.sales, told.covers)
    whole = house.agent.statistics(*span())
    assert whole.total.takings == sum((told.total for told in totals.values()), Decimal(0))
    assert whole.total.sales == sum(told.sales for told in totals.values())
    for parts in (whole.by_day, whole.by_hour, whole.by_source):
        assert sum((part.figures.takings for part in parts), Decimal(0)) == whole.total.takings
        assert sum(part.figures.covers for part in parts) == whole.total.covers


def test_the_figures_are_what_the_three_tills_sum_by_source_too(house: House) -> None:
    counts(house)
    for link, wanted in SOURCES.items():
        by_source = house.agent.statistics(*span(), link).by_source
        assert {each.source: each.figures.sales for each in by_source} == wanted, link
    assert house.agent.statistics(*span(), "banco").orders.arrived == 1


def test_a_sale_taken_back_counts_no_more(house: House) -> None:
    before = house.agent.statistics(*span(), "crm").total
    house.world.crm.tilby.cashier.cancel(house.gone)
    house.sync()
    counts(house)
    after = house.agent.statistics(*span(), "crm").total
    assert (before.takings - after.takings, before.covers - after.covers) == (Decimal("12.34"), 2)


def test_a_bill_cancelled_at_menu_counts_no_more(house: House) -> None:
    host = house.world.sala.menu.host
    check = host.open_check(table="22", covers=2)["IdGestionale"]
    (bill,) = host.pay(check)
    house.sync()
    counts(house)
    before = house.agent.statistics(*span(), "sala").total.takings
    host.cancel_bill(bill["IdGestionale"])
    house.sync()
    counts(house)
    after = house.agent.statistics(*span(), "sala").total.takings
    assert before - after == Decimal(str(bill["TotaleDocumento"]))


def test_the_same_pass_again_changes_nothing(house: House) -> None:
    takings, figures = house.takings(), house.agent.statistics(*span())
    house.sync()
    assert house.takings() == takings
    assert house.agent.statistics(*span()) == figures
