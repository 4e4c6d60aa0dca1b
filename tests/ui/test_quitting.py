"""`campanello quit` as an installer calls it: with a face, with an agent alone, with nothing that runs."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from agent.asking import QUIT
from agent.clock import wall
from agent.home import Home
from agent.lock import AgentLock
from agent.store import Store
from tests.ui.test_entry import campanello_process, environment, face, home, until_logged
from ui.single_instance import Farewell, SingleInstance, ask_to_quit

__all__ = ["face", "home"]


def quit_by_command(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "ui", "--home", str(home), "quit", *words],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_face_ends_and_was_waited_for(face: "subprocess.Popen[str]", home: Path) -> None:
    done = quit_by_command(home)
    assert (done.returncode, done.stdout) == (0, "Campanello has ended.\n"), done.stderr
    assert face.wait(1.0) == 0
    assert not AgentLock(Home.at(home, {})).held_by_other()


@pytest.fixture
def alone(home: Path) -> Iterator["subprocess.Popen[str]"]:
    process = campanello_process("--home", str(home), "run")
    try:
        until_logged(home, "started")
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_an_agent_without_a_face_ends_as_well(alone: "subprocess.Popen[str]", home: Path) -> None:
    done = quit_by_command(home)
    assert (done.returncode, done.stdout) == (0, "Campanello has ended.\n"), done.stderr
    assert alone.wait(10.0) == 0


def test_where_nothing_runs_nothing_is_wrong(home: Path) -> None:
    done = quit_by_command(home)
    assert (done.returncode, done.stdout) == (0, "Campanello was not running.\n"), done.stderr


def test_a_wish_that_was_meant_for_another_does_not_end_the_next_one(home: Path) -> None:
    store = Store(Home.at(home, {}).database)
    store.open()
    with store.writing() as ledger:
        asked = ledger.ask(QUIT, None, wall())
    process = campanello_process("--home", str(home), "run")
    try:
        until_logged(home, "started")
        deadline = time.monotonic() + 20
        answered = False
        while not answered and time.monotonic() < deadline:
            with store.reading() as ledger:
                held = ledger.request(asked)
            answered = held is not None and held.answer is not None
        assert answered
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2.0)
    finally:
        process.kill()
        process.communicate()
        store.close()


def test_a_face_that_does_not_end_is_told(qtbot: QtBot) -> None:
    """One whose end hangs at the keyring: it answers, and stays."""
    code = """
import sys
from PySide6.QtCore import QCoreApplication
from ui.single_instance import SingleInstance
app = QCoreApplication([])
assert SingleInstance(sys.argv[1], app).claim()
print("there", flush=True)
app.exec()
"""
    name = f"campanello-test-{time.monotonic_ns()}"
    hanging = subprocess.Popen([sys.executable, "-c", code, name], stdout=subprocess.PIPE, text=True)
    try:
        assert hanging.stdout is not None
        assert hanging.stdout.readline() == "there\n"
        assert ask_to_quit(name, 1.0) is Farewell.STAYS
    finally:
        hanging.kill()
        hanging.communicate()
    assert ask_to_quit(name, 1.0) is Farewell.NOBODY


def test_the_first_one_hears_it(qtbot: QtBot) -> None:
    name = f"campanello-test-{time.monotonic_ns()}"
    first = SingleInstance(name)
    assert first.claim()
    code = "import sys; from ui.single_instance import ask_to_quit; ask_to_quit(sys.argv[1], 0.5)"
    with qtbot.waitSignal(first.quit_wanted, timeout=20_000):
        asking = subprocess.Popen([sys.executable, "-c", code, name])
    first.leave()
    qtbot.waitUntil(lambda: asking.poll() is not None, timeout=20_000)


def runs(home: Path) -> int:
    words = [sys.executable, "-m", "ui", "--home", str(home), "running"]
    return subprocess.run(words, env=environment(), capture_output=True, timeout=60).returncode


def test_a_script_can_ask_whether_one_runs(home: Path) -> None:
    assert runs(home) == 1
    for words in ((), ("run",)):
        process = campanello_process("--home", str(home), *words)
        try:
            until_logged(home, "started")
            assert runs(home) == 0
            assert process.poll() is None
        finally:
            quit_by_command(home)
            process.communicate()
        (home / "logs" / "campanello.log").unlink()


SESSION_ENDS = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QMetaObject, QTimer
from PySide6.QtWidgets import QApplication
from agent.app import Agent
from agent.home import Home
from agent.vault import MemoryVault
from ui.process import run_face

class Sign:
    def begin(self): return None
    def end(self): print("unmarked", flush=True)
    def start(self): pass
    def say_goodbye(self): print("goodbye", flush=True)

agents = []
def made():
    agents.append(Agent(Home.at(Path(sys.argv[1]), {}), MemoryVault()))
    return agents[-1]

def session_ends():
    if not agents or not agents[0].running:
        QTimer.singleShot(50, session_ends)
        return
    QMetaObject.invokeMethod(QApplication.instance(), "aboutToQuit")
    print("running" if agents[0].running else "stopped", flush=True)
    os._exit(0)

QApplication([])
QTimer.singleShot(50, session_ends)
sign = Sign()
run_face(made, "test", mark=sign, keeper=sign)
"""


def test_the_end_of_the_session_stops_the_agent_before_the_process_is_gone(home: Path) -> None:
    """As Windows does it: `aboutToQuit` at WM_ENDSESSION, and then there is no process any more."""
    done = subprocess.run(
        [sys.executable, "-c", SESSION_ENDS, str(home)], env=environment(), capture_output=True, text=True, timeout=60
    )
    said = [line for line in done.stdout.splitlines() if " " not in line]
    assert said == ["goodbye", "unmarked", "stopped"], done.stderr
