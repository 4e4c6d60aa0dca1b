"""What exactly goes over the wire to Cassa in Cloud: token, headers, encodings, paging, and errors by their word."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
import respx

from agent.connectors.manifest import Surroundings
from agent.connectors.pos.cassa_in_cloud.client import CassaInCloud
from agent.connectors.pos.cassa_in_cloud.manifest import open_cassa_in_cloud
from agent.connectors.pos.cassa_in_cloud.settings import Settings
from agent.domain.failures import AuthRefused, Conflict, Failed, Gone, Malformed, RateLimited, Refused, Transient
from agent.domain.ports import OrderTill
from tests.connectors.clocks import StandingClock
from tests.connectors.making import NOW, draft_of, portal_order

BASE = "https://till.test"
ORDER = {"id": "o-1", "externalId": "plateform:901", "status": "NOT_PROCESSED", "externalWorkflowStatus": "REQUESTED"}
PRODUCT = {"product": {"id": "p", "variants": [{"id": "v"}]}}
Open = Callable[..., CassaInCloud]


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(NOW)


@pytest.fixture
def opened(clock: StandingClock) -> Iterator[Open]:
    connectors: list[CassaInCloud] = []

    def open_it(**settings: object) -> CassaInCloud:
        told = Settings.model_validate({"base_url": BASE, "sales_point": 77, **settings})
        around = Surroundings(clock, ZoneInfo("Europe/Rome"), lambda side, ahead: None, "banco")
        connectors.append(open_cassa_in_cloud(told, {"api_key": "k3y"}, around))
        return connectors[-1]

    yield open_it
    for connector in connectors:
        connector.close()


@pytest.fixture
def till(opened: Open) -> CassaInCloud:
    return opened()


@pytest.fixture
def wire() -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=BASE, assert_all_called=False) as router:
        numbers = iter(range(1, 1000))
        router.post("/apikey/token", name="token").mock(
            side_effect=lambda request: httpx.Response(
                200, json={"access_token": f"t{next(numbers)}", "expires_in": 3600, "token_type": "Bearer"}
            )
        )
        yield router


def asked(route: respx.Route, number: int = -1) -> httpx.Request:
    request: httpx.Request = route.calls[number].request
    return request


def test_it_fulfils_the_port(till: CassaInCloud) -> None:
    port: OrderTill = till
    assert port is till
    assert till.budget_used == 0.0


def test_the_token_call(till: CassaInCloud, wire: respx.MockRouter) -> None:
    wire.get("/documents/orders/o-1").respond(json={"order": ORDER})
    till.order("o-1")
    request = asked(wire.routes["token"])
    assert json.loads(request.content) == {"apiKey": "k3y"}
    assert request.headers["X-Requested-With"] == "*"
    assert request.headers["Content-Type"] == "application/json"
    assert "Authorization" not in request.headers


def test_the_headers_of_reading_and_writing(till: CassaInCloud, wire: respx.MockRouter) -> None:
    read = wire.get("/documents/orders/o-1").respond(json={"order": ORDER})
    wire.get("/salesmodes").respond(json={"salesModes": [], "totalCount": 0})
    wire.get(path__regex=r"^/products/").respond(json=PRODUCT)
    write = wire.post("/documents/orders/batch").respond(
        json={"batchResponse": {"createDetails": [{"index": 0, "id": "o-1", "externalId": "plateform:901"}]}}
    )
    till.order("o-1")
    till.place_order(draft_of(portal_order()))
    for request in (asked(read), asked(write)):
        assert request.headers["Authorization"] == "Bearer t1"
        assert request.headers["X-Version"] == "1.0.0"
        assert request.headers["Content-Type"] == "application/json"
    assert "X-Requested-With" not in asked(read).headers
    assert asked(write).headers["X-Requested-With"] == "*"
    (sent,) = json.loads(asked(write).content)["create"]
    assert sent["externalId"] == "plateform:901"
    assert b'"amount":24.50' in asked(write).content


def test_a_list_of_orders_is_asked_in_windows(till: CassaInCloud, wire: respx.MockRouter) -> None:
    route = wire.get("/documents/orders").respond(json={"orders": [], "totalCount": 0})
    list(till.orders_since(NOW - timedelta(days=4)))
    queries = [asked(route, number).url.query.decode() for number in range(route.call_count)]
    assert queries == [
        "datetimeFrom=1795114800000&datetimeTo=1795370400000&idsSalesPoint=%5B77%5D&start=0&limit=100",
        "datetimeFrom=1795370400000&datetimeTo=1795546800000&idsSalesPoint=%5B77%5D&start=0&limit=100",
    ]


def test_an_order_created_late_is_looked_for_about_now_too(till: CassaInCloud, wire: respx.MockRouter) -> None:
    def listed(request: httpx.Request) -> httpx.Response:
        late = int(request.url.params["datetimeTo"]) >= int(NOW.timestamp() * 1000)
        return httpx.Response(200, json={"orders": [ORDER] if late else [], "totalCount": int(late)})

    route = wire.get("/documents/orders").mock(side_effect=listed)
    found = till.find_order("plateform:901", NOW - timedelta(days=9))
    assert found is not None
    assert found.ref == "o-1"
    assert route.call_count == 3


def test_the_token_is_kept_and_renewed_before_it_ends(
    till: CassaInCloud, wire: respx.MockRouter, clock: StandingClock
) -> None:
    route = wire.get("/documents/orders/o-1").respond(json={"order": ORDER})
    till.order("o-1")
    clock.advance(timedelta(seconds=3539))
    till.order("o-1")
    assert wire.routes["token"].call_count == 1
    clock.advance(timedelta(seconds=1))
    till.order("o-1")
    assert wire.routes["token"].call_count == 2
    assert asked(route).headers["Authorization"] == "Bearer t2"


def test_a_401_renews_once_and_repeats_once(till: CassaInCloud, wire: respx.MockRouter) -> None:
    answers = [httpx.Response(401), httpx.Response(200, json={"order": ORDER})]
    route = wire.get("/documents/orders/o-1").mock(side_effect=answers)
    till.order("o-1")
    assert [asked(route, number).headers["Authorization"] for number in (0, 1)] == ["Bearer t1", "Bearer t2"]


def test_a_401_that_stays_is_wrong_credentials(till: CassaInCloud, wire: respx.MockRouter) -> None:
    route = wire.get("/documents/orders/o-1").respond(401, json={"error": "InvalidToken"})
    with pytest.raises(AuthRefused):
        till.order("o-1")
    assert (route.call_count, wire.routes["token"].call_count) == (2, 2)


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_wrong_key(till: CassaInCloud, wire: respx.MockRouter, status: int) -> None:
    wire.routes["token"].respond(status, json={"error": "InvalidApiKey", "msg": "k3y"})
    with pytest.raises(AuthRefused) as caught:
        till.test()
    assert caught.value.failure.params["code"] == "InvalidApiKey"


@pytest.mark.parametrize(
    ("status", "kind"), [(404, Gone), (429, RateLimited), (500, Transient), (302, Transient), (200, Malformed)]
)
def test_a_token_call_in_trouble_never_leaves_a_write_in_doubt(
    till: CassaInCloud, wire: respx.MockRouter, status: int, kind: type[Failed]
) -> None:
    wire.routes["token"].respond(status, json={})
    with pytest.raises(kind) as caught:
        till.guest(portal_order().customer)
    assert caught.value.failure.acted is False


@pytest.mark.parametrize("token", [None, 7, "", "due parole", "tok\nen", "tòken"])
def test_a_token_that_no_header_can_carry(till: CassaInCloud, wire: respx.MockRouter, token: object) -> None:
    wire.routes["token"].respond(json={"access_token": token, "expires_in": 3600})
    with pytest.raises(Malformed):
        till.test()


@pytest.mark.parametrize(("life", "kept"), [("120", 60), (3600.0, 3540), (30, 15), (None, 3540), ("molto", 3540)])
def test_how_long_a_token_is_good(
    till: CassaInCloud, wire: respx.MockRouter, clock: StandingClock, life: object, kept: int
) -> None:
    wire.routes["token"].respond(json={"access_token": "t", "expires_in": life})
    wire.get("/documents/orders/o-1").respond(json={"order": ORDER})
    till.order("o-1")
    clock.advance(timedelta(seconds=kept - 1))
    till.order("o-1")
    assert wire.routes["token"].call_count == 1
    clock.advance(timedelta(seconds=1))
    till.order("o-1")
    assert wire.routes["token"].call_count == 2


def test_two_threads_never_renew_at_once(till: CassaInCloud, wire: respx.MockRouter) -> None:
    refused = threading.Barrier(2, timeout=10)

    def answered(request: httpx.Request) -> httpx.Response:
        if request.headers["Authorization"] == "Bearer t1":
            refused.wait()
            return httpx.Response(401)
        return httpx.Response(200, json={"order": ORDER})

    wire.get("/documents/orders/o-1").mock(side_effect=answered)
    threads = [threading.Thread(target=till.order, args=("o-1",)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert wire.routes["token"].call_count == 2


@pytest.mark.parametrize(
    ("status", "word", "read", "written"),
    [
        (400, "InvalidId", Gone, Refused),
        (404, "InvalidId", Gone, Refused),
        (422, "InvalidId", Gone, Refused),
        (200, "InvalidId", Gone, Refused),
        (400, "ConflictValue", Conflict, Conflict),
        (409, "ConflictValue", Conflict, Conflict),
        (400, "InvalidParams", Refused, Refused),
        (404, "InvalidParams", Refused, Refused),
        (403, "InvalidIdSalesPoint", Refused, Refused),
        (403, "Forbidden", AuthRefused, AuthRefused),
        (418, "Teapot", Refused, Refused),
        (404, "NotFound", Gone, Refused),
        (413, "RequestTooLarge", Refused, Refused),
        (429, "TooManyRequests", RateLimited, RateLimited),
        (500, "ConflictValue", Transient, Transient),
    ],
)
def test_the_word_decides(
    till: CassaInCloud, wire: respx.MockRouter, status: int, word: str, read: type[Failed], written: type[Failed]
) -> None:
    answer = httpx.Response(status, json={"error": word, "msg": "maria@example.test"})
    wire.get("/documents/orders/o-1").mock(return_value=answer)
    wire.get("/salesmodes").respond(json={"salesModes": [], "totalCount": 0})
    wire.get(path__regex=r"^/products/").respond(json=PRODUCT)
    wire.post("/documents/orders/batch").mock(return_value=answer)
    with pytest.raises(Failed) as caught:
        till.order("o-1")
    assert type(caught.value) is read
    with pytest.raises(Failed) as refused:
        till.place_order(draft_of(portal_order()))
    assert type(refused.value) is written
    assert "maria" not in repr(refused.value.failure)
    if status < 500 and status != 429:
        assert refused.value.failure.params["code"] == word
        assert refused.value.failure.acted is False


@pytest.mark.parametrize("body", [b"", b"<html>404</html>", b"{}", b"[]"])
def test_a_404_without_the_tills_word_is_no_deleted_order(
    till: CassaInCloud, wire: respx.MockRouter, body: bytes
) -> None:
    wire.get("/documents/orders/o-1").respond(404, content=body)
    with pytest.raises(Transient) as caught:
        till.order("o-1")
    assert caught.value.failure.message == "side.stranger"


@pytest.mark.parametrize("body", [{}, {"order": None}, {"order": {"status": "x"}}, []])
def test_an_order_that_cannot_be_read(till: CassaInCloud, wire: respx.MockRouter, body: object) -> None:
    wire.get("/documents/orders/o-1").respond(json=body)
    with pytest.raises(Malformed):
        till.order("o-1")


def test_a_list_that_shrinks_between_its_pages_loses_nothing(till: CassaInCloud, wire: respx.MockRouter) -> None:
    orders = [{**ORDER, "id": f"o-{number}"} for number in range(250)]

    def listed(request: httpx.Request) -> httpx.Response:
        start = int(request.url.params["start"])
        if start == 100:
            # Somebody deletes three of the first page.
            del orders[5:8]
        return httpx.Response(200, json={"orders": orders[start : start + 100], "totalCount": len(orders)})

    wire.get("/documents/orders").mock(side_effect=listed)
    listed_refs = [order.ref for page in till.orders_since(NOW) for order in page.records]
    assert listed_refs == sorted(set(listed_refs), key=listed_refs.index)
    assert set(listed_refs) >= {order["id"] for order in orders}


def test_a_list_that_grows_between_its_pages_repeats_nothing(till: CassaInCloud, wire: respx.MockRouter) -> None:
    orders = [{**ORDER, "id": f"o-{number}"} for number in range(150)]

    def listed(request: httpx.Request) -> httpx.Response:
        start = int(request.url.params["start"])
        if start == 100:
            orders[:0] = [{**ORDER, "id": "new"}]
        return httpx.Response(200, json={"orders": orders[start : start + 100], "totalCount": len(orders)})

    wire.get("/documents/orders").mock(side_effect=listed)
    refs = [order.ref for page in till.orders_since(NOW) for order in page.records]
    assert len(refs) == len(set(refs)) == 150


@pytest.mark.parametrize("total", [None, "many", -1])
def test_a_list_without_a_count_ends_with_a_short_page(
    till: CassaInCloud, wire: respx.MockRouter, total: object
) -> None:
    orders = [{**ORDER, "id": f"o-{number}"} for number in range(130)]

    def listed(request: httpx.Request) -> httpx.Response:
        start = int(request.url.params["start"])
        return httpx.Response(200, json={"orders": orders[start : start + 100], "totalCount": total})

    route = wire.get("/documents/orders").mock(side_effect=listed)
    assert len([order for page in till.orders_since(NOW) for order in page.records]) == 130
    assert route.call_count == 2


def test_a_bad_record_of_a_list_is_set_aside(till: CassaInCloud, wire: respx.MockRouter) -> None:
    wire.get("/documents/orders").respond(
        json={"orders": [ORDER, {"id": None}, "rubbish", {**ORDER, "id": 7}], "totalCount": 4}
    )
    (page,) = till.orders_since(NOW)
    assert [order.ref for order in page.records] == ["o-1", "7"]
    assert len(page.set_aside) == 2


def test_products_are_asked_once_and_missing_ones_soon_again(
    till: CassaInCloud, wire: respx.MockRouter, clock: StandingClock
) -> None:
    wire.get("/salesmodes").respond(json={"salesModes": [{"id": 12, "description": "plateform_takeaway"}]})
    known = wire.get("/products/p-margherita").respond(json=PRODUCT)
    missing = wire.get("/products/p-tiramisu").respond(400, json={"error": "InvalidId"})
    batch = wire.post("/documents/orders/batch").respond(json={"batchResponse": {"createDetails": [{"id": 1}]}})
    for passed, calls in ((0, (1, 1)), (59, (1, 1)), (1, (1, 2)), (540, (2, 3))):
        clock.advance(timedelta(seconds=passed))
        assert till.place_order(draft_of(portal_order())).unmatched == ("2",)
        assert (known.call_count, missing.call_count) == calls
    (row,) = json.loads(asked(batch).content)["create"][0]["document"]["rows"]
    assert row["idSalesMode"] == 12


def test_an_order_beyond_the_vendors_size_is_not_sent(till: CassaInCloud, wire: respx.MockRouter) -> None:
    wire.get("/salesmodes").respond(json={"salesModes": []})
    wire.get(path__regex=r"^/products/").respond(json=PRODUCT)
    route = wire.post("/documents/orders/batch")
    line = replace(portal_order().lines[1], note="n" * 500)
    order = portal_order(lines=(line,) * 300)
    with pytest.raises(Refused) as caught:
        till.place_order(draft_of(order))
    assert (caught.value.failure.params["code"], caught.value.failure.acted) == ("too_large", False)
    assert not route.called


@pytest.mark.parametrize("answer", [{}, {"batchResponse": {"createDetails": []}}, [], "ok"])
def test_a_batch_answer_without_an_id(till: CassaInCloud, wire: respx.MockRouter, answer: object) -> None:
    wire.get("/salesmodes").respond(json={"salesModes": []})
    wire.get(path__regex=r"^/products/").respond(json=PRODUCT)
    wire.post("/documents/orders/batch").respond(json=answer)
    with pytest.raises(Malformed) as caught:
        till.place_order(draft_of(portal_order()))
    assert caught.value.failure.acted is None


def test_the_budget_of_calls_is_a_setting_and_counts_the_token(opened: Open, wire: respx.MockRouter) -> None:
    till = opened(calls_per_10_minutes=20)
    wire.get("/documents/orders/o-1").respond(json={"order": ORDER})
    for _ in range(19):
        till.order("o-1")
    assert till.budget_used == 1.0
    with pytest.raises(RateLimited) as caught:
        till.order("o-1")
    assert caught.value.failure.message == "side.budget"


def test_a_sales_point_that_the_key_does_not_see(till: CassaInCloud, wire: respx.MockRouter) -> None:
    route = wire.get("/salespoint").respond(json={"salesPoint": [{"id": 78, "name": "Altro"}], "totalCount": 1})
    with pytest.raises(Refused) as caught:
        till.test()
    assert caught.value.failure.message == "side.sales_point_missing"
    assert dict(caught.value.failure.params) == {"system": "Cassa in Cloud", "id": "77", "visible": "78"}
    assert asked(route).url.params["hasActiveLicense"] == "true"


def test_prerequisites(till: CassaInCloud, wire: respx.MockRouter) -> None:
    wire.get("/salespoint").respond(json={"salesPoint": [{"id": 77, "name": "Da Gino"}], "totalCount": 1})
    modes = [{"id": 1, "description": "plateform_takeaway"}, {"id": 2, "description": "Plateform delivery"}]
    wire.get("/salesmodes").respond(json={"salesModes": modes, "totalCount": 2})
    point, takeaway, delivery = till.prerequisites()
    assert (point.fulfilled, takeaway.fulfilled, delivery.fulfilled) == (True, True, False)
    assert dict(delivery.params) == {"name": "plateform_delivery", "found": "Plateform delivery"}
