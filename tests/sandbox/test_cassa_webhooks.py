"""What the till tells by itself: signed, repeated when it fails, never in the way of stopping."""

import hashlib
import hmac
import json
import socket
import time

import httpx

from agent.sandbox import CassaServer, Sandbox
from tests.sandbox.receiver import Receiver
from tests.sandbox.test_cassa_orders import draft, send


def test_the_life_of_an_order_is_told_and_signed(sandbox: Sandbox, till: httpx.Client) -> None:
    with Receiver() as receiver:
        sandbox.cassa.webhooks.append((receiver.url, "ORDER"))
        id_ = send(till, draft()).json()["batchResponse"]["createDetails"][0]["id"]
        sandbox.cassa.operator.accept(id_)
        sandbox.cassa.operator.delete(id_)
        calls = receiver.calls(3)
    assert [call.operation for call in calls] == ["ORDER/CREATE", "ORDER/EDIT", "ORDER/DELETE"]
    bodies = [json.loads(call.body) for call in calls]
    assert [(body["id"], body["externalWorkflowStatus"]) for body in bodies] == [
        (id_, "REQUESTED"),
        (id_, "ACCEPTED"),
        (id_, "ACCEPTED"),
    ]
    for call in calls:
        assert call.signature == hmac.new(sandbox.cassa.webhook_secret.encode(), call.body, hashlib.sha1).hexdigest()


def test_only_the_entity_that_was_asked_for(sandbox: Sandbox, till: httpx.Client) -> None:
    with Receiver() as receiver:
        sandbox.cassa.webhooks.append((receiver.url, "CUSTOMER"))
        sandbox.cassa.webhooks.append((receiver.url, "RECEIPT"))
        send(till, draft())
        till.post("/customers", json={"name": "Ada"})
        sandbox.cassa.operator.print_receipt("plateform:1")
        assert [call.operation for call in receiver.calls(2)] == ["CUSTOMER/CREATE", "RECEIPT/CREATE"]


def test_a_delivery_that_fails_is_repeated(sandbox: Sandbox, till: httpx.Client) -> None:
    with Receiver(500, 404) as receiver:
        sandbox.cassa.webhooks.append((receiver.url, "CUSTOMER"))
        till.post("/customers", json={"name": "Ada"})
        calls = receiver.calls(3)
    assert len(set(calls)) == 1, "the same body and signature each time"


def test_stopping_does_not_wait_for_a_receiver_that_hangs() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute, CassaServer() as server:
        server.webhooks.append((f"http://127.0.0.1:{mute.getsockname()[1]}/", "PRODUCT"))
        server.edit_product("Diavola", tags=["piccante"])
        line, _ = mute.accept()
        with line:
            line.recv(1)
            began = time.monotonic()
            server.stop()
            assert time.monotonic() - began < 0.2
    assert server.courier.deliveries[0].status is None
