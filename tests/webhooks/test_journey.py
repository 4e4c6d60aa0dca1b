"""The real agent with its door open: the till's own notice brings the change at once; beside it, everything goes on."""

import json
import logging
import random
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent.app import Agent
from agent.domain.failures import Side
from agent.domain.orders import OrderState
from agent.home import Home
from agent.sandbox import Sandbox
from agent.sentences import check_sentence
from agent.vault import secret_name
from tests.cli.test_terminal import Terminal
from tests.journeys.world import World
from tests.webhooks import vendors

SETTINGS = """\
[links.settings]
order_poll_seconds = 3600
webhook = true
"""


def free_port() -> int:
    """Outside the range from which the system gives ports to others by itself."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    before = set(threading.enumerate())
    with Sandbox() as sandbox:
        yield sandbox
    assert [thread.name for thread in threading.enumerate() if thread not in before and thread.is_alive()] == []


class Notified(World):
    """A world whose till knows the door's address."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        super().__init__(folder, sandbox)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/hooks/banco/pos"
        table = f'[webhook]\nlisten = "127.0.0.1:{self.port}"\npublic_url = "http://127.0.0.1:{self.port}/"\n'
        self.home.configuration.write_text(table + sandbox.configuration() + SETTINGS, encoding="utf-8")
        self.vault.write(secret_name("banco", Side.POS, "webhook_secret"), sandbox.cassa.webhook_secret)
        sandbox.cassa.webhooks.append((self.url, "ORDER"))

    def checks(self, name: str) -> list[Any]:
        return [check for check in self.agent.doctor() if check.name == name]


@pytest.fixture
def world(tmp_path: Path, sandbox: Sandbox) -> Iterator[Notified]:
    world = Notified(tmp_path / "home", sandbox)
    yield world
    world.stop()


