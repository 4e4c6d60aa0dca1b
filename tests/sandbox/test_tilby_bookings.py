"""The till's bookings: made, replaced whole, deleted softly; customers and rooms; the host."""

from typing import Any

import httpx
import pytest

from agent.sandbox import CrmSandbox, Fault, TilbyServer
from tests.sandbox.visitors import HandClock

ERROR = {"error_code", "error"}


def refused(answer: httpx.Response) -> int:
    assert answer.json().keys() == ERROR
    assert answer.json()["error"].keys() == {"type", "code"}
    return answer.status_code


def guest(tilby: httpx.Client, **fields: Any) -> int:
    made = tilby.post("/customers", json={"first_name": "Ada", "last_name": "Rossi", **fields})
    assert made.status_code == 201
    id_: int = made.json()["id"]
    return id_


def draft(customer: int, **fields: Any) -> dict[str, Any]:
    usual = {"customer_id": customer, "booked_for": "2026-12-01T20:00:00+01:00", "duration": 60, "status": "confirmed"}
    return {**usual, **fields}


def test_a_booking_has_its_fields_and_no_other(tilby: httpx.Client) -> None:
    customer = guest(tilby, mobile="+393990001101")
    made = tilby.post("/bookings", json=draft(customer, people=4, source="campanello:1", tables=[{"table_id": 103}]))
    assert made.status_code == 201
    told = made.json()
    assert told.keys() == {
        "id", "customer_id", "booked_for", "duration", "status", "people", "shift_id", "source", "notes", "tags",
        "tables", "customer", "created_at", "updated_at", "deleted_at", "createdby_id",
    }  # fmt: skip
    assert told["booked_for"] == "2026-12-01T19:00:00.000Z"
    (seat,) = told["tables"]
    assert (seat["booking_id"], seat["table_id"]) == (told["id"], 103)
    assert told["customer"] == tilby.get(f"/customers/{customer}").json()
    assert tilby.get(f"/bookings/{told['id']}").json() == told


@pytest.mark.parametrize(
    "change",
    [
        {"customer_id": 1},
        {"customer_id": None},
        {"booked_for": "2026-12-01T20:00:00"},
        {"duration": 0},
        {"duration": "60"},
        {"status": "seduto"},
        {"status": ""},
        {"tables": [{"table_id": 1}]},
        {"tables": [103]},
        {"covers": 4},
    ],
)
def test_what_a_booking_can_not_be(crm: CrmSandbox, tilby: httpx.Client, change: dict[str, Any]) -> None:
    answer = tilby.post("/bookings", json={**draft(guest(tilby)), **change})
    assert refused(answer) == 422
    assert answer.headers["x-sandbox-reason"]
    assert crm.tilby.bookings() == []


@pytest.mark.parametrize("name", ["customer_id", "booked_for", "duration", "status"])
def test_what_a_booking_needs(tilby: httpx.Client, name: str) -> None:
    body = draft(guest(tilby))
    del body[name]
    assert refused(tilby.post("/bookings", json=body)) == 422


def test_a_put_replaces_the_whole(crm: CrmSandbox, tilby: httpx.Client, clock: HandClock) -> None:
    customer = guest(tilby)
    full = draft(customer, people=4, notes="Finestra", tables=[{"table_id": 101}, {"table_id": 102}], shift_id=2)
    made = tilby.post("/bookings", json={**full, "tags": [{"tag": "vip"}]}).json()
    path = f"/bookings/{made['id']}"
    clock.go(minutes=1)
    edited = tilby.put(path, json={**made, "people": 5}).json()
    assert edited == {**made, "people": 5, "updated_at": edited["updated_at"]}, "read, edit, put keeps all ids"
    assert edited["updated_at"] > made["updated_at"]
    bare = tilby.put(path, json=draft(customer)).json()
    assert [bare[name] for name in ("people", "notes", "shift_id", "tables", "tags")] == [None, None, None, [], []]
    assert refused(tilby.put(path, json={"people": 2})) == 422
    assert refused(tilby.put("/bookings/1", json=draft(customer))) == 404


