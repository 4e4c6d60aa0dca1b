"""Lists of the portal: filters, pages that skip nothing while things change, conditional requests."""

from datetime import timedelta

import httpx
import pytest

from agent.sandbox import Sandbox
from agent.sandbox.instants import iso
from tests.sandbox.visitors import HandClock


def ids(answer: httpx.Response) -> list[int]:
    return [order["id"] for order in answer.json()["data"]]


def test_pages_are_complete_and_in_the_order_of_change(
    sandbox: Sandbox, portal: httpx.Client, clock: HandClock
) -> None:
    placed = []
    for _ in range(7):
        placed.append(sandbox.plateform.place_order()["id"])
        clock.go(seconds=1)
    sandbox.plateform.cancel_order(placed[0])
    read: list[int] = []
    params: dict[str, str] = {"limit": "3"}
    while True:
        answer = portal.get("/orders", params=params)
        read += ids(answer)
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            break
        params["cursor"] = cursor
    assert read == [*placed[1:], placed[0]]


def test_nothing_is_skipped_when_something_changes_between_two_pages(sandbox: Sandbox, portal: httpx.Client) -> None:
    """All at the same instant, and the first page's orders change while the second is asked."""
    placed = [sandbox.plateform.place_order()["id"] for _ in range(5)]
    first = portal.get("/orders", params={"limit": 2})
    for changed in (placed[0], placed[3]):
        sandbox.plateform.cancel_order(changed)
    second = portal.get("/orders", params={"limit": 100, "cursor": first.json()["next_cursor"]})
    assert ids(first) == placed[:2]
    assert ids(second) == [placed[2], placed[4], placed[0], placed[3]]
    assert second.json()["next_cursor"] is None


def test_since_is_inclusive_and_stays_in_the_cursor(sandbox: Sandbox, portal: httpx.Client, clock: HandClock) -> None:
    old = sandbox.plateform.place_order()["id"]
    start = clock.go(seconds=10)
    new = [sandbox.plateform.place_order()["id"] for _ in range(2)]
    assert ids(portal.get("/orders", params={"updated_since": iso(start)})) == new
    first = portal.get("/orders", params={"updated_since": iso(start), "limit": 1})
    rest = portal.get("/orders", params={"cursor": first.json()["next_cursor"]})
    assert [*ids(first), *ids(rest)] == new
    assert old in ids(portal.get("/orders", params={"updated_since": iso(start - timedelta(seconds=10))}))


def test_the_status_filter(sandbox: Sandbox, portal: httpx.Client) -> None:
    waiting, gone = sandbox.plateform.place_order()["id"], sandbox.plateform.place_order()["id"]
    sandbox.plateform.cancel_order(gone)
    assert ids(portal.get("/orders", params={"status": "nuovo"})) == [waiting]
    assert ids(portal.get("/orders", params={"status": "annullato"})) == [gone]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=molti", "limit"),
        ("cursor=niente", "cursor"),
        ("status=nuovo,confermato", "status"),
        ("updated_since=2026-11-23T20:00:00", "updated_since"),
        ("updated_since=2026-11-23T20:00:00+01:00", "updated_since"),
    ],
)
def test_a_query_against_the_profile_is_refused(portal: httpx.Client, query: str, field: str) -> None:
    """The last one: a raw + is a space."""
    answer = portal.get(f"/orders?{query}")
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)


@pytest.mark.parametrize("path", ["/orders", "/customers", "/reservations?from=2026-11-01&to=2026-12-01"])
def test_what_the_client_has_is_not_sent_again(sandbox: Sandbox, portal: httpx.Client, path: str) -> None:
    order = sandbox.plateform.place_order()
    sandbox.plateform.book()
    first = portal.get(path)
    same = portal.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", first.headers["etag"])
    portal.post(f"/orders/{order['id']}/received")
    assert portal.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    sandbox.plateform.place_order(customer={"email": "altro@posta.invalid"})
    sandbox.plateform.book()
    assert portal.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_one_order_by_its_version(sandbox: Sandbox, portal: httpx.Client) -> None:
    order = sandbox.plateform.place_order()
    first = portal.get(f"/orders/{order['id']}")
    assert first.json() == order
    assert portal.get(f"/orders/{order['id']}", headers={"If-None-Match": '"1"'}).status_code == 304
    assert portal.get("/orders/1").status_code == 404
