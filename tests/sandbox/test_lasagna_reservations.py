"""The rules of the portal's reservations: lists, revisions, external ids, guests and the back office."""

from typing import Any

import httpx
import pytest

from agent.sandbox import CrmSandbox, Fault
from tests.sandbox.visitors import HandClock

DRAFT = {"starts_at": "2026-12-01T20:00:00+01:00", "covers": 2, "status": "confermata", "external_id": "tilby-1"}


def ids(answer: httpx.Response) -> list[str]:
    return [item["id"] for item in answer.json()["items"]]


def test_the_oldest_change_comes_first_and_the_bound_is_inclusive(
    crm: CrmSandbox, lasagna: httpx.Client, clock: HandClock
) -> None:
    booked = []
    for _ in range(3):
        clock.go(minutes=1)
        booked.append(crm.lasagna.book())
    clock.go(minutes=1)
    moved = crm.lasagna.change(booked[0]["id"], covers=booked[0]["covers"] + 1)
    order = [booked[1]["id"], booked[2]["id"], booked[0]["id"]]
    assert ids(lasagna.get("/reservations")) == order
    since = {"updated_since": booked[2]["updated_at"]}
    assert ids(lasagna.get("/reservations", params=since)) == order[1:]
    assert ids(lasagna.get("/reservations", params={"updated_since": moved["updated_at"]})) == order[2:]
    clock.go(seconds=1)
    nothing = lasagna.get("/reservations", params={"updated_since": clock().isoformat()}).json()
    assert nothing == {"items": [], "page": 1, "pages": 0, "total": 0}


