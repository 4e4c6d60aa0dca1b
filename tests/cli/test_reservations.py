"""Reservations from a terminal, on the sandbox: what scripts read, and what a person decides without a screen."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from agent.home import Home
from agent.sandbox.crm_sandbox import CrmSandbox
from agent.sandbox.menu_sandbox import MenuSandbox
from agent.sandbox.town import Town
from tests.journeys.clouds import TOMORROW

ROW = {
    "id",
    "link",
    "starts_at",
    "covers",
    "state",
    "tables",
    "guest",
    "portal_ref",
    "pos_ref",
    "conflict",
    "parked",
    "closed_pair",
    "reopened",
    "waiting_for",
}


class Terminal:
    """Runs `campanello` on a home with that town's link; the secrets go in as a reseller enters them."""

    def __init__(self, folder: Path, town: Town, more: str = "") -> None:
        home = Home.at(folder / "home", {})
        home.data.mkdir()
        home.configuration.write_text(town.configuration() + more, encoding="utf-8")
        self._environment = {
            **os.environ,
            "CAMPANELLO_HOME": str(home.data),
            "PYTHON_KEYRING_BACKEND": "tests.agent.rings.FileRing",
            "TEST_RING": str(folder / "ring.json"),
            "LANG": "en_GB.UTF-8",
        }
        for name, secret in town.secrets().items():
            self("secret", "set", *name.split("/"), told=f"{secret}\n")

    def __call__(self, *arguments: str, told: str = "", status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "agent.cli", *arguments],
            input=told,
            env=self._environment,
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == status, (done.stdout, done.stderr)
        return done.stdout if status == 0 else done.stderr

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json"))


@pytest.fixture
def clouds(tmp_path: Path) -> Iterator[tuple[Terminal, CrmSandbox]]:
    with CrmSandbox() as world:
        yield Terminal(tmp_path, world, "calls_per_second = 100\n"), world


@pytest.fixture
def sala(tmp_path: Path) -> Iterator[tuple[Terminal, MenuSandbox]]:
    with MenuSandbox() as world:
        yield Terminal(tmp_path, world), world


def test_both_sides_are_tried(clouds: tuple[Terminal, CrmSandbox]) -> None:
    terminal, _world = clouds
    assert [(side["side"], side["ok"]) for side in terminal.json("links", "test")] == [("portal", True), ("pos", True)]


def test_a_reservation_is_listed_confirmed_and_seated(clouds: tuple[Terminal, CrmSandbox]) -> None:
    terminal, world = clouds
    guest = {"first_name": "Ada", "last_name": "Neri", "email": "ada@posta.invalid"}
    booked = world.lasagna.book(status="da_confermare", starts_at=TOMORROW, covers=5, guest=guest)
    terminal("sync")
    (row,) = terminal.json("reservations", "list")
    assert set(row) == ROW
    assert (row["link"], row["state"], row["covers"], row["guest"]) == ("crm", "pending", 5, "Ada Neri")
    assert (row["portal_ref"], row["pos_ref"]) == (booked["id"], str(world.tilby.bookings()[0]["id"]))
    assert datetime.fromisoformat(row["starts_at"]) == TOMORROW
    assert row["starts_at"].endswith(("+01:00", "+02:00"))
    assert (row["conflict"], row["parked"], row["closed_pair"], row["waiting_for"]) == (False, False, False, "decision")
    chosen = terminal.json("reservations", "set-state", str(row["id"]), "confirmed")
    assert (chosen["state"], chosen["waiting_for"]) == ("confirmed", "portal")
    terminal("sync")
    assert world.lasagna.reservation(booked["id"])["status"] == "confermata"
    assert world.tilby.bookings()[0]["status"] == "confirmed"
    room = world.tilby.state_json()["rooms"][0]
    table = room["tables"][0]
    terminal("reservations", "set-table", str(row["id"]), table["name"])
    terminal("sync")
    assert world.lasagna.reservation(booked["id"])["table_code"] == str(table["id"])
    assert [each["table_id"] for each in world.tilby.bookings()[0]["tables"]] == [table["id"]]
    assert "Ada Neri" in terminal("reservations", "list", "--search", "neri", "--day", f"{TOMORROW:%Y-%m-%d}")
    assert table["name"] in terminal("reservations", "list")


def test_a_conflict_is_shown_with_both_values_and_undone(clouds: tuple[Terminal, CrmSandbox]) -> None:
    terminal, world = clouds
    booked = world.lasagna.book(status="confermata", starts_at=TOMORROW, covers=4)
    terminal("sync")
    world.lasagna.change(booked["id"], covers=6)
    world.tilby.host.change(world.tilby.bookings()[0]["id"], people=8)
    terminal("sync")
    (row,) = terminal.json("reservations", "list")
    assert (row["covers"], row["conflict"], row["waiting_for"]) == (6, True, "person")
    (conflict,) = terminal.json("reservations", "show", str(row["id"]))["conflicts"]
    assert (conflict["field"], conflict["kept"], conflict["lost"], conflict["lost_side"]) == ("covers", "6", "8", "pos")
    terminal("reservations", "undo", str(row["id"]))
    terminal("sync")
    assert world.lasagna.reservation(booked["id"])["covers"] == world.tilby.bookings()[0]["people"] == 8
    assert not terminal.json("reservations", "list")[0]["conflict"]


