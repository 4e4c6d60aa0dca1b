"""Reservations on the portal: what its guests and its people do, and what the API then says."""

from typing import Any

import httpx
import pytest

from agent.sandbox import Sandbox
from agent.sandbox.plateform.refusal import Refusal
from tests.sandbox.schema import faults_of
from tests.sandbox.visitors import HandClock

DAY = {"from": "2026-11-24", "to": "2026-11-24"}


def listed(portal: httpx.Client, **more: str | int) -> list[dict[str, Any]]:
    page = portal.get("/reservations", params={**DAY, **more}).raise_for_status().json()
    assert [fault for one in page["data"] for fault in faults_of(one, "Reservation")] == []
    found: list[dict[str, Any]] = page["data"]
    return found


def test_a_window_is_of_the_restaurants_days_both_inclusive(sandbox: Sandbox, portal: httpx.Client) -> None:
    times = ("2026-11-23T23:59:59+01:00", "2026-11-23T23:00:00Z", "2026-11-24T23:59:59+01:00", "2026-11-24T23:00:00Z")
    booked = [sandbox.plateform.book(starts_at=at)["id"] for at in times]
    assert [one["id"] for one in listed(portal)] == booked[1:3]
    assert portal.get("/reservations", params={"from": "2026-11-24"}).status_code == 422


def test_a_guest_changes_everything_but_state_and_tables(
    sandbox: Sandbox, portal: httpx.Client, clock: HandClock
) -> None:
    booked = sandbox.plateform.book(starts_at="2026-11-24T20:00:00+01:00", covers=4, tables=["7"], status="confermato")
    clock.go(minutes=1)
    assert listed(portal, updated_since="2026-11-23T19:31:00+01:00") == []
    sandbox.plateform.guest_changes(
        booked["id"],
        starts_at="2026-11-24T21:30:00+01:00",
        covers=6,
        notes="Un seggiolone",
        duration_minutes=90,
        customer={"first_name": "Ada", "email": "ada@posta.invalid"},
    )
    (told,) = listed(portal, updated_since="2026-11-23T19:31:00+01:00")
    assert (told["starts_at"], told["covers"]) == ("2026-11-24T21:30:00.000+01:00", 6)
    assert (told["notes"], told["duration_minutes"]) == ("Un seggiolone", 90)
    assert told["customer"]["first_name"] == "Ada"
    assert (told["status"], told["tables"], told["version"]) == ("confermato", ["7"], 2)
    story = sandbox.plateform.reservation(booked["id"])["history"][-1]
    assert (story["by"], story["detail"]) == ("guest", "covers, customer, duration_minutes, notes, starts_at")
    assert sandbox.plateform.notices(booked["id"]) == [], "nobody is told of one's own change"
    with pytest.raises(TypeError, match="tables"):
        sandbox.plateform.guest_changes(booked["id"], tables=["8"])


def test_cancelled_and_alive_again(sandbox: Sandbox, portal: httpx.Client) -> None:
    id_ = sandbox.plateform.book(starts_at="2026-11-24T20:00:00+01:00", status="confermato")["id"]
    with pytest.raises(Refusal):
        sandbox.plateform.alive_again(id_)
    assert sandbox.plateform.guest_cancels(id_)["status"] == "cancellato"
    with pytest.raises(Refusal):
        sandbox.plateform.guest_changes(id_, covers=3)
    assert portal.patch(f"/reservations/{id_}", json={"status": "confermato"}).status_code == 409, "not by the API"
    assert sandbox.plateform.alive_again(id_)["status"] == "confermato"
    assert [one["version"] for one in listed(portal)] == [3]
    sandbox.plateform.change_reservation(id_, "non_arrivato")
    assert sandbox.plateform.alive_again(id_, "lista_attesa")["status"] == "lista_attesa"


def test_a_change_needs_the_version_and_is_done_once(sandbox: Sandbox, portal: httpx.Client) -> None:
    id_ = sandbox.plateform.book(status="confermato")["id"]
    sandbox.plateform.guest_changes(id_, covers=9)
    stale = portal.patch(f"/reservations/{id_}", json={"status": "arrivato"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["covers"]) == (412, 9)
    headers = {"If-Match": '"2"', "Idempotency-Key": "una volta"}
    answers = [portal.patch(f"/reservations/{id_}", json={"status": "arrivato"}, headers=headers) for _ in range(2)]
    assert [answer.json()["version"] for answer in answers] == [3, 3]
    assert len(sandbox.plateform.notices(id_, "arrivato")) == 1


def test_a_sale_counts_once(sandbox: Sandbox, portal: httpx.Client) -> None:
    id_ = sandbox.plateform.book(status="confermato")["id"]
    sale = {"receipt_id": "menu:501", "closed_at": "2026-11-23T22:00:00+01:00", "covers": 4, "total": "96.50"}
    answers = [portal.post(f"/reservations/{id_}/sale", json=sale).status_code for _ in range(2)]
    assert answers == [201, 200]
    (told,) = sandbox.plateform.sales()
    assert (told["reservation_id"], told["total"], told["lines"]) == (id_, "96.50", [])
