"""Lasagna and Tilby with their notices: registered by their own calls, and what changes there is here at once."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from agent.app import Agent
from agent.home import Home
from agent.sandbox.crm_sandbox import CrmSandbox
from agent.vault import MemoryVault
from tests.journeys.clouds import TOMORROW
from tests.webhooks.test_journey import free_port

SETTINGS = """\
calls_per_second = 100
[links.settings]
poll_seconds = 3600
webhook = true
"""

SETTLED = 0.7
"""Seconds after which no notice is on its way any more."""

AT_ONCE = 3.0
"""Seconds; polling would come in an hour."""


class Notified:
    def __init__(self, folder: Path, world: CrmSandbox) -> None:
        self.world = world
        port = free_port()
        table = f'[webhook]\nlisten = "127.0.0.1:{port}"\npublic_url = "http://127.0.0.1:{port}"\n'
        home = Home.at(folder, {})
        home.configuration.write_text(table + world.configuration() + SETTINGS, encoding="utf-8")
        self.vault = MemoryVault(world.secrets())
        self.agent = Agent(home, self.vault)
        self.agent.open()
        self.agent.start()
        self.until(lambda: self.agent.status().links[0].flows["reservations"].last_success is not None, 10)
        # The door answers Tilby's first notice: it must be open when Tilby is asked.
        self.registered = self.agent.register_webhook("crm")

    def until(self, true: Callable[[], bool], seconds: float = AT_ONCE) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, "not in time"
            time.sleep(0.02)


@pytest.fixture
def notified(tmp_path: Path) -> Iterator[Notified]:
    with CrmSandbox() as world:
        made = Notified(tmp_path, world)
        yield made
        # A notice that comes in the very moment of the end leaves its socket to the collector (docs/webhooks.md).
        time.sleep(SETTLED)
        made.agent.stop()


def test_both_are_registered_and_the_secrets_are_kept(notified: Notified) -> None:
    assert [each.failure for each in notified.registered] == [None, None]
    assert all(each.registered for each in notified.registered)
    assert notified.vault.read("crm/portal/webhook_secret")
    assert notified.vault.read("crm/pos/webhook_path")


def test_what_changes_on_either_side_is_on_the_other_at_once(notified: Notified) -> None:
    lasagna, tilby = notified.world.lasagna, notified.world.tilby
    booked = lasagna.book(status="confermata", starts_at=TOMORROW, covers=4)
    notified.until(lambda: len(tilby.bookings()) == 1)
    (booking,) = tilby.bookings()
    assert booking["source"] == f"lasagna:{booked['id']}"
    tilby.host.change(booking["id"], people=7)
    notified.until(lambda: lasagna.reservation(booked["id"])["covers"] == 7)
    tilby.host.arrived(booking["id"])
    notified.until(lambda: lasagna.reservation(booked["id"])["status"] == "arrivato")
    phoned = tilby.host.book(status="confirmed", booked_for=TOMORROW)
    notified.until(lambda: len(lasagna.reservations()) == 2)
    mine = next(each for each in lasagna.reservations() if each["external_id"] == str(phoned["id"]))
    assert datetime.fromisoformat(mine["starts_at"]) == TOMORROW


def test_what_we_write_ourselves_comes_back_as_nothing_new(notified: Notified) -> None:
    lasagna = notified.world.lasagna
    lasagna.book(status="confermata", starts_at=TOMORROW)
    notified.until(lambda: len(notified.world.tilby.bookings()) == 1)
    time.sleep(1.0)  # the notices of our own writes come back meanwhile
    assert len(lasagna.reservations()) == 1
    assert len(notified.world.tilby.bookings()) == 1
    (sheet,) = notified.agent.reservations()
    assert (sheet.errands, sheet.reservation.conflicts) == ((), ())
