"""The keyring in a process of its own: the same answers, and nothing of it stays."""

import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types
import pytest

from agent.domain.failures import Side, Unavailable
from agent.keyring_process import FLAG, ProcessVault, keyring_command, lasting_vault
from agent.vault import KeyringVault, secret_name

NAME = secret_name("banco", Side.PORTAL, "api_key")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file behind it."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("TEST_RING", str(tmp_path / "ring.json"))
    use(monkeypatch, "rings.FileRing")
    return tmp_path / "ring.json"


def use(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"tests.agent.{kind}")


def processes() -> list[psutil.Process]:
    found = []
    for each in psutil.Process().children():
        with suppress(psutil.Error):  # one that has just ended has no words any more
            if "agent.keyring_process" in each.cmdline():
                found.append(each)
    return found


def until_gone() -> None:
    deadline = time.monotonic() + 20
    while processes():
        assert time.monotonic() < deadline, "the process stays"
        time.sleep(0.02)


def test_it_answers_as_the_keyring_does_and_ends(ring: Path) -> None:
    one, other = ProcessVault("campanello:one", idle=0.3), ProcessVault("campanello", idle=0.3)
    one.write(NAME, "chiave “è”\n")
    assert one.read(NAME) == "chiave “è”\n"
    assert len(processes()) == 1
    assert other.read(NAME) is None
    assert "chiave" in ring.read_text()
    one.delete(NAME)
    assert one.read(NAME) is None
    until_gone()
    # And it comes again for the next question.
    assert one.read(NAME) is None
    until_gone()


def test_its_troubles_come_through(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, "slow_ring.LockedRing")
    vault = ProcessVault("campanello", idle=0.1)
    with pytest.raises(Unavailable) as trouble:
        vault.read(NAME)
    assert trouble.value.failure.message == "keyring.locked"
    with pytest.raises(Unavailable) as trouble:
        vault.write(NAME, "x" * 5000)
    assert trouble.value.failure.message == "keyring.too_long"
    until_gone()


def test_a_library_that_dies_is_asked_again_once(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    KeyringVault("campanello").write(NAME, "chiave") if False else None
    use(monkeypatch, "slow_ring.DyingRing")
    vault = ProcessVault("campanello", idle=0.1)
    vault.write(NAME, "chiave")
    ring.with_suffix(".dies").touch()
    assert vault.read(NAME) == "chiave"
    assert not ring.with_suffix(".dies").exists()
    until_gone()


def test_where_no_process_can_be_begun_it_is_told(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(ring.parent / "no-such-program"))
    with pytest.raises(Unavailable) as trouble:
        ProcessVault("campanello").read(NAME)
    assert trouble.value.failure.message == "keyring.refused"


def test_what_a_library_prints_is_no_answer(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, "slow_ring.LoudRing")
    vault = ProcessVault("campanello", idle=0.1)
    vault.write(NAME, "chiave")
    assert vault.read(NAME) == "chiave"
    until_gone()


def test_threads_get_their_own_answers(ring: Path) -> None:
    vault = ProcessVault("campanello", idle=0.5)
    for number in range(6):
        vault.write(f"name {number}", f"value {number}")
    found: dict[int, str | None] = {}

    def read(number: int) -> None:
        found[number] = vault.read(f"name {number}")

    threads = [threading.Thread(target=read, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: f"value {number}" for number in range(6)}
    until_gone()


def test_it_goes_with_the_program_also_while_it_waits_for_a_person(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, "slow_ring.SlowRing")
    child = subprocess.Popen(keyring_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(b'{"what": "read", "service": "campanello", "name": "x", "value": ""}\n')
    child.stdin.flush()
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(1.0)
    child.stdin.close()  # as when the program is gone
    assert child.wait(20) == 0
    assert child.stdout.read() == b""
    child.stdout.close()


def test_a_program_that_stays_asks_it_and_the_built_one_knows_it() -> None:
    kind = ProcessVault if sys.platform == "linux" else KeyringVault
    assert type(lasting_vault("campanello")) is kind
    assert f'KEYRING = "{FLAG}"' in (ROOT / "installer" / "start.py").read_text()


ONE_LINK = """
import sys
from agent.connectors.manifest import Surroundings
from agent.connectors.registry import PORTALS, TILLS
from agent.clock import ServerClock
from zoneinfo import ZoneInfo
from ui import start

sides = (PORTALS["plateform"], {"restaurant_id": "1"}), (TILLS["cassa_in_cloud"], {"sales_point": 1})
for manifest, settings in sides:
    opened = manifest.settings(base_url="https://example.org", **settings)
    manifest.open(opened, {"api_key": "k"}, Surroundings(ServerClock(), ZoneInfo("Europe/Rome"), print, "banco"))
print(start.lasting_vault("campanello").read("x"))
unwanted = ("agent.cli", "agent.sandbox", "cryptography", "keyring", "lxml", "secretstorage", "tuf", "uvicorn")
systems = ("tilby", "lasagna", "passepartout_menu")
print(sorted(
    name for name in sys.modules
    if name.startswith(unwanted)
    or any(f".{system}." in name and not name.endswith((".manifest", ".settings")) for system in systems)
))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the keyring's library is small, and in this process")
def test_what_no_link_of_this_restaurant_needs_is_not_loaded(ring: Path) -> None:
    done = subprocess.run([sys.executable, "-c", ONE_LINK], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["None", "[]"]
