"""The door is opened and shut as often as one likes, touches nothing of its host, and leaves nothing behind."""

import json
import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from agent.domain.failures import Unavailable
from agent.webhooks.probe import greets
from tests.webhooks import vendors
from tests.webhooks.conftest import Doorway
from tests.webhooks.vendors import body

ROOT = Path(__file__).parents[2]


def test_the_constructor_opens_nothing() -> None:
    before = threading.active_count()
    doorway = Doorway()
    assert threading.active_count() == before
    doorway.door.stop()
    assert doorway.woken == []


def test_it_stops_at_once_and_starts_again_on_its_port(doorway: Doorway) -> None:
    port = doorway.door.port
    sent = body()
    began = time.monotonic()
    doorway.door.stop()
    doorway.door.stop()
    assert time.monotonic() - began < 1
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    doorway.door.start()
    assert doorway.door.port == port
    assert doorway.post("/hooks/banco/pos", sent, vendors.cassa(sent)).status_code == 200


def test_a_port_that_is_taken_is_told(doorway: Doorway) -> None:
    second = Doorway(doorway.door.port)
    with pytest.raises(Unavailable) as told:
        second.door.start()
    assert told.value.failure.message == "webhook.port_taken"
    assert told.value.failure.params["listen"] == f"127.0.0.1:{doorway.door.port}"
    second.door.stop()


def test_an_address_that_this_pc_has_not_is_told() -> None:
    doorway = Doorway()
    doorway.door._host = "192.0.2.1"
    with pytest.raises(Unavailable) as told:
        doorway.door.start()
    assert (told.value.failure.message, told.value.failure.params["error"]) == ("webhook.no_address", "EADDRNOTAVAIL")


def test_an_address_of_the_sixth_version() -> None:
    doorway = Doorway()
    doorway.door._host = "::1"
    try:
        doorway.door.start()
    except Unavailable:
        pytest.skip("this PC has none")
    try:
        assert doorway.door.listen == f"[::1]:{doorway.door.port}"
        assert greets("::1", doorway.door.port)
    finally:
        doorway.door.stop()


def test_somebody_else_at_the_port_is_not_taken_for_the_door() -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:

        def answer() -> None:
            line, _ = stranger.accept()
            with line:
                line.recv(1000)
                line.sendall(b"SSH-2.0-other\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        assert not greets("127.0.0.1", stranger.getsockname()[1])
        thread.join()


def test_signals_and_loggers_of_the_host_stay_as_they_are() -> None:
    names = ("", "uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "asyncio")

    def state() -> list[object]:
        loggers = [logging.getLogger(name) for name in names]
        signals = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
        return [signals, *((one.level, one.propagate, one.disabled, list(one.handlers)) for one in loggers)]

    before = state()
    doorway = Doorway()
    doorway.door.start()
    doorway.post("/hooks/banco/pos", b"x")
    assert state() == before
    doorway.door.stop()
    assert state() == before


CHILD = """\
import json, sys
from pathlib import Path
from agent.app import Agent
from agent.home import Home
from agent.vault import MemoryVault

agent = Agent(Home.at(Path(sys.argv[1]), {}), MemoryVault())
agent.open()
agent.start()
status = agent.status()
agent.doctor()
agent.stop()
loaded = sorted({name.partition(".")[0] for name in sys.modules} & {"starlette", "uvicorn", "h11"})
print(json.dumps([loaded, status.webhook is not None and status.webhook.failure is None]), file=sys.stderr)
"""


@pytest.mark.parametrize(("door", "loaded", "listens"), [(False, False, False), (True, True, True)])
def test_a_home_without_the_table_loads_no_server(tmp_path: Path, door: bool, loaded: bool, listens: bool) -> None:
    """And one with it does: so the first half looks at the right names."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    table = f'[webhook]\nlisten = "127.0.0.1:{port}"\n' if door else ""
    (tmp_path / "campanello.toml").write_text(
        table
        + '[[links]]\nname = "banco"\npair = "plateform_cassa_in_cloud"\nzone = "Europe/Rome"\n'
        + '[links.portal]\nbase_url = "http://127.0.0.1:9/v1"\nrestaurant_id = "1"\n'
        + '[links.pos]\nbase_url = "http://127.0.0.1:9"\nsales_point = 1\n',
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    names, listening = json.loads(done.stderr.splitlines()[-1])
    # h11 comes with httpx as well.
    assert ({"starlette", "uvicorn"} <= set(names), listening) == (loaded, listens)
    assert loaded or not {"starlette", "uvicorn"} & set(names)
