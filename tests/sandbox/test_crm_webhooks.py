"""What the two systems of the pair tell by themselves: the one signed, the other confirmed first and never signed."""

import hashlib
import hmac
import json
import socket
import time
from typing import Any

import httpx

from agent.sandbox import CrmSandbox, LasagnaServer
from agent.sandbox.lasagna.bodies import EVENTS
from tests.sandbox.receiver import Receiver
from tests.sandbox.schema import LASAGNA, faults_of
from tests.sandbox.visitors import HandClock, lasagna_client


def subscribe(lasagna: httpx.Client, url: str, *events: str) -> str:
    secret: str = lasagna.post("/webhooks", json={"url": url, "events": events or EVENTS}).json()["secret"]
    return secret


def listen(tilby: httpx.Client, url: str, event: str, entity: str = "bookings") -> int:
    told = {"entity_type": entity, "event_type": event, "url": url, "email": "oste@posta.invalid"}
    id_: int = tilby.post("/webhooks", json=told).json()["result"]["id"]
    return id_


def test_the_portal_signs_what_it_tells(crm: CrmSandbox, lasagna: httpx.Client) -> None:
    with Receiver() as receiver:
        secret = subscribe(lasagna, receiver.url)
        booked = crm.lasagna.book()
        crm.lasagna.set_state(booked["id"], "confermata")
        lasagna.patch(f"/reservations/{booked['id']}", json={"covers": 9})
        crm.lasagna.change(booked["id"], status="annullata", notes="Ci dispiace")
        crm.lasagna.change(booked["id"], notes="Ci dispiace")
        calls = receiver.calls(5)
    told = [json.loads(call.body) for call in calls]
    created, changed, updated = EVENTS[0], EVENTS[2], EVENTS[1]
    assert [notice["event"] for notice in told] == [created, changed, updated, changed, updated]
    assert len({notice["id"] for notice in told}) == 5
    for call, notice in zip(calls, told, strict=True):
        assert faults_of(notice, "Notice", LASAGNA) == []
        signed = call.headers["x-lasagna-timestamp"].encode() + b"." + call.body
        mark = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        assert call.headers["x-lasagna-signature"] == f"sha256={mark}"


def test_the_portal_tries_again_and_signs_anew(crm: CrmSandbox, lasagna: httpx.Client, clock: HandClock) -> None:
    with Receiver(500, 503) as receiver:
        subscribe(lasagna, receiver.url, "reservation.created")
        crm.lasagna.courier.copies = 2
        crm.lasagna.book()
        calls = receiver.calls(4)
    assert len({call.body for call in calls}) == 1, "the same id at every attempt, and in the duplicate"
    clock.go(minutes=10)
    late = crm.lasagna.courier.deliveries[0].write(3)
    assert late.body == calls[0].body
    assert int(late.headers["X-Lasagna-Timestamp"]) == int(calls[0].headers["x-lasagna-timestamp"]) + 600
    assert late.headers["X-Lasagna-Signature"] != calls[0].headers["x-lasagna-signature"]
    assert [delivery["attempts"] for delivery in crm.lasagna.state_json()["webhooks"]] == [3, 1]


def test_stopping_does_not_wait_for_a_receiver_that_hangs() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute, LasagnaServer() as server:
        with lasagna_client(server) as client:
            subscribe(client, f"http://127.0.0.1:{mute.getsockname()[1]}/")
        server.book()
        line, _ = mute.accept()
        with line:
            line.recv(1)
            began = time.monotonic()
            server.stop()
            assert time.monotonic() - began < 0.2
    assert server.courier.deliveries[0].status is None


def test_the_till_asks_first_whether_anybody_listens(crm: CrmSandbox, tilby: httpx.Client) -> None:
    with Receiver() as receiver:
        listen(tilby, f"{receiver.url}/segreto", "CREATED")
        listen(tilby, receiver.url, "DELETED")
        receiver.calls(2)
        booked = crm.tilby.host.book()
        crm.tilby.host.arrived(booked["id"])
        crm.tilby.host.delete(booked["id"])
        calls = receiver.calls(4)
    told: list[dict[str, Any]] = [json.loads(call.body) for call in calls]
    assert [(notice["type"], notice["entity_name"]) for notice in told] == [
        ("SUBSCRIBED", "bookings"),
        ("SUBSCRIBED", "bookings"),
        ("CREATED", "bookings"),
        ("DELETED", "bookings"),
    ]
    assert calls[2].path.endswith("/segreto")
    (entity,) = told[2]["entities"]
    assert (entity["id"], entity["customer"]) == (booked["id"], booked["customer"])
    for notice in told:
        assert notice.keys() == {
            "type", "entity_name", "time", "notification_uuid", "environment_id", "client_id", "entities", "nRetry",
        }  # fmt: skip
    assert not [name for call in calls for name in call.headers if "signature" in name]


def test_the_till_says_nothing_to_who_did_not_confirm(crm: CrmSandbox, tilby: httpx.Client) -> None:
    crm.tilby.courier.pauses = (0.01, 0.01, 0.01)
    with Receiver(404, 404, 404, 404) as deaf:
        listen(tilby, deaf.url, "CREATED")
        crm.tilby.host.book()
        assert [json.loads(call.body)["nRetry"] for call in deaf.calls(4)] == [0, 1, 2, 3]
        with Receiver() as receiver:
            id_ = listen(tilby, receiver.url, "CREATED", "customers")
            receiver.calls(1)
            assert [webhook["id"] for webhook in tilby.get("/webhooks").json()][1:] == [id_]
            crm.tilby.courier.copies = 2
            crm.tilby.add_customer(last_name="Rossi")
            twice = receiver.calls(3)[1:]
            assert len({json.loads(call.body)["notification_uuid"] for call in twice}) == 1
            assert tilby.delete(f"/webhooks/{id_}").status_code == 200
            assert tilby.delete(f"/webhooks/{id_}").status_code == 404
            crm.tilby.add_customer(last_name="Bianchi")
    told = [(delivery["operation"], delivery["attempts"]) for delivery in crm.tilby.state_json()["webhooks"]]
    assert told == [
        ("bookings/SUBSCRIBED", 4),
        ("bookings/CREATED", 0),
        ("customers/SUBSCRIBED", 1),
        *[("customers/CREATED", 1)] * 2,
    ]
