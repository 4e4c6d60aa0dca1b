"""The till's customers, and the judge's question whether one was ever blanked."""

import json

import httpx

from agent.sandbox import Sandbox
from agent.sandbox.instants import to_ms
from tests.sandbox.visitors import HandClock


def found(till: httpx.Client, **filters: object) -> list[str]:
    params = {name: json.dumps(value) for name, value in filters.items()}
    return [c["name"] for c in till.get("/customers", params={"start": 0, "limit": 10, **params}).json()["customers"]]


def test_find_by_mail_name_change_and_id(till: httpx.Client, clock: HandClock) -> None:
    ada = till.post("/customers", json={"name": "Ada Bianchi", "email": "ada@posta.invalid"}).json()["id"]
    moment = to_ms(clock.go(seconds=1))
    till.post("/customers", json={"name": "Adalgisa Neri", "phoneNumber": "+393990009902"})
    assert found(till, email="ADA@posta.invalid") == ["Ada Bianchi"]
    assert found(till, email="ad@posta.invalid") == []
    assert found(till, name="ada") == ["Ada Bianchi", "Adalgisa Neri"]
    assert found(till, lastUpdateFrom=moment) == ["Adalgisa Neri"]
    assert found(till, ids=[ada]) == ["Ada Bianchi"]
    assert till.post("/customers", json={"email": "x@posta.invalid"}).json()["error"] == "InvalidParams"
    assert till.put("/customers/nessuno", json={"name": "x"}).json()["error"] == "InvalidId"


def test_a_put_replaces_and_the_judge_sees_what_was_blanked(sandbox: Sandbox, till: httpx.Client) -> None:
    known = sandbox.cassa.add_customer(name="Ada", email="ada@posta.invalid", note="Allergia alle noci")
    path = f"/customers/{known['id']}"
    till.put(path, json={"name": "Ada", "email": "ada@posta.invalid", "note": "Allergia alle noci", "city": "Roma"})
    till.put(path, json={"name": "Ada", "email": "ada@posta.invalid"})
    customer = sandbox.cassa.state.customers[known["id"]]
    assert customer.content["note"] is None
    assert [write.blanked for write in customer.writes] == [[], ["note", "city"]]
    assert [write.method for write in customer.writes] == ["PUT", "PUT"]


def test_a_put_merges_when_the_switch_says_so(sandbox: Sandbox, till: httpx.Client) -> None:
    sandbox.cassa.state.put_replaces = False
    known = sandbox.cassa.add_customer(name="Ada", note="Allergia alle noci")
    till.put(f"/customers/{known['id']}", json={"phoneNumber": "+393990009903"})
    customer = sandbox.cassa.state.customers[known["id"]]
    assert (customer.content["note"], customer.content["phoneNumber"]) == ("Allergia alle noci", "+393990009903")
