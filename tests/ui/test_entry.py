"""The command as a process: a terminal without Qt, a face that signals end, one face a home, a demo that ends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.scenes.restaurant import TOML
from ui.entry import campanello

PATIENCE = 40.0


def environment(**more: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**plain, "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", "LC_ALL": "", **more}


def campanello_process(*words: str, **more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "ui", *words],
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def until_logged(home: Path, what: str) -> None:
    log = home / "logs" / "campanello.log"
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if log.exists() and any(json.loads(line)["event"] == what for line in log.read_text("utf-8").splitlines()):
            return
        time.sleep(0.05)
    raise AssertionError(f"{what!r} was never logged")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "campanello.toml").write_text(TOML, encoding="utf-8")
    return folder


@pytest.fixture
def face(home: Path) -> Iterator["subprocess.Popen[str]"]:
    """A face at work on that home."""
    process = campanello_process("--home", str(home))
    try:
        until_logged(home, "started")
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_a_command_of_the_terminal_loads_no_qt() -> None:
    code = (
        "import sys; from ui.entry import campanello; campanello(['--version'], standalone_mode=False);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("campanello, version")


def test_it_has_the_terminals_commands_and_the_demo() -> None:
    assert {"run", "sync", "status", "orders", "links", "secret", "sandbox", "demo"} <= set(campanello.commands)


def test_where_there_is_no_screen_it_says_what_to_use(home: Path) -> None:
    process = campanello_process("--home", str(home), QT_QPA_PLATFORM="")
    _out, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "campanello run" in told
    assert "Traceback" not in told


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(face: "subprocess.Popen[str]", home: Path, number: signal.Signals) -> None:
    face.send_signal(number)
    _out, told = face.communicate(timeout=PATIENCE)
    assert face.returncode == 0, told
    assert "Traceback" not in told
    until_logged(home, "stopped")


def test_a_second_start_shows_the_first_and_ends_well(face: "subprocess.Popen[str]", home: Path) -> None:
    second = campanello_process("--home", str(home))
    _out, told = second.communicate(timeout=PATIENCE)
    assert second.returncode == 0, told
    assert face.poll() is None, "the first one goes on"


def test_the_demo_in_its_window_rings_and_ends_by_itself(tmp_path: Path) -> None:
    folder = tmp_path / "play"
    process = campanello_process("demo", "--seconds", "6", "--home", str(folder), DISPLAY=":none")
    _out, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told
    assert "Traceback" not in told
    done = CliRunner().invoke(campanello, ["--home", str(folder), "orders", "list", "--json"])
    assert json.loads(done.output), "an order was there from the start"


def test_the_demo_never_plays_in_a_restaurants_home(home: Path) -> None:
    done = CliRunner().invoke(campanello, ["demo", "--headless", "--home", str(home)])
    assert done.exit_code == 2
    assert (home / "campanello.toml").read_text("utf-8") == TOML
