"""Lasagna's menu, floor plan and sales per guest: what goes over the wire, and what comes back from it."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import httpx
import pytest
import respx
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from agent.connectors import exact_json
from agent.connectors.portals.lasagna.client import Lasagna
from agent.connectors.portals.lasagna.floor import floor_body, read_floor
from agent.connectors.portals.lasagna.guest_sale import sale_body
from agent.connectors.portals.lasagna.manifest import open_lasagna
from agent.connectors.portals.lasagna.menu import as_published, body_of, read_menu
from agent.connectors.portals.lasagna.settings import Settings
from agent.domain.failures import Malformed, Refused, Transient
from agent.domain.floor import Room, Table
from agent.domain.menu import Category, Dish, Menu, Price, PriceList
from agent.domain.menu_ports import FloorPortal, GuestSalePortal, MenuPortal
from agent.domain.orders import Customer, Option
from agent.domain.reservations import NOBODY
from agent.domain.sales import SaleLine
from agent.domain.takings import TillSale
from agent.sandbox import Fault, LasagnaServer
from agent.sandbox.faults import FaultKind
from agent.sandbox.lasagna.bodies import FloorPlan as TheirFloor
from agent.sandbox.lasagna.bodies import Menu as TheirMenu
from agent.sandbox.lasagna.bodies import Sale as TheirSale
from tests.contract.world import SHORT, surroundings

BASE = "https://portal.test"
MENU = "/api/v1/menu"
FLOOR = "/api/v1/floor-plan"
SALES = "/api/v1/sales"
ROME = ZoneInfo("Europe/Rome")
MARIA = Customer("", "Maria", "Rossi", "maria.rossi@example.test", "+393331234567")
SALE = TillSale(
    ref="77",
    closed_at=datetime(2026, 11, 23, 21, 40, tzinfo=UTC),
    total=Decimal("36.5"),
    covers=4,
    lines=(SaleLine("Diavola", Decimal(2), Decimal("17.00"), "5"), SaleLine("Vino", Decimal("0.5"), Decimal("19.5"))),
    guest_ref="55",
    tables=("21",),
)


def plain(amount: str | None) -> tuple[Price, ...]:
    return (Price(PriceList.PLAIN, None if amount is None else Decimal(amount)),)


PIZZE = Category("2", "Pizze", 2)
MARGHERITA = Dish(
    "1005", "2", "Margherita", plain("7.00"), True, "Pomodoro", "https://img.test/m.jpg", ("Glutine", "33 cm")
)


@pytest.fixture
def portal() -> Iterator[Lasagna]:
    connector = open_lasagna(Settings(base_url=BASE), {"client_id": "casa", "client_secret": "x"}, surroundings([]))
    yield connector
    connector.close()


@pytest.fixture
def wire() -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=BASE, assert_all_called=False) as router:
        pair = {"access_token": "a1", "refresh_token": "r1", "expires_in": 3600, "token_type": "Bearer"}
        router.post("/oauth/token", name="token").respond(json=pair)
        yield router


def sent(route: respx.Route) -> object:
    return json.loads(route.calls[-1].request.content)


def test_it_fulfils_the_ports(portal: Lasagna) -> None:
    menu: MenuPortal = portal
    floor: FloorPortal = portal
    sales: GuestSalePortal = portal
    assert {menu.budget_used, floor.budget_used, sales.budget_used} == {None}


def test_a_menu_on_its_way(portal: Lasagna, wire: respx.MockRouter) -> None:
    route = wire.put(MENU).mock(side_effect=lambda request: httpx.Response(200, content=request.content))
    menu = Menu((PIZZE,), (MARGHERITA,))
    assert portal.publish_menu(menu, key="k") == menu
    assert sent(route) == {
        "categories": [{"code": "2", "name": "Pizze", "position": 2}],
        "dishes": [
            {
                "code": "1005",
                "name": "Margherita",
                "description": "Pomodoro",
                "price": "7.00",
                "category_code": "2",
                "image_url": "https://img.test/m.jpg",
                "attributes": ["Glutine", "33 cm"],
                "available": True,
            }
        ],
    }


def test_what_the_portal_cannot_hold_is_left_out() -> None:
    dishes = (
        Dish("1", "2", " A\r\nB ", (Price(PriceList.TAKEAWAY, Decimal(5)), *plain("4"))),
        Dish("2", "2", "Senza prezzo", plain(None)),
        Dish("3", "2", "Solo asporto", (Price(PriceList.TAKEAWAY, Decimal(5)),)),
        Dish("4", "2", "Gratis", plain("0"), False, "", "", ("", "Uova")),
        Dish("1", "2", "Un'altra", plain("9")),
        Dish("5", "2", "Con aggiunte", plain("4"), additions=(Option("a", "Bufala", Decimal(2)),)),
    )
    said = as_published(Menu((PIZZE, PIZZE), dishes))
    assert said == Menu(
        (PIZZE,),
        (
            Dish("1", "2", "A\nB", plain("4.00")),
            Dish("4", "2", "Gratis", plain("0.00"), False, None, None, ("Uova",)),
            Dish("5", "2", "Con aggiunte", plain("4.00")),
        ),
    )
    assert [str(dish.price(PriceList.PLAIN)) for dish in said.dishes] == ["4.00", "0.00", "4.00"]


def test_a_menu_as_it_stands_there(portal: Lasagna, wire: respx.MockRouter) -> None:
    dishes = [
        {"code": "1", "name": "A", "price": "4.00", "category_code": "2"},
        {"code": "2", "name": "B", "price": "4,00", "category_code": "2"},
        {"code": 3, "name": "C", "price": "5.50", "category_code": 2, "available": False, "altro": 1},
    ]
    categories = [{"code": "2", "name": "Pizze"}, {"code": "3"}]
    wire.get(MENU).respond(json={"categories": categories, "dishes": dishes, "altro": 1})
    with capture_logs() as told:
        menu = portal.portal_menu()
    assert menu.categories == (Category("2", "Pizze", 0),)
    assert [(dish.ref, dish.active) for dish in menu.dishes] == [("1", True), ("3", False)]
    unread = [entry["event"] for entry in told if "unreadable" in entry["event"]]
    assert unread == ["lasagna.category_unreadable", "lasagna.dish_unreadable"]
    assert "4,00" not in str(told)
    assert portal.as_published(menu) == menu


@pytest.mark.parametrize("said", [{"categories": []}, {"categories": {}, "dishes": []}, [], "boh", None])
def test_no_menu_at_all(portal: Lasagna, wire: respx.MockRouter, said: object) -> None:
    wire.get(MENU).mock(return_value=httpx.Response(200, json=said))
    with pytest.raises(Malformed):
        portal.portal_menu()


words = st.text(max_size=12)
refs = st.text(min_size=1, max_size=6).map(str.strip).filter(lambda ref: ref and "\x00" not in ref)
amounts = st.none() | st.decimals(0, 1000, places=2)
prices = st.lists(st.builds(Price, st.sampled_from(PriceList), amounts), max_size=3).map(tuple)
dishes = st.builds(
    Dish,
    ref=refs,
    category_ref=refs,
    name=words,
    prices=prices,
    active=st.booleans(),
    description=st.none() | words,
    image_url=st.none() | words,
    attributes=st.lists(words, max_size=3).map(tuple),
)
menus = st.builds(
    Menu,
    st.lists(st.builds(Category, refs, words, st.integers(-5, 500)), max_size=3).map(tuple),
    st.lists(dishes, max_size=4).map(tuple),
)


@given(menus)
def test_what_was_sent_is_what_is_read(menu: Menu) -> None:
    body = body_of(menu)
    assert read_menu(exact_json.read(exact_json.write(body))) == as_published(menu)
    assert as_published(as_published(menu)) == as_published(menu)
    TheirMenu.model_validate(exact_json.read(exact_json.write(body)))


ROOMS = (
    Room("1", "Sala", (Table("101", "1", 2), Table("102", "2", 4))),
    Room("giardino", "Giardino", (Table("G1", "G1", 4),)),
    Room("vuota", "Vuota"),
)


def test_a_floor_plan_there_and_back(portal: Lasagna, wire: respx.MockRouter) -> None:
    route = wire.put(FLOOR).mock(side_effect=lambda request: httpx.Response(200, content=request.content))
    told_free = (Room("1", "Sala", (Table("101", "1", 2, True), Table("102", "2", 4, False))), *ROOMS[1:])
    assert portal.publish_rooms(told_free) == ROOMS
    assert sent(route) == floor_body(ROOMS)
    TheirFloor.model_validate(sent(route))
    wire.get(FLOOR).respond(json=floor_body(ROOMS))
    assert portal.portal_rooms() == ROOMS


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"rooms": [{"code": "1", "name": "Sala"}]},
        {"rooms": [*floor_body(ROOMS)["rooms"], {"code": "2", "name": "B", "tables": [{"code": "1", "name": "1"}]}]},  # type: ignore[misc]
        [],
    ],
)
def test_a_floor_plan_that_cannot_be_read_whole_is_not_read(
    portal: Lasagna, wire: respx.MockRouter, broken: object
) -> None:
    """It would be written back without what was not understood."""
    assert read_floor(broken) is None
    wire.get(FLOOR).mock(return_value=httpx.Response(200, json=broken))
    with pytest.raises(Malformed):
        portal.portal_rooms()


def test_a_sale_in_words(portal: Lasagna, wire: respx.MockRouter) -> None:
    route = wire.post(SALES).respond(201, json={})
    portal.send_guest_sale(SALE, receipt_id="tilby:77", reservation_ref="r-1", guest=MARIA)
    assert sent(route) == {
        "receipt_id": "tilby:77",
        "reservation_id": "r-1",
        "guest": {
            "first_name": "Maria",
            "last_name": "Rossi",
            "email": "maria.rossi@example.test",
            "phone": "+393331234567",
        },
        "closed_at": "2026-11-23T22:40:00+01:00",
        "covers": 4,
        "total": "36.50",
        "lines": [
            {"name": "Diavola", "quantity": 2, "amount": "17.00"},
            {"name": "Vino", "quantity": 0.5, "amount": "19.50"},
        ],
    }
    TheirSale.model_validate(sent(route))


def test_a_sale_of_nobody_names_nobody() -> None:
    body: Mapping[str, object] = sale_body(SALE, "tilby:77", None, NOBODY, ROME)
    assert {"guest", "reservation_id"} & set(body) == set()


def test_a_page_of_somebody_in_between_has_kept_nothing(portal: Lasagna, wire: respx.MockRouter) -> None:
    route = wire.post(SALES)
    for answer in (httpx.Response(201), httpx.Response(200, json={"receipt_id": "tilby:77"})):
        route.mock(return_value=answer)
        portal.send_guest_sale(SALE, receipt_id="tilby:77", reservation_ref="r-1", guest=MARIA)
    route.mock(return_value=httpx.Response(200, html="<p>Benvenuti in hotel</p>"))
    with pytest.raises(Malformed):
        portal.send_guest_sale(SALE, receipt_id="tilby:77", reservation_ref="r-1", guest=MARIA)


def test_a_sale_that_the_portal_refuses(portal: Lasagna, wire: respx.MockRouter) -> None:
    wire.post(SALES).respond(422, json={"error": "invalid", "error_description": "maria.rossi@", "field": "total"})
    with pytest.raises(Refused) as refused:
        portal.send_guest_sale(SALE, receipt_id="tilby:77", reservation_ref="r-1", guest=MARIA)
    assert "maria" not in repr(refused.value) + str(refused.value.failure)


# Against the sandbox's portal.


@pytest.fixture
def server() -> Iterator[LasagnaServer]:
    portal = LasagnaServer()
    portal.start()
    yield portal
    portal.stop()


@pytest.fixture
def lasagna(server: LasagnaServer) -> Iterator[Lasagna]:
    secrets = {"client_id": server.client_id, "client_secret": server.client_secret}
    connector = open_lasagna(Settings(base_url=server.base_url), secrets, surroundings([]), SHORT)
    yield connector
    connector.close()


def test_the_whole_is_replaced(server: LasagnaServer, lasagna: Lasagna) -> None:
    assert lasagna.portal_menu() == Menu()
    menu = Menu((PIZZE,), (MARGHERITA, Dish("7", "2", "Marinara", plain("6.00"))))
    assert lasagna.publish_menu(menu, key="k") == menu == lasagna.portal_menu()
    server.office.edit_dish("7", price="6.50", available=False)
    (edited,) = [dish for dish in lasagna.portal_menu().dishes if dish.ref == "7"]
    assert (edited.prices, edited.active) == (plain("6.50"), False)
    assert lasagna.publish_menu(Menu((PIZZE,), (MARGHERITA,)), key="k").by_ref.keys() == {"1005"}


def test_a_room_that_only_the_portal_has(server: LasagnaServer, lasagna: Lasagna) -> None:
    server.office.add_room("terrazza", "Terrazza", {"T1": 2, "T2": 6})
    rooms = lasagna.portal_rooms()
    assert [room.code for room in rooms] == ["giardino", "terrazza"]
    assert lasagna.publish_rooms((ROOMS[0], *rooms)) == (ROOMS[0], *rooms) == lasagna.portal_rooms()


@pytest.mark.parametrize("harm", ["lose_answer", "cut", "twice", "malformed", "expire_token"])
def test_a_sale_is_kept_once_whatever_happens(server: LasagnaServer, lasagna: Lasagna, harm: FaultKind) -> None:
    booked = server.book()["id"]
    server.faults.add(Fault(harm, method="POST", path="/sales"))
    for _attempt in range(3):
        try:
            lasagna.send_guest_sale(SALE, receipt_id="tilby:77", reservation_ref=booked, guest=MARIA)
        except (Transient, Malformed):
            continue
    assert [(sale["receipt_id"], sale["total"]) for sale in server.sales()] == [("tilby:77", "36.50")]
    assert server.totals().total == Decimal("36.50")
    assert server.totals().covers == 4
