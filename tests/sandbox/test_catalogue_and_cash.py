"""The people at the tills: prices, names, tables and sales by hand; and what each system sums of its own."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from agent.sandbox import CrmSandbox, MenuSandbox
from tests.sandbox.visitors import HandClock, visitor

TODAY = date(2026, 11, 23)


@pytest.fixture
def at_till(crm: CrmSandbox) -> Iterator[httpx.Client]:
    with visitor(crm.tilby.control_url) as client:
        yield client


@pytest.fixture
def at_office(crm: CrmSandbox) -> Iterator[httpx.Client]:
    with visitor(crm.lasagna.control_url) as client:
        yield client


def items(tilby: httpx.Client) -> dict[str, dict[str, Any]]:
    answer = tilby.get("/items")
    return {item["name"]: item for item in answer.raise_for_status().json()}


def test_the_catalogue_is_edited(crm: CrmSandbox, tilby: httpx.Client, at_till: httpx.Client, clock: HandClock) -> None:
    before = items(tilby)["Margherita"]
    assert (before["price1"], before["on_sale"], before["category"]["name"]) == (7, True, "Pizze")
    clock.go(minutes=1)
    assert at_till.post("/items/Margherita/price", json={"price": "7.50"}).json()["price1"] == 7.5
    assert at_till.post("/items/Margherita/off").json()["on_sale"] is False
    assert at_till.post("/items/Margherita/edit", json={"description": None}).json()["description"] is None
    after = items(tilby)["Margherita"]
    assert after["updated_at"] > before["updated_at"]
    assert crm.tilby.chef.switch_on(after["id"])["on_sale"] is True
    made = at_till.post("/items", json={"name": "Amatriciana", "price": "11.00", "category": "Antipasti"}).json()
    assert items(tilby)["Amatriciana"]["id"] == made["id"]
    changed = tilby.get("/items", params={"updated_at_since": crm.tilby.state.stamp()}).json()
    assert {item["name"] for item in changed} == {"Margherita", "Amatriciana"}
    for wrong in ({"prezzo": 1}, {"price1": "tanto"}, {"updated_at": "ieri"}):
        assert at_till.post("/items/Margherita/edit", json=wrong).status_code == 400
    assert at_till.post("/items/Mai vista/off").status_code == 400


@pytest.mark.parametrize("listed", [True, False])
def test_a_deleted_item(crm: CrmSandbox, tilby: httpx.Client, listed: bool) -> None:
    crm.tilby.switches.lists_deleted_items = listed
    crm.tilby.chef.delete("Diavola")
    assert ("Diavola" in items(tilby)) is listed
    if listed:
        assert items(tilby)["Diavola"]["deleted_at"] is not None
    with pytest.raises(LookupError):
        crm.tilby.chef.delete("Diavola")


def test_categories_rooms_and_tables(tilby: httpx.Client, at_till: httpx.Client) -> None:
    assert at_till.post("/categories", json={"name": "Primi"}).json()["index"] == 5
    at_till.post("/categories/Pizze/rename", json={"name": "Pizze rosse"})
    assert {item["category"]["name"] for item in items(tilby).values()} == {"Antipasti", "Pizze rosse"}
    at_till.post("/rooms/Sala/rename", json={"name": "Sala grande"})
    at_till.post("/rooms/Veranda/tables", json={"name": "23", "covers": 2})
    at_till.post("/tables/1/rename", json={"name": "1 bis"})
    at_till.post("/tables/2/remove")
    rooms = {room["name"]: room["tables"] for room in tilby.get("/rooms").json()}
    names = {name: [t["name"] for t in tables if t["deleted_at"] is None] for name, tables in rooms.items()}
    assert names == {"Sala grande": ["1 bis", "3", "4", "5"], "Veranda": ["20", "21", "22", "23"]}
    assert at_till.post("/tables/2/rename", json={"name": "x"}).status_code == 400


def test_sales_with_and_without_a_table_and_a_customer(
    crm: CrmSandbox, tilby: httpx.Client, at_till: httpx.Client, clock: HandClock
) -> None:
    ada = {"first_name": "Ada", "email": "ada@posta.invalid"}
    seated = at_till.post(
        "/sales", json={"tables": ["3"], "customer": ada, "covers": 2, "dishes": {"Diavola": 2}}
    ).json()
    assert (seated["final_amount"], seated["table_name"], seated["room_name"]) == (17, "3", "Sala")
    assert seated["sale_customer"]["email"] == "ada@posta.invalid"
    at_counter = at_till.post("/sales", json={"total": "4.10"}).json()
    assert (at_counter["table_id"], at_counter["customer_id"], at_counter["covers"]) == (None, None, None)
    clock.go(days=1)
    booking = crm.tilby.host.book(people=4, tables=["20"])
    crm.tilby.host.check_out(booking["id"], paid="140.00")
    assert [sale["final_amount"] for sale in tilby.get("/sales").json()] == [17, 4.1, 140]
    assert crm.tilby.totals().total == Decimal("161.10")
    assert at_till.post("/totals", json={"first": "2026-11-23", "last": "2026-11-23"}).json() == {
        "total": "21.10",
        "sales": 2,
        "covers": 2,
    }
    assert at_till.post(f"/sales/{seated['id']}/cancel").json()["deleted_at"] is not None
    assert at_till.post(f"/sales/{seated['id']}/cancel").status_code == 400
    assert crm.tilby.totals(TODAY, TODAY).total == Decimal("4.10")
    crm.tilby.switches.lists_cancelled_sales = False
    assert [sale["id"] for sale in tilby.get("/sales").json()] == [at_counter["id"], crm.tilby.state.sales[2]["id"]]
    for wrong in (
        {"tables": ["99"]},
        {"customer": 1},
        {"dishes": {"Mai vista": 1}},
        {"total": "boh"},
        {"status": "open"},
    ):
        assert at_till.post("/sales", json=wrong).status_code == 400
    assert len(crm.tilby.state.sales) == 3


def test_the_back_office_of_the_portal(crm: CrmSandbox, lasagna: httpx.Client, at_office: httpx.Client) -> None:
    room = {"code": "terrazza", "name": "Terrazza", "tables": {"T1": 2}}
    assert at_office.post("/rooms", json=room).json()["tables"] == [{"code": "T1", "name": "T1", "covers": 2}]
    assert at_office.post("/rooms", json=room).status_code == 400
    assert [each["code"] for each in lasagna.get("/floor-plan").json()["rooms"]] == ["giardino", "terrazza"]
    assert at_office.post("/rooms/giardino/remove").json()["name"] == "Giardino"
    assert at_office.post("/rooms/giardino/remove").status_code == 400
    dish = {"code": "1", "name": "A", "price": "4.00", "category_code": "c"}
    lasagna.put("/menu", json={"categories": [], "dishes": [dish]}).raise_for_status()
    assert at_office.post("/dishes/1/edit", json={"price": "4.50", "available": False}).json()["available"] is False
    assert lasagna.get("/menu").json()["dishes"][0]["price"] == "4.50"
    assert at_office.post("/dishes/1/edit", json={"price": 4.5}).status_code == 400
    assert at_office.post("/dishes/2/edit", json={"price": "4.50"}).status_code == 400


def test_the_portal_sums_what_it_was_told(lasagna: httpx.Client, crm: CrmSandbox, at_office: httpx.Client) -> None:
    for number, (day, total) in enumerate((("22", "10.10"), ("23", "0.20"), ("23", "0.10"))):
        sale = {"receipt_id": f"r{number}", "closed_at": f"2026-11-{day}T23:30:00+01:00", "covers": 2, "total": total}
        for _again in range(2):
            lasagna.post("/sales", json=sale).raise_for_status()
    assert crm.lasagna.totals().total == Decimal("10.40")
    assert at_office.post("/totals", json={"first": "2026-11-23"}).json() == {"total": "0.30", "sales": 2, "covers": 4}
    assert at_office.post("/totals", json={"first": "ieri"}).status_code == 400


def test_the_dining_rooms_till(sala: MenuSandbox) -> None:
    host = sala.menu.host
    with visitor(sala.menu.control_url) as client:
        assert client.post("/rooms/Dehors/rename", json={"name": "Giardino"}).json()["tables"][0] == "20"
        assert client.post("/tables/20/rename", json={"name": "20 bis"}).json() == {
            "room": "Giardino",
            "table": "20 bis",
        }
        for wrong in ("/rooms/Dehors/rename", "/tables/20/rename", "/tables/21/rename"):
            assert client.post(wrong, json={"name": "20 bis"}).status_code == 400
        check = host.open_check(table="20 bis", covers=3)["IdGestionale"]
        bills = host.pay(check, kind="RomanaSeparato", parts=2)
        host.deposit(host.open_check(table="1")["IdGestionale"], "50.00")
        host.give_back(check, "1.00")
        whole = sum(bill["TotaleDocumento"] for bill in bills)
        assert client.post("/totals").json() == {"total": str(whole), "sales": 1, "covers": 3}
        host.cancel_bill(bills[0]["IdGestionale"])
        assert client.post("/totals").json()["total"] == str(bills[1]["TotaleDocumento"])


def test_what_was_booked_at_a_table_moves_with_its_name(sala: MenuSandbox) -> None:
    host = sala.menu.host
    booked = host.book(room="Sala interna", tables=["3", "4"])["IdGestionale"]
    check = host.open_check(table="4")["IdGestionale"]
    host.rename_table("4", "4 bis")
    host.rename_room("Sala interna", "Sala")
    row = sala.menu.reservation(booked)
    assert (row["Sala"], row["Tavoli"]) == ("Sala", ["3", "4 bis"])
    (held,) = [each for each in sala.menu.checks() if each["IdGestionale"] == check]
    assert (held["Sala"], held["Tavolo"]) == ("Sala", "4 bis")
