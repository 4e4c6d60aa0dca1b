"""A restaurant that leaves its PC: nothing of it stays, and nothing of anybody else goes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from agent.app import Agent
from agent.cli.group import main
from agent.cli.session import Session
from agent.domain.failures import Unavailable
from agent.home import Home
from agent.lock import AgentLock
from agent.purging import purge
from agent.vault import MemoryVault
from tests.scenes.restaurant import TOML


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    home = Home.at(tmp_path / "home", {})
    home.data.mkdir()
    home.configuration.write_text(TOML, encoding="utf-8")
    home.logs.mkdir()
    (home.logs / "campanello.log").write_text("{}\n", encoding="utf-8")
    return home


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault({"banco/portal/api_key": "a", "banco/pos/api_key": "b", "somebody/else": "c"})


def test_configuration_database_logs_and_credentials_go(home: Home, vault: MemoryVault) -> None:
    agent = Agent(home, vault)
    agent.open()
    agent.autostart.turn(True)
    agent.stop()
    purged = purge(home, vault)
    assert purged.secrets == 2
    assert (vault.read("banco/portal/api_key"), vault.read("somebody/else")) == (None, "c")
    assert not home.data.exists(), list(home.data.iterdir())
    assert not agent.autostart.on()


def test_what_is_not_ours_stays(home: Home, vault: MemoryVault) -> None:
    (home.data / "ricette.txt").write_text("", encoding="utf-8")
    purge(home, vault)
    assert [place.name for place in home.data.iterdir()] == ["ricette.txt"]


def test_not_beside_a_running_agent(home: Home, vault: MemoryVault) -> None:
    lock = AgentLock(home)
    lock.acquire()
    try:
        with pytest.raises(Unavailable, match=r"agent\.already_running"):
            purge(home, vault)
    finally:
        lock.release()
    assert home.configuration.exists()
    assert vault.read("banco/pos/api_key") == "b"


def test_the_command_asks_first(home: Home, vault: MemoryVault) -> None:
    session = Session(home, lambda _home: vault)
    refused = CliRunner().invoke(main, ["purge"], obj=session, input="n\n")
    assert refused.exit_code == 1
    assert home.configuration.exists()
    done = CliRunner().invoke(main, ["purge", "--yes", "--json"], obj=session)
    assert done.exit_code == 0, done.output
    assert '"secrets": 2' in done.output
    assert not home.data.exists()
