"""Plateform's reservations against the sandbox portal, over real sockets."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from agent.connectors.portals.plateform.client import Plateform
from agent.domain.failures import Conflict, Gone
from agent.domain.reservation_ports import Days
from agent.domain.reservations import Field, ReservationState
from agent.domain.sales import Sale, SaleLine
from tests.contract.plateform_world import PlateformWorld

STATE = frozenset({Field.STATE})
S = ReservationState


@pytest.fixture
def world() -> Iterator[PlateformWorld]:
    world = PlateformWorld()
    yield world
    world.close()


@pytest.fixture
def portal(world: PlateformWorld) -> Plateform:
    return world.connector


def booked(world: PlateformWorld, **fields: object) -> str:
    return str(world.server.book(**fields)["id"])


def moved(portal: Plateform, ref: str, state: ReservationState, key: str) -> ReservationState | None:
    seen = portal.reservation(ref)
    return portal.change_reservation(seen, replace(seen.booking, state=state), STATE, key=key).booking.state


def test_a_whole_window(world: PlateformWorld, portal: Plateform) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    refs = [booked(world, starts_at=tomorrow) for _ in range(130)]
    booked(world, starts_at=tomorrow + timedelta(days=5))
    days = Days(tomorrow.date(), tomorrow.date() + timedelta(days=1))
    pages = list(portal.reservations(days))
    assert [said.ref for page in pages for said in page.records] == refs
    assert len(pages) == 2


def test_changes_since_the_last_one(world: PlateformWorld, portal: Plateform) -> None:
    first, second = booked(world), booked(world)
    (page,) = portal.reservations(changed_since=datetime(2020, 1, 1, tzinfo=UTC))
    assert {said.ref for said in page.records} == {first, second}
    assert page.upto is not None
    world.server.change_reservation(int(first), "confermato")
    states = {
        said.ref: said.booking.state for page in portal.reservations(changed_since=page.upto) for said in page.records
    }
    assert states[first] is S.CONFIRMED


def test_the_way_of_a_party(world: PlateformWorld, portal: Plateform) -> None:
    ref = booked(world)
    for number, state in enumerate((S.CONFIRMED, S.TABLE_READY, S.ARRIVED, S.SEATED, S.COMPLETED)):
        assert moved(portal, ref, state, f"a{number}") is state
    assert len(world.server.notices(int(ref))) == 5


def test_a_state_is_told_once_whatever_is_repeated(world: PlateformWorld, portal: Plateform) -> None:
    ref = booked(world)
    seen = portal.reservation(ref)
    wanted = replace(seen.booking, state=S.CONFIRMED)
    for _ in range(2):  # the answer was lost, the same again
        portal.change_reservation(seen, wanted, STATE, key="once")
    again = portal.reservation(ref)
    portal.change_reservation(again, replace(wanted, state=S.ASSIGNED), STATE, key="another")
    assert len(world.server.notices(int(ref))) == 1


def test_what_the_portal_does_not_allow(world: PlateformWorld, portal: Plateform) -> None:
    ref = booked(world)
    stale = portal.reservation(ref)
    world.server.change_reservation(int(ref), "cancellato")
    with pytest.raises(Conflict) as caught:
        portal.change_reservation(stale, replace(stale.booking, state=S.CONFIRMED), STATE, key="1")
    assert caught.value.failure.params["status"] == "412"
    with pytest.raises(Conflict) as caught:
        moved(portal, ref, S.ARRIVED, "2")
    assert caught.value.failure.params["code"] == "invalid_transition"


def test_the_sale_counts_once(world: PlateformWorld, portal: Plateform) -> None:
    ref = booked(world)
    lines = (SaleLine("Margherita", Decimal(2), Decimal("15.00"), "p-1"),)
    sale = Sale("77", datetime.now(UTC), 2, Decimal("15.00"), lines)
    for _ in range(2):
        portal.send_sale(ref, "menu:77", sale)
    assert list(world.server.state.sales) == ["menu:77"]
    with pytest.raises(Gone):
        portal.send_sale("999999", "menu:78", sale)
    with pytest.raises(Gone):
        portal.reservation("999999")