def test_a_change_at_the_till_is_known_at_once(world: Notified, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ref = world.place()
    world.start()
    world.until(lambda: bool(world.agent.orders()) and world.sheet(ref).order.till is not None, 10)
    for step, state in [
        (world.operator.accept, OrderState.ACCEPTED),
        (world.operator.prepare, OrderState.IN_PREPARATION),
        (world.operator.ready, OrderState.READY),
    ]:
        began = time.monotonic()
        step(f"plateform:{ref}")
        world.until(lambda state=state: world.sheet(ref).order.state is state, 2.0, "polling comes in an hour")  # type: ignore[misc]  # a default binds the state
        assert time.monotonic() - began < 2
    status = world.agent.status().webhook
    assert status is not None
    assert status.failure is None
    (hook,) = status.hooks
    assert hook.accepted >= 3
    assert hook.refused == 0
    customer = str(world.portal.order(ref)["customer"])
    told = " ".join(str(vars(record)) for record in caplog.records if not record.name.startswith("httpcore"))
    assert world.till.webhook_secret not in told
    assert customer not in told


def test_without_a_notice_nothing_comes_for_an_hour(world: Notified) -> None:
    """So the test above shows what it says."""
    world.till.webhooks.clear()
    ref = world.place()
    world.start()
    world.until(lambda: bool(world.agent.orders()) and world.sheet(ref).order.till is not None, 10)
    world.operator.accept(f"plateform:{ref}")
    time.sleep(2)
    assert world.sheet(ref).order.state is OrderState.NEW


def test_a_notice_without_proof_wakes_nobody_and_is_counted(world: Notified) -> None:
    agent = world.start()
    world.until(lambda: world.till.state.requests["GET /salespoint"] >= 0 and agent.status().links[0].flows != {}, 5)
    answered = httpx.post(world.url, content=vendors.body(), headers=vendors.cassa(vendors.body()), trust_env=False)
    assert answered.status_code == 401
    status = agent.status().webhook
    assert status is not None
    assert [(hook.accepted, hook.refused) for hook in status.hooks] == [(0, 1)]


def test_a_taken_port_is_told_and_the_agent_goes_on(world: Notified) -> None:
    with socket.create_server(("127.0.0.1", world.port)):
        ref = world.place()
        agent = world.start()
        world.until(lambda: bool(agent.orders()), 10)
        assert world.sheet(ref).order.state is OrderState.NEW
        status = agent.status().webhook
        assert status is not None
        assert status.failure is not None
        assert status.failure.message == "webhook.port_taken"
        (check,) = world.checks("webhook")
        assert check.ok is False
        assert str(world.port) in check_sentence(check).title
        assert "choose another port" in check_sentence(check).remedy
        world.stop()


def test_the_doctor_tells_the_door_and_the_last_notice_of_another_process_too(world: Notified) -> None:
    agent = world.start()
    (missing,) = world.checks("notices")
    assert missing.ok is None
    assert "campanello links webhook banco" in check_sentence(missing).remedy
    httpx.post(world.url, content=b"{}", headers=vendors.cassa(b"{}", world.till.webhook_secret), trust_env=False)
    other = Agent(Home.at(world.home.data, {}), world.vault)
    other.open()
    try:

        def heard() -> bool:
            told = other.status().webhook
            return told is not None and told.hooks[0].accepted == 1

        world.until(heard, 5, "the pass that it wakes leaves it in the books")
        checks = {check.name: check for check in other.doctor()}
        assert checks["webhook"].ok is True
        assert checks["notices"].ok is True
        assert check_sentence(checks["webhook"]).title == f"Notices: listening at 127.0.0.1:{world.port}"
        assert "1 accepted, 0 refused" in check_sentence(checks["notices"]).title
        agent.stop()
        shut = {check.name: check for check in other.doctor()}
        assert shut["webhook"].ok is None, "nobody is at work"
        assert shut["notices"].ok is True, "what came stays known"
    finally:
        other.stop()


def test_a_link_that_wants_notices_without_a_door_is_told(tmp_path: Path, sandbox: Sandbox) -> None:
    world = World(tmp_path / "home", sandbox)
    world.home.configuration.write_text(sandbox.configuration() + SETTINGS, encoding="utf-8")
    agent = world.start(lanes=False)
    try:
        (check,) = [check for check in agent.doctor() if check.name == "webhook"]
        assert (check.ok, check.subject) == (False, "banco")
        assert "[webhook]" in check_sentence(check).remedy
        assert agent.status().webhook is None
    finally:
        world.stop()


def test_a_link_that_does_not_want_notices_has_no_hook(world: Notified) -> None:
    text = world.home.configuration.read_text(encoding="utf-8").replace("webhook = true", "webhook = false")
    world.home.configuration.write_text(text, encoding="utf-8")
    world.start()
    assert httpx.post(world.url, content=b"{}", trust_env=False).status_code == 404
    assert httpx.get(world.url, trust_env=False).status_code == 200


class TestTerminal:
    @pytest.fixture
    def terminal(self, world: Notified, tmp_path: Path) -> Terminal:
        return Terminal(world, tmp_path / "ring.json")

    def test_what_to_enter_in_the_back_office_is_said(self, terminal: Terminal) -> None:
        world = terminal.world
        assert isinstance(world, Notified)
        said = terminal("links", "webhook", "banco")
        assert f"  {world.url}\n" in said
        assert "campanello secret set banco pos webhook_secret" in said
        (told,) = terminal.json("links", "webhook", "banco")
        assert told == {
            "link": "banco",
            "side": "pos",
            "system": "Cassa in Cloud",
            "url": world.url,
            "registered": False,
            "secret_to_keep": "webhook_secret",
            "failure": None,
        }
        terminal("secret", "set", "banco", "pos", "webhook_secret", told="segreto\n")
        assert terminal.json("links", "webhook", "banco")[0]["secret_to_keep"] is None

    @pytest.mark.parametrize("gone", ["webhook = true", "public_url = ", "[webhook]", "listen = "])
    def test_what_is_missing_is_said(self, terminal: Terminal, gone: str) -> None:
        path = terminal.world.home.configuration
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = lines[3:] if gone == "[webhook]" else [line for line in lines if not line.startswith(gone)]
        path.write_text("".join(kept), encoding="utf-8")
        said = terminal("links", "webhook", "banco", status=2)
        assert "webhook" in said
        assert "There is no link" in terminal("links", "webhook", "cucina", status=2) or gone == "listen = "

    def test_the_status_tells_the_door_only_where_there_is_one(self, terminal: Terminal) -> None:
        world = terminal.world
        world.start()
        try:
            told = terminal.json("status")["webhook"]
            assert told["failure"] is None
            assert [(hook["link"], hook["side"], hook["accepted"]) for hook in told["hooks"]] == [("banco", "pos", 0)]
        finally:
            world.stop()
        path = world.home.configuration
        path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[3:]), encoding="utf-8")
        assert set(json.loads(terminal("status", "--json"))) == {"clock_skew_seconds", "links"}
