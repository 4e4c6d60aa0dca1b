"""A person here gives a party another time and another table: judged by Lasagna and Tilby themselves, over sockets."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from agent.domain.commands import AcceptReservationAsItIs, MoveReservation, SetReservationTable
from agent.sandbox import Fault
from agent.sandbox.crm_sandbox import CrmSandbox
from tests.journeys.clouds import TOMORROW, Clouds, lasagna_says, tilby_says

LATER = TOMORROW + timedelta(minutes=30)


@pytest.fixture
def clouds(tmp_path: Path) -> Iterator[Clouds]:
    with CrmSandbox() as world:
        made = Clouds(tmp_path, world)
        yield made
        made.close()


def booked(clouds: Clouds) -> str:
    """At both sides; Lasagna's id."""
    ref = str(clouds.world.lasagna.book(status="da_assegnare", starts_at=TOMORROW, covers=4)["id"])
    clouds.passes(2)
    return ref


@pytest.mark.parametrize("harm", [None, "lose_answer", "cut", "error"])
def test_moved_and_seated_it_is_so_on_both_sides(clouds: Clouds, harm: Any) -> None:
    ref = booked(clouds)
    table = clouds.world.tilby.state_json()["rooms"][0]["tables"][0]["id"]
    for method, side in (("PATCH", clouds.world.lasagna), ("PUT", clouds.world.tilby)):
        if harm:
            side.faults.add(Fault(harm, method=method))
    clouds.asks(MoveReservation(clouds.only().id, LATER))
    clouds.asks(SetReservationTable(clouds.only().id, (str(table),)))
    clouds.passes(4)
    (at_till,) = clouds.world.tilby.bookings()
    on_portal = clouds.world.lasagna.reservation(ref)
    assert datetime.fromisoformat(at_till["booked_for"]) == datetime.fromisoformat(on_portal["starts_at"]) == LATER
    assert ([each["table_id"] for each in at_till["tables"]], on_portal["table_code"]) == ([table], str(table))
    assert lasagna_says(on_portal) == tilby_says(at_till)
    assert on_portal["status"] == "assegnata"


def test_a_conflict_accepted_as_it_is_leaves_both_sides_alone(clouds: Clouds) -> None:
    ref = booked(clouds)
    clouds.world.lasagna.change(ref, covers=6)
    clouds.world.tilby.host.change(clouds.world.tilby.bookings()[0]["id"], people=8)
    clouds.passes(2)
    assert clouds.only().conflicts
    before = clouds.world.lasagna.reservation(ref), clouds.world.tilby.bookings()
    clouds.asks(AcceptReservationAsItIs(clouds.only().id))
    clouds.passes(2, full=True)
    assert (clouds.world.lasagna.reservation(ref), clouds.world.tilby.bookings()) == before
    assert not clouds.only().conflicts
