"""A muted loudspeaker is noticed, in the words of the three programs that tell; not knowing is no alarm."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.bell.sound import SoundTrouble
from ui.bell.sound_level import QUESTIONS, SoundLevel

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the stand-ins are shell scripts; Windows has no program"
)

ON = {
    "wpctl": "Volume: 0.40",
    "pactl": "Mute: no",
    "amixer": "  Front Left: Playback 52428 [80%] [on]\n  Front Right: Playback 52428 [80%] [on]",
}
OFF = {
    "wpctl": "Volume: 0.40 [MUTED]",
    "pactl": "Mute: yes",
    "amixer": "  Front Left: Playback 52428 [80%] [off]\n  Front Right: Playback 52428 [80%] [off]",
}

Level = Callable[[str, str], SoundLevel]


@pytest.fixture
def level(tmp_path: Path) -> Iterator[Level]:
    """A desktop with that program alone, which answers what stands in a file."""
    made: list[SoundLevel] = []

    def make(program: str, does: str = "") -> SoundLevel:
        script = tmp_path / program
        script.write_text(f'#!/bin/sh\n{does}\ntest "$LC_ALL" = C && cat "{tmp_path}/answer"\n')
        script.chmod(0o755)
        made.append(SoundLevel(find=lambda asked: str(script) if asked == program else None, look_ms=20))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.mark.parametrize("program", [question.program for question in QUESTIONS])
def test_it_is_turned_off_and_on_again(qtbot: QtBot, tmp_path: Path, level: Level, program: str) -> None:
    answer = tmp_path / "answer"
    answer.write_text(ON[program])
    watching = level(program, "")
    told: list[SoundTrouble | None] = []
    watching.changed.connect(told.append)
    watching.start()
    with qtbot.waitSignal(watching.changed):
        answer.write_text(OFF[program])
    assert watching.trouble is SoundTrouble.MUTED
    with qtbot.waitSignal(watching.changed):
        answer.write_text(ON[program])
    assert told == [SoundTrouble.MUTED, None]


def test_a_volume_of_nought_is_off(qtbot: QtBot, tmp_path: Path, level: Level) -> None:
    (tmp_path / "answer").write_text("Volume: 0.00")
    watching = level("wpctl", "")
    with qtbot.waitSignal(watching.changed) as told:
        watching.look()
    assert told.args == [SoundTrouble.MUTED]


def test_a_program_that_fails_says_nothing(qtbot: QtBot, tmp_path: Path, level: Level) -> None:
    (tmp_path / "answer").write_text(OFF["pactl"])
    watching = level("pactl", f'echo asked >> "{tmp_path}/asked"; exit 1')
    watching.start()
    qtbot.waitUntil(lambda: (tmp_path / "asked").exists() and (tmp_path / "asked").read_text().count("asked") > 2)
    assert watching.trouble is None


def test_a_desktop_without_any_program_says_nothing(qtbot: QtBot) -> None:
    watching = SoundLevel(find=lambda _program: None)
    with qtbot.assertNotEmitted(watching.changed, wait=30):
        watching.start()
    watching.close()
