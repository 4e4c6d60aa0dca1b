"""The keyring's four kinds of trouble are four sentences; what can't be read is never deleted."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from agent.domain.failures import Side, Unavailable
from agent.vault import KeyringVault, secret_name
from tests.agent.rings import NO_SERVICE, TROUBLES, FailingRing, FileRing, ForgetfulRing, PlainRing, ring

NAME = secret_name("banco", Side.PORTAL, "api_key")


@pytest.fixture
def use() -> Iterator[Callable[[KeyringBackend], None]]:
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def message(attempt: Callable[[], object]) -> str:
    with pytest.raises(Unavailable) as trouble:
        attempt()
    assert "secret text" not in repr(trouble.value)
    return trouble.value.failure.message


def test_what_is_written_is_read_back_by_name_and_home(
    use: Callable[[KeyringBackend], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_RING", str(tmp_path / "ring.json"))
    use(ring(FileRing))
    vault = KeyringVault("campanello:one")
    vault.write(NAME, "chiave")
    assert vault.read(NAME) == "chiave"
    assert KeyringVault("campanello").read(NAME) is None
    vault.delete(NAME)
    vault.delete(NAME)
    assert vault.read(NAME) is None


@pytest.mark.parametrize("told", TROUBLES)
def test_each_trouble_has_its_sentence(use: Callable[[KeyringBackend], None], told: str) -> None:
    use(FailingRing(TROUBLES[told]))
    vault = KeyringVault("campanello")
    assert message(lambda: vault.read(NAME)) == told
    assert message(lambda: vault.write(NAME, "x")) == told


def test_no_service_at_all(use: Callable[[KeyringBackend], None]) -> None:
    use(FailingRing(NO_SERVICE))
    assert message(lambda: KeyringVault("campanello").read(NAME)) == "keyring.missing"


def test_a_backend_that_keeps_plain_text_is_no_backend(use: Callable[[KeyringBackend], None]) -> None:
    use(ring(PlainRing))
    assert message(lambda: KeyringVault("campanello").write(NAME, "x")) == "keyring.no_backend"


def test_a_secret_that_was_not_kept_is_noticed(use: Callable[[KeyringBackend], None]) -> None:
    use(ring(ForgetfulRing))
    assert message(lambda: KeyringVault("campanello").write(NAME, "x")) == "keyring.not_stored"


def test_what_cannot_be_read_is_not_deleted(use: Callable[[KeyringBackend], None]) -> None:
    ring = FailingRing(TROUBLES["keyring.locked"])
    use(ring)
    assert message(lambda: KeyringVault("campanello").delete(NAME)) == "keyring.locked"
    assert not ring.deleted


def test_a_secret_that_windows_would_cut_is_refused(use: Callable[[KeyringBackend], None]) -> None:
    use(ring(ForgetfulRing))
    assert message(lambda: KeyringVault("campanello").write(NAME, "x" * 1281)) == "keyring.too_long"


REAL = """
import sys
from agent.vault import KeyringVault
vault = KeyringVault("campanello:prova")
vault.write("banco/portal/api_key", "segreta-42")
assert vault.read("banco/portal/api_key") == "segreta-42"
vault.delete("banco/portal/api_key")
assert vault.read("banco/portal/api_key") is None
"""

TOOLS = ("dbus-run-session", "gnome-keyring-daemon")


@pytest.mark.skipif(
    sys.platform != "linux" or not all(shutil.which(tool) for tool in TOOLS), reason="no Secret Service to try it on"
)
def test_a_real_secret_service(tmp_path: Path) -> None:
    unlock = "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null & sleep 0.5; exec "
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DISPLAY", "PYTHON_KEYRING_BACKEND")},
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
    }
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", unlock + f'"{sys.executable}" -c "$0"', REAL],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
