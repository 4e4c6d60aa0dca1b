"""The program crashes: it is there again within seconds, says so once, and does not start itself for ever."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types
import pytest

from agent.kept import NAME
from tests.scenes.restaurant import TOML
from tests.ui.test_entry import PATIENCE, campanello_process


def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def logged(home: Path, what: str) -> int:
    log = home / "logs" / "campanello.log"
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    return sum(json.loads(line)["event"] == what for line in lines)


def running(home: Path) -> int | None:
    """The process that works there."""
    try:
        pid = int(json.loads((home / "running.json").read_text("utf-8"))["pid"])
    except (OSError, ValueError):
        return None
    return pid if psutil.pid_exists(pid) else None


def keepers(pid: int) -> list[int]:
    """Children that keep it; others come and go, and may be gone when they are looked at."""
    found = []
    for child in psutil.Process(pid).children():
        with suppress(psutil.Error):
            if {"agent.keeper", NAME} & set(child.cmdline()):
                found.append(child.pid)
    return found


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "campanello.toml").write_text(TOML, encoding="utf-8")
    yield folder
    left = running(folder)
    if left is not None:
        os.kill(left, signal.SIGKILL)


def test_a_crash_starts_it_again_once_and_a_second_one_does_not(home: Path) -> None:
    first = campanello_process("--home", str(home))
    until(lambda: logged(home, "started") == 1)
    until(lambda: keepers(first.pid), 20)
    first.send_signal(signal.SIGSEGV)
    first.communicate(timeout=20)
    until(lambda: logged(home, "started") == 2)
    assert logged(home, "crashed_before") == 1
    second = running(home)
    assert second is not None
    assert second != first.pid
    time.sleep(4.0)
    assert keepers(second) == [], "one that was started again has no keeper"
    os.kill(second, signal.SIGKILL)
    until(lambda: running(home) is None)
    time.sleep(2.0)
    assert running(home) is None
    assert logged(home, "started") == 2


def test_an_end_that_was_asked_for_leaves_no_keeper(home: Path) -> None:
    process = campanello_process("--home", str(home))
    until(lambda: logged(home, "started") == 1)
    until(lambda: keepers(process.pid), 20)
    (keeper,) = keepers(process.pid)
    process.send_signal(signal.SIGTERM)
    _out, said = process.communicate(timeout=20)
    assert process.returncode == 0, said
    assert not psutil.pid_exists(keeper)
    assert not (home / "running.json").exists()
