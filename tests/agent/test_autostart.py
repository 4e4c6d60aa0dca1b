"""The switch by which the program starts with the user's session, on a desktop's files and in a registry."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from agent.autostart import APPROVED, NAME, RUN, DesktopEntry, RunKey, autostart_of, exec_line, windows_command
from agent.domain.failures import Unavailable
from agent.home import Home

PROGRAM = [r"C:\Users\Cassa 1\AppData\Local\Programs\Campanello\campanello.exe"]


class FakeRegistry:
    """Values by key and name; `locked`: a policy forbids writing."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], object] = {}
        self.locked = False

    def read(self, key: str, name: str) -> object:
        return self.values.get((key, name))

    def write(self, key: str, name: str, text: str) -> None:
        if self.locked:
            raise PermissionError(13, "no")
        self.values[key, name] = text

    def remove(self, key: str, name: str) -> None:
        if self.locked:
            raise PermissionError(13, "no")
        self.values.pop((key, name), None)


def test_the_run_key_holds_the_quoted_path() -> None:
    registry = FakeRegistry()
    held = RunKey(PROGRAM, registry)
    assert not held.on()
    held.turn(True)
    assert registry.values == {(RUN, NAME): f'"{PROGRAM[0]}"'}
    assert held.on()
    held.turn(False)
    assert (registry.values, held.on()) == ({}, False)


def test_what_the_task_manager_switched_off_is_off_until_it_is_switched_on_here() -> None:
    registry = FakeRegistry()
    held = RunKey(PROGRAM, registry)
    held.turn(True)
    registry.values[APPROVED, NAME] = b"\x03" + bytes(11)
    assert not held.on()
    registry.values[APPROVED, NAME] = b"\x02" + bytes(11)
    assert held.on()
    registry.values[APPROVED, NAME] = b"\x03" + bytes(11)
    held.turn(True)
    assert held.on()


def test_another_programs_place_is_not_ours() -> None:
    registry = FakeRegistry()
    RunKey([r"D:\old\campanello.exe"], registry).turn(True)
    assert not RunKey(PROGRAM, registry).on()


def test_a_policy_that_forbids_it_is_told() -> None:
    registry = FakeRegistry()
    registry.locked = True
    with pytest.raises(Unavailable) as refused:
        RunKey(PROGRAM, registry).turn(True)
    assert refused.value.failure.message == "autostart.refused"


def test_windows_reads_the_words_back() -> None:
    command = windows_command([*PROGRAM, "--home", r"C:\Casa mia"])
    assert command == f'"{PROGRAM[0]}" --home "C:\\Casa mia"'


def test_the_desktop_entry_starts_the_words(tmp_path: Path) -> None:
    held = DesktopEntry(["/opt/Casa mia/campanello", "--home", "/home/gino/100% $HOME"], tmp_path / "autostart")
    assert not held.on()
    held.turn(True)
    assert held.on()
    text = (tmp_path / "autostart" / "campanello.desktop").read_text("utf-8")
    assert 'Exec="/opt/Casa mia/campanello" "--home" "/home/gino/100%% \\\\$HOME"' in text
    held.turn(False)
    assert not held.on()
    assert list((tmp_path / "autostart").iterdir()) == []


def test_hidden_by_the_desktops_own_settings_is_off(tmp_path: Path) -> None:
    held = DesktopEntry(["campanello"], tmp_path)
    held.turn(True)
    file = tmp_path / "campanello.desktop"
    file.write_text(file.read_text("utf-8").replace("Hidden=false", "Hidden=true"), encoding="utf-8")
    assert not held.on()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("", encoding="utf-8")
    with pytest.raises(Unavailable):
        DesktopEntry(["campanello"], tmp_path / "autostart").turn(True)


def test_a_shell_would_read_the_same_words() -> None:
    words = ["/a b/c", "it's", "x"]
    assert shlex.split(exec_line(words)) == words


@pytest.mark.skipif(sys.platform == "win32", reason="a desktop's files")
def test_two_homes_are_two_entries(tmp_path: Path) -> None:
    environment = {"XDG_CONFIG_HOME": str(tmp_path)}
    one, other = (autostart_of(Home.at(folder, {}), environment) for folder in (None, tmp_path / "casa"))
    other.turn(True)
    assert (one.on(), other.on()) == (False, True)
    one.turn(True)
    assert len(list((tmp_path / "autostart").iterdir())) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="a desktop's files")
def test_the_command_switches_it(tmp_path: Path) -> None:
    def campanello(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "agent.cli", "--home", str(tmp_path / "home"), *words],
            env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "LANG": "C.UTF-8", "LC_ALL": ""},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    assert campanello("autostart") == "Campanello does not start by itself.\n"
    assert campanello("autostart", "on") == "Campanello starts when this user logs in.\n"
    assert campanello("autostart", "status", "--json") == '{\n  "on": true\n}\n'
    assert "does not" in campanello("autostart", "off")
