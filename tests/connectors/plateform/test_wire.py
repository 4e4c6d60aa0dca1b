"""What exactly goes over the wire to Plateform: methods, addresses, headers, encodings."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import respx

from agent import __version__
from agent.connectors.portals.plateform.client import Plateform
from agent.connectors.portals.plateform.manifest import open_plateform
from agent.connectors.portals.plateform.settings import Settings
from agent.domain.failures import Conflict, Malformed, Refused, Transient
from agent.domain.ports import OrderPortal
from tests.connectors.plateform.making import wire_order
from tests.contract.world import surroundings

BASE = "https://portal.test/v1"
SINCE = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)


@pytest.fixture
def portal() -> Iterator[Plateform]:
    settings = Settings(base_url=BASE, restaurant_id="4711")
    connector = open_plateform(settings, {"api_key": "chiave à"}, surroundings([]))
    yield connector
    connector.close()


@pytest.fixture
def wire() -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=BASE) as router:
        yield router


def page(*orders: object, cursor: str | None = None, tag: str | None = None) -> httpx.Response:
    headers = {"ETag": tag} if tag else {}
    return httpx.Response(200, json={"data": list(orders), "next_cursor": cursor}, headers=headers)


def asked(route: respx.Route, number: int = -1) -> httpx.Request:
    request: httpx.Request = route.calls[number].request
    return request


def test_it_fulfils_the_port(portal: Plateform) -> None:
    port: OrderPortal = portal
    assert port.prerequisites() == ()


def test_the_login_and_who_is_asking(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.get("/account").respond(json={"id": 4711, "name": "Da Gino", "timezone": "Europe/Rome"})
    account = portal.test()
    assert (account.name, account.detail, account.zone) == ("Da Gino", "4711", "Europe/Rome")
    headers = asked(route).headers
    assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode() == "4711:chiave à"
    assert headers["User-Agent"] == f"campanello/{__version__}"


def test_the_query_of_changes(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.get("/orders").mock(side_effect=[page(wire_order(), cursor="a+b/="), page(wire_order(id=902))])
    assert len(list(portal.order_changes(SINCE))) == 2
    assert asked(route, 0).url.raw_path == b"/v1/orders?updated_since=2026-11-23T18%3A58%3A00%2B00%3A00&limit=100"
    assert asked(route, 1).url.params["cursor"] == "a+b/="
    assert b"cursor=a%2Bb%2F%3D" in asked(route, 1).url.raw_path


def test_the_tag_of_a_whole_listing_is_sent_back(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.get("/orders").mock(
        side_effect=[page(wire_order(), tag='"one"'), httpx.Response(304), page(tag='"two"'), page()]
    )
    assert len(list(portal.order_changes(SINCE))) == 1
    assert list(portal.order_changes(SINCE)) == []
    assert asked(route).headers["If-None-Match"] == '"one"'
    list(portal.order_changes(SINCE))
    list(portal.order_changes(SINCE + timedelta(seconds=1)))
    assert "If-None-Match" not in asked(route).headers  # another question


def test_the_tag_of_a_first_page_of_many_is_not(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.get("/orders").mock(
        side_effect=[page(wire_order(), cursor="2", tag='"one"'), page(wire_order(id=902), tag='"x"'), page()]
    )
    list(portal.order_changes(SINCE))
    list(portal.order_changes(SINCE))
    assert "If-None-Match" not in asked(route).headers


def test_a_cursor_that_comes_again_ends_the_reading(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.get("/orders").mock(side_effect=lambda request: page(wire_order(), cursor="same"))
    with pytest.raises(Malformed):
        list(portal.order_changes(SINCE))
    assert route.call_count == 2


@pytest.mark.parametrize("body", [[], {}, {"data": None}, {"data": {}}, "text", None])
def test_a_listing_that_is_none(portal: Plateform, wire: respx.MockRouter, body: object) -> None:
    wire.get("/orders").respond(json=body)
    with pytest.raises(Malformed) as caught:
        list(portal.order_changes(SINCE))
    assert caught.value.failure.acted is False


def test_open_orders_are_asked_by_their_words(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.get("/orders").mock(side_effect=lambda request: page(wire_order()))
    pages = list(portal.open_orders())
    assert [asked(route, number).url.params["status"] for number in (0, 1)] == ["nuovo", "confermato"]
    assert [page.upto for page in pages] == [None, None]


def test_the_three_decisions(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.patch("/orders/901").respond(json=wire_order(status="confermato", version=8))
    ready = datetime(2026, 11, 23, 19, 34, 5, 999_999, tzinfo=UTC)
    assert portal.accept_order("901", ready, key="campanello:banco:901", version=7).version == 8
    portal.reject_order("901", "Forno rotto", key="campanello:caffè:901", version=8)
    portal.complete_order("901", key="k" * 300, version=9)
    first, second, third = (asked(route, number) for number in range(3))
    assert json.loads(first.content) == {"status": "confermato", "ready_at": "2026-11-23T19:34:05+00:00"}
    assert first.headers["If-Match"] == '"7"'
    assert first.headers["Idempotency-Key"] == "campanello:banco:901"
    assert first.headers["Content-Type"] == "application/json"
    assert json.loads(second.content) == {"status": "rifiutato", "rejection_reason": "Forno rotto"}
    assert second.headers["Idempotency-Key"] == "campanello:caff%C3%A8:901"
    assert json.loads(third.content) == {"status": "evaso"}
    assert len(third.headers["Idempotency-Key"]) == 64


def test_received_has_no_body(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.post("/orders/901/received").respond(204)
    portal.mark_received("901")
    assert asked(route).content == b""


def test_a_reference_stays_one_part_of_the_path(portal: Plateform, wire: respx.MockRouter) -> None:
    route = wire.get(url__regex=r".*").respond(json=wire_order())
    portal.order("../account?x=1#y")
    assert asked(route).url.raw_path == b"/v1/orders/..%2Faccount%3Fx%3D1%23y"


@pytest.mark.parametrize(
    ("status", "body", "kind", "code", "field"),
    [
        (409, {"error": {"code": "invalid_transition", "message": "annullato"}}, Conflict, "invalid_transition", ""),
        (412, wire_order(), Conflict, "", ""),
        (
            422,
            {"error": {"code": "missing", "message": "", "field": "rejection_reason"}},
            Refused,
            "missing",
            "rejection_reason",
        ),
        (400, "text", Refused, "", ""),
        (413, None, Refused, "", ""),
        (422, {"error": {"code": "maria@example.test", "field": ["x"]}}, Refused, "", ""),
    ],
)
def test_refusals_keep_the_portals_code(
    portal: Plateform,
    wire: respx.MockRouter,
    status: int,
    body: object,
    kind: type[Conflict | Refused],
    code: str,
    field: str,
) -> None:
    wire.patch("/orders/901").respond(status, json=body)
    with pytest.raises(kind) as caught:
        portal.complete_order("901", key="1", version=1)
    params = caught.value.failure.params
    assert (params["code"], params["field"], params["status"]) == (code, field, str(status))


def test_an_answer_to_a_decision_that_cannot_be_read(portal: Plateform, wire: respx.MockRouter) -> None:
    wire.patch("/orders/901").respond(json={"ok": True})
    with pytest.raises(Malformed) as caught:
        portal.complete_order("901", key="1", version=1)
    assert caught.value.failure.acted is None


def test_a_redirection_is_not_followed(portal: Plateform, wire: respx.MockRouter) -> None:
    wire.patch("/orders/901").respond(302, headers={"Location": "https://login.wifi.test/?next=x"})
    with pytest.raises(Transient) as caught:
        portal.complete_order("901", key="1", version=1)
    failure = caught.value.failure
    assert (failure.message, failure.acted, failure.params["host"]) == ("side.redirected", False, "login.wifi.test")
