"""What exactly is asked of Tilby for its menu, and that nothing is missed while it changes. And its sales."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import httpx
import pytest
import respx

from agent.connectors.manifest import Surroundings
from agent.connectors.pos.tilby.client import Tilby
from agent.connectors.pos.tilby.manifest import open_tilby
from agent.connectors.pos.tilby.settings import Settings
from agent.domain.failures import Malformed, Transient
from agent.domain.menu import PriceList
from agent.domain.menu_ports import MenuTill, SalesTill
from agent.domain.reservation_ports import Days
from agent.domain.sales import SaleLine
from agent.domain.takings import TillSale
from agent.sandbox import Fault, TilbyServer
from tests.connectors.tilby.test_dishes import CATEGORIES, item
from tests.contract.world import SHORT, surroundings
from tests.sandbox.visitors import HandClock

SINCE = datetime(2026, 11, 23, 18, 0, 0, 400_000, tzinfo=UTC)
EMPTY = {"error_code": 404, "error": {"type": "NotFound", "code": 50}}
ROME = ZoneInfo("Europe/Rome")


def page(*results: object, total: int = 9, pages: int = 1) -> httpx.Response:
    told = {"total": total, "pages": pages, "per_page": 100, "page": 0, "results": list(results)}
    return httpx.Response(200, json=_plain(told))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return float(value) if isinstance(value, Decimal) else value


def test_it_fulfils_the_ports(till: Tilby) -> None:
    menu: MenuTill = till
    sales: SalesTill = till
    assert (menu.prerequisites(), sales.prerequisites()) == ((), ())


def test_whether_it_changed_costs_one_request(till: Tilby, wire: respx.MockRouter) -> None:
    route = wire.get("/items").mock(return_value=page(item(updated_at="2026-11-23T17:59:59.000Z")))
    assert till.menu_changed(SINCE) is False
    assert dict(route.calls[0].request.url.params) == {
        "orderby_desc": "updated_at",
        "pagination": "true",
        "per_page": "1",
        "page": "0",
    }
    assert len(route.calls) == len(wire.calls) == 1


@pytest.mark.parametrize(
    ("updated_at", "changed"),
    [
        ("2026-11-23T18:00:00.000Z", True),  # a till that writes down whole seconds
        ("2026-11-23T18:00:00.400Z", True),
        ("2026-11-23T17:59:59.999Z", False),
        (None, True),
    ],
)
def test_by_the_last_that_changed(till: Tilby, wire: respx.MockRouter, updated_at: str | None, changed: bool) -> None:
    wire.get("/items").mock(return_value=page(item(updated_at=updated_at)))
    assert till.menu_changed(SINCE) is changed


@pytest.mark.parametrize("answer", [httpx.Response(404, json=EMPTY), page(total=0), httpx.Response(200, json=[])])
def test_no_items_at_all(till: Tilby, wire: respx.MockRouter, answer: httpx.Response) -> None:
    wire.get("/items").mock(return_value=answer)
    assert till.menu_changed(SINCE) is False


def test_a_list_that_takes_no_notice_of_paging(till: Tilby, wire: respx.MockRouter) -> None:
    records = [item(id=1, updated_at="2026-11-20T10:00:00Z"), item(id=2, updated_at="2026-11-23T18:30:00Z")]
    wire.get("/items").mock(return_value=httpx.Response(200, json=_plain(records)))
    assert till.menu_changed(SINCE) is True


@pytest.mark.parametrize("said", [{"results": 7, "total": 1}, {"results": [], "total": "molti"}, "boh"])
def test_an_answer_of_another_form(till: Tilby, wire: respx.MockRouter, said: object) -> None:
    wire.get("/items").mock(return_value=httpx.Response(200, json=said))
    with pytest.raises(Malformed):
        till.menu_changed(SINCE)


def test_the_categories_come_in_turn(till: Tilby, wire: respx.MockRouter) -> None:
    old = item(updated_at="2026-11-20T10:00:00.000Z")
    items = wire.get("/items").mock(return_value=page(old, total=1))
    categories = wire.get("/categories").mock(return_value=page(*CATEGORIES))
    till.menu()
    before = (len(items.calls), len(categories.calls))
    assert [till.menu_changed(SINCE) for _ in range(4)] == [False] * 4
    assert (len(items.calls), len(categories.calls)) == (before[0] + 2, before[1] + 2)
    categories.mock(return_value=page({**CATEGORIES[0], "name": "Pizze rosse"}, CATEGORIES[1]))
    assert [till.menu_changed(SINCE) for _ in range(2)] == [False, True]


def test_never_read_whole_it_cannot_tell(till: Tilby, wire: respx.MockRouter) -> None:
    wire.get("/items").mock(return_value=page(item(updated_at="2026-11-20T10:00:00.000Z"), total=1))
    assert [till.menu_changed(SINCE) for _ in range(3)] == [False, True, False]


def test_a_menu_that_breaks_off_is_not_remembered(till: Tilby, wire: respx.MockRouter) -> None:
    wire.get("/categories").mock(return_value=page(*CATEGORIES))
    wire.get("/items").mock(side_effect=[page(item(), total=150, pages=2), httpx.Response(500)])
    with pytest.raises(Transient):
        till.menu()
    wire.get("/items").mock(return_value=page(item(updated_at="2026-11-20T10:00:00.000Z"), total=1))
    assert [till.menu_changed(SINCE) for _ in range(2)] == [False, True]


# Against the sandbox's till.


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def server(clock: HandClock) -> Iterator[TilbyServer]:
    till = TilbyServer(clock=clock)
    till.start()
    yield till
    till.stop()


@pytest.fixture
def tilby(server: TilbyServer) -> Iterator[Tilby]:
    connector = opened(server)
    yield connector
    connector.close()


def opened(server: TilbyServer, **settings: object) -> Tilby:
    told = Settings.model_validate({"base_url": server.base_url, "calls_per_second": 100, **settings})
    around: Surroundings = surroundings([])
    return open_tilby(told, {"token": server.token}, around, SHORT)


def test_the_sandboxs_menu(server: TilbyServer, tilby: Tilby) -> None:
    server.chef.edit("Margherita", images=[{"image_url": "https://img.test/m.jpg"}], price2="8.00")
    menu = tilby.menu()
    assert [category.name for category in menu.categories] == ["Antipasti", "Pizze", "Dolci", "Bevande"]
    assert len(menu.dishes) == 8
    named = {each.dish.name: each.dish for each in menu.dishes}
    margherita = named["Margherita"]
    assert (margherita.price(PriceList.PLAIN), margherita.attributes) == (Decimal("7.00"), ("Glutine",))
    assert margherita.image_url == "https://img.test/m.jpg"
    assert menu.set_aside == () == menu.conditions
    other = opened(server, price_list=2)
    assert {each.dish.name: each.dish.price(PriceList.PLAIN) for each in other.menu().dishes}["Margherita"] == 8
    other.close()


@pytest.mark.parametrize("listed", [False, True])
def test_every_change_is_noticed(server: TilbyServer, tilby: Tilby, clock: HandClock, listed: bool) -> None:
    server.switches.lists_deleted_items = listed
    changes: list[Callable[[], object]] = [
        lambda: server.chef.set_price("Margherita", "7.50"),
        lambda: server.chef.switch_off("Diavola"),
        lambda: server.chef.add("Cacio e pepe", "11.00", "Antipasti"),
        lambda: server.chef.delete("Marinara"),
        lambda: server.chef.rename_category("Pizze", "Pizze rosse"),
        lambda: server.chef.add_category("Primi"),
    ]
    before = tilby.menu()
    for change in changes:
        clock.go(minutes=1)
        since = clock.at
        assert not any(tilby.menu_changed(since) for _ in range(2))
        clock.go(minutes=1)
        change()
        assert any([tilby.menu_changed(since), tilby.menu_changed(since)])
        after = tilby.menu()
        assert after != before
        before = after
    names = [each.dish.name for each in before.dishes]
    assert "Marinara" not in names
    assert "Cacio e pepe" in names


def test_two_thousand_dishes_of_one_import(server: TilbyServer, tilby: Tilby) -> None:
    with server.state.lock:
        for number in range(2000):
            server.chef.add(f"Piatto {number}", "8.00", "Pizze")
    menu = tilby.menu()
    assert len(menu.dishes) == 2008
    server.faults.add(Fault("error", path="/items", after=3))
    with pytest.raises(Transient):
        tilby.menu()


def test_a_dish_deleted_while_the_pages_are_read_takes_no_other_with_it(
    server: TilbyServer, tilby: Tilby, clock: HandClock
) -> None:
    with server.state.lock:
        for number in range(250):
            clock.go(seconds=1)
            server.chef.add(f"Piatto {number}", "8.00", "Pizze")

    carte = tilby._carte
    seen: list[object] = []
    changes = carte._api.changes

    def disturbed(*told: object, **more: object) -> Iterator[object]:
        for sheet in changes(*told, **more):  # type: ignore[arg-type]
            if not seen:
                server.chef.delete("Margherita")
            seen.append(sheet)
            yield sheet

    carte._api.changes = disturbed  # type: ignore[assignment,method-assign]
    names = {each.dish.name for each in tilby.menu().dishes}
    assert {f"Piatto {number}" for number in range(250)} <= names


# Sales.


def test_the_query_of_sales(till: Tilby, wire: respx.MockRouter) -> None:
    route = wire.get("/sales").mock(return_value=httpx.Response(404, json=EMPTY))
    days = Days(date(2026, 11, 23), date(2026, 11, 24))
    assert [page.records for page in till.closed_sales(days)] == [()]
    assert dict(route.calls[0].request.url.params) == {
        "closed_at_since": "2026-11-23T00:00:00+01:00",
        "closed_at_max": "2026-11-25T00:00:00+01:00",
        "orderby_asc": "closed_at",
        "pagination": "true",
        "per_page": "100",
        "page": "0",
    }


def test_a_sale_in_words(till: Tilby, wire: respx.MockRouter) -> None:
    told = {
        "id": 77,
        "uuid": "u-77",
        "status": "stored",
        "closed_at": "2026-11-23T21:40:00.000Z",
        "covers": 4,
        "final_amount": 36.5,
        "table_id": 21,
        "tables": [{"table_id": 21}, {"table_id": 22}],
        "sale_items": [
            {"item_id": 5, "name": "Diavola", "quantity": 2, "final_price": 8.5, "category_id": 2},
            {"item_id": None, "name": "Coperto", "quantity": 4, "final_price": "2.00"},
            {"item_id": 6, "name": None, "quantity": 0.5, "final_price": 23},
        ],
        "sale_customer": {"first_name": "Maria"},
        "customer_id": 55,
    }
    open_one, bad = {**told, "id": 78, "status": "open"}, {**told, "id": 79, "final_amount": "boh"}
    odd = {**told, "id": 80, "status": "mai_visto"}
    void = {**told, "id": 81, "deleted_at": "2026-11-23T21:50:00.000Z", "tables": None, "customer_id": None}
    wire.get("/sales").mock(return_value=page(told, open_one, bad, odd, void))
    (found,) = till.closed_sales(Days(date(2026, 11, 23), date(2026, 11, 23)))
    sale, cancelled = found.records
    assert sale == TillSale(
        ref="77",
        closed_at=datetime(2026, 11, 23, 21, 40, tzinfo=UTC),
        total=Decimal("36.50"),
        covers=4,
        lines=(
            SaleLine("Diavola", Decimal(2), Decimal("17.00"), "5"),
            SaleLine("Coperto", Decimal(4), Decimal("8.00"), ""),
            SaleLine("6", Decimal("0.5"), Decimal("11.50"), "6"),
        ),
        guest_ref="55",
        tables=("21", "22"),
    )
    assert (cancelled.ref, cancelled.cancelled, cancelled.tables, cancelled.guest_ref) == ("81", True, ("21",), None)
    assert [aside.ref for aside in found.set_aside] == ["79", "80"]


def test_every_sale_of_its_day_to_the_cent(server: TilbyServer, tilby: Tilby, clock: HandClock) -> None:
    clock.at = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    for number in range(230):
        clock.go(minutes=7)
        server.cashier.sell(Decimal("0.01") * (number + 1), tables=["3"] if number % 3 else (), covers=number % 5)
    cancelled = server.state.sales[40]["id"]
    server.cashier.cancel(cancelled)
    days = [date(2026, 11, 22) + timedelta(days=number) for number in range(4)]
    for first, last in ((days[0], days[3]), *((day, day) for day in days)):
        sales = {sale.ref: sale for page in tilby.closed_sales(Days(first, last)) for sale in page.records}
        counting = [sale for sale in sales.values() if not sale.cancelled]
        assert all(first <= sale.closed_at.astimezone(ROME).date() <= last for sale in counting)
        own = server.totals(first, last)
        assert (sum(sale.total for sale in counting), len(counting)) == (own.total, own.sales)
        assert sum(sale.covers for sale in counting) == own.covers
    assert sum(server.totals(day, day).total for day in days) == server.totals().total > 0


def test_what_is_sold_in_the_last_second_of_a_day(server: TilbyServer, tilby: Tilby, clock: HandClock) -> None:
    clock.at = datetime(2026, 11, 23, 22, 59, 59, 500_000, tzinfo=UTC)
    server.cashier.sell("5.00")
    clock.go(seconds=1)
    server.cashier.sell("7.00")
    for day, total in ((date(2026, 11, 23), 5), (date(2026, 11, 24), 7)):
        told = [sale.total for page in tilby.closed_sales(Days(day, day)) for sale in page.records]
        assert told == [total]
