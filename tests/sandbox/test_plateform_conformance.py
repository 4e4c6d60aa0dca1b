"""Whatever the portal answers has the form of plateform.openapi.yaml, no field more and none less."""

from typing import Any

import httpx
import pytest

from agent.sandbox import Sandbox
from tests.sandbox.schema import faults_of
from tests.sandbox.visitors import portal_client


def check(value: object, name: str) -> None:
    assert faults_of(value, name) == []


@pytest.mark.parametrize("value", [{}, {"ref": 1, "name": "Rucola"}, {"ref": "a", "name": "b", "price": "1.5"}, None])
def test_the_checker_finds_faults(value: object) -> None:
    assert faults_of(value, "Option")


def test_account(portal: httpx.Client) -> None:
    check(portal.get("/account").json(), "Account")


@pytest.mark.parametrize("seed", range(3))
def test_orders_in_every_state(seed: int) -> None:
    with Sandbox(seed=seed) as sandbox:
        placed = [sandbox.plateform.place_order() for _ in range(12)]
        for order in placed[:3]:
            sandbox.plateform.cancel_order(order["id"])
        for order in placed[3:8]:
            sandbox.plateform.decide(order["id"], "confermato", ready_at=order["due_at"])
        sandbox.plateform.decide(placed[3]["id"], "evaso")
        sandbox.plateform.decide(placed[9]["id"], "rifiutato", reason="Chiuso")
        with portal_client(sandbox.plateform) as portal:
            listed = portal.get("/orders").json()
        assert listed.keys() == {"data", "next_cursor"}
        assert len(listed["data"]) == 12
        for order in listed["data"]:
            check(order, "Order")


def test_answers_of_a_decision(sandbox: Sandbox, portal: httpx.Client, anyone: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    path = f"/orders/{order['id']}"
    check(portal.patch(path, json={"status": "confermato", "ready_at": order["due_at"]}).json(), "Order")
    check(portal.patch(path, json={"status": "evaso"}, headers={"If-Match": '"1"'}).json(), "Order")
    check(portal.patch(path, json={"status": "rifiutato", "rejection_reason": "no"}).json(), "Error")
    check(portal.patch(path, json={"status": "rifiutato"}).json(), "Error")
    check(portal.patch("/orders/1", json={"status": "evaso"}).json(), "Error")
    check(portal.get("/orders?limit=0").json(), "Error")
    check(portal.get("/nowhere").json(), "Error")
    check(portal.delete(path).json(), "Error")
    check(anyone.get("/orders").json(), "Error")


def test_menu_customers_reservations(sandbox: Sandbox, portal: httpx.Client) -> None:
    menu = portal.get("/menu").json()
    check(menu, "Menu")
    check(portal.put("/menu", json=menu).json(), "Menu")
    sandbox.plateform.place_order()
    booked = sandbox.plateform.book()
    guests: list[Any] = portal.get("/customers").json()["data"]
    assert guests
    for guest in guests:
        check(guest, "Customer")
    window = {"from": booked["starts_at"][:10], "to": booked["starts_at"][:10]}
    (listed,) = portal.get("/reservations", params=window).json()["data"]
    check(listed, "Reservation")
    check(portal.get(f"/reservations/{booked['id']}").json(), "Reservation")
    check(portal.patch(f"/reservations/{booked['id']}", json={"status": "confermato"}).json(), "Reservation")
    check(portal.patch(f"/reservations/{booked['id']}", json={"status": "non_confermato"}).json(), "Error")
