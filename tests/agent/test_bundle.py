"""The bundle for support holds what it needs, and nobody's name, number, address or secret."""

import json
import zipfile
from pathlib import Path

import pytest
import structlog

from agent.app import Agent
from agent.diagnostics.log import start_log
from agent.diagnostics.redaction import hide
from agent.domain.errands import Errand, ErrandKind
from agent.domain.failures import Failure, FailureKind, Side, Unavailable
from agent.domain.history import Entry
from agent.domain.orders import Actor
from agent.home import Home
from agent.sandbox import Sandbox
from agent.vault import MemoryVault
from tests.domain.making import NOON
from tests.store.making import LINK, full_order
from tests.store.making_reservations import full_reservation

SECRET = "chiave-che-nessuno-vede"


@pytest.fixture
def agent(tmp_path: Path) -> Agent:
    with Sandbox() as sandbox:
        home = Home.at(tmp_path / "home", {})
        home.data.mkdir()
        home.configuration.write_text(sandbox.configuration(), encoding="utf-8")
        vault = MemoryVault({f"{LINK}/{side.value}/api_key": SECRET for side in Side})
        hide(SECRET)
        agent = Agent(home, vault)
        agent.open()
        return agent


def words_of(agent: Agent) -> set[str]:
    """Every name, number, mail and street that stands in the database of this test."""
    with agent._store.reading() as ledger:
        (order,), (held,) = ledger.orders(), ledger.reservations()
    persons = (order.portal.customer, held.booking.guest)
    told = {value for person in persons for value in (person.first_name, person.last_name, person.email, person.phone)}
    address = order.portal.address
    assert address is not None
    notes = (order.portal.notes, held.booking.notes, address.street, address.city, address.notes)
    return {text for text in (*told, *notes) if text and len(text) > 3}


def test_nobody_and_nothing_secret_is_in_it(agent: Agent, tmp_path: Path) -> None:
    stop_log = start_log(agent.home.logs)
    with agent._store.writing() as ledger:
        order = ledger.add_order(full_order())
        held = ledger.add_reservation(full_reservation())
        parked = ledger.announce(order, Errand(ErrandKind.CREATE, {"note": "Maria Rossi"}), key="k", now=NOON)
        failure = Failure(FailureKind.REFUSED, "side.refused", {"detail": "maria@example.org"}, Side.POS)
        ledger.park_errand(parked.id, failure)
        ledger.record(order, LINK, [Entry(NOON, Actor.GUEST, "history.arrived", {"name": "Maria Rossi"})])
        assert held.id
    log = structlog.get_logger("test")
    log.warning("odd", email="maria@example.org", detail=f"key {SECRET}", phone="+39 333 1234567")
    # As an older version, with other ideas of what is private, may have left it.
    (agent.home.logs / "campanello.log.2026-11-20").write_text('{"event": "x", "email": "maria@example.org"}\nrotto\n')
    file = tmp_path / "pacchetto.zip"
    agent.save_bundle(file)
    words = words_of(agent)
    agent.stop()
    stop_log()
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {"about.json", "doctor.json", "status.json", "counts.json", "versions.json", "parked.json"} <= set(parts)
    everything = "\n".join(parts.values())
    assert len(words) >= 6
    for word in {*words, SECRET, "maria@example.org", "333 1234567", "3331234567"}:
        assert word not in everything, "a person or a secret is in the bundle"
    assert json.loads(parts["counts.json"])["orders"] == 1
    assert json.loads(parts["parked.json"])[0]["failure"]["message"] == "side.refused"
    assert {each["check"] for each in json.loads(parts["doctor.json"])} >= {"keyring", "database", "disk"}
    assert "rotto" in parts["log/campanello.log.2026-11-20"]
    assert json.loads(parts["versions.json"])["packages"]["httpx"]


def test_an_existing_file_is_not_written_over(agent: Agent, tmp_path: Path) -> None:
    file = tmp_path / "pacchetto.zip"
    file.touch()
    with pytest.raises(Unavailable) as refused:
        agent.save_bundle(file)
    agent.stop()
    assert refused.value.failure.message == "moving.file_exists"
