"""The keyring's four kinds of trouble are four sentences; what can't be read is never deleted."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from agent.domain.failures import Side, Unavailable
from agent.vault import KeyringVault, MemoryVault, secret_name
from tests.agent.rings import (
    FOREIGN,
    NO_SERVICE,
    TROUBLES,
    FailingRing,
    FileRing,
    ForgetfulRing,
    KeepingRing,
    PlainKeepingRing,
    PlainRing,
    chain,
    ring,
)

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


@pytest.mark.parametrize("told", FOREIGN)
def test_what_a_backend_lets_through_is_a_sentence_too(use: Callable[[KeyringBackend], None], told: str) -> None:
    use(FailingRing(FOREIGN[told]))
    vault = KeyringVault("campanello")
    assert message(lambda: vault.read(NAME)) == told
    assert message(lambda: vault.delete(NAME)) == told


def test_a_backend_that_is_named_and_cannot_be_loaded_is_told() -> None:
    code = (
        "from agent.vault import KeyringVault; from agent.domain.failures import Unavailable\n"
        "try: KeyringVault('campanello').read('x')\n"
        "except Unavailable as told: print(told.failure.message)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHON_KEYRING_BACKEND": "no.such.Ring"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "keyring.missing\n"


def test_importing_the_vault_does_not_load_the_library() -> None:
    code = "import sys, agent.vault; print('keyring' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_of_several_backends_only_the_safe_ones_are_used(use: Callable[[KeyringBackend], None]) -> None:
    plain, safe, later = PlainKeepingRing(), KeepingRing(), KeepingRing()
    plain.kept[NAME] = "in the open"
    use(chain(plain, safe, later))
    vault = KeyringVault("campanello")
    assert vault.read(NAME) is None
    vault.write(NAME, "chiave")
    assert (plain.kept[NAME], safe.kept, later.kept) == ("in the open", {NAME: "chiave"}, {})
    later.kept["other"] = "of another desktop"
    assert vault.read("other") == "of another desktop"
    vault.delete("other")
    vault.delete(NAME)
    assert (safe.kept, later.kept) == ({}, {})


def test_several_backends_of_plain_text_are_no_backend(use: Callable[[KeyringBackend], None]) -> None:
    use(chain(PlainKeepingRing(), PlainKeepingRing()))
    assert message(lambda: KeyringVault("campanello").write(NAME, "x")) == "keyring.no_backend"


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
    for value in ("x" * 1281, "🔑" * 641):
        assert message(partial(KeyringVault("campanello").write, NAME, value)) == "keyring.too_long"
    use(KeepingRing())
    KeyringVault("campanello").write(NAME, "x" * 1280)


def test_the_vault_of_the_sandbox_keeps_in_memory() -> None:
    vault = MemoryVault({"a": "1"})
    vault.write("b", "2")
    vault.delete("a")
    vault.delete("a")
    assert (vault.read("a"), vault.read("b")) == (None, "2")


UNLOCKED = "printf test | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null; "
NO_COLLECTION = "gnome-keyring-daemon --start --components=secrets >/dev/null; "
"""A service, but nobody has made a collection of secrets yet."""

REAL = """
import sys
from contextlib import closing
import secretstorage
from agent.domain.failures import Unavailable
from agent.vault import KeyringVault

vault = KeyringVault("campanello:prova")

def told(attempt):
    try:
        return attempt()
    except Unavailable as trouble:
        return trouble.failure.message

if "unlocked" in sys.argv:
    vault.write("banco/portal/api_key", "segreta-42")
    assert vault.read("banco/portal/api_key") == "segreta-42"
    assert KeyringVault("campanello").read("banco/portal/api_key") is None
    vault.write("banco/portal/api_key", "segreta-43")
    assert vault.read("banco/portal/api_key") == "segreta-43"
    vault.delete("banco/portal/api_key")
    assert vault.read("banco/portal/api_key") is None
    vault.write("banco/pos/api_key", "resta")
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()
print(told(lambda: vault.read("banco/pos/api_key")), told(lambda: vault.delete("banco/pos/api_key")))
"""

TOOLS = ("dbus-run-session", "gnome-keyring-daemon")


@pytest.mark.skipif(
    sys.platform != "linux" or not all(shutil.which(tool) for tool in TOOLS), reason="no Secret Service to try it on"
)
@pytest.mark.parametrize(
    ("service", "state", "told"),
    [(UNLOCKED, "unlocked", "keyring.locked"), (NO_COLLECTION, "no collection", "keyring.missing")],
)
def test_a_real_secret_service(tmp_path: Path, service: str, state: str, told: str) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND")
    environment = {
        **{name: value for name, value in os.environ.items() if name not in hidden},
        **{name: str(tmp_path) for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME")},
    }
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", service + f'exec "{sys.executable}" -c "$0" "$1"', REAL, state],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout.split()) == (0, [told, told]), done.stderr
