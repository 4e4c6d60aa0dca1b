"""The diners who book by themselves and the host who works the book, at a hurried pace."""

import threading

from agent.sandbox import BusyHost, CrmSandbox, RestlessDiners
from agent.sandbox.wire import Json


def test_restless_diners_book_change_and_cancel(crm: CrmSandbox) -> None:
    before = set(threading.enumerate())
    booked: list[Json] = []
    diners = RestlessDiners(crm.lasagna, every=0.005, changes=0.4, cancels=0.2, booked=booked.append)
    diners.start()
    state = crm.lasagna.state
    assert state.wait_until(
        lambda: (
            len(state.reservations) >= 5
            and any(r.content["status"] == "annullata" for r in state.reservations.values())
            and any("covers" in change.fields for r in state.reservations.values() for change in r.history[1:])
        )
    )
    diners.stop()
    assert set(threading.enumerate()) == before
    assert [reservation["id"] for reservation in booked] == list(state.reservations)
    assert all(0.0025 <= diners.pause() <= 0.0075 for _ in range(20))


def test_the_same_seed_is_the_same_evening(crm: CrmSandbox) -> None:
    evenings = []
    for _ in range(2):
        with CrmSandbox(clock=crm.lasagna.now) as other:
            diners, host = RestlessDiners(other.lasagna, seed=5), BusyHost(other.tilby, calls=0.5, seed=5)
            for _ in range(30):
                diners.turn()
                host.turn()
            evenings.append((other.lasagna.reservations(), other.tilby.bookings()))
    assert evenings[0] == evenings[1]
    assert len(evenings[0][1]) > 5


def test_a_host_works_the_book_off(crm: CrmSandbox) -> None:
    for status in ("to_confirm", "confirmed", "to_assign", "waiting_list", "assigned"):
        crm.tilby.host.book(status=status)
    host = BusyHost(crm.tilby, pace=0.02, calls=0, absent=0)
    host.start()
    bookings = crm.tilby.state.bookings
    over = crm.tilby.state.wait_until(lambda: all(b.content["status"] == "checked_out" for b in bookings.values()))
    host.stop()
    assert over
    assert len(crm.tilby.state.sales) == 5
    assert all(b["tables"] for b in crm.tilby.bookings()[:4])


def test_guests_who_do_not_come(crm: CrmSandbox) -> None:
    booked = crm.tilby.host.assign(crm.tilby.host.book()["id"], "1")
    host = BusyHost(crm.tilby, calls=0, absent=1)
    for _ in range(10):
        host.turn()
    assert crm.tilby.booking(booked["id"])["deleted_at"] is not None


def test_a_full_house_waits(crm: CrmSandbox) -> None:
    for name in crm.tilby.host.free_tables():
        crm.tilby.host.arrived(crm.tilby.host.assign(crm.tilby.host.book()["id"], name)["id"])
    assert crm.tilby.host.free_tables() == []
    late = crm.tilby.host.book()
    host = BusyHost(crm.tilby, calls=0, absent=0)
    for _ in range(60):
        host.turn()
    assert crm.tilby.booking(late["id"])["status"] == "checked_out"
