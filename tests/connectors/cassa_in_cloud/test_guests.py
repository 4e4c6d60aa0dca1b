"""Finding and creating the guest: which calls, in which order, and what happens when they fail."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
import respx

from agent.connectors.manifest import Surroundings
from agent.connectors.pos.cassa_in_cloud.client import CassaInCloud
from agent.connectors.pos.cassa_in_cloud.manifest import open_cassa_in_cloud
from agent.connectors.pos.cassa_in_cloud.settings import Settings
from agent.domain.failures import Malformed, Refused, Transient
from agent.domain.orders import Customer
from tests.connectors.clocks import StandingClock
from tests.connectors.making import MARIA

BASE = "https://till.test"


@dataclass
class Cards:
    """The till's customers behind respx: filters as the vendor has them, ids that are numbers."""

    held: list[dict[str, object]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def listed(self, request: httpx.Request) -> httpx.Response:
        query = request.url.params
        self.asked.append(next((name for name in query if name not in ("start", "limit")), "all"))
        found = self.held
        for name in ("email", "externalId"):
            if name in query:
                found = [card for card in found if card.get(name) == json.loads(query[name])]
        if "ids" in query:
            found = [card for card in found if card["id"] in json.loads(query["ids"])]
        if "lastUpdateFrom" in query:
            found = [card for card in found if int(str(card.get("lastUpdate", 0))) >= int(query["lastUpdateFrom"])]
        start = int(query["start"])
        return httpx.Response(200, json={"customers": found[start : start + 100], "totalCount": len(found)})


@pytest.fixture
def cards() -> Cards:
    return Cards()


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def wire(cards: Cards) -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=BASE, assert_all_called=False) as router:
        router.post("/apikey/token").respond(json={"access_token": "t", "expires_in": 3600})
        router.get("/customers", name="list").mock(side_effect=cards.listed)
        router.post("/customers", name="post").respond(json={"id": 500})
        router.put(path__regex=r"^/customers/", name="put").respond(json={})
        yield router


@pytest.fixture
def till(clock: StandingClock) -> Iterator[CassaInCloud]:
    settings = Settings.model_validate({"base_url": BASE, "sales_point": 77, "calls_per_10_minutes": 40})
    around = Surroundings(clock, ZoneInfo("Europe/Rome"), lambda side, ahead: None, "banco")
    connector = open_cassa_in_cloud(settings, {"api_key": "k3y"}, around)
    yield connector
    connector.close()


def sent(route: respx.Route) -> dict[str, object]:
    body: dict[str, object] = json.loads(route.calls.last.request.content)
    return body


def test_a_new_guest(till: CassaInCloud, wire: respx.MockRouter, cards: Cards) -> None:
    assert till.guest(MARIA) == "500"
    assert cards.asked == ["email", "externalId", "all"]
    assert sent(wire.routes["post"]) == {
        "name": "Maria Rossi",
        "email": "maria.rossi@example.test",
        "phoneNumber": "+393331234567",
        "externalId": "plateform:customer:55",
        "idSalesPoint": 77,
    }


@pytest.mark.parametrize(
    ("guest", "name"),
    [
        (Customer("9", email="a@example.test"), "a@example.test"),
        (Customer("9", phone="011 5551234"), "011 5551234"),
        (Customer("9", last_name="Bianchi", phone="011 5551234"), "Bianchi"),
    ],
)
def test_a_card_has_a_name(till: CassaInCloud, wire: respx.MockRouter, guest: Customer, name: str) -> None:
    till.guest(guest)
    assert sent(wire.routes["post"])["name"] == name


@pytest.mark.parametrize("guest", [Customer("9"), Customer("9", "Anna", phone="12"), Customer("9", email=" ")])
def test_a_guest_of_whom_nothing_is_known(till: CassaInCloud, wire: respx.MockRouter, guest: Customer) -> None:
    assert till.guest(guest) is None
    assert not wire.calls


def test_the_known_card_costs_one_call(till: CassaInCloud, wire: respx.MockRouter, cards: Cards) -> None:
    cards.held = [{"id": "c-1", "name": "Maria", "email": "m@example.test", "phoneNumber": "1"}]
    assert till.guest(MARIA, "c-1") == "c-1"
    assert cards.asked == ["ids"]
    assert not wire.routes["put"].called