def test_moved_by_time_and_by_day(clouds: tuple[Terminal, CrmSandbox]) -> None:
    terminal, world = clouds
    booked = world.lasagna.book(status="confermata", starts_at=TOMORROW)
    terminal("sync")
    local = datetime.fromisoformat(terminal.json("reservations", "list")[0]["starts_at"])
    moved = terminal.json("reservations", "move", "1", "21:15")
    wanted = local.replace(hour=21, minute=15)
    assert datetime.fromisoformat(moved["starts_at"]) == wanted
    assert moved["starts_at"] == wanted.isoformat(), "on the restaurant's clock"
    terminal("sync")
    assert datetime.fromisoformat(world.lasagna.reservation(booked["id"])["starts_at"]) == wanted
    assert datetime.fromisoformat(world.tilby.bookings()[0]["booked_for"]) == wanted
    next_day = f"{wanted.date() + timedelta(days=1)}T13:00"
    terminal("reservations", "move", "1", next_day)
    terminal("sync")
    assert world.tilby.bookings()[0]["booked_for"].startswith(
        str(datetime.fromisoformat(f"{next_day}{wanted:%z}").astimezone(UTC).date())
    )
    assert "Moved to" in terminal("reservations", "show", "1")
    assert "20:30" in terminal("reservations", "move", "1", "half past eight", status=2)


def test_a_conflict_is_accepted_as_it_is(clouds: tuple[Terminal, CrmSandbox]) -> None:
    terminal, world = clouds
    booked = world.lasagna.book(status="confermata", starts_at=TOMORROW, covers=4)
    terminal("sync")
    world.lasagna.change(booked["id"], covers=6)
    world.tilby.host.change(world.tilby.bookings()[0]["id"], people=8)
    terminal("sync")
    after = terminal.json("reservations", "accept-as-is", "1")
    assert (after["conflict"], after["covers"]) == (False, 6)
    terminal("sync")
    assert world.lasagna.reservation(booked["id"])["covers"] == world.tilby.bookings()[0]["people"] == 6


def test_what_does_not_count_is_said_in_words(clouds: tuple[Terminal, CrmSandbox]) -> None:
    terminal, world = clouds
    world.lasagna.book(status="confermata", starts_at=TOMORROW)
    terminal("sync")
    assert "There is no reservation 99" in terminal("reservations", "show", "99", status=1)
    assert "There is nothing to put back" in terminal("reservations", "undo", "1", status=1)
    assert "There is no table “Luna”" in terminal("reservations", "set-table", "1", "Luna", status=1)
    assert "cannot become" in terminal("reservations", "set-state", "1", "table_ready", status=1)
    assert "There is nothing to be accepted" in terminal("reservations", "accept-as-is", "1", status=1)
    assert "still there at the till" in terminal("reservations", "recreate", "1", status=1)


def test_where_the_time_is_the_portals_a_move_is_refused(sala: tuple[Terminal, MenuSandbox]) -> None:
    terminal, world = sala
    world.plateform.book(status="confermato", starts_at=TOMORROW)
    terminal("sync")
    assert "The time is changed on the portal" in terminal("reservations", "move", "1", "21:15", status=1)


def test_closed_reopened_and_created_anew(sala: tuple[Terminal, MenuSandbox]) -> None:
    terminal, world = sala
    ref = int(world.plateform.book(status="confermato", starts_at=TOMORROW)["id"])
    terminal("sync")
    world.plateform.change_reservation(ref, "cancellato")
    terminal("sync")
    assert terminal.json("reservations", "list")[0]["closed_pair"]
    world.plateform.alive_again(ref)
    terminal("sync")
    (row,) = terminal.json("reservations", "list")
    assert (row["reopened"], row["state"], row["waiting_for"]) == (True, "confirmed", "person")
    terminal("reservations", "recreate", str(row["id"]))
    terminal("sync")
    (row,) = terminal.json("reservations", "list")
    assert (row["closed_pair"], row["reopened"]) == (False, False)
    assert sorted(each["StatoEnum"] for each in world.menu.tagged(f"plateform:{ref}")) == ["Confermata", "Mancata"]


def test_the_status_tells_the_pairs_flows_and_nothing_else(sala: tuple[Terminal, MenuSandbox]) -> None:
    terminal, _world = sala
    terminal("sync")
    (link,) = terminal.json("status")["links"]
    assert set(link["flows"]) == {"reservations_near", "reservations_far", "sales", "floor"}
    assert all(flow["last_success"] for flow in link["flows"].values())
    assert (link["pair"], link["health"]) == ("plateform_passepartout", "ok")


def test_a_parked_one_says_so(sala: tuple[Terminal, MenuSandbox]) -> None:
    terminal, world = sala
    world.plateform.book(status="lista_attesa", starts_at=TOMORROW)
    terminal("sync")
    world.menu.host.open_check(world.menu.reservations()[0]["IdGestionale"])
    terminal("sync")
    (row,) = terminal.json("reservations", "list")
    assert (row["parked"], row["state"]) == (True, "waitlisted")
    assert "does not know that the guest arrived" in terminal("reservations", "show", str(row["id"]))
    assert terminal.json("status")["links"][0]["outbox"]["parked"] == 1
