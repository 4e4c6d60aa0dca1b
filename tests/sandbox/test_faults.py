"""Every way to misbehave, seen from the other end of the socket."""

import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from agent.sandbox import Fault, Sandbox
from tests.sandbox.visitors import HandClock, portal_client, till_client

LIST = {"start": 0, "limit": 10}


def raw(sandbox: Sandbox, request: bytes) -> bytes:
    """All that comes back before the connection ends."""
    with socket.create_connection(("127.0.0.1", sandbox.plateform.port), timeout=5) as line:
        line.sendall(request)
        answer = b""
        while piece := line.recv(65536):
            answer += piece
        return answer


def accept(portal: httpx.Client, order: dict[str, Any], key: str = "k") -> httpx.Response:
    change = {"status": "confermato", "ready_at": order["due_at"]}
    return portal.patch(f"/orders/{order['id']}", json=change, headers={"Idempotency-Key": key})


def test_refuse_resets_the_connection(sandbox: Sandbox) -> None:
    sandbox.plateform.faults.add(Fault("refuse"))
    with pytest.raises(ConnectionResetError):
        raw(sandbox, b"GET /v1/account HTTP/1.1\r\nHost: x\r\n\r\n")


def test_refuse_does_not_act(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    sandbox.plateform.faults.add(Fault("refuse"))
    with pytest.raises(httpx.ReadError):
        accept(portal, order)
    assert sandbox.plateform.order(order["id"])["status"] == "nuovo"
    assert sandbox.plateform.state.requests[f"PATCH /v1/orders/{order['id']}"] == 1


def test_hang_holds_so_long_and_then_answers(sandbox: Sandbox, portal: httpx.Client) -> None:
    sandbox.plateform.faults.add(Fault("hang", seconds=0.15))
    began = time.monotonic()
    assert portal.get("/account").status_code == 200
    assert 0.14 < time.monotonic() - began < 2


def test_who_gives_up_while_it_hangs_has_not_acted(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    sandbox.plateform.faults.add(Fault("hang", method="PATCH"))
    portal.timeout = httpx.Timeout(0.1)
    with pytest.raises(httpx.ReadTimeout):
        accept(portal, order)
    sandbox.plateform.faults.clear()
    assert portal.get("/account", timeout=5).status_code == 200
    assert sandbox.plateform.order(order["id"])["status"] == "nuovo"


def test_clearing_lets_go_what_hangs(sandbox: Sandbox, portal: httpx.Client) -> None:
    sandbox.plateform.faults.add(Fault("hang"))
    answers: list[int] = []
    waiting = threading.Thread(target=lambda: answers.append(portal.get("/account").status_code))
    waiting.start()
    assert sandbox.plateform.state.wait_until(lambda: sandbox.plateform.state.requests["GET /v1/account"] == 1)
    sandbox.plateform.faults.clear()
    waiting.join(5)
    assert answers == [200]


def test_cut_promises_all_and_sends_half(sandbox: Sandbox, portal: httpx.Client) -> None:
    whole = portal.get("/menu").content
    sandbox.plateform.faults.add(Fault("cut"))
    login = portal.build_request("GET", "/menu")
    assert isinstance(portal.auth, httpx.BasicAuth)
    signed = next(portal.auth.auth_flow(login)).headers["authorization"]
    answer = raw(sandbox, f"GET /v1/menu HTTP/1.1\r\nHost: x\r\nAuthorization: {signed}\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert f"content-length: {len(whole)}".encode() in head
    assert body == whole[: len(whole) // 2]


def test_a_cut_answer_has_acted(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    sandbox.plateform.faults.add(Fault("cut", times=2))
    with pytest.raises(httpx.RemoteProtocolError):
        accept(portal, order)
    with pytest.raises(httpx.RemoteProtocolError):
        portal.post(f"/orders/{order['id']}/received")  # an answer without a body
    after = sandbox.plateform.order(order["id"])
    assert (after["status"], after["received"]) == ("confermato", 1)


def test_twice_acts_twice(sandbox: Sandbox, portal: httpx.Client, till: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    sandbox.plateform.faults.add(Fault("twice", times=None))
    assert portal.post(f"/orders/{order['id']}/received").status_code == 204
    assert accept(portal, order).status_code == 200
    after = sandbox.plateform.order(order["id"])
    assert (after["received"], after["version"]) == (2, 2), "the key saved the guest from a second message"
    sandbox.cassa.faults.add(Fault("twice"))
    till.post("/customers", json={"name": "Ada"})
    assert len(sandbox.cassa.state.customers) == 2


def test_rate_limit_tells_when_to_come_back(sandbox: Sandbox, portal: httpx.Client, clock: HandClock) -> None:
    moment = clock() + timedelta(seconds=30)
    for after, told in ((None, "1"), (7, "7"), (moment, "Mon, 23 Nov 2026 18:30:30 GMT")):
        sandbox.plateform.faults.add(Fault("rate_limit", retry_after=after))
        answer = portal.get("/account")
        assert (answer.status_code, answer.headers["retry-after"]) == (429, told)
    assert portal.get("/account").status_code == 200


def test_error_has_a_body_that_nobody_can_read(sandbox: Sandbox, portal: httpx.Client) -> None:
    sandbox.plateform.faults.add(Fault("error"))
    sandbox.plateform.faults.add(Fault("error", status=503, retry_after=4))
    first, second = portal.get("/account"), portal.get("/account")
    assert (first.status_code, first.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert "retry-after" not in first.headers
    assert (second.status_code, second.headers["retry-after"]) == (503, "4")


def test_malformed_is_a_200_that_is_no_json(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    sandbox.plateform.faults.add(Fault("malformed"))
    answer = accept(portal, order)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match="Expecting value"):
        answer.json()
    assert sandbox.plateform.order(order["id"])["status"] == "nuovo"


def test_not_found_in_the_words_of_each_system(sandbox: Sandbox, portal: httpx.Client, till: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    sandbox.plateform.faults.add(Fault("not_found"))
    sandbox.cassa.faults.add(Fault("not_found"))
    answer = portal.get(f"/orders/{order['id']}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert till.get("/products", params=LIST).json()["error"] == "InvalidId"
    assert portal.get(f"/orders/{order['id']}").status_code == 200


def test_expire_token(sandbox: Sandbox, till: httpx.Client, portal: httpx.Client) -> None:
    """At the till the old token stays worthless; the portal has none, and refuses one request."""
    sandbox.cassa.faults.add(Fault("expire_token"))
    assert [till.get("/products", params=LIST).status_code for _ in range(2)] == [401, 401]
    with till_client(sandbox.cassa) as renewed:
        assert renewed.get("/products", params=LIST).status_code == 200
    sandbox.plateform.faults.add(Fault("expire_token"))
    assert [portal.get("/account").status_code for _ in range(2)] == [401, 200]


def test_late_acts_when_nobody_waits_for_it_any_more(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    sandbox.plateform.faults.add(Fault("late", method="PUT|PATCH", seconds=0.2))
    with pytest.raises(httpx.RemoteProtocolError):
        accept(portal, order)
    assert portal.get(f"/orders/{order['id']}").json()["status"] == "nuovo"
    told = sandbox.plateform.state.wait_until(lambda: sandbox.plateform.order(order["id"])["status"] == "confermato")
    assert told


def test_clearing_brings_what_is_late(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    sandbox.plateform.faults.add(Fault("late"))
    with pytest.raises(httpx.RemoteProtocolError):
        accept(portal, order)
    sandbox.plateform.faults.clear()
    assert sandbox.plateform.state.wait_until(lambda: sandbox.plateform.order(order["id"])["status"] == "confermato")


def test_lose_answer_has_acted(sandbox: Sandbox, portal: httpx.Client, till: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    sandbox.plateform.faults.add(Fault("lose_answer", seconds=0.05))
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        accept(portal, order)
    assert sandbox.plateform.order(order["id"])["status"] == "confermato"
    sandbox.cassa.faults.add(Fault("lose_answer"))
    with pytest.raises(httpx.RemoteProtocolError):
        till.post("/customers", json={"name": "Ada"})
    assert len(sandbox.cassa.state.customers) == 1
    assert raw_is_silent(sandbox)


def raw_is_silent(sandbox: Sandbox) -> bool:
    sandbox.plateform.faults.add(Fault("lose_answer"))
    return raw(sandbox, b"GET /v1/account HTTP/1.1\r\nHost: x\r\n\r\n") == b""


def test_skew_shifts_the_date_and_all_the_server_does(sandbox: Sandbox, portal: httpx.Client, clock: HandClock) -> None:
    assert parsedate_to_datetime(portal.get("/account").headers["date"]) == clock()
    sandbox.plateform.faults.add(Fault("skew", seconds=-600))
    for path in ("/account", "/nowhere"):
        dates = portal.get(path).headers.get_list("date")
        assert [parsedate_to_datetime(date) for date in dates] == [clock() - timedelta(seconds=600)]
    order = sandbox.plateform.place_order()
    assert datetime.fromisoformat(order["created_at"]) == clock() - timedelta(seconds=600)
    sandbox.plateform.faults.clear()
    assert parsedate_to_datetime(portal.get("/account").headers["date"]) == clock()


def test_skew_does_not_end_a_token(sandbox: Sandbox, till: httpx.Client) -> None:
    sandbox.cassa.faults.add(Fault("skew", seconds=7200))
    assert till.get("/products", params=LIST).status_code == 200


def test_an_error_keeps_its_date(sandbox: Sandbox, portal: httpx.Client) -> None:
    for kind in ("rate_limit", "error", "malformed", "not_found"):
        sandbox.plateform.faults.add(Fault(kind))
        assert "date" in portal.get("/account").headers


def test_a_fault_chooses_its_requests(sandbox: Sandbox, portal: httpx.Client) -> None:
    sandbox.plateform.faults.add(Fault("error", method="get", path=r"/orders$", times=2, after=1))
    statuses = [portal.get(path).status_code for path in ("/orders", "/menu", "/orders?limit=1", "/orders", "/orders")]
    assert statuses == [200, 200, 500, 500, 200]
    assert sandbox.plateform.faults.open() == ()


def test_the_real_clock_is_the_usual_one() -> None:
    with Sandbox() as sandbox, portal_client(sandbox.plateform) as portal:
        told = parsedate_to_datetime(portal.get("/account").headers["date"])
        assert abs(told - datetime.now(UTC)) < timedelta(seconds=5)
