"""A person who asks to be forgotten, and guests who are too old to be kept: no byte of the home names them any more.

The figures stay, to the cent, and what the sides still say brings nobody back.
"""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import structlog

from agent.app import Agent
from agent.diagnostics.log import start_log
from agent.domain.commands import AcceptOrder, RejectOrder
from agent.domain.failures import DecisionRefused
from agent.domain.orders import Customer
from agent.domain.statistics import Statistics
from agent.sandbox import Sandbox
from agent.sync.retention import months_before
from tests.journeys.world import World
from tests.store.making import full_order
from tests.store.making_reservations import full_booking, full_reservation

ROME = ZoneInfo("Europe/Rome")
ANNA = {
    "first_name": "Annamaria",
    "last_name": "Bevilacqua",
    "email": "annamaria.b@posta.invalid",
    "phone": "333 9900077",
}
UGO = {"first_name": "Ugolino", "last_name": "Gherardesca", "email": "ugolino@posta.invalid", "phone": "3339900088"}
WORDS = ("annamaria", "bevilacqua", "9900077", "via dei melograni", "senza lattosio")


def named_in(home: Path, words: tuple[str, ...] = WORDS) -> list[str]:
    """Every word of a person in every byte of every file."""
    found = []
    for file in sorted(home.rglob("*")):
        if file.is_file():
            content = file.read_bytes().lower()
            found += [f"{file.name}: {word}" for word in words if word.encode() in content]
    return found


def everything(agent: Agent) -> Statistics:
    return agent.statistics(datetime(2024, 1, 1, tzinfo=ROME).date(), datetime.now(ROME).date() + timedelta(days=2))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with Sandbox() as sandbox:
        world = World(tmp_path / "home", sandbox)
        yield world
        world.stop()


def served(world: World, guest: dict[str, str]) -> int:
    """An order of that guest from the portal to its end."""
    anna = guest is ANNA
    street, notes = ("Via dei Melograni 3", "senza lattosio") if anna else ("Via Cavour 1", "ben cotta")
    ref = world.place(
        customer=guest,
        type="delivery",
        address={"street": street, "city": "Roma", "zip": "00100", "notes": f"citofono {guest['last_name']}"},
        notes=notes,
    )
    world.sync(2)
    world.accept(ref)
    world.sync(2)
    name = f"plateform:{ref}"
    world.operator.accept(name)
    world.operator.print_receipt(name)
    world.operator.complete(name)
    world.sync(3)
    assert world.status(ref) == "evaso"
    return ref


def test_a_person_is_gone_from_every_byte_and_the_figures_stay(world: World) -> None:
    stop_log = start_log(world.home.logs)
    world.start(lanes=False)
    served(world, ANNA)
    served(world, UGO)
    with world.agent._store.writing() as ledger:
        guest = Customer("", ANNA["first_name"], ANNA["last_name"], ANNA["email"], ANNA["phone"])
        past = full_booking(starts_at=datetime.now(UTC) - timedelta(days=9), guest=guest, notes="senza lattosio")
        ledger.add_reservation(full_reservation(booking=past, portal=None, pos=None, conflicts=()))
    # As an older version, with other ideas of what is private, may have left it.
    with (world.home.logs / "campanello.log").open("a", encoding="utf-8") as log:
        log.write('{"event": "old", "guest": "Annamaria Bevilacqua", "phone": "333 9900077"}\n')
    world.home.database.with_name("campanello.db.before-4").write_bytes(b"Annamaria Bevilacqua")
    before = everything(world.agent)
    assert named_in(world.home.data)
    erasure = world.agent.erase_guest("Annamaria.B@posta.invalid ")
    assert (erasure.orders, erasure.reservations, erasure.pairs) == (1, 1, 1)
    assert (erasure.copies, erasure.kept_orders) == (("campanello.db.before-4",), ())
    assert erasure.log_places >= 2
    stop_log()
    assert named_in(world.home.data) == []
    assert named_in(world.home.data, ("ugolino",)) != [], "nobody else was touched"
    assert everything(world.agent) == before
    assert world.agent.orders(search="Bevilacqua") == ()
    world.stop()
    world.start(lanes=False)
    world.sync(3)
    assert named_in(world.home.data) == [], "what the sides still say brings nobody back"
    assert everything(world.agent) == before


