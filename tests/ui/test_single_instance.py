"""One face per home: the second start shows the first one and ends; what a killed one left is no hindrance."""

import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer
from pytestqt.qtbot import QtBot

from ui.door import door_name
from ui.single_instance import SingleInstance

SECOND = """
import sys
from PySide6.QtCore import QCoreApplication
from ui.single_instance import SingleInstance
app = QCoreApplication([])
sys.exit(0 if SingleInstance(sys.argv[1]).claim() else 7)
"""

KILLED = """
import os, sys
from PySide6.QtCore import QCoreApplication
from ui.single_instance import SingleInstance
app = QCoreApplication([])
assert SingleInstance(sys.argv[1]).claim()
os._exit(0)
"""


@pytest.fixture
def name(tmp_path: Path) -> str:
    # A path of a test's own folder may be longer than a socket's name can be.
    return f"campanello-test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def first(name: str, qtbot: QtBot) -> Iterator[SingleInstance]:
    made = SingleInstance(name)
    assert made.claim()
    yield made
    made.leave()


def start(code: str, name: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", code, name])


def test_a_second_start_asks_the_first_to_show_itself(first: SingleInstance, name: str, qtbot: QtBot) -> None:
    with qtbot.waitSignal(first.asked, timeout=20_000):
        second = start(SECOND, name)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.returncode == 7


def test_what_a_killed_one_left_behind_is_taken_over(name: str, qtbot: QtBot) -> None:
    assert start(KILLED, name).wait(30) == 0
    heir = SingleInstance(name)
    assert heir.claim()
    heir.leave()


def test_a_first_one_that_does_not_answer_does_not_block_a_start(name: str, qtbot: QtBot) -> None:
    hangs = QLocalServer()
    hangs.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    assert hangs.listen(name)
    heir = SingleInstance(name)
    assert heir.claim()
    heir.leave()
    hangs.close()


def test_after_the_end_another_one_may_be_first(name: str, qtbot: QtBot) -> None:
    for _turn in range(2):
        one = SingleInstance(name)
        assert one.claim()
        one.leave()


def test_two_homes_have_two_doors() -> None:
    assert door_name("a") != door_name("b")
    assert door_name(None) == door_name(None)
    assert len(Path(door_name("a")).name) < 40, "a socket's path has little room"
