"""The control APIs of the pair of the reservations: what a person with curl can do, and what is told when he can't."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from agent.sandbox import CrmSandbox
from tests.sandbox.visitors import portal_token, visitor


@pytest.fixture
def at_portal(crm: CrmSandbox) -> Iterator[httpx.Client]:
    with visitor(crm.lasagna.control_url) as client:
        yield client


@pytest.fixture
def at_till(crm: CrmSandbox) -> Iterator[httpx.Client]:
    with visitor(crm.tilby.control_url) as client:
        yield client


def test_an_evening_at_the_portal(crm: CrmSandbox, at_portal: httpx.Client) -> None:
    booked = at_portal.post("/reservations", json={"covers": 4}).json()
    path = f"/reservations/{booked['id']}"
    steps: list[tuple[str, dict[str, Any]]] = [
        ("change", {"covers": 5}),
        ("state", {"status": "assegnata"}),
        ("table", {"table_code": "G1"}),
        ("cancel", {}),
        ("again", {"status": "confermata"}),
        ("change", {"notes": "Torna", "by": "back_office"}),
    ]
    answers = [at_portal.post(f"{path}/{step}", json=body).json() for step, body in steps]
    assert [answer["revision"] for answer in answers] == [2, 3, 4, 5, 6, 7]
    state = at_portal.get("/state").json()
    (told,) = state["reservations"]
    assert (told["status"], told["table_code"], told["covers"]) == ("confermata", "G1", 5)
    assert [change["by"] for change in told["history"]] == [
        *["guest"] * 2, *["back_office"] * 2, *["guest"] * 2, "back_office"
    ]  # fmt: skip
    assert (state["requests"], state["acted"]) == ({}, []), "the control API is no traffic"


def test_tokens_of_the_portal(crm: CrmSandbox, at_portal: httpx.Client) -> None:
    assert at_portal.post("/tokens", json={"expires_in": 5}).json() == {"expires_in": 5}
    told = portal_token(crm.lasagna)
    assert told["expires_in"] == 5
    at_portal.post("/tokens", json={"revoke": True})
    form = {"grant_type": "refresh_token", "refresh_token": told["refresh_token"]}
    with visitor(crm.lasagna.base_url) as client:
        assert client.post("/oauth/token", data=form).status_code == 400


def test_an_evening_at_the_till(crm: CrmSandbox, at_till: httpx.Client) -> None:
    booked = at_till.post("/bookings", json={"people": 4, "tables": ["1"]}).json()
    path = f"/bookings/{booked['id']}"
    steps: list[tuple[str, dict[str, Any]]] = [
        ("change", {"people": 5}),
        ("assign", {"tables": ["20", "21"]}),
        ("arrived", {}),
        ("state", {"status": "assigned"}),
        ("checkout", {"paid": "99.50"}),
        ("delete", {}),
        ("restore", {}),
    ]
    answers = [at_till.post(f"{path}/{step}", json=body) for step, body in steps]
    assert [answer.status_code for answer in answers] == [200] * len(steps)
    state = at_till.get("/state").json()
    (told,) = state["bookings"]
    assert (told["people"], told["status"], told["deleted_at"]) == (5, "checked_out", None)
    assert [seat["table_id"] for seat in told["tables"]] == [106, 107]
    assert [sale["final_amount"] for sale in state["sales"]] == [99.5]
    assert {change["by"] for change in told["history"]} == {"host"}


def test_switches_are_turned_all_or_none(crm: CrmSandbox, at_portal: httpx.Client, at_till: httpx.Client) -> None:
    assert at_till.post("/switches", json={"lists_deleted": True, "most_per_page": 7}).json()["most_per_page"] == 7
    assert crm.tilby.switches.lists_deleted is True
    for wrong in ({"lists_deleted": False, "mai_visto": True}, {"lists_deleted": 0}, {"most_per_page": True}):
        refused = at_till.post("/switches", json=wrong)
        assert (refused.status_code, refused.json().keys()) == (400, {"error"})
    assert (crm.tilby.switches.lists_deleted, crm.tilby.switches.most_per_page) == (True, 7)
    assert at_portal.post("/switches", json={"checks_tables": True}).json()["checks_tables"] is True


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/reservations/mai-vista/cancel", {}),
        ("/reservations", {"coperti": 2}),
        ("/reservations", {"covers": "due"}),
        ("/webhooks", {}),
    ],
)
def test_what_can_not_be_done_at_the_portal(at_portal: httpx.Client, path: str, body: dict[str, Any]) -> None:
    assert at_portal.post(path, json=body).status_code == 400


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/bookings/1/arrived", {}),
        ("/bookings/1/sing", {}),
        ("/bookings", {"covers": 2}),
        ("/bookings", {"status": "seduto"}),
        ("/bookings", {"tables": ["99"]}),
        ("/statuses", {"seduto": "x"}),
    ],
)
def test_what_can_not_be_done_at_the_till(
    crm: CrmSandbox, at_till: httpx.Client, path: str, body: dict[str, Any]
) -> None:
    assert at_till.post(path, json=body).status_code == 400
    assert crm.tilby.bookings() == []
