"""SIGKILL at every commit point of a reservation's road, before and after: both servers are as they should be."""

import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.app import Agent
from agent.home import Home
from agent.sandbox.crm_sandbox import CrmSandbox
from agent.sandbox.menu_sandbox import MenuSandbox
from agent.sandbox.town import Town
from agent.vault import MemoryVault
from tests.journeys.agent_process import ended
from tests.journeys.clouds import TOMORROW, lasagna_says, tilby_says
from tests.journeys.reservation_process import keeping_in_step

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

CRM_ROAD = 18
"""Commits from the first look to two reservations on both sides with an edit each, and some to spare."""


def run(home: Home, world: Town, moment: str = "", commit: int = 0) -> int:
    """To its end, or to its death "before" or "after" that commit."""
    kill = (moment, commit) if moment else None
    status = ended(keeping_in_step, home.data, world.secrets(), kill)
    assert status in (0, -signal.SIGKILL)
    return status


def synchronised(home: Home, world: Town) -> None:
    """One ordinary synchronisation, in this process."""
    agent = Agent(home, MemoryVault(world.secrets()))
    agent.open()
    agent.sync()
    agent.stop()


def home_of(folder: Path, world: Town, more: str = "") -> Home:
    home = Home.at(folder, {})
    folder.mkdir()
    home.configuration.write_text(world.configuration() + more, encoding="utf-8")
    return home


@pytest.mark.parametrize("commit", range(1, CRM_ROAD + 1))
@pytest.mark.parametrize("moment", ["before", "after"])
def test_lasagna_and_tilby(tmp_path: Path, moment: str, commit: int) -> None:
    with CrmSandbox() as world:
        home = home_of(tmp_path / "home", world, "calls_per_second = 100\n")
        booked = world.lasagna.book(status="da_confermare", starts_at=TOMORROW)
        phoned = world.tilby.host.book(status="confirmed", booked_for=TOMORROW)
        first = run(home, world, moment, commit)
        assert first == -signal.SIGKILL or commit > CRM_ROAD - 2, "the road has fewer commits than this test believes"
        world.lasagna.change(booked["id"], covers=9)
        world.tilby.host.change(phoned["id"], people=7)
        assert run(home, world) == 0
        portal, till = world.lasagna.reservations(), world.tilby.bookings()
        assert (len(portal), len(till)) == (2, 2), "each once on each side"
        assert sorted(each["covers"] for each in portal) == sorted(each["people"] for each in till) == [7, 9]
        by_source = {each["source"]: each for each in till}
        assert tilby_says(by_source[f"lasagna:{booked['id']}"]) == lasagna_says(world.lasagna.reservation(booked["id"]))
        marked = [each["external_id"] for each in portal if each["external_id"]]
        assert marked == [str(phoned["id"])]
        emails = [customer["email"] for customer in world.tilby.customers() if customer["email"]]
        assert len(emails) == len(set(emails))


SALA_ROAD = 20
"""Commits from the first look to a reservation at the till whose guest has eaten and paid, and some to spare."""


@pytest.mark.parametrize("commit", range(1, SALA_ROAD + 1))
@pytest.mark.parametrize("moment", ["before", "after"])
def test_plateform_and_menu(tmp_path: Path, moment: str, commit: int) -> None:
    with MenuSandbox() as world:
        home = home_of(tmp_path / "home", world)
        soon = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
        ref = int(world.plateform.book(status="confermato", starts_at=soon, covers=4)["id"])
        synchronised(home, world)
        (row,) = world.menu.tagged(f"plateform:{ref}")
        check = world.menu.host.open_check(row["IdGestionale"])["IdGestionale"]
        world.menu.host.pay(check, kind="SeparatoManuale", parts=2)
        other = int(world.plateform.book(status="non_confermato", starts_at=soon)["id"])
        first = run(home, world, moment, commit)
        assert first == -signal.SIGKILL or commit > SALA_ROAD - 2, "the road has fewer commits than this test believes"
        assert run(home, world) == 0
        told = [note.kind for note in world.plateform.notices(ref)]
        assert told == ["terminato"], "told once, and of nothing else"
        assert [sale["receipt_id"] for sale in world.plateform.state_json()["sales"]] == [f"menu:{check}"]
        assert len(world.menu.tagged(f"plateform:{other}")) == 1
        assert world.plateform.notices(other) == []
        assert world.menu.state_json()["concurrent_calls"] == 0
