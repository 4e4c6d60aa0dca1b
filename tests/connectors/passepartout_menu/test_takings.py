"""Every sale of Passepartout Menu by its bills: one a comanda, covers once, with or without a reservation."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from agent.connectors.pos.passepartout_menu.client import PassepartoutMenu
from agent.connectors.pos.passepartout_menu.manifest import open_passepartout_menu
from agent.connectors.pos.passepartout_menu.settings import Settings
from agent.domain.failures import Transient
from agent.domain.menu_ports import SalesTill
from agent.domain.reservation_ports import Days
from agent.domain.takings import TillSale
from agent.sandbox import Fault, MenuServer
from tests.connectors.passepartout_menu.test_sales import bill, bills, comanda, dish
from tests.connectors.passepartout_menu.till import WordTill, nil, result, text
from tests.contract.world import SHORT, surroundings
from tests.sandbox.visitors import HandClock

ROME = ZoneInfo("Europe/Rome")
DAY = date(2026, 11, 25)
EVENING = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> HandClock:
    hand = HandClock()
    hand.at = EVENING
    return hand


@pytest.fixture
def server(clock: HandClock) -> Iterator[MenuServer]:
    till = MenuServer(clock=clock)
    till.start()
    yield till
    till.stop()


@pytest.fixture
def till_of(server: MenuServer) -> Iterator[PassepartoutMenu]:
    settings = Settings(base_url=server.base_url, company=server.company)
    secrets = {"user": server.user, "password": server.password}
    connector = open_passepartout_menu(settings, secrets, surroundings([]), SHORT)
    yield connector
    connector.close()


def told(till: SalesTill, first: date = DAY, last: date = DAY) -> dict[str, TillSale]:
    return {sale.ref: sale for page in till.closed_sales(Days(first, last)) for sale in page.records}


def test_every_comanda_with_and_without_a_reservation(server: MenuServer, till_of: PassepartoutMenu) -> None:
    host = server.host
    booked = host.book(covers=4)["IdGestionale"]
    awaited = host.open_check(booked, table="3")["IdGestionale"]
    walk_in = host.open_check(table="21", covers=3)["IdGestionale"]
    left_open = host.open_check(table="5")["IdGestionale"]
    for check in (awaited, walk_in):
        host.pay(check)
    sales = told(till_of)
    assert sales.keys() == {str(awaited), str(walk_in)}
    assert str(left_open) not in sales
    one, other = sales[str(awaited)], sales[str(walk_in)]
    assert (one.reservation_ref, one.tables, one.covers) == (str(booked), ("3",), 4)
    assert (other.reservation_ref, other.tables, other.covers) == (None, ("21",), 3)
    assert one.total == sum(line.amount for line in one.lines) > 0
    assert one.closed_at == EVENING


@pytest.mark.parametrize(
    ("kind", "parts"), [("Unico", 1), ("SeparatoManuale", 3), ("RomanaSeparato", 4), ("SeparatoAutomatico", 2)]
)
def test_covers_once_and_every_bill(server: MenuServer, till_of: PassepartoutMenu, kind: str, parts: int) -> None:
    check = server.host.open_check(table="8", covers=5)
    whole = sum(row["Totale"] for row in check["Righe"])
    server.host.pay(check["IdGestionale"], kind=kind, parts=parts)
    (sale,) = told(till_of).values()
    assert (sale.total, sale.covers) == (whole, 5)


def test_what_does_not_count(server: MenuServer, till_of: PassepartoutMenu) -> None:
    host = server.host
    advance = host.open_check(table="1")["IdGestionale"]
    host.deposit(advance, "20.00")
    owed = host.open_check(table="2", covers=2)["IdGestionale"]
    (bill_of_it,) = host.pay(owed, state="Sospeso")
    host.settle(bill_of_it["IdGestionale"])
    host.give_back(owed, "5.00")
    sales = told(till_of)
    assert {ref: sale.total for ref, sale in sales.items()} == {str(owed): bill_of_it["TotaleDocumento"]}


def test_a_cancelled_bill(server: MenuServer, till_of: PassepartoutMenu) -> None:
    host = server.host
    check = host.open_check(table="3")["IdGestionale"]
    first, second = host.pay(check, kind="SeparatoManuale", parts=2)
    host.cancel_bill(first["IdGestionale"])
    (sale,) = told(till_of).values()
    assert (sale.total, sale.cancelled) == (second["TotaleDocumento"], False)
    host.cancel_bill(second["IdGestionale"])
    (sale,) = told(till_of).values()
    assert sale.cancelled
    assert server.totals().sales == 0


def test_a_table_by_another_name(server: MenuServer, till_of: PassepartoutMenu) -> None:
    server.host.rename_table("3", "3 bis")
    server.host.rename_room("Dehors", "Giardino")
    rooms = {room.name: [table.code for table in room.tables] for room in till_of.rooms()}
    assert rooms["Sala interna"][:4] == ["1", "2", "3 bis", "4"]
    assert list(rooms) == ["Sala interna", "Giardino"]
    taken = server.host.open_check(table="3 bis")["IdGestionale"]
    free = {table.code: table.free for room in till_of.rooms(EVENING) for table in room.tables}
    assert (free["3 bis"], free["4"]) == (False, True)
    server.host.pay(taken)
    assert told(till_of)[str(taken)].tables == ("3 bis",)


@pytest.mark.parametrize("evening", [True, False])
@pytest.mark.parametrize("vanish", [True, False])
def test_three_days_and_nights_to_the_cent(
    server: MenuServer, till_of: PassepartoutMenu, clock: HandClock, evening: bool, vanish: bool
) -> None:
    server.switches.night_belongs_to_evening, server.switches.paid_vanish = evening, vanish
    server.switches.call_milliseconds = 0
    clock.at = EVENING - timedelta(days=1)
    kinds = ("Unico", "SeparatoManuale", "RomanaUnico", "RomanaSeparato")
    for number in range(60):
        clock.go(minutes=47)
        check = server.host.open_check(table=str(20 + number % 6), covers=1 + number % 7)["IdGestionale"]
        if number % 9 == 0:
            # Half of it before midnight, half of it whenever the last guest pays.
            server.host.bill(check, "13.37")
            clock.go(minutes=95)
        paid = server.host.pay(check, kind=kinds[number % 4], parts=1 + number % 3)
        if number % 11 == 0:
            for each in paid:
                server.host.cancel_bill(each["IdGestionale"])
    days = [DAY + timedelta(days=number) for number in range(-2, 4)]
    for first, last in ((days[0], days[-1]), *((day, day) for day in days)):
        counting = [sale for sale in told(till_of, first, last).values() if not sale.cancelled]
        own = server.totals(first, last)
        assert (sum(sale.total for sale in counting), len(counting)) == (own.total, own.sales)
        assert sum(sale.covers for sale in counting) == own.covers
    assert server.totals().sales > 50


def test_a_paid_comanda_is_asked_for_once(server: MenuServer, till_of: PassepartoutMenu) -> None:
    for table in ("1", "2"):
        server.host.pay(server.host.open_check(table=table)["IdGestionale"])
    server.host.bill(server.host.open_check(table="3")["IdGestionale"], "10.00")
    assert len(told(till_of)) == 3
    before = server.state.operations["GetComanda"]
    assert len(told(till_of)) == 3
    assert server.state.operations["GetComanda"] == before + 1, "the open one alone"


def test_a_failure_midway_tells_no_half(server: MenuServer, till_of: PassepartoutMenu) -> None:
    server.host.pay(server.host.open_check(table="1")["IdGestionale"])
    server.faults.add(Fault("error", path="GetContiGiorno", after=1))
    with pytest.raises(Transient):
        told(till_of)


def test_one_bad_bill_costs_its_own_comanda(menu: PassepartoutMenu, till: WordTill) -> None:
    good = bill(73, check=8, rows=dish("Pizza", "12.00"), TotaleDocumento="12.00")
    broken = bill(71, check=7, TotaleDocumento="boh")
    counter = bill(74, check=0, TotaleDocumento="3.00", NumeroCoperti=0)
    no_amount = bill(75, check=9, TotaleDocumento=None)
    till.says("GetContiGiorno", bills(), bills(bill(70, check=7), broken, good, counter, no_amount), bills())
    till.says("GetComanda", nil("GetComanda"), result("GetComanda", comanda(IsPagato="forse")))
    (page,) = menu.closed_sales(Days(DAY, DAY))
    assert [(sale.ref, sale.total, sale.reservation_ref) for sale in page.records] == [
        ("8", Decimal("12.00"), None),
        ("conto:74", Decimal("3.00"), None),
    ]
    assert sorted(aside.ref for aside in page.set_aside) == ["9", "comanda:7"]
    assert "boh" not in str(page.set_aside)
    asked = [text(each, "t:giorno") for each in till.asked("GetContiGiorno")]
    assert asked == [f"2026-11-{day}T00:00:00" for day in (24, 25, 26)]
