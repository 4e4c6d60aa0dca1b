"""The control API: everything that a person with curl can do to the sandbox."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from agent.sandbox import Sandbox
from tests.sandbox.test_cassa_orders import draft, send
from tests.sandbox.visitors import portal_client, visitor


@pytest.fixture
def at_portal(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with visitor(sandbox.plateform.control_url) as client:
        yield client


@pytest.fixture
def at_till(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with visitor(sandbox.cassa.control_url) as client:
        yield client


def test_an_evening_at_the_portal(sandbox: Sandbox, at_portal: httpx.Client) -> None:
    wanted = {"lines": [{"name": "Diavola", "quantity": 2}], "type": "takeaway", "accept_by": None}
    order = at_portal.post("/orders", json=wanted).json()
    assert (order["total"], order["accept_by"]) == ("17.00", None)
    other = at_portal.post("/orders").json()
    decided = at_portal.post(
        f"/orders/{order['id']}/decide", json={"status": "confermato", "ready_at": order["due_at"]}
    ).json()
    assert decided["status"] == "confermato"
    assert at_portal.post(f"/orders/{other['id']}/cancel").json()["status"] == "annullato"
    state: dict[str, Any] = at_portal.get("/state").json()
    assert [(o["id"], o["status"]) for o in state["orders"]] == [
        (order["id"], "confermato"),
        (other["id"], "annullato"),
    ]
    assert [(notice["id"], notice["kind"]) for notice in state["notices"]] == [
        (order["id"], "confermato"),
        (other["id"], "annullato"),
    ]
    assert (state["requests"], state["acted"]) == ({}, []), "the control API is no traffic"


def test_tables_menu_customers_and_switches(sandbox: Sandbox, at_portal: httpx.Client) -> None:
    booked = at_portal.post("/reservations", json={"covers": 4}).json()
    assert at_portal.post(f"/reservations/{booked['id']}/status", json={"status": "cancellato"}).status_code == 200
    assert sandbox.plateform.state.reservations[booked["id"]].history[-1].by == "guest"
    assert at_portal.post("/customers", json={"email": "ada@posta.invalid"}).json()["email"] == "ada@posta.invalid"
    assert at_portal.post("/menu", json={"categories": [], "products": []}).status_code == 200
    assert sandbox.plateform.state.menu["products"] == []
    assert at_portal.post("/switches", json={"late_rejection_allowed": True}).status_code == 200
    assert sandbox.plateform.state.late_rejection_allowed is True


def test_an_evening_at_the_till(sandbox: Sandbox, till: httpx.Client, at_till: httpx.Client) -> None:
    send(till, draft("plateform:1"), draft("plateform:2"), draft("plateform:3"), draft("plateform:4"))
    for step in ("accept", "prepare", "ready", "ship", "receipt", "complete"):
        assert at_till.post(f"/orders/plateform:1/{step}").status_code == 200
    assert at_till.post("/orders/plateform:2/reject", json={"reason": "Forno guasto"}).status_code == 200
    at_till.post("/orders/plateform:3/cancel")
    at_till.post("/orders/plateform:4/delete")
    state = at_till.get("/state").json()
    told = {o["externalId"]: (o["externalWorkflowStatus"], o["status"], o["deleted"]) for o in state["orders"]}
    assert told == {
        "plateform:1": ("COMPLETED", "PROCESSED", False),
        "plateform:2": ("REJECTED", "NOT_PROCESSED", False),
        "plateform:3": ("CANCELED", "NOT_PROCESSED", False),
        "plateform:4": ("REQUESTED", "NOT_PROCESSED", True),
    }
    assert len(state["receipts"]) == 1
    assert set(state["creations"].values()) == {1}


def test_catalogue_webhooks_and_switches(sandbox: Sandbox, at_till: httpx.Client) -> None:
    assert at_till.post("/products/Diavola/edit", json={"description": "Diavola!"}).json()["description"] == "Diavola!"
    assert at_till.post("/products/Diavola!/delete").status_code == 200
    assert len(sandbox.cassa.state.products) == 14
    assert at_till.post("/webhooks", json={"url": "http://127.0.0.1:9/", "entity": "ORDER"}).status_code == 200
    assert sandbox.cassa.webhooks == [("http://127.0.0.1:9/", "ORDER")]
    assert at_till.post("/switches", json={"budget": None, "put_replaces": False}).json() == {
        "put_replaces": False,
        "budget": None,
    }


def test_faults(sandbox: Sandbox, at_portal: httpx.Client, portal: httpx.Client) -> None:
    added = at_portal.post("/faults", json={"kind": "rate_limit", "retry_after": "2026-11-23T19:31:00+01:00"})
    assert added.status_code == 200
    at_portal.post("/faults", json={"kind": "hang", "path": "/orders", "seconds": 0.01, "times": None})
    assert [fault["kind"] for fault in at_portal.get("/faults").json()["faults"]] == ["rate_limit", "hang"]
    assert portal.get("/account").headers["retry-after"] == "Mon, 23 Nov 2026 18:31:00 GMT"
    assert at_portal.delete("/faults").json() == {"faults": []}
    assert sandbox.plateform.faults.open() == ()


def test_down_answers_first(sandbox: Sandbox, at_portal: httpx.Client) -> None:
    assert at_portal.post("/down", json={"seconds": 60}).json() == {"down_for": 60.0}
    deadline = time.monotonic() + 5
    while sandbox.plateform.is_up and time.monotonic() < deadline:
        time.sleep(0.01)
    # A connection that was kept open may be reset instead of refused: it broke all the same.
    with pytest.raises((httpx.ConnectError, httpx.ReadError)):
        at_portal.get("/state")
    sandbox.plateform.up()
    with portal_client(sandbox.plateform) as portal:
        assert portal.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/orders", {"colour": "red"}),
        ("/orders", [1]),
        ("/orders/1/cancel", {}),
        ("/faults", {"kind": "explode"}),
        ("/faults", {"kind": "error", "colour": "red"}),
        ("/down", {"seconds": "molti"}),
        ("/menu", {"categories": 1}),
        ("/switches", {}),
    ],
)
def test_what_can_not_be_is_told(at_portal: httpx.Client, path: str, body: object) -> None:
    answer = at_portal.post(path, json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_what_the_operator_can_not_do_is_told(at_till: httpx.Client, till: httpx.Client) -> None:
    send(till, draft())
    for path in ("/orders/nessuno/accept", "/orders/plateform:1/ready", "/orders/plateform:1/sing"):
        assert at_till.post(path).status_code == 400
