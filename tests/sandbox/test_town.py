"""Several servers at once: together up, together down, nothing left open."""

import threading
import tomllib

import pytest

from agent.sandbox import CrmSandbox, Sandbox, Town, Towns
from tests.sandbox.test_lifecycle import connects


class Shaky:
    """Does what it is told, or fails at it; writes down what happened."""

    def __init__(self, log: list[str], name: str, fails: str = "") -> None:
        self._log, self._name, self._fails = log, name, fails

    def start(self) -> None:
        self._do("start")

    def stop(self) -> None:
        self._do("stop")

    def _do(self, what: str) -> None:
        self._log.append(f"{what} {self._name}")
        if what == self._fails:
            raise OSError(self._name)


def test_what_was_opened_is_closed_when_one_does_not_open() -> None:
    log: list[str] = []
    town = Town(Shaky(log, "a"), Shaky(log, "b"), Shaky(log, "c", "start"), Shaky(log, "d"))
    with pytest.raises(OSError, match="c"):
        town.start()
    assert log == ["start a", "start b", "start c", "stop b", "stop a"]


def test_all_are_closed_though_one_does_not_close() -> None:
    log: list[str] = []
    town = Town(Shaky(log, "a"), Shaky(log, "b", "stop"), Shaky(log, "c"))
    town.start()
    with pytest.raises(OSError, match="b"):
        town.stop()
    assert log[3:] == ["stop c", "stop b", "stop a"]


def test_the_pair_of_the_reservations() -> None:
    before = set(threading.enumerate())
    crm = CrmSandbox()
    assert set(threading.enumerate()) == before
    with crm:
        ports = crm.lasagna.port, crm.tilby.port
        (link,) = tomllib.loads(crm.configuration())["links"]
        assert link == {
            "name": "crm",
            "pair": "lasagna_tilby",
            "zone": "Europe/Rome",
            "portal": {"base_url": f"http://127.0.0.1:{ports[0]}"},
            "pos": {"base_url": f"http://127.0.0.1:{ports[1]}/v2"},
        }
        assert crm.secrets().keys() == {"crm/portal/client_id", "crm/portal/client_secret", "crm/pos/token"}
    assert set(threading.enumerate()) == before
    assert [connects(port) for port in ports] == [False, False]
    with crm:
        assert (crm.lasagna.port, crm.tilby.port) == ports, "the ports are kept"


def test_a_taken_port_is_told_and_nothing_stays_open() -> None:
    with CrmSandbox() as first:
        taken = CrmSandbox(tilby_port=first.tilby.port)
        with pytest.raises(OSError, match="in use"):
            taken.start()
        assert not connects(taken.lasagna.port)


def test_towns_are_one_restaurant() -> None:
    every = Towns(Sandbox(), CrmSandbox())
    with every:
        assert [link["name"] for link in tomllib.loads(every.configuration())["links"]] == ["banco", "crm"]
        assert {name.split("/")[0] for name in every.secrets()} == {"banco", "crm"}