def test_pages(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    booked = [crm.lasagna.book()["id"] for _ in range(5)]
    pages = [lasagna.get("/reservations", params={"per_page": 2, "page": number}) for number in (1, 2, 3, 4)]
    assert [ids(page) for page in pages] == [booked[:2], booked[2:4], booked[4:], []]
    assert [(page.json()["pages"], page.json()["total"]) for page in pages] == [(3, 5)] * 4
    for wrong in ({"page": 0}, {"per_page": 101}, {"per_page": 0}, {"page": "due"}, {"updated_since": "ieri"}):
        answer = lasagna.get("/reservations", params=wrong)
        assert (answer.status_code, answer.json()["field"]) == (422, *wrong)
    assert lasagna.get("/reservations?updated_since=2026-11-23T20:00:00+01:00").json()["field"] == "updated_since"
    assert lasagna.get("/reservations?updatedSince=x").json()["field"] == "updatedSince"


def test_days_are_those_of_the_restaurant(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    late, night, noon = (
        crm.lasagna.book(starts_at=when)["id"]
        for when in ("2026-11-24T23:30:00Z", "2026-11-25T23:30:00+01:00", "2026-11-26T12:00:00+01:00")
    )
    assert ids(lasagna.get("/reservations?from=2026-11-25&to=2026-11-25")) == [late, night]
    assert ids(lasagna.get("/reservations?from=2026-11-26")) == [noon]
    assert ids(lasagna.get("/reservations?to=2026-11-24")) == []
    assert lasagna.get("/reservations?to=24/11/2026").json()["field"] == "to"


def test_creation(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    read_only = {"id": "mio", "revision": 9, "created_at": "1999-01-01T00:00:00Z", "updated_at": None}
    made = lasagna.post("/reservations", json={**DRAFT, **read_only, "guest": {"last_name": "Rossi"}})
    assert made.status_code == 201
    told = made.json()
    assert (told["origin"], told["revision"], told["duration_minutes"]) == ("pos", 1, 60)
    assert told["guest"] == {"first_name": "", "last_name": "Rossi", "email": None, "phone": None}
    assert told["id"] != "mio"
    again = lasagna.post("/reservations", json={**DRAFT, "covers": 5})
    assert (again.status_code, again.json()) == (409, told)
    state = crm.lasagna.state_json()
    assert (state["creations"], state["conflicts"]) == ({"tilby-1": 1}, {"tilby-1": 1})
    assert [acted["effect"] for acted in state["acted"]] == [f"reservation {told['id']} created as tilby-1"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_at": "2026-12-01T20:00:00"}, "starts_at"),
        ({"covers": 0}, "covers"),
        ({"covers": "2"}, "covers"),
        ({"status": "seduto"}, "status"),
        ({"origin": "lasagna"}, "origin"),
        ({"guest": None}, "guest"),
        ({"guest": {"mail": "x"}}, "guest.mail"),
        ({"answers": [{"question": "?"}]}, "answers.0.answer"),
        ({"coperti": 2}, "coperti"),
    ],
)
def test_what_a_reservation_can_not_be(lasagna: httpx.Client, change: dict[str, Any], field: str) -> None:
    answer = lasagna.post("/reservations", json={**DRAFT, **change})
    assert (answer.status_code, answer.json()["error"], answer.json()["field"]) == (422, "invalid", field)


@pytest.mark.parametrize("name", ["starts_at", "covers", "status"])
def test_what_a_reservation_needs(lasagna: httpx.Client, name: str) -> None:
    answer = lasagna.post("/reservations", json={key: value for key, value in DRAFT.items() if key != name})
    assert answer.json()["field"] == name


def test_a_change_of_nothing_keeps_the_revision(crm: CrmSandbox, lasagna: httpx.Client, clock: HandClock) -> None:
    booked = crm.lasagna.book(starts_at="2026-12-01T20:00:00+01:00", guest={"last_name": "Rossi", "phone": "1"})
    clock.go(minutes=1)
    path = f"/reservations/{booked['id']}"
    same = {"starts_at": "2026-12-01T19:00:00Z", "covers": booked["covers"], "guest": {"last_name": "Rossi"}}
    assert lasagna.patch(path, json=same, headers={"If-Match": '"1"'}).json() == booked
    assert crm.lasagna.change(booked["id"], covers=booked["covers"]) == booked
    assert crm.lasagna.state.acted == []
    merged = lasagna.patch(path, json={"guest": {"phone": "2"}}).json()
    assert (merged["guest"]["last_name"], merged["guest"]["phone"], merged["revision"]) == ("Rossi", "2", 2)
    assert merged["updated_at"] > booked["updated_at"]
    assert [change["by"] for change in crm.lasagna.reservation(booked["id"])["history"]] == ["guest", "api"]


def test_a_stale_revision(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    booked = crm.lasagna.book(covers=2)
    path = f"/reservations/{booked['id']}"
    current = crm.lasagna.change(booked["id"], covers=3)
    for stale in ('"1"', "2", "", "W/2"):
        refused = lasagna.patch(path, json={"covers": 4}, headers={"If-Match": stale})
        assert (refused.status_code, refused.json()) == (412, current)
    assert lasagna.patch(path, json={"covers": 4}, headers={"If-Match": '"2"'}).json()["covers"] == 4
    assert lasagna.patch(path, json={"covers": 5}).json()["revision"] == 4, "If-Match is no duty"


def test_an_external_id_is_unique(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    holder = lasagna.post("/reservations", json=DRAFT).json()
    other = f"/reservations/{crm.lasagna.book()['id']}"
    refused = lasagna.patch(other, json={"external_id": "tilby-1"})
    assert (refused.status_code, refused.json()) == (409, holder)
    assert lasagna.patch(f"/reservations/{holder['id']}", json={"external_id": "tilby-1"}).status_code == 200
    crm.lasagna.cancel(holder["id"])
    assert lasagna.patch(other, json={"external_id": "tilby-1"}).status_code == 409
    crm.lasagna.switches.frees_external_id = True
    assert lasagna.patch(other, json={"external_id": "tilby-1"}).json()["external_id"] == "tilby-1"


def test_whether_a_table_must_be_in_the_floor_plan(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    path = f"/reservations/{crm.lasagna.book()['id']}"
    assert lasagna.patch(path, json={"table_code": "101"}).status_code == 200
    crm.lasagna.switches.checks_tables = True
    assert lasagna.patch(path, json={"table_code": "102"}).json()["field"] == "table_code"
    assert lasagna.patch(path, json={"table_code": "G1"}).status_code == 200
    assert lasagna.patch(path, json={"table_code": None}).json()["table_code"] is None


def test_guests_and_the_back_office(crm: CrmSandbox) -> None:
    booked = crm.lasagna.book(notes="Finestra")
    assert (booked["status"], booked["origin"], booked["external_id"]) == ("da_confermare", "lasagna", None)
    assert len(booked["answers"]) == 2
    id_ = booked["id"]
    assert crm.lasagna.change(id_, notes=None, guest={"phone": "+39399"})["guest"]["phone"] == "+39399"
    assert crm.lasagna.set_state(id_, "assegnata")["status"] == "assegnata"
    assert crm.lasagna.set_table(id_, "G2")["table_code"] == "G2"
    with pytest.raises(ValueError, match="not annullata"):
        crm.lasagna.book_again(id_)
    crm.lasagna.cancel(id_)
    assert crm.lasagna.book_again(id_)["status"] == "da_confermare"
    story = crm.lasagna.reservation(id_)
    assert [change["by"] for change in story["history"]] == ["guest", "guest", *["back_office"] * 2, "guest", "guest"]
    assert story["history"][-1]["fields"] == {"status": ["annullata", "da_confermare"]}
    assert crm.lasagna.reservations()[0]["revision"] == 6
    with pytest.raises(TypeError, match="coperti"):
        crm.lasagna.book(coperti=2)
    with pytest.raises(LookupError):
        crm.lasagna.cancel("mai-vista")


def test_a_lost_answer_has_acted_and_the_same_again_is_told(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    crm.lasagna.faults.add(Fault("lose_answer", method="POST"))
    with pytest.raises(httpx.RemoteProtocolError):
        lasagna.post("/reservations", json=DRAFT)
    again = lasagna.post("/reservations", json=DRAFT)
    assert (again.status_code, again.json()["external_id"]) == (409, "tilby-1")
    assert len(crm.lasagna.reservations()) == 1


def test_common_faults(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    crm.lasagna.faults.add(Fault("rate_limit", retry_after=9))
    limited = lasagna.get("/me")
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "9")
    crm.lasagna.faults.add(Fault("error", status=503))
    assert lasagna.get("/me").status_code == 503
    crm.lasagna.faults.add(Fault("not_found"))
    assert lasagna.get("/me").json()["error"] == "not_found"
    crm.lasagna.down()
    with pytest.raises(httpx.ConnectError):
        lasagna.get("/me")
    crm.lasagna.up()
    assert lasagna.get("/me").status_code == 200
