"""The parties who book and the host who seats them, at a hurried pace."""

import threading

from agent.sandbox import MenuSandbox, RestlessParties
from agent.sandbox.wire import Json
from tests.sandbox.visitors import HandClock


def test_parties_book_and_the_host_works_till_they_have_paid(sala: MenuSandbox) -> None:
    before = set(threading.enumerate())
    booked: list[Json] = []
    parties = RestlessParties(
        sala.plateform, sala.menu, every=0.01, pace=0.02, calls=0.4, absent=0.2, booked=booked.append
    )
    parties.start()
    state = sala.menu.state
    lived = state.wait_until(
        lambda: (
            any(check.content["IsPagato"] for check in state.checks.values())
            and any(row.content["StatoEnum"] == "Mancata" for row in state.reservations.values())
        ),
        timeout=20,
    )
    parties.stop()
    assert lived
    assert set(threading.enumerate()) == before
    assert [reservation["id"] for reservation in booked] == list(sala.plateform.state.reservations)
    count = len(state.reservations)
    parties.stop()
    assert len(state.reservations) == count


def test_guests_change_and_cancel_on_the_portal(sala: MenuSandbox) -> None:
    parties = RestlessParties(sala.plateform, sala.menu, changes=0.4, cancels=0.2, calls=0.0)
    for _ in range(60):
        parties.act()
    stories = [sala.plateform.reservation(one["id"]) for one in sala.plateform.reservations()]
    details = {change["detail"] for story in stories for change in story["history"]}
    assert {"covers", "starts_at", "notes"} <= details
    assert {story["status"] for story in stories} >= {"cancellato", "confermato"}
    assert sala.menu.reservations() == []


def test_a_party_of_the_portal_that_does_not_come(sala: MenuSandbox) -> None:
    """The portal's people say so, not the till: from the till no such state travels."""
    booked = sala.plateform.book(status="confermato")
    sala.menu.host.book(tag=f"plateform:{booked['id']}", tables=["3"], room="Sala interna")
    gone = sala.plateform.book(status="cancellato")
    sala.menu.host.book(tag=f"plateform:{gone['id']}", tables=["4"], room="Sala interna")
    phoned = sala.menu.host.book(tables=["5"], room="Sala interna")
    parties = RestlessParties(sala.plateform, sala.menu, absent=1.0)
    for _ in range(10):
        parties.work()
    assert sala.plateform.reservation(booked["id"])["status"] == "non_arrivato"
    assert sala.plateform.reservation(gone["id"])["status"] == "cancellato"
    assert [row["StatoEnum"] for row in sala.menu.reservations()] == ["Confermata", "Confermata", "Mancata"]
    assert sala.menu.reservation(phoned["IdGestionale"])["history"][-1]["by"] == "host"


def test_a_full_house_waits(sala: MenuSandbox) -> None:
    for _ in range(20):
        sala.menu.host.book(starts_at="2026-11-23T20:00:00+01:00")
    parties = RestlessParties(sala.plateform, sala.menu, absent=0.0)
    for _ in range(8):
        parties.work()
    seated = [row for row in sala.menu.reservations() if row["Tavoli"]]
    assert len(seated) == 14, "as many as there are tables"


def test_the_same_seed_is_the_same_evening(clock: HandClock) -> None:
    evenings = []
    for _ in range(2):
        sala = MenuSandbox(clock=clock)
        parties = RestlessParties(sala.plateform, sala.menu, every=3.0, pace=5.0, calls=0.5, seed=5)
        for _ in range(60):
            parties.turn()
        evenings.append((sala.plateform.reservations(), sala.menu.state_json()))
    assert evenings[0] == evenings[1]
    assert len(evenings[0][1]["bills"]) > 3