def test_it_works_beside_a_running_agent(world: World) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    world.start(lanes=False)
    served(world, ANNA)
    world.stop()
    world.start()
    other = Agent(world.home, world.vault)
    other.open()
    try:
        assert other.erase_guest("+39 333 990 0077").orders == 1
    finally:
        other.stop()
    world.agent.sync(seconds=30)
    assert len(world.agent.orders()) == 1
    world.stop()
    assert named_in(world.home.data) == []


def test_what_is_still_under_way_is_kept_and_said(world: World) -> None:
    world.start(lanes=False)
    ref = world.place(customer=ANNA)
    world.sync(2)
    erasure = world.agent.erase_guest(ANNA["email"])
    assert erasure.orders == 0
    assert erasure.kept_orders == (world.sheet(ref).order.portal.code,)
    world.submit(ref, lambda id_: RejectOrder(id_, "Troppi ordini"))
    world.sync(3)
    world.operator.reject(f"plateform:{ref}")
    world.sync(3)
    assert world.agent.erase_guest(ANNA["email"]).orders == 1
    assert named_in(world.home.data, ("annamaria", "9900077")) == []


def test_a_person_who_comes_again_is_new(world: World) -> None:
    world.start(lanes=False)
    served(world, ANNA)
    world.agent.erase_guest(ANNA["email"])
    ref = world.place(customer=ANNA)
    world.sync(2)
    assert world.sheet(ref).order.portal.customer.email == ANNA["email"]
    world.submit(ref, AcceptOrder)


@pytest.mark.parametrize("identity", ["", "pizza", "12"])
def test_what_is_no_identity_is_refused(world: World, identity: str) -> None:
    world.start(lanes=False)
    with pytest.raises(DecisionRefused):
        world.agent.erase_guest(identity)


def test_guests_that_are_too_old_are_forgotten_at_night_and_figures_stay(world: World) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    text = world.home.configuration.read_text(encoding="utf-8")
    world.home.configuration.write_text(f"{text}guest_data_months = 6\n", encoding="utf-8")
    world.start(lanes=False)
    now = datetime.now(UTC)
    with world.agent._store.writing() as ledger:
        for months, person in ((7, ANNA), (5, UGO)):
            guest = Customer("9", person["first_name"], person["last_name"], person["email"], person["phone"])
            at = months_before(now, months)
            order = full_order()
            portal = replace(order.portal, ref=f"9{months}", customer=guest, notes="senza lattosio")
            ledger.add_order(replace(order, portal=portal, arrived_at=at, notices=(), till_missing_since=None))
            past = full_booking(starts_at=at, guest=guest)
            ledger.add_reservation(full_reservation(booking=past, portal=None, pos=None, conflicts=()))
    before = everything(world.agent)
    assert before.total.takings == Decimal(0)
    assert named_in(world.home.data, ("annamaria",))
    world.sync()
    world.stop()
    assert named_in(world.home.data, ("annamaria", "9900077")) == []
    assert named_in(world.home.data, ("ugolino",))
    world.start(lanes=False)
    assert everything(world.agent) == before
    assert len(world.agent.orders()) == 2


@pytest.mark.parametrize(
    ("now", "months", "then"),
    [
        (datetime(2026, 11, 23, tzinfo=UTC), 24, datetime(2024, 11, 23, tzinfo=UTC)),
        (datetime(2026, 3, 31, tzinfo=UTC), 1, datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2024, 3, 31, tzinfo=UTC), 1, datetime(2024, 2, 29, tzinfo=UTC)),
        (datetime(2026, 1, 15, tzinfo=UTC), 13, datetime(2024, 12, 15, tzinfo=UTC)),
    ],
)
def test_months_are_those_of_the_calendar(now: datetime, months: int, then: datetime) -> None:
    assert months_before(now, months) == then