@pytest.mark.parametrize("touches", [True, False])
def test_whether_a_put_of_the_same_touches(
    crm: CrmSandbox, tilby: httpx.Client, clock: HandClock, touches: bool
) -> None:
    crm.tilby.switches.put_always_touches = touches
    made = tilby.post("/bookings", json=draft(guest(tilby))).json()
    clock.go(minutes=1)
    same = tilby.put(f"/bookings/{made['id']}", json=made).json()
    assert (same["updated_at"] != made["updated_at"]) is touches
    assert [acted.method for acted in crm.tilby.state.acted] == ["POST", "POST"], "it changed nothing either way"


def test_deletion_is_soft(crm: CrmSandbox, tilby: httpx.Client) -> None:
    made = tilby.post("/bookings", json=draft(guest(tilby))).json()
    path = f"/bookings/{made['id']}"
    assert tilby.delete(path).status_code == 200
    assert tilby.get(path).json()["deleted_at"] is not None
    assert tilby.get("/bookings").json() == []
    assert refused(tilby.delete(path)) == refused(tilby.put(path, json=made)) == 404
    crm.tilby.switches.lists_deleted = True
    assert [booking["id"] for booking in tilby.get("/bookings").json()] == [made["id"]]
    crm.tilby.switches.reads_deleted = False
    assert refused(tilby.get(path)) == 404
    crm.tilby.switches.put_restores = True
    assert tilby.put(path, json=made).json()["deleted_at"] is None
    assert [change["what"] for change in crm.tilby.booking(made["id"])["history"]] == ["created", "deleted", "restored"]


def test_codes_of_states_are_the_tills_own(crm: CrmSandbox, tilby: httpx.Client) -> None:
    customer = guest(tilby)
    crm.tilby.set_statuses(arrived="SEATED_IN")
    assert tilby.post("/bookings", json=draft(customer, status="SEATED_IN")).status_code == 201
    assert refused(tilby.post("/bookings", json=draft(customer, status="arrived"))) == 422
    assert crm.tilby.host.arrived(crm.tilby.host.book()["id"])["status"] == "SEATED_IN"
    crm.tilby.switches.any_status = True
    assert tilby.post("/bookings", json=draft(customer, status="mai vista")).status_code == 201
    with pytest.raises(LookupError):
        crm.tilby.set_statuses(seduto="x")


def test_instants_may_be_whole_seconds(crm: CrmSandbox, tilby: httpx.Client, clock: HandClock) -> None:
    crm.tilby.switches.whole_seconds = True
    clock.go(milliseconds=300)
    made = tilby.post("/bookings", json=draft(guest(tilby))).json()
    clock.go(milliseconds=300)
    assert tilby.put(f"/bookings/{made['id']}", json={**made, "people": 9}).json()["updated_at"] == made["updated_at"]


def test_customers(crm: CrmSandbox, tilby: httpx.Client) -> None:
    id_ = guest(tilby, email="ada@posta.invalid", notes="Allergica")
    read = tilby.get(f"/customers/{id_}").json()
    assert read.keys() == {
        "id", "uuid", "first_name", "last_name", "email", "phone", "mobile", "external_id", "notes", "updated_at",
    }  # fmt: skip
    written = tilby.put(f"/customers/{id_}", json={**read, "phone": "+3906"}).json()
    assert (written["notes"], written["phone"]) == ("Allergica", "+3906")
    assert tilby.put(f"/customers/{id_}", json={"last_name": "Rossi"}).json()["email"] is None
    assert refused(tilby.get("/customers/1")) == refused(tilby.put("/customers/1", json={})) == 404
    assert refused(tilby.post("/customers", json={"mail": "x"})) == 422
    assert len(crm.tilby.customers()) == 1


