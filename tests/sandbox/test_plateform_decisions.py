"""The portal's rules of an order, through its API."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from agent.sandbox import Sandbox
from agent.sandbox.instants import iso, parse_iso
from tests.sandbox.visitors import HandClock

Order = dict[str, Any]


def patch(portal: httpx.Client, order: Order, headers: dict[str, str] | None = None, **change: Any) -> httpx.Response:
    return portal.patch(f"/orders/{order['id']}", json=change, headers=headers)


def kinds(sandbox: Sandbox, order: Order) -> list[str]:
    return [notice.kind for notice in sandbox.plateform.notices(order["id"])]


def test_accept_postpone_close_tell_the_guest_each_once(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    at = parse_iso(order["due_at"])
    accepted = patch(portal, order, status="confermato", ready_at=iso(at)).json()
    later = patch(portal, order, status="confermato", ready_at=iso(at + timedelta(minutes=15))).json()
    done = patch(portal, order, status="evaso").json()
    assert (accepted["status"], accepted["version"]) == ("confermato", 2)
    assert parse_iso(later["ready_at"]) == at + timedelta(minutes=15)
    assert (done["status"], done["version"]) == ("evaso", 4)
    assert kinds(sandbox, order) == ["confermato", "posticipato", "evaso"]
    assert [step["status"] for step in sandbox.plateform.order(order["id"])["history"]] == [
        "nuovo",
        "confermato",
        "confermato",
        "evaso",
    ]


def test_the_same_promise_again_is_refused(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    patch(portal, order, status="confermato", ready_at=order["due_at"])
    again = patch(portal, order, status="confermato", ready_at=order["due_at"])
    assert (again.status_code, again.json()["error"]["code"]) == (409, "invalid_transition")
    assert "confermato" in again.json()["error"]["message"]
    assert kinds(sandbox, order) == ["confermato"]


def test_the_same_state_again_tells_the_guest_again(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    for _ in range(2):
        answer = patch(portal, order, status="rifiutato", rejection_reason="Forno guasto")
        assert answer.status_code == 200
    assert kinds(sandbox, order) == ["rifiutato", "rifiutato"]
    assert "Forno guasto" in sandbox.plateform.notices(order["id"])[0].text


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_rejection_without_reason_is_refused(sandbox: Sandbox, portal: httpx.Client, reason: str | None) -> None:
    order = sandbox.plateform.place_order()
    answer = patch(portal, order, status="rifiutato", rejection_reason=reason)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "rejection_reason")
    assert sandbox.plateform.order(order["id"])["status"] == "nuovo"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"ready_at": "2026-11-23T20:00:00+01:00"}',
        b'{"status": "annullato"}',
        b'{"status": "confermato", "ready_at": "2026-11-23T20:00:00"}',
        b'{"status": "confermato", "ready_at": 1795416284}',
        b'{"status": "rifiutato", "rejection_reason": "' + b"x" * 501 + b'"}',
    ],
)
def test_a_body_against_the_profile_is_refused(sandbox: Sandbox, portal: httpx.Client, body: bytes) -> None:
    order = sandbox.plateform.place_order()
    answer = portal.patch(f"/orders/{order['id']}", content=body)
    assert answer.status_code == 422
    assert sandbox.plateform.order(order["id"])["version"] == 1


def test_a_late_rejection_is_refused_unless_the_switch_allows_it(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    patch(portal, order, status="confermato", ready_at=order["due_at"])
    refused = patch(portal, order, status="rifiutato", rejection_reason="Troppo tardi")
    assert refused.status_code == 409
    sandbox.plateform.state.late_rejection_allowed = True
    assert patch(portal, order, status="rifiutato", rejection_reason="Troppo tardi").status_code == 200


@pytest.mark.parametrize("status", ["confermato", "rifiutato", "evaso"])
def test_a_cancelled_order_can_not_be_decided(sandbox: Sandbox, portal: httpx.Client, status: str) -> None:
    order = sandbox.plateform.place_order()
    sandbox.plateform.cancel_order(order["id"])
    answer = patch(portal, order, status=status, ready_at=order["due_at"], rejection_reason="Chiuso")
    assert answer.status_code == 409
    assert "annullato" in answer.json()["error"]["message"]
    assert kinds(sandbox, order) == ["annullato"]


def test_a_new_order_can_not_be_closed(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    assert patch(portal, order, status="evaso").status_code == 409


def test_an_idempotency_key_answers_as_before(sandbox: Sandbox, portal: httpx.Client, clock: HandClock) -> None:
    order = sandbox.plateform.place_order()
    key = {"Idempotency-Key": "accept-1"}
    first = patch(portal, order, key, status="confermato", ready_at=order["due_at"])
    sandbox.plateform.cancel_order(order["id"])
    again = patch(portal, order, key, status="confermato", ready_at=order["due_at"])
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["etag"] == first.headers["etag"]
    assert kinds(sandbox, order) == ["confermato", "annullato"]
    clock.go(hours=24, seconds=1)
    assert patch(portal, order, key, status="confermato", ready_at=order["due_at"]).status_code == 409


def test_a_refusal_is_kept_with_its_key(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    key = {"Idempotency-Key": "reject-1"}
    assert patch(portal, order, key, status="rifiutato").status_code == 422
    assert patch(portal, order, key, status="rifiutato", rejection_reason="Chiuso").status_code == 422
    other = {"Idempotency-Key": "reject-2"}
    assert patch(portal, order, other, status="rifiutato", rejection_reason="Chiuso").status_code == 200


def test_the_portal_writes_down_who_acted_with_which_key(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    for _ in range(2):
        patch(portal, order, {"Idempotency-Key": "k"}, status="confermato", ready_at=order["due_at"])
    path = f"/v1/orders/{order['id']}"
    state = sandbox.plateform.state
    acted = [(acted.method, acted.path, acted.key, acted.effect) for acted in state.acted]
    assert acted == [("PATCH", path, "k", f"order {order['id']} confermato")]
    assert state.requests[f"PATCH {path}"] == 2


def test_a_stale_version_gets_the_current_entity(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    sandbox.plateform.decide(order["id"], "confermato", ready_at=order["due_at"])
    stale = patch(portal, order, {"If-Match": '"1"'}, status="evaso")
    assert (stale.status_code, stale.json()["version"], stale.json()["status"]) == (412, 2, "confermato")
    assert patch(portal, order, {"If-Match": "2"}, status="evaso").status_code == 412, "the version stands in quotes"
    assert patch(portal, order, {"If-Match": '"2"'}, status="evaso").status_code == 200


def test_received_changes_neither_version_nor_instant(sandbox: Sandbox, portal: httpx.Client, clock: HandClock) -> None:
    order = sandbox.plateform.place_order()
    clock.go(seconds=5)
    answers = [portal.post(f"/orders/{order['id']}/received") for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
    after = sandbox.plateform.order(order["id"])
    assert after["received"] == 2
    assert (after["version"], after["updated_at"]) == (order["version"], order["updated_at"])
    assert portal.post("/orders/1/received").status_code == 404


def test_nobody_accepts_in_time(sandbox: Sandbox, portal: httpx.Client, clock: HandClock) -> None:
    order = sandbox.plateform.place_order(accept_by=clock() + timedelta(seconds=60))
    patient = sandbox.plateform.place_order(accept_by=None)
    clock.go(seconds=60)
    assert portal.get(f"/orders/{order['id']}").json()["status"] == "nuovo"
    clock.go(seconds=1)
    answer = patch(portal, order, status="confermato", ready_at=order["due_at"])
    assert answer.status_code == 409
    after = portal.get(f"/orders/{order['id']}").json()
    assert (after["status"], after["updated_at"], after["version"]) == ("annullato", order["accept_by"], 2)
    assert kinds(sandbox, order) == ["annullato"]
    assert portal.get(f"/orders/{patient['id']}").json()["status"] == "nuovo"


def test_the_back_office_decides_as_a_person(sandbox: Sandbox) -> None:
    order = sandbox.plateform.place_order()
    sandbox.plateform.decide(order["id"], "confermato", ready_at=order["due_at"])
    sandbox.plateform.decide(order["id"], "rifiutato", reason="Telefonato al cliente")
    story = sandbox.plateform.order(order["id"])
    assert [step["by"] for step in story["history"]] == ["guest", "back_office", "back_office"]
    assert sandbox.plateform.state.acted == [], "no request did it"
    with pytest.raises(ValueError, match="rifiutato"):
        sandbox.plateform.decide(order["id"], "annullato")


def test_who_does_not_know_the_key_learns_nothing(sandbox: Sandbox, anyone: httpx.Client) -> None:
    sandbox.plateform.place_order()
    for login in (None, ("4711", "sbagliata"), ("4712", sandbox.plateform.api_key)):
        answer = anyone.get("/orders", auth=login)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorized")
    assert anyone.get("/orders", headers={"Authorization": "Basic ???"}).status_code == 401
