"""What the three tills sold, in the one table of all pairs: to the cent what each till sums itself, in any weather."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.domain.statistics import Statistics
from agent.domain.takings import SaleSource
from agent.reading_statistics import statistics
from agent.sandbox import Fault, Sandbox
from agent.sandbox.crm_sandbox import CrmSandbox
from agent.sandbox.menu_sandbox import MenuSandbox
from agent.sandbox.totals import Totals
from tests.journeys.by_hand import ByHand
from tests.journeys.clouds import SETTINGS

ROME = ZoneInfo("Europe/Rome")


class Books(ByHand):
    """The sales flow of one link."""

    def look(self, *, whole: bool = False) -> None:
        called = frozenset({"sales"})
        self.work.take_up()
        self.work.run(pull=False, full=False, go_on=lambda: True, flows=called, whole=called if whole else frozenset())

    def counted(self) -> Statistics:
        today = datetime.now(ROME).date()
        with self.store.reading() as ledger:
            return statistics(ledger, today - timedelta(days=1), today, self.link.name, ROME)

    def is_what_the_till_sums(self, totals: Totals) -> bool:
        found = self.counted().total
        return (found.takings, found.sales, found.covers) == (totals.total, totals.sales, totals.covers)

    def by_source(self) -> dict[SaleSource, tuple[Decimal, int]]:
        return {each.source: (each.figures.takings, each.figures.sales) for each in self.counted().by_source}


def span() -> tuple[date, date]:
    today = datetime.now(ROME).date()
    return today - timedelta(days=1), today


@pytest.fixture
def shop() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def crm() -> Iterator[CrmSandbox]:
    with CrmSandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sala() -> Iterator[MenuSandbox]:
    with MenuSandbox() as sandbox:
        yield sandbox


def test_cassa_in_cloud_with_orders_of_the_portal_and_people_at_the_counter(tmp_path: Path, shop: Sandbox) -> None:
    books = Books(tmp_path, shop)
    dice = random.Random(7)
    for _ in range(12):
        shop.cassa.operator.sell(f"{dice.randint(100, 9999) / 100:.2f}", covers=dice.choice((0, 2, 4)), table="3")
    orders = [shop.plateform.place_order() for _ in range(3)]
    books.passes(2, full=True)
    for order in orders:
        name = f"plateform:{order['id']}"
        shop.cassa.operator.accept(name)
        shop.cassa.operator.print_receipt(name)
    books.look()
    assert books.is_what_the_till_sums(shop.cassa.operator.totals(*span()))
    found = books.by_source()
    assert found[SaleSource.ORDER] == (sum((Decimal(order["total"]) for order in orders), Decimal(0)), 3)
    assert found[SaleSource.WALK_IN][1] == 12
    books.close()


def test_tilby_with_a_party_that_had_booked_and_a_sale_taken_back(tmp_path: Path, crm: CrmSandbox) -> None:
    books = Books(tmp_path, crm, SETTINGS)
    now = datetime.now(UTC).astimezone(ROME)
    at = now + timedelta(minutes=30) if now.hour != 4 else now - timedelta(minutes=70)
    crm.lasagna.book(
        starts_at=at, covers=4, status="confermata", guest={"last_name": "Rossi", "email": "r@posta.invalid"}
    )
    books.passes(2, full=True)
    (taken,) = crm.tilby.bookings()
    crm.tilby.host.assign(taken["id"], "3")
    crm.tilby.cashier.sell("80.10", tables=["3"], customer=taken["customer_id"], covers=4)
    gone = crm.tilby.cashier.sell("12.34", covers=2)
    crm.tilby.cashier.sell("7.77")
    books.look()
    assert books.is_what_the_till_sums(crm.tilby.cashier.totals(*span()))
    assert books.by_source()[SaleSource.RESERVATION] == (Decimal("80.10"), 1)
    crm.tilby.cashier.cancel(gone["id"])
    books.look(whole=True)
    assert books.is_what_the_till_sums(crm.tilby.cashier.totals(*span()))
    assert books.counted().total.takings == Decimal("87.87")
    books.close()


@pytest.mark.parametrize("listed", [True, False])
def test_a_cancelled_sale_counts_no_more_whether_it_is_listed_or_not(
    tmp_path: Path, crm: CrmSandbox, listed: bool
) -> None:
    crm.tilby.state.switches.lists_cancelled_sales = listed
    books = Books(tmp_path, crm, SETTINGS)
    gone = crm.tilby.cashier.sell("12.34", covers=2)
    crm.tilby.cashier.sell("7.77")
    books.look()
    crm.tilby.cashier.cancel(gone["id"])
    books.look(whole=True)
    assert books.counted().total.takings == Decimal("7.77")
    books.close()


def test_passepartout_menu_with_split_bills_and_a_reservation(tmp_path: Path, sala: MenuSandbox) -> None:
    books = Books(tmp_path, sala)
    booked = sala.plateform.book(status="confermato", covers=4, starts_at=datetime.now(UTC) + timedelta(hours=1))
    books.passes(2, full=True)
    row = next(iter(sala.menu.tagged(f"plateform:{booked['id']}")))
    awaited = sala.menu.host.open_check(row["IdGestionale"], table="3")["IdGestionale"]
    walk_in = sala.menu.host.open_check(table="21", covers=3)["IdGestionale"]
    sala.menu.host.order(walk_in, "Fritto", price="18.45")
    sala.menu.host.pay(awaited, kind="RomanaSeparato", parts=3)
    sala.menu.host.pay(walk_in)
    books.look()
    assert books.is_what_the_till_sums(sala.menu.host.totals(*span()))
    assert books.by_source()[SaleSource.RESERVATION][1] == 1
    assert books.by_source()[SaleSource.WALK_IN][1] == 1
    books.close()


@pytest.mark.parametrize("kind", ["error", "cut", "refuse", "malformed"])
def test_harm_on_the_way_loses_and_doubles_nothing(tmp_path: Path, shop: Sandbox, kind: str) -> None:
    books = Books(tmp_path, shop)
    for cents in range(101, 140):
        shop.cassa.operator.sell(Decimal(cents) / 100, covers=1)
    shop.cassa.faults.add(Fault(kind, path="/documents/receipts", after=1))  # type: ignore[arg-type]
    for _ in range(3):
        books.look(whole=True)
    books.killed()
    books.look()
    assert books.is_what_the_till_sums(shop.cassa.operator.totals(*span()))
    books.close()
