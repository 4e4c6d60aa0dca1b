"""The mark stands in the tray before the program is loaded, and is the same one afterwards."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui import first_mark
from ui.begin import face_of
from ui.door import door_name
from ui.single_instance import SingleInstance
from ui.tray import Tray


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], (True, None)),
        (["--home", "/casa"], (True, Path("/casa"))),
        (["--home=/casa"], (True, Path("/casa"))),
        (["--home", "/casa", "status"], (False, None)),
        (["--home", "--help"], (False, None)),
        (["demo"], (False, None)),
        (["--version"], (False, None)),
    ],
)
def test_only_the_face_begins_with_it(words: list[str], wanted: tuple[bool, Path | None]) -> None:
    assert face_of(words) == wanted


def test_it_is_shown_before_the_rest_is_loaded(tmp_path: Path) -> None:
    code = (
        "import sys; from ui import begin, first_mark\n"
        "def go_on(home):\n"
        "    print(len(first_mark._shown)); sys.exit()\n"
        "loaded = lambda: any(name.startswith(('agent.app', 'click', 'structlog', 'httpx')) for name in sys.modules)\n"
        "show = first_mark.show\n"
        "def shown(home):\n"
        "    show(home); print(loaded())\n"
        "first_mark.show = shown\n"
        "import types; sys.modules['ui.start'] = types.SimpleNamespace(start_restaurant=go_on)\n"
        f"sys.argv = ['campanello', '--home', {str(tmp_path)!r}]; begin.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False", "1"]


def test_the_tray_takes_it_over(qtbot: QtBot) -> None:
    first_mark.show("a home of this test's own")
    (mark,) = first_mark._shown
    parent = QObject()
    tray = Tray(parent)
    assert tray.icon is mark
    assert first_mark._shown == []
    assert Tray(parent).icon is not mark
    tray.hide()


def test_a_second_start_shows_none(qtbot: QtBot) -> None:
    first = SingleInstance(door_name("taken"))
    assert first.claim()
    try:
        first_mark.show("taken")
        assert first_mark._shown == []
    finally:
        first.leave()
