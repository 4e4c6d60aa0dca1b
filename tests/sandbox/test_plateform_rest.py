"""Menu, guests and reservations of the portal."""

from typing import Any

import httpx
import pytest

from agent.sandbox import Sandbox
from tests.sandbox.visitors import HandClock


def small_menu(*names: str, **product: Any) -> dict[str, Any]:
    return {
        "categories": [{"ref": "c1", "name": "Piatti"}],
        "products": [
            {"ref": name, "category_ref": "c1", "name": name.title(), "active": True, **product} for name in names
        ],
    }


def test_a_put_overwrites_and_leaves_what_it_does_not_name(sandbox: Sandbox, portal: httpx.Client) -> None:
    sandbox.plateform.set_menu(small_menu("gnocchi", "ribollita"))
    sent = small_menu("gnocchi", price_takeaway="9.00")
    sent["categories"][0]["ref"] = sent["products"][0]["category_ref"] = "c2"
    after = portal.put("/menu", json=sent).json()
    assert [product["ref"] for product in after["products"]] == ["gnocchi", "ribollita"]
    assert after["products"][0]["price_takeaway"] == "9.00"
    assert after["products"][1]["active"] is True
    assert [category["ref"] for category in after["categories"]] == ["c2", "c1"], "the left-out dish keeps its home"
    assert portal.get("/menu").json() == after


@pytest.mark.parametrize(
    "menu",
    [
        {"categories": []},
        small_menu("a", price_takeaway="9"),
        small_menu("a", price_takeaway=9.0),
        small_menu("a", "a"),
        small_menu("a", category_ref="c9"),
        small_menu("a", active="yes please"),
    ],
)
def test_what_is_no_menu_changes_nothing(portal: httpx.Client, menu: object) -> None:
    before = portal.get("/menu").json()
    assert portal.put("/menu", json=menu).status_code == 422
    assert portal.get("/menu").json() == before


def test_the_menu_has_idempotency_too(sandbox: Sandbox, portal: httpx.Client) -> None:
    key = {"Idempotency-Key": "menu-1"}
    first = portal.put("/menu", json=small_menu("a"), headers=key)
    assert portal.put("/menu", json=small_menu("b"), headers=key).content == first.content
    assert len(sandbox.plateform.state.acted) == 1


def test_guests_are_known_by_mail_then_phone(sandbox: Sandbox, portal: httpx.Client, clock: HandClock) -> None:
    place = sandbox.plateform.place_order
    first = place(customer={"first_name": "Ada", "email": "ada@posta.invalid", "phone": "+393990009901"})
    clock.go(seconds=1)
    by_mail = place(customer={"email": "ada@posta.invalid", "last_name": "Bianchi"})
    by_phone = place(customer={"phone": "+393990009901"})
    other = place(customer={"first_name": "Ada"})
    assert by_mail["customer"]["id"] == by_phone["customer"]["id"] == first["customer"]["id"]
    assert other["customer"]["id"] != first["customer"]["id"]
    (ada,) = [guest for guest in portal.get("/customers").json()["data"] if guest["id"] == first["customer"]["id"]]
    assert (ada["first_name"], ada["last_name"], ada["updated_at"]) == ("Ada", "Bianchi", by_mail["updated_at"])


def test_reservations_of_the_restaurants_days(sandbox: Sandbox, portal: httpx.Client) -> None:
    """23:30 UTC is already the next day in Rome."""
    late = sandbox.plateform.book(starts_at="2026-11-24T23:30:00+00:00")
    asked = {"from": "2026-11-25", "to": "2026-11-25"}
    assert [r["id"] for r in portal.get("/reservations", params=asked).json()["data"]] == [late["id"]]
    asked = {"from": "2026-11-24", "to": "2026-11-24"}
    assert portal.get("/reservations", params=asked).json()["data"] == []
    assert portal.get("/reservations", params={"from": "2026-11-24"}).status_code == 422
    assert portal.get("/reservations", params={"from": "ieri", "to": "2026-11-24"}).status_code == 422


@pytest.mark.parametrize(
    ("road", "status_code"),
    [
        (["confermato", "tavolo_pronto", "arrivato", "seduto", "terminato"], 200),
        (["confermato", "arrivato"], 200),
        (["confermato", "terminato"], 200),
        (["confermato", "confermato"], 200),
        (["lista_attesa", "confermato", "non_arrivato"], 200),
        (["rifiutato", "confermato"], 409),
        (["confermato", "arrivato", "confermato"], 409),
        (["terminato"], 409),
    ],
)
def test_the_states_of_a_reservation(sandbox: Sandbox, portal: httpx.Client, road: list[str], status_code: int) -> None:
    booked = sandbox.plateform.book()
    path = f"/reservations/{booked['id']}"
    *before, last = road
    for status in before:
        assert portal.patch(path, json={"status": status}).status_code == 200
    answer = portal.patch(path, json={"status": last})
    assert answer.status_code == status_code
    told = [notice.kind for notice in sandbox.plateform.notices(booked["id"])]
    assert told == (road if status_code == 200 else before)
    if status_code == 409:
        assert answer.json()["error"]["code"] == "invalid_transition"
        assert (before or ["non_confermato"])[-1] in answer.json()["error"]["message"]


def test_a_reservation_changes_only_what_the_body_names(sandbox: Sandbox, portal: httpx.Client) -> None:
    booked = sandbox.plateform.book(tables=["4"])
    path = f"/reservations/{booked['id']}"
    seated = portal.patch(path, json={"tables": ["7", "8"]}, headers={"If-Match": '"1"', "Idempotency-Key": "t"})
    assert (seated.json()["tables"], seated.json()["status"]) == (["7", "8"], "non_confermato")
    assert sandbox.plateform.notices(booked["id"]) == []
    assert portal.patch(path, json={"status": "confermato"}, headers={"If-Match": '"1"'}).status_code == 412
    again = portal.patch(path, json={"tables": ["9"]}, headers={"Idempotency-Key": "t"})
    assert again.content == seated.content


def test_a_sale_counts_once(sandbox: Sandbox, portal: httpx.Client) -> None:
    booked = sandbox.plateform.book()
    sale = {
        "receipt_id": "menu:12",
        "closed_at": "2026-11-23T22:10:00+01:00",
        "covers": 4,
        "total": "88.00",
        "lines": [{"name": "Diavola", "quantity": 1.5, "amount": "12.75"}],
    }
    path = f"/reservations/{booked['id']}/sale"
    assert [portal.post(path, json=sale).status_code for _ in range(2)] == [201, 200]
    assert list(sandbox.plateform.state.sales) == ["menu:12"]
    assert portal.post(path, json={**sale, "total": 88}).status_code == 422
    assert portal.post("/reservations/1/sale", json=sale).status_code == 404