def test_what_the_till_knows_before_anybody_comes(tilby: httpx.Client) -> None:
    rooms = tilby.get("/rooms").json()
    assert [(room["name"], len(room["tables"])) for room in rooms] == [("Sala", 5), ("Veranda", 3)]
    assert {table["room_id"] for table in rooms[1]["tables"]} == {rooms[1]["id"]}
    assert [shift["name"] for shift in tilby.get("/booking_shifts").json()] == ["Pranzo", "Cena"]
    items, categories = tilby.get("/items").json(), tilby.get("/categories").json()
    assert {item["category_id"] for item in items} <= {category["id"] for category in categories}
    assert items[0]["price1"] == 5.0
    assert len(tilby.get("/allergens").json()) == 5
    assert tilby.get("/sales").json() == []
    me = tilby.get("/sessions/me").json()
    assert me.keys() == {"id", "username", "role", "client_id", "shop"}
    assert me["shop"].keys() == {"id", "name", "uuid"}


def test_an_evening_of_the_host(crm: CrmSandbox, tilby: httpx.Client) -> None:
    host = crm.tilby.host
    caller = {"first_name": "Ada", "last_name": "Rossi", "mobile": "+393990001101"}
    booked = host.book(customer=caller, people=3, notes=None, booked_for="2026-12-01T20:30:00+01:00")
    assert (booked["status"], booked["duration"], booked["source"]) == ("confirmed", 60, None)
    again = host.book(customer={"phone": "+393990001101"})
    assert again["customer_id"] == booked["customer_id"], "the same telephone, the same customer"
    id_ = booked["id"]
    assigned = host.assign(id_, "3", "20")
    assert (assigned["status"], [seat["table_id"] for seat in assigned["tables"]]) == ("assigned", [103, 106])
    assert "3" not in host.free_tables()
    changed = host.change(id_, people=5, notes="Un seggiolone", booked_for="2026-12-01T21:00:00+01:00")
    assert (changed["people"], changed["tables"]) == (5, assigned["tables"])
    host.arrived(id_)
    assert host.check_out(id_, paid="140.00")["status"] == "checked_out"
    (sale,) = tilby.get("/sales", params={"status": "closed"}).json()
    assert (sale["customer_id"], sale["final_amount"], sale["table_name"]) == (booked["customer_id"], 140.0, "3")
    host.delete(id_)
    with pytest.raises(LookupError):
        host.arrived(id_)
    assert host.restore(id_)["deleted_at"] is None
    with pytest.raises(ValueError, match="not deleted"):
        host.restore(id_)
    with pytest.raises(LookupError, match="no table 99"):
        host.assign(id_, "99")
    with pytest.raises(TypeError, match="covers"):
        host.book(covers=2)


def test_a_booking_without_a_customer(crm: CrmSandbox, tilby: httpx.Client) -> None:
    booked = crm.tilby.host.book(customer=None)
    assert (booked["customer_id"], booked["customer"]) == (None, None)
    path = f"/bookings/{booked['id']}"
    assert tilby.put(path, json={**booked, "people": 7}).json()["people"] == 7
    crm.tilby.switches.put_needs_customer = True
    assert refused(tilby.put(path, json={**booked, "people": 8})) == 422


def test_the_host_who_changes_nothing_touches_nothing(crm: CrmSandbox, clock: HandClock) -> None:
    booked = crm.tilby.host.assign(crm.tilby.host.book()["id"], 101)
    clock.go(minutes=1)
    assert crm.tilby.host.assign(booked["id"], "1") == booked
    assert crm.tilby.host.change(booked["id"], people=booked["people"]) == booked


def test_common_faults(crm: CrmSandbox, tilby: httpx.Client) -> None:
    server: TilbyServer = crm.tilby
    body = draft(guest(tilby), source="campanello:7")
    server.faults.add(Fault("lose_answer", method="POST"))
    with pytest.raises(httpx.RemoteProtocolError):
        tilby.post("/bookings", json=body)
    assert [booking["source"] for booking in server.bookings()] == ["campanello:7"]
    assert server.state_json()["creations"] == {"campanello:7": 1}
    server.faults.add(Fault("not_found"))
    assert refused(tilby.get("/rooms")) == 404
    server.faults.add(Fault("rate_limit", retry_after=4))
    assert tilby.get("/rooms").headers["retry-after"] == "4"
    server.faults.add(Fault("malformed"))
    assert tilby.get("/rooms").headers["content-type"].startswith("text/html")
    server.faults.add(Fault("expire_token"))
    assert refused(tilby.get("/rooms")) == 401
    assert tilby.get("/rooms").status_code == 200
