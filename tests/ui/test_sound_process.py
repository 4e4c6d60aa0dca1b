"""The player made of processes, with stand-ins for the system's program: they note each stroke and behave as told."""

import os
import sys
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from agent.domain.bell import Sound
from ui.bell import sound_process
from ui.bell.sound import SoundPlayer, SoundTrouble, make_player
from ui.bell.sound_files import LoudFiles
from ui.bell.sound_process import ProcessPlayer
from ui.bell.sound_silent import SilentPlayer

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the stand-ins are shell scripts; Windows plays by winsound"
)

LENGTH = 0.2
WELL = f"sleep {LENGTH}"


@pytest.fixture
def files(tmp_path: Path) -> LoudFiles:
    """Sounds of a fifth of a second."""
    short = tmp_path / "short.wav"
    with wave.open(str(short), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * round(8000 * LENGTH)))
    return LoudFiles(lambda _sound: short, dict.fromkeys(Sound, LENGTH))


@pytest.fixture
def strokes(tmp_path: Path) -> Callable[[], list[str]]:
    """The files that the stand-in was given so far, by name."""
    noted = tmp_path / "strokes"
    return lambda: noted.read_text().split() if noted.exists() else []


Making = Callable[[str], ProcessPlayer]


@pytest.fixture
def player(tmp_path: Path, files: LoudFiles) -> Iterator[Making]:
    """Makes a player whose program does that, in shell."""
    made: list[ProcessPlayer] = []

    def make(does: str) -> ProcessPlayer:
        program = tmp_path / "play"
        program.write_text(
            f'#!/bin/sh\nbasename "$1" >> "{tmp_path}/strokes"\necho $$ >> "{tmp_path}/processes"\n{does}\n'
        )
        program.chmod(0o755)
        made.append(ProcessPlayer((str(program),), files))
        return made[-1]

    yield make
    for one in made:
        one.close()


Left = Callable[[], int]


@pytest.fixture
def left(tmp_path: Path) -> Left:
    """How many of the processes that were started are still there, as zombies too."""

    def count() -> int:
        noted = tmp_path / "processes"
        return sum(_is_there(int(number)) for number in noted.read_text().split()) if noted.exists() else 0

    return count


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_loops_until_it_is_told(qtbot: QtBot, player: Making, strokes: Callable[[], list[str]], left: Left) -> None:
    playing = player(f"exec {WELL}")
    playing.play_loop(Sound.ORDER, 80)
    qtbot.waitUntil(lambda: len(strokes()) >= 3)
    playing.stop()
    qtbot.waitUntil(lambda: left() == 0, timeout=1000)
    told = strokes()
    qtbot.wait(round(LENGTH * 2000))
    assert strokes() == told
    assert set(told) == {"order-80-loop.wav"}
    assert playing.trouble() is None


def test_it_is_silent_at_once_and_leaves_no_zombie(qtbot: QtBot, player: Making, left: Left) -> None:
    playing = player("exec sleep 30")
    playing.play_loop(Sound.ORDER, 80)
    qtbot.waitUntil(lambda: left() == 1)
    with qtbot.assertNotEmitted(playing.failed):
        playing.stop()
        qtbot.waitUntil(lambda: left() == 0, timeout=900)
    qtbot.waitUntil(lambda: playing.findChildren(QProcess) == [])


def test_once_is_once(qtbot: QtBot, player: Making, strokes: Callable[[], list[str]]) -> None:
    playing = player(f"exec {WELL}")
    with qtbot.waitSignal(playing.heard):
        playing.play_once(Sound.REMINDER, 50)
    qtbot.wait(round(LENGTH * 1500))
    assert strokes() == ["reminder-50.wav"]


