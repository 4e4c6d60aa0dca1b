"""SIGKILL at every commit point of a reservation's road, before and after: both servers are as they should be."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from agent.home import Home
from agent.sandbox.crm_sandbox import CrmSandbox
from agent.sandbox.town import Town
from tests.journeys.clouds import TOMORROW, lasagna_says, tilby_says

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

CRM_ROAD = 18
"""Commits from the first look to two reservations on both sides with an edit each, and some to spare."""


def run(home: Home, world: Town, *arguments: str) -> int:
    command = [sys.executable, "-m", "tests.journeys.reservation_process", str(home.data), *arguments]
    done = subprocess.run(
        command,
        input=json.dumps(world.secrets()),
        text=True,
        capture_output=True,
        timeout=90,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode


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
        first = run(home, world, "--kill", moment, "--commit", str(commit))
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
