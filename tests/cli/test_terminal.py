"""The terminal beside a running agent and without one, as scripts use it: real processes, real sockets."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.sandbox import Sandbox
from tests.journeys.world import World

ROW = {
    "id",
    "link",
    "code",
    "status",
    "due_at",
    "accept_by",
    "total",
    "customer",
    "portal_ref",
    "pos_ref",
    "waiting_for",
}


class Terminal:
    """Runs `campanello` on the world's home."""

    def __init__(self, world: World, ring: Path) -> None:
        self.world = world
        self._environment = {
            **os.environ,
            "CAMPANELLO_HOME": str(world.home.data),
            "PYTHON_KEYRING_BACKEND": "tests.agent.rings.FileRing",
            "TEST_RING": str(ring),
            "LANG": "en_GB.UTF-8",
        }

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

    def started(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "agent.cli", *arguments],
            env=self._environment,
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with Sandbox() as sandbox:
        terminal = Terminal(World(tmp_path / "home", sandbox), tmp_path / "ring.json")
        terminal("secret", "set", "banco", "portal", "api_key", told=f"{sandbox.plateform.api_key}\n")
        terminal("secret", "set", "banco", "pos", "api_key", told=f"{sandbox.cassa.api_key}\n")
        yield terminal


def test_an_order_is_decided_without_an_agent_and_sync_sends_it(terminal: Terminal) -> None:
    world = terminal.world
    ref = world.place(customer={"first_name": "Ada", "last_name": "Neri", "email": "ada@example.org"})
    assert terminal.json("sync")["links"] == [{"name": "banco", "sent": 2, "parked": 0, "failures": []}]
    (row,) = terminal.json("orders", "list")
    assert set(row) == ROW
    assert (row["status"], row["waiting_for"], row["portal_ref"]) == ("new", "decision", str(ref))
    assert row["customer"] == "Ada Neri"
    assert row["pos_ref"] == world.at_till(ref)["id"]
    assert row["due_at"].endswith(("+01:00", "+02:00"))
    accepted = terminal.json("orders", "accept", str(row["id"]), "--minutes", "25")
    assert (accepted["status"], accepted["waiting_for"]) == ("accepted", "portal")
    assert world.status(ref) == "nuovo"
    terminal("sync")
    assert world.status(ref) == "confermato"
    assert "already decided" in terminal("orders", "reject", row["code"], "--reason", "tardi", status=1).lower()
    terminal("orders", "postpone", str(row["id"]), "--minutes", "10")
    terminal("sync", "--link", "banco")
    assert world.told(ref) == ["confermato", "posticipato"]
    shown = terminal.json("orders", "show", row["code"])
    assert {"history", "lines", "errands", "notices"} <= set(shown)
    status = terminal.json("status")
    assert abs(status["clock_skew_seconds"]) < 5
    (link,) = status["links"]
    assert (link["health"], link["outbox"]) == ("ok", {"waiting": 0, "sending": 0, "parked": 0})
    assert link["flows"]["orders"]["failure"] is None


def test_beside_a_running_agent_a_decision_is_sent_by_it_and_sync_asks_it(terminal: Terminal) -> None:
    world = terminal.world
    ref = world.place()
    running = terminal.started("run")
    try:
        world.until(lambda: world.portal.order(ref)["received"] == 1, 20)
        (row,) = terminal.json("orders", "list")
        terminal("orders", "accept", str(row["id"]))
        world.until(lambda: world.status(ref) == "confermato", 5, "a decision of another process is seen in a second")
        another = world.place()
        assert terminal.json("sync")["links"][0]["failures"] == []
        assert world.till_count(another) == 1
        assert "already running" in terminal("run", status=1)
    finally:
        running.send_signal(signal.SIGTERM)
        _out, told = running.communicate(timeout=20)
    assert running.returncode == 0, told


def test_links_are_listed_and_tested(terminal: Terminal) -> None:
    assert terminal.json("links", "list")[0]["name"] == "banco"
    tests = terminal.json("links", "test")
    assert [(test["side"], test["ok"]) for test in tests] == [("portal", True), ("pos", True)]
    terminal("secret", "set", "banco", "pos", "api_key", told="sbagliata")
    assert "refuses the credentials" in terminal("links", "test", status=1)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("orders", "accept", "99"), 1),
        (("orders", "frobnicate"), 2),
        (("secret", "set", "banco", "pos", "colour"), 2),
        (("secret", "set", "cucina", "pos", "api_key"), 2),
        (("sync", "--link", "cucina"), 2),
        (("links", "test", "cucina"), 2),
    ],
)
def test_exit_statuses(terminal: Terminal, arguments: tuple[str, ...], status: int) -> None:
    assert terminal(*arguments, told="x\n", status=status)


def test_a_wrong_configuration_is_status_2_with_file_and_line(terminal: Terminal) -> None:
    path = terminal.world.home.configuration
    path.write_text(path.read_text().replace("order_poll_seconds = 5", "order_poll_seconds = 1"), encoding="utf-8")
    told = terminal("status", status=2)
    assert "campanello.toml:12" in told
    assert "order_poll_seconds" in told


def test_no_secret_is_in_any_file_of_the_home(terminal: Terminal) -> None:
    world = terminal.world
    world.place()
    running = terminal.started("run")
    world.until(lambda: world.portal.state.requests["GET /v1/orders"] > 1, 20)
    running.send_signal(signal.SIGTERM)
    out, err = running.communicate(timeout=20)
    secrets = (world.portal.api_key, world.till.api_key)
    files = [path for path in world.home.data.rglob("*") if path.is_file()]
    assert any(path.suffix == ".log" for path in files)
    for secret in secrets:
        assert secret not in out + err
        for path in files:
            assert secret.encode() not in path.read_bytes(), path.name


def test_an_output_that_lacks_signs_ends_no_command(tmp_path: Path) -> None:
    """As Windows gives a pipe its own encoding: JSON stays whole, a text loses the sign and nothing more."""
    code = (
        "from agent.cli.session import show, speak_safely; import click; speak_safely();"
        "show({'note': 'torta 🎂 per Zoë'}); click.echo('torta 🎂 per Zoë')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    json_text, _brace, text = done.stdout.decode("cp1252").rpartition("}")
    assert json.loads(json_text + "}") == {"note": "torta 🎂 per Zoë"}
    assert text.strip() == "torta ? per Zoë"
