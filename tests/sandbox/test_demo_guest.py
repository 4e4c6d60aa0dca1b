"""The guest who orders by himself and the till that works orders off, at a hurried pace."""

import threading

import httpx

from agent.sandbox import BusyTill, RestlessGuest, Sandbox
from agent.sandbox.wire import Json
from tests.sandbox.test_cassa_orders import draft, send


def test_a_restless_guest_orders_and_cancels(sandbox: Sandbox) -> None:
    before = set(threading.enumerate())
    placed: list[Json] = []
    guest = RestlessGuest(sandbox.plateform, every=0.005, cancels=0.5, placed=placed.append)
    orders, notices = sandbox.plateform.state.orders, sandbox.plateform.state.notices
    guest.start()
    assert sandbox.plateform.state.wait_until(lambda: len(orders) >= 5 and len(notices) >= 1)
    guest.stop()
    count = len(orders)
    assert set(threading.enumerate()) == before
    assert [order["id"] for order in placed] == list(orders)
    assert {order.status for order in orders.values()} == {"nuovo", "annullato"}
    guest.stop()
    assert len(orders) == count


def test_a_guest_who_never_cancels(sandbox: Sandbox) -> None:
    guest = RestlessGuest(sandbox.plateform, every=1, cancels=0)
    for _ in range(10):
        guest.turn()
    assert {order.status for order in sandbox.plateform.state.orders.values()} == {"nuovo"}
    assert all(0.5 <= guest.pause() <= 1.5 for _ in range(20))


def test_a_busy_till_works_orders_off_and_refuses_one(sandbox: Sandbox, till: httpx.Client) -> None:
    send(till, *(draft(f"plateform:{number}") for number in range(3)), draft("invisibile", isExternalOrder=False))
    autopilot = BusyTill(sandbox.cassa, pace=0.02)
    autopilot.refuse_next("Finita la farina")
    autopilot.start()
    over = sandbox.cassa.state.wait_until(
        lambda: (
            sorted(order.workflow for order in sandbox.cassa.state.orders.values())
            == ["COMPLETED", "COMPLETED", "REJECTED", "REQUESTED"]
        )
    )
    autopilot.stop()
    assert over
    stories = [order.story() for order in sandbox.cassa.state.orders.values()]
    assert [story["rejectionReason"] for story in stories].count("Finita la farina") == 1
    assert [story["status"] for story in stories].count("PROCESSED") == 2
    assert len(sandbox.cassa.state.receipts) == 2


def test_a_till_that_hears_of_a_cancellation_stops(sandbox: Sandbox, till: httpx.Client) -> None:
    kept, gone = sandbox.plateform.place_order(), sandbox.plateform.place_order()
    send(till, *(draft(f"plateform:{order['id']}") for order in (kept, gone)), draft("a mano"))
    sandbox.plateform.cancel_order(gone["id"])
    autopilot = BusyTill(sandbox.cassa, portal=sandbox.plateform)
    for _ in range(60):
        autopilot.turn()
    assert [order.workflow for order in sandbox.cassa.state.orders.values()] == ["COMPLETED", "CANCELED", "COMPLETED"]
