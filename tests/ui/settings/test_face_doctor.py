"""What the face examines of itself: the sound to its end, the volume, the tray, the start with the PC, the notices."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from agent.diagnostics.doctor import Check
from agent.domain.bell import Sound
from agent.domain.failures import Failure, FailureKind, Unavailable
from agent.sentences import check_sentence
from tests.scenes.restaurant import Restaurant
from tests.ui.test_entry import campanello_process, environment, home, until_logged
from ui.bell.sound import SoundTrouble
from ui.bell.sound_ring import RingLoop
from ui.bell.sound_silent import SilentPlayer
from ui.diagnosis import alone
from ui.diagnosis.alone import _understood, told
from ui.diagnosis.face_doctor import ACCEPTS_NOTICES, PROBE, FaceDoctor
from ui.door import door_name

__all__ = ["home"]


class Switch:
    def __init__(self, on: bool | None = True) -> None:
        self._on = on

    def on(self) -> bool:
        if self._on is None:
            raise Unavailable("autostart.refused", error="no")
        return self._on


class Loudspeaker:
    trouble: SoundTrouble | None = None


class Deaf(SilentPlayer):
    """Takes every sound and says nothing of it."""

    def play_once(self, sound: Sound, volume: int) -> None:
        self.told.append(("once", sound))


class Surgery:
    def __init__(self, player: SilentPlayer | None = None, *, volume: int = 80, autostart: bool | None = True) -> None:
        self.player = player or SilentPlayer()
        self.loop = RingLoop(self.player, volume)
        self.level = Loudspeaker()
        self.tray = True
        self.notices: int | None = None
        self.found: list[Check] = []
        self.doctor = FaceDoctor(
            self.loop,
            self.player,
            self.level,
            lambda: volume,
            Switch(autostart),
            lambda: self.tray,
            notice_state=lambda: self.notices,
            patience=200,
        )

    def examine(self) -> dict[str, bool | None]:
        self.doctor.examine(self.found.extend)
        return {check.name: check.ok for check in self.found}


def test_the_sound_is_played_and_the_rest_is_looked_at(qtbot: QtBot) -> None:
    surgery = Surgery()
    assert surgery.examine() == {"sound": True, "tray": True, "autostart": True}
    assert surgery.player.told == [("once", PROBE)]
    assert all(check_sentence(check).title for check in surgery.found)


@pytest.mark.parametrize("trouble", list(SoundTrouble))
def test_a_sound_that_is_not_heard_is_told_with_a_remedy(trouble: SoundTrouble, qtbot: QtBot) -> None:
    surgery = Surgery(SilentPlayer(trouble))
    assert surgery.examine()[f"sound.{trouble.value}"] is False
    said = check_sentence(surgery.found[0])
    assert said.title.startswith("Sound: ")
    assert said.message
    assert said.remedy


def test_a_muted_loudspeaker_is_told_although_the_sound_went_out(qtbot: QtBot) -> None:
    surgery = Surgery()
    surgery.level.trouble = SoundTrouble.MUTED
    assert surgery.examine()["sound.muted"] is False


def test_a_device_that_never_answers_is_told_in_time(qtbot: QtBot) -> None:
    surgery = Surgery(Deaf())
    assert surgery.examine() == {}
    qtbot.waitUntil(lambda: bool(surgery.found), timeout=2000)
    assert (surgery.found[0].name, surgery.found[0].ok) == ("sound.stuck", False)
    surgery.player.heard.emit()
    assert len(surgery.found) == 3, "told once"


def test_at_volume_nought_nothing_is_played_and_it_is_said(qtbot: QtBot) -> None:
    surgery = Surgery(volume=0)
    assert surgery.examine()["volume"] is False
    assert surgery.player.told == []


def test_a_bell_that_rings_is_not_interrupted(qtbot: QtBot) -> None:
    surgery = Surgery()
    surgery.loop.ring(Sound.ORDER)
    assert surgery.examine()["sound"] is True
    assert surgery.player.looping is Sound.ORDER


def test_two_who_ask_hear_of_one_examination(qtbot: QtBot) -> None:
    surgery = Surgery(Deaf())
    surgery.examine()
    second: list[Check] = []
    surgery.doctor.examine(second.extend)
    surgery.player.heard.emit()
    assert [check.name for check in second] == ["sound", "tray", "autostart"]
    assert len(surgery.player.told) == 1


def test_no_tray_no_autostart_and_notices_held_back(qtbot: QtBot) -> None:
    surgery = Surgery(autostart=False)
    surgery.tray, surgery.notices = False, 3
    found = surgery.examine()
    assert found == {"sound": True, "tray": False, "no_autostart": True, "notices_shown": False}
    surgery.notices = ACCEPTS_NOTICES
    surgery.found.clear()
    assert surgery.examine()["notices_shown"] is True


def test_an_autostart_that_cannot_be_read_is_told(qtbot: QtBot) -> None:
    surgery = Surgery(autostart=None)
    assert surgery.examine()["autostart"] is False
    assert "cannot be changed" in check_sentence(surgery.found[-1]).title


def test_the_checks_reach_another_process_as_they_are() -> None:
    checks = (
        Check("sound", True, params={"volume": "80"}),
        Check("autostart", False, failure=Failure(FailureKind.LOCAL, "autostart.refused", {"error": "no"})),
    )
    assert _understood(told(checks)) == checks


def doctor(home: Path) -> dict[str, bool | None]:
    done = subprocess.run(
        [sys.executable, "-m", "ui", "--home", str(home), "doctor", "--json"],
        env=environment(PATH="/nowhere"),
        capture_output=True,
        text=True,
        timeout=60,
    )
    checks = json.loads(done.stdout)
    assert done.returncode == 1, "a link to nowhere is not well"
    return {check["name"]: check["ok"] for check in checks}


def test_the_terminal_asks_the_face_that_runs(home: Path) -> None:
    process = campanello_process("--home", str(home), PATH="/nowhere")
    try:
        until_logged(home, "started")
        found = doctor(home)
        # Only a face can tell of a tray; offscreen there is none.
        assert (found["tray"], found["sound.no_program"]) == (False, False)
        assert found["agent"] is True
    finally:
        process.kill()
        process.communicate()


def test_without_a_face_the_terminal_plays_the_sound_itself(home: Path) -> None:
    found = doctor(home)
    assert found["sound.no_program"] is False
    assert "tray" not in found


HANGS = """
import sys, time
from PySide6.QtCore import QCoreApplication
from ui.single_instance import SingleInstance
app = QCoreApplication([])
assert SingleInstance(sys.argv[1], app).claim()
print("there", flush=True)
time.sleep(60)
"""


def test_a_face_that_hangs_is_told_and_not_waited_for_twice(
    place: Restaurant, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    hanging = subprocess.Popen(
        [sys.executable, "-c", HANGS, door_name(place.agent.home.id)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert hanging.stdout is not None
        assert hanging.stdout.readline() == "there\n"
        monkeypatch.setattr(alone, "WITHIN", 0.5)
        (check,) = alone.face_checks(place.agent)
    finally:
        hanging.kill()
        hanging.communicate()
    assert (check.name, check.ok) == ("face", False)
    assert check_sentence(check).remedy
