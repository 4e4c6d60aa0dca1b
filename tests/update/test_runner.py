"""A real setup, as far as one can be a small script: it is told what to do, and outlives who started it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.keeper import RESTARTED
from agent.update import runner
from agent.update.runner import BREAKAWAY, SilentSetup

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the setup is a script for sh")


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def script(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    setup = folder / "setup.exe"
    setup.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    setup.chmod(0o700)
    return setup


@POSIX
def test_a_setup_is_run_with_the_words_of_a_silent_one(tmp_path: Path) -> None:
    setup = script(tmp_path / "Mario Rossi", 'for each in "$@"; do echo "$each"; done > "$(dirname "$0")/told"')
    run = SilentSetup()
    run.run(setup)
    assert run.process is not None
    assert run.process.wait(10) == 0
    told = (setup.parent / "told").read_text(encoding="utf-8").splitlines()
    assert told == ["/S", "/START=1", f"/LOG={setup.parent / 'setup.log'}"]


@POSIX
def test_what_it_starts_has_a_keeper_of_its_own_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program that begins the update may have been started again after a crash; the new one is another program."""
    monkeypatch.setenv(RESTARTED, "1")
    setup = script(tmp_path, f'echo "[${RESTARTED}]" > "$(dirname "$0")/told"')
    run = SilentSetup()
    run.run(setup)
    assert run.process is not None
    run.process.wait(10)
    assert (tmp_path / "told").read_text(encoding="utf-8") == "[]\n"


@POSIX
def test_it_outlives_the_program_that_it_replaces(tmp_path: Path) -> None:
    setup = script(tmp_path, 'cd "$(dirname "$0")"; touch begun; while [ ! -e go ]; do sleep 0.05; done; touch done')
    code = (
        "import sys, time; from pathlib import Path; from agent.update.runner import SilentSetup\n"
        "SilentSetup().run(Path(sys.argv[1])); time.sleep(60)"
    )
    program = subprocess.Popen([sys.executable, "-c", code, str(setup)], start_new_session=True)
    until((tmp_path / "begun").exists)
    os.killpg(program.pid, signal.SIGKILL)
    program.wait(10)
    (tmp_path / "go").touch()
    until((tmp_path / "done").exists)


def test_a_job_that_lets_nobody_leave_it_keeps_no_setup_from_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def begun(words: list[str], flags: int) -> None:
        asked.append(flags)
        if flags & BREAKAWAY:
            raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(runner, "_begun", begun)
    monkeypatch.setattr("agent.update.runner.sys.platform", "win32")
    SilentSetup().run(tmp_path / "setup.exe")
    assert [bool(flags & BREAKAWAY) for flags in asked] == [True, False]
