"""Whatever the portal answers has the form of lasagna.openapi.yaml, no field more and none less."""

from typing import Any

import httpx
import pytest

from agent.sandbox import CrmSandbox
from tests.sandbox.schema import LASAGNA, faults_of
from tests.sandbox.visitors import portal_token

PLAN = {"rooms": [{"code": "1", "name": "Sala", "tables": [{"code": "101", "name": "1", "covers": 2}]}]}
DISH = {"code": "d", "name": "Margherita", "price": "7.00", "category_code": "c", "description": None}
MENU = {
    "categories": [{"code": "c", "name": "Pizze", "position": 1}],
    "dishes": [
        DISH,
        {"code": "e", "name": "Marinara", "price": "6.00", "category_code": "c", "available": False, "attributes": []},
    ],
}


def check(value: object, name: str) -> None:
    assert faults_of(value, name, LASAGNA) == []


@pytest.mark.parametrize("value", [{}, {"rooms": [{"code": 1, "name": "x", "tables": []}]}, {"rooms": [], "more": 1}])
def test_the_checker_finds_faults(value: object) -> None:
    assert faults_of(value, "FloorPlan", LASAGNA)


def test_tokens_and_account(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    check(portal_token(crm.lasagna), "Token")
    check(lasagna.get("/me").json(), "Me")
    check(lasagna.get("/me", headers={"Authorization": "Bearer sbagliato"}).json(), "Error")


def test_reservations(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    check(lasagna.get("/reservations").json(), "Page")
    for status in LASAGNA["ReservationStatus"]["enum"]:
        crm.lasagna.set_state(crm.lasagna.book()["id"], status)
    crm.lasagna.book(guest={"last_name": "Rossi"}, notes=None, answers=[])
    listed = lasagna.get("/reservations").json()
    check(listed, "Page")
    assert len(listed["items"]) == 9
    draft = {"starts_at": "2026-12-01T20:00:00+01:00", "covers": 2, "status": "confermata", "external_id": "t1"}
    made = lasagna.post("/reservations", json=draft)
    assert made.status_code == 201
    check(made.json(), "Reservation")
    check(lasagna.post("/reservations", json=draft).json(), "Reservation")
    path = f"/reservations/{made.json()['id']}"
    check(lasagna.get(path).json(), "Reservation")
    check(lasagna.patch(path, json={"covers": 3}).json(), "Reservation")
    check(lasagna.patch(path, json={"covers": 4}, headers={"If-Match": '"1"'}).json(), "Reservation")
    check(lasagna.patch(path, json={"covers": 0}).json(), "Invalid")
    check(lasagna.get("/reservations/mai-vista").json(), "Error")
    check(lasagna.get("/nowhere").json(), "Error")


def test_floor_plan_and_menu(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    check(lasagna.get("/floor-plan").json(), "FloorPlan")
    check(lasagna.get("/menu").json(), "Menu")
    assert lasagna.put("/floor-plan", json=PLAN).json() == lasagna.get("/floor-plan").json() == PLAN
    assert lasagna.put("/menu", json=MENU).json() == lasagna.get("/menu").json() == MENU
    check(MENU, "Menu")
    wrong: list[tuple[str, Any]] = [
        ("/floor-plan", {"rooms": [{"code": "1", "name": "Sala"}]}),
        ("/floor-plan", []),
        ("/menu", {"categories": [], "dishes": [{**DISH, "price": "7"}]}),
        ("/menu", {"categories": [], "dishes": [{**DISH, "prezzo": "7.00"}]}),
    ]
    for path, body in wrong:
        answer = lasagna.put(path, json=body)
        assert answer.status_code == 422
        check(answer.json(), "Invalid")
    assert lasagna.put("/menu", content=b"{").json()["field"] == "body"


def test_sales(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    booked = crm.lasagna.book()
    sale = {
        "receipt_id": "tilby:1",
        "reservation_id": booked["id"],
        "closed_at": "2026-11-23T22:00:00.000+01:00",
        "covers": 2,
        "total": "56.00",
        "lines": [{"name": "Margherita", "amount": "7.00"}],
    }
    first = lasagna.post("/sales", json=sale)
    second = lasagna.post("/sales", json={**sale, "total": "99.00"})
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json() == sale
    assert crm.lasagna.state_json()["sales"] == [sale]
    check(lasagna.post("/sales", json={**sale, "receipt_id": "x", "total": 56}).json(), "Invalid")
    check(lasagna.post("/sales", json={**sale, "receipt_id": "x", "reservation_id": "mai-vista"}).json(), "Invalid")


def test_webhooks(lasagna: httpx.Client) -> None:
    told = {"url": "http://127.0.0.1:9/hook", "events": ["reservation.created"]}
    made = lasagna.post("/webhooks", json=told)
    assert made.status_code == 201
    check(made.json(), "Subscription")
    for wrong in ({**told, "events": ["reservation.deleted"]}, {**told, "events": []}, {**told, "url": "ftp://x"}):
        check(lasagna.post("/webhooks", json=wrong).json(), "Invalid")
