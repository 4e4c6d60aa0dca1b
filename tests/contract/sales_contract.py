"""What every till that tells what was paid must do. Judged by what the till itself sums."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from agent.domain.menu_ports import SalesTill
from agent.domain.ports import SetAside
from agent.domain.reservation_ports import Days
from agent.domain.takings import TillSale
from agent.sandbox.totals import Totals
from tests.contract.harm import stands_the_harm
from tests.contract.world import World


class CashWorld(World, Protocol):
    sales_path: str

    @property
    def connector(self) -> SalesTill: ...

    def sells(self, amount: str, *, covers: int) -> None:
        """A party at the till pays, now."""
        ...

    def break_sale(self) -> None:
        """The last one cannot be read any more."""
        ...

    def totals(self, first: date, last: date) -> Totals: ...


def today() -> date:
    return datetime.now(ZoneInfo("Europe/Rome")).date()


def around() -> Days:
    """A test may begin before midnight and end after it."""
    return Days(today() - timedelta(days=1), today() + timedelta(days=1))


def told(world: CashWorld) -> tuple[list[TillSale], list[SetAside]]:
    pages = list(world.connector.closed_sales(around()))
    return [sale for page in pages for sale in page.records], [aside for page in pages for aside in page.set_aside]


def counted(sales: list[TillSale]) -> Totals:
    counting = [sale for sale in sales if not sale.cancelled]
    total = sum((sale.total for sale in counting), Decimal("0.00"))
    return Totals(total, len(counting), sum(sale.covers for sale in counting))


class SalesTillContract:
    """Inherited, never collected by itself. The subclass gives the fixture `world`."""

    def test_the_sum_is_the_tills_own_to_the_cent(self, world: CashWorld) -> None:
        for number in range(12):
            world.sells(f"{number * 7 + 3}.{number * 8:02}", covers=number % 4 + 1)
        sales, aside = told(world)
        days = around()
        assert counted(sales) == world.totals(days.first, days.last)
        assert aside == []
        assert len({sale.ref for sale in sales}) == len(sales)
        assert all(sale.closed_at.tzinfo is not None for sale in sales)
        assert told(world)[0] == sales, "the same again has the same references"

    def test_of_other_days_none_is_told(self, world: CashWorld) -> None:
        world.sells("10.00", covers=2)
        days = Days(today() - timedelta(days=9), today() - timedelta(days=7))
        assert [sale for page in world.connector.closed_sales(days) for sale in page.records] == []

    def test_one_that_cannot_be_read_is_set_aside(self, world: CashWorld) -> None:
        world.sells("10.00", covers=2)
        world.sells("25.50", covers=3)
        world.break_sale()
        sales, aside = told(world)
        assert counted(sales).total == Decimal("10.00")
        assert len(aside) == 1

    def test_under_harm(self, world: CashWorld) -> None:
        world.sells("10.00", covers=2)
        stands_the_harm(world, world.sales_path, lambda: told(world))


class CancellingWorld(CashWorld, Protocol):
    def cancels_last(self) -> None:
        """The last sale is taken back."""
        ...


class CancellingSalesContract(SalesTillContract):
    """Of a till whose calls tell of sales that were taken back."""

    def test_one_that_is_taken_back_counts_no_more(self, world: CancellingWorld) -> None:
        world.sells("10.00", covers=2)
        world.sells("25.50", covers=3)
        world.cancels_last()
        sales, _aside = told(world)
        assert counted(sales) == Totals(Decimal("10.00"), 1, 2)
        assert len(sales) - sum(sale.cancelled for sale in sales) == 1
