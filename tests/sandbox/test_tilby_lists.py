"""Lists of the till: pages from 0, bare arrays, filters on any property, and the empty list that is a 404."""

from typing import Any

import httpx
import pytest

from agent.sandbox import CrmSandbox
from tests.sandbox.test_tilby_bookings import refused
from tests.sandbox.visitors import HandClock


def ids(answer: httpx.Response) -> list[int]:
    told = answer.json()
    return [booking["id"] for booking in (told if isinstance(told, list) else told["results"])]


def test_pages_begin_at_zero(crm: CrmSandbox, tilby: httpx.Client) -> None:
    booked = [crm.tilby.host.book()["id"] for _ in range(5)]
    pages = [tilby.get("/bookings", params={"pagination": "true", "per_page": 2, "page": n}) for n in range(4)]
    assert [ids(page) for page in pages] == [booked[:2], booked[2:4], booked[4:], []]
    first = pages[0].json()
    del first["results"]
    assert first == {"total": 5, "pages": 3, "per_page": 2, "page": 0}
    crm.tilby.switches.most_per_page = 3
    larger = tilby.get("/bookings?pagination=true&per_page=500").json()
    assert (larger["per_page"], larger["pages"], len(larger["results"])) == (3, 2, 3)
    for wrong in ("per_page=0", "page=-1", "page=due"):
        assert refused(tilby.get(f"/bookings?pagination=true&{wrong}")) == 422
    assert ids(tilby.get("/bookings")) == booked, "a bare array"


def test_a_bare_array_ends_at_a_thousand(crm: CrmSandbox, tilby: httpx.Client) -> None:
    with crm.tilby.state.lock:
        for number in range(1005):
            crm.tilby.add_customer(last_name=f"Rossi {number}")
    assert len(tilby.get("/customers").json()) == 1000
    assert len(tilby.get("/customers?pagination=true&per_page=100&page=10").json()["results"]) == 5


def test_filters(crm: CrmSandbox, tilby: httpx.Client, clock: HandClock) -> None:
    first = crm.tilby.host.book(people=2, source="campanello:abc", booked_for="2026-12-01T20:00:00+01:00")
    clock.go(minutes=1)
    second = crm.tilby.host.book(people=4, notes="Festa di LAUREA", booked_for="2026-12-02T20:00:00+01:00")
    clock.go(minutes=1)
    third = crm.tilby.host.book(people=10, status="arrived", booked_for="2026-12-03T20:00:00+01:00")
    one, two, three = first["id"], second["id"], third["id"]
    found: list[tuple[dict[str, Any], list[int]]] = [
        ({"source": "campanello:abc"}, [one]),
        ({"source_like": "campanello"}, [one]),
        ({"notes_like": "%laurea%"}, [two]),
        ({"people": 4}, [two]),
        ({"people_since": 4}, [two, three]),
        ({"people_max": 4}, [one, two]),
        ({"updated_at_since": second["updated_at"]}, [two, three]),
        ({"booked_for_since": "2026-12-02T20:00:00+01:00", "booked_for_max": "2026-12-02T19:00:00Z"}, [two]),
        ({"customer_id": first["customer_id"], "people": 2}, [one]),
        ({"status": "arrived"}, [three]),
        ({"deleted_at": "null", "people": 10}, [three]),
        ({"orderby_desc": "people"}, [three, two, one]),
        ({"orderby_asc": "booked_for", "people_max": 9}, [one, two]),
        ({"orderby_desc": "source"}, [one, two, three]),
    ]
    for asked, expected in found:
        assert ids(tilby.get("/bookings", params=asked)) == expected, asked
    for wrong in ("seats=4", "people=tanti", "updated_at_since=ieri", "orderby_asc=x", "tables=101"):
        assert refused(tilby.get(f"/bookings?{wrong}")) == 422, wrong
    assert refused(tilby.get("/bookings?updated_at_since=2026-11-23T20:00:00+01:00")) == 422, "a + is a space"


@pytest.mark.parametrize("paged", [{}, {"pagination": "true"}])
def test_an_empty_filter_result(crm: CrmSandbox, tilby: httpx.Client, paged: dict[str, str]) -> None:
    asked = {"email": "nessuno@posta.invalid", **paged}
    empty = tilby.get("/customers", params=asked)
    assert refused(empty) == 404
    assert empty.json()["error"]["code"] == 50
    assert tilby.get("/customers", params=paged).status_code == 200, "nothing was filtered"
    crm.tilby.switches.empty_is_404 = False
    found = tilby.get("/customers", params=asked)
    assert (found.status_code, ids(found)) == (200, [])