def test_another_sound_takes_the_place_of_the_first(
    qtbot: QtBot, player: Making, strokes: Callable[[], list[str]], left: Left
) -> None:
    playing = player("exec sleep 30")
    playing.play_loop(Sound.ORDER, 80)
    qtbot.waitUntil(lambda: len(strokes()) == 1)
    playing.play_loop(Sound.FAULT, 80)
    qtbot.waitUntil(lambda: strokes() == ["order-80-loop.wav", "fault-80-loop.wav"])
    qtbot.waitUntil(lambda: left() == 1)


@pytest.mark.parametrize(
    "does",
    ["exit 1", f"{WELL}; exit 1", "kill -SEGV $$", "exit 0"],
    ids=["refuses", "breaks off", "crashes", "is done too early"],
)
def test_a_device_that_is_gone_is_noticed(
    qtbot: QtBot, player: Making, strokes: Callable[[], list[str]], does: str
) -> None:
    playing = player(does)
    with qtbot.waitSignal(playing.failed) as told:
        playing.play_loop(Sound.ORDER, 80)
    assert told.args == [SoundTrouble.NO_DEVICE]
    assert playing.trouble() is SoundTrouble.NO_DEVICE
    qtbot.wait(50)
    assert len(strokes()) == 1, "it must not try again by itself"


def test_a_program_that_is_gone_is_noticed(qtbot: QtBot, tmp_path: Path, files: LoudFiles) -> None:
    playing = ProcessPlayer((str(tmp_path / "gone"),), files)
    with qtbot.waitSignal(playing.failed) as told:
        playing.play_loop(Sound.ORDER, 80)
    assert told.args == [SoundTrouble.NO_PROGRAM]
    playing.close()


def test_a_program_that_hangs_is_ended(
    qtbot: QtBot, player: Making, left: Left, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_process, "_PATIENCE_MS", 50)
    playing = player("exec sleep 30")
    with qtbot.waitSignal(playing.failed) as told:
        playing.play_loop(Sound.ORDER, 80)
    assert told.args == [SoundTrouble.STUCK]
    qtbot.waitUntil(lambda: left() == 0)


def test_it_is_well_again(qtbot: QtBot, tmp_path: Path, player: Making) -> None:
    playing = player(f'test -e "{tmp_path}/plugged" || exit 1; exec {WELL}')
    with qtbot.waitSignal(playing.failed):
        playing.play_loop(Sound.ORDER, 80)
    (tmp_path / "plugged").touch()
    with qtbot.waitSignal(playing.heard):
        playing.play_loop(Sound.ORDER, 80)
    assert playing.trouble() is None


def test_closing_leaves_nothing_behind(qtbot: QtBot, player: Making, files: LoudFiles, left: Left) -> None:
    playing = player("exec sleep 30")
    playing.play_loop(Sound.ORDER, 80)
    qtbot.waitUntil(lambda: left() == 1)
    folder = files.file(Sound.ORDER, 80, looped=True).path.parent
    playing.close()
    assert left() == 0
    assert not folder.exists()


@pytest.mark.parametrize(
    ("there", "chosen"),
    [({"aplay", "paplay", "pw-play"}, "pw-play"), ({"aplay", "paplay"}, "paplay"), ({"aplay"}, "aplay")],
)
def test_the_program_that_knows_the_desktop_is_preferred(there: set[str], chosen: str) -> None:
    asked: list[str] = []

    def find(program: str) -> str | None:
        asked.append(program)
        return f"/usr/bin/{program}" if program in there else None

    playing = make_player(find=find)
    assert isinstance(playing, ProcessPlayer)
    assert asked[-1] == chosen
    playing.close()


def test_a_pc_without_any_program_says_so(qtbot: QtBot) -> None:
    playing: SoundPlayer = make_player(find=lambda _program: None)
    assert isinstance(playing, SilentPlayer)
    assert playing.trouble() is SoundTrouble.NO_PROGRAM
    assert "PipeWire" in SoundTrouble.NO_PROGRAM.sentence
    with qtbot.waitSignal(playing.failed):
        playing.play_loop(Sound.ORDER, 80)
