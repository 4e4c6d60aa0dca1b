"""A run that did not end by itself is noticed at the next start, once; a restart of the PC is no crash."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.clock import wall
from agent.diagnostics import crash
from agent.diagnostics.crash import CrashMark, last_crash
from agent.keeper import GOODBYE, RESTARTED
from agent.kept import keeper_command

DYING = """
import sys, faulthandler
from pathlib import Path
from agent.clock import wall
from agent.diagnostics.crash import CrashMark
CrashMark(Path(sys.argv[1]), wall).begin()
def the_place_where_it_dies():
    faulthandler._sigsegv()
the_place_where_it_dies()
"""


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[CrashMark]:
    mark = CrashMark(tmp_path / "data", wall)
    yield mark
    mark.end()


def test_a_run_that_ends_leaves_nothing(marks: CrashMark, tmp_path: Path) -> None:
    assert marks.begin() is None
    marks.end()
    assert list((tmp_path / "data").iterdir()) == []
    assert marks.begin() is None


def test_a_crash_is_told_once_with_its_place(marks: CrashMark, tmp_path: Path) -> None:
    data = tmp_path / "data"
    died = subprocess.run([sys.executable, "-c", DYING, str(data)], capture_output=True, timeout=30)
    assert died.returncode not in (0, 1)
    crashed = marks.begin()
    assert crashed is not None
    assert "the_place_where_it_dies" in crashed.frames
    assert last_crash(data) == crashed
    marks.end()
    assert marks.begin() is None
    assert last_crash(data) == crashed, "the doctor still knows of it"


def test_a_restart_of_the_pc_is_no_crash(marks: CrashMark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run([sys.executable, "-c", DYING, str(tmp_path / "data")], capture_output=True, timeout=30)
    booted = crash.boot_time()
    monkeypatch.setattr(crash, "boot_time", lambda: booted + 3600)
    assert marks.begin() is None


@pytest.mark.parametrize("mark", ["", "{", "[]", '{"started_at": "gestern", "boot": 1}'])
def test_a_mark_that_was_cut_off_is_no_crash(marks: CrashMark, tmp_path: Path, mark: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / crash.MARK).write_text(mark, encoding="utf-8")
    assert marks.begin() is None


def test_a_folder_that_cannot_be_written_keeps_nobody_from_working(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be", encoding="utf-8")
    mark = CrashMark(tmp_path / "data", wall)
    assert mark.begin() is None
    mark.end()


# The keeper


Keeps = Callable[[list[str]], list[str]]


@pytest.fixture(params=["this system's", "Python's"])
def keeps(request: pytest.FixtureRequest) -> Keeps:
    """Both of them: a Windows PC has no shell that could do it."""
    if request.param == "this system's":
        return keeper_command
    return lambda command: [sys.executable, "-m", "agent.keeper", "--", *command]


def keeper(keeps: Keeps, tmp_path: Path) -> "subprocess.Popen[bytes]":
    """Keeps a program that notes its environment in a file whose name is no easy one."""
    noting = "import json, os, sys; json.dump(dict(os.environ), open(sys.argv[1], 'w'))"
    command = [sys.executable, "-c", noting, str(tmp_path / "started $(it) 'again'.json")]
    return subprocess.Popen(keeps(command), stdin=subprocess.PIPE)


def test_a_goodbye_starts_nothing(keeps: Keeps, tmp_path: Path) -> None:
    child = keeper(keeps, tmp_path)
    child.communicate(GOODBYE, timeout=20)
    assert child.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_that_just_closes_starts_the_program_again(keeps: Keeps, tmp_path: Path) -> None:
    child = keeper(keeps, tmp_path)
    child.communicate(b"", timeout=20)
    started = tmp_path / "started $(it) 'again'.json"
    for _ in range(200):
        if started.exists() and started.read_text().endswith("}"):
            break
        time.sleep(0.05)
    assert json.loads(started.read_text())[RESTARTED] == "1"
    assert RESTARTED not in os.environ
