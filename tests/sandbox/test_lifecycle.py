"""Start, stop, down and up: quick, complete, on the same port, and nothing left behind."""

import socket
import threading
import time

import httpx
import pytest

from agent.sandbox import Fault, Sandbox
from tests.sandbox.visitors import portal_client, visitor


def connects(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except ConnectionRefusedError:
        return False
    return True


def test_a_constructor_opens_nothing() -> None:
    before = set(threading.enumerate())
    sandbox = Sandbox()
    assert set(threading.enumerate()) == before
    for server in (sandbox.plateform, sandbox.cassa):
        with pytest.raises(RuntimeError, match="no port"):
            _ = server.base_url


def test_start_and_stop_are_quick_and_leave_nothing() -> None:
    before = set(threading.enumerate())
    sandbox = Sandbox()
    began = time.monotonic()
    sandbox.start()
    started = time.monotonic()
    assert sandbox.plateform.base_url == f"http://127.0.0.1:{sandbox.plateform.port}/v1"
    assert sandbox.cassa.base_url == f"http://127.0.0.1:{sandbox.cassa.port}"
    with portal_client(sandbox.plateform) as portal:
        assert portal.get("/account").status_code == 200
        stopping = time.monotonic()
        sandbox.stop()
        stopped = time.monotonic()
    assert started - began < 0.3
    assert stopped - stopping < 0.2
    assert set(threading.enumerate()) == before
    assert not connects(sandbox.plateform.port)
    assert not connects(sandbox.cassa.port)
    sandbox.stop()  # a second time is no mistake


def test_stop_while_requests_hang() -> None:
    with Sandbox() as sandbox:
        sandbox.plateform.faults.add(Fault("hang", times=None))
        failures: list[type[Exception]] = []

        def ask() -> None:
            with portal_client(sandbox.plateform) as portal:
                try:
                    portal.get("/account")
                except httpx.HTTPError as failure:
                    failures.append(type(failure))

        waiting = [threading.Thread(target=ask) for _ in range(3)]
        for thread in waiting:
            thread.start()
        assert sandbox.plateform.state.wait_until(lambda: sandbox.plateform.state.requests["GET /v1/account"] == 3)
        began = time.monotonic()
        sandbox.stop()
        assert time.monotonic() - began < 0.2
        for thread in waiting:
            thread.join(5)
        assert len(failures) == 3


def test_down_refuses_and_up_is_the_same_port() -> None:
    with Sandbox() as sandbox, portal_client(sandbox.plateform) as portal:
        port = sandbox.plateform.port
        order = sandbox.plateform.place_order()
        assert portal.get("/account").status_code == 200
        sandbox.plateform.down()
        sandbox.plateform.down()
        assert not connects(port)
        with pytest.raises(httpx.ConnectError):
            portal.get("/account")
        assert connects(sandbox.cassa.port), "the other system stays"
        sandbox.plateform.up()
        sandbox.plateform.up()
        assert sandbox.plateform.port == port
        assert portal.get(f"/orders/{order['id']}").json() == order


def test_down_breaks_what_is_under_way() -> None:
    with Sandbox() as sandbox, portal_client(sandbox.plateform) as portal:
        sandbox.plateform.faults.add(Fault("hang"))
        failures: list[Exception] = []

        def ask() -> None:
            try:
                portal.get("/account")
            except httpx.HTTPError as failure:
                failures.append(failure)

        waiting = threading.Thread(target=ask)
        waiting.start()
        assert sandbox.plateform.state.wait_until(lambda: sandbox.plateform.state.requests["GET /v1/account"] == 1)
        sandbox.plateform.down()
        waiting.join(5)
        assert len(failures) == 1


def test_down_for_a_while() -> None:
    with Sandbox() as sandbox, portal_client(sandbox.plateform) as portal:
        sandbox.plateform.down(0.25)
        assert not connects(sandbox.plateform.port)
        deadline = time.monotonic() + 5
        while not connects(sandbox.plateform.port) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert portal.get("/account").status_code == 200


def test_stop_while_down_and_start_again_with_all_that_was() -> None:
    sandbox = Sandbox()
    with sandbox:
        order = sandbox.plateform.place_order()
        port = sandbox.plateform.port
        sandbox.plateform.down(60)
    with sandbox, portal_client(sandbox.plateform) as portal:
        assert sandbox.plateform.port == port
        assert portal.get(f"/orders/{order['id']}").json()["code"] == order["code"]


def test_a_port_can_be_chosen_and_a_taken_one_is_told() -> None:
    with Sandbox() as first:
        taken = Sandbox(cassa_port=first.cassa.port)
        with pytest.raises(OSError, match="in use"):
            taken.start()
        assert not connects(taken.plateform.port), "nothing is left open"
    chosen = Sandbox(plateform_port=first.plateform.port, cassa_port=first.cassa.port)
    with chosen, visitor(chosen.cassa.base_url) as anyone:
        assert chosen.cassa.port == first.cassa.port
        assert anyone.get("/products").status_code == 401