def test_a_lost_creation_is_found_by_what_it_left(till: CassaInCloud, wire: respx.MockRouter, cards: Cards) -> None:
    def lost(request: httpx.Request) -> httpx.Response:
        cards.held.append({"id": 7, "externalId": "plateform:customer:55", "name": "Maria"})
        raise httpx.ReadError("gone")

    wire.routes["post"].mock(side_effect=lost)
    with pytest.raises(Transient) as caught:
        till.guest(MARIA)
    assert caught.value.failure.acted is None
    assert till.guest(MARIA) == "7"
    assert wire.routes["post"].call_count == 1


def test_only_what_is_missing_is_written_and_all_goes_back(
    till: CassaInCloud, wire: respx.MockRouter, cards: Cards
) -> None:
    held = {
        "id": 7,
        "firstName": "Mariuccia",
        "name": " ",
        "email": "MARIA.rossi@example.test ",
        "phoneNumber": "",
        "points": 12.5,
        "tags": ["vip"],
    }
    cards.held = [held]
    # The till's filter minds capital letters here: the card is found in the index.
    assert till.guest(MARIA) == "7"
    assert wire.routes["put"].calls.last.request.url.path == "/customers/7"
    assert sent(wire.routes["put"]) == {**held, "phoneNumber": "+393331234567"}


def test_a_card_that_the_till_does_not_let_complete(till: CassaInCloud, wire: respx.MockRouter, cards: Cards) -> None:
    cards.held = [{"id": 7, "name": "Maria", "email": "maria.rossi@example.test"}]
    wire.routes["put"].respond(400, json={"error": "InvalidParams"})
    assert till.guest(MARIA) == "7"


def test_a_card_that_the_till_does_not_take(till: CassaInCloud, wire: respx.MockRouter) -> None:
    wire.routes["post"].respond(400, json={"error": "InvalidParams"})
    with pytest.raises(Refused):
        till.guest(MARIA)


@pytest.mark.parametrize("answer", [{}, {"customer": {}}, [], {"id": True}])
def test_a_creation_without_an_id(till: CassaInCloud, wire: respx.MockRouter, answer: object) -> None:
    wire.routes["post"].respond(json=answer)
    with pytest.raises(Malformed) as caught:
        till.guest(MARIA)
    assert caught.value.failure.acted is None


def test_an_id_in_the_other_shape(till: CassaInCloud, wire: respx.MockRouter) -> None:
    wire.routes["post"].respond(json={"customer": {"id": "c-9"}})
    assert till.guest(MARIA) == "c-9"


def test_the_index_is_read_once_and_then_what_changed(till: CassaInCloud, wire: respx.MockRouter, cards: Cards) -> None:
    cards.held = [{"id": n, "name": "x", "phoneNumber": f"0115551{n:03}", "lastUpdate": n} for n in range(150)]
    till.guest(MARIA)
    assert cards.asked.count("all") == 2
    cards.asked.clear()
    assert till.guest(Customer("60", phone="+39 0115551140")) == "140"
    assert cards.asked == ["externalId", "lastUpdateFrom", "ids"]


def test_a_card_deleted_at_the_till_is_forgotten(till: CassaInCloud, wire: respx.MockRouter, cards: Cards) -> None:
    cards.held = [{"id": 7, "name": "Maria", "phoneNumber": "3331234567", "lastUpdate": 1}]
    guest = Customer("55", "Maria", phone="333 1234567")
    assert till.guest(guest) == "7"
    cards.held = []
    assert till.guest(guest) == "500"
    assert wire.routes["post"].call_count == 1


def test_a_big_till_is_indexed_over_several_orders_and_orders_come_first(
    till: CassaInCloud, wire: respx.MockRouter, cards: Cards, clock: StandingClock
) -> None:
    cards.held = [{"id": n, "name": "x", "phoneNumber": f"011{n:07}", "lastUpdate": n} for n in range(4000)]
    guest = Customer("60", "Ugo", phone="347 7654321")
    # Half an index can't tell: no card rather than a second one for somebody who has one.
    assert till.guest(guest) is None
    assert till.budget_used is not None
    assert till.budget_used <= 0.75
    assert till.guest(guest) is None
    clock.advance(timedelta(minutes=11))
    assert till.guest(guest) == "500"
    assert cards.asked.count("all") == 40
