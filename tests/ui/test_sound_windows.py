"""The player of Windows, with a `winsound` that notes what it is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from agent.domain.bell import Sound
from ui.bell import sound_windows
from ui.bell.sound import SoundTrouble
from ui.bell.sound_files import LoudFiles
from ui.bell.sound_windows import WindowsPlayer

LOOPED, ONCE = 0x2000B, 0x20003


class Winsound:
    """What is sounding, as (name, flags); `devices` are plugged in, `broken` refuses."""

    def __init__(self) -> None:
        self.sounding: tuple[str, int] | None = None
        self.devices = 1
        self.broken = False

    def play(self, file: str | None, flags: int) -> None:
        if self.broken and file is not None:
            raise RuntimeError("Failed to play sound")
        self.sounding = None if file is None else (Path(file).name, flags)

    def count(self) -> int:
        return self.devices


@pytest.fixture
def winsound() -> Winsound:
    return Winsound()


@pytest.fixture
def player(winsound: Winsound, monkeypatch: pytest.MonkeyPatch) -> Iterator[WindowsPlayer]:
    monkeypatch.setattr(sound_windows, "LOOK_MS", 20)
    made = WindowsPlayer(winsound.play, winsound.count, LoudFiles())
    yield made
    made.close()


def test_it_loops_and_is_silent(qtbot: QtBot, player: WindowsPlayer, winsound: Winsound) -> None:
    with qtbot.waitSignal(player.heard):
        player.play_loop(Sound.ORDER, 80)
    assert winsound.sounding == ("order-80-loop.wav", LOOPED)
    player.stop()
    assert winsound.sounding is None
    assert player.trouble() is None


def test_once_does_not_loop(player: WindowsPlayer, winsound: Winsound) -> None:
    player.play_once(Sound.REMINDER, 30)
    assert winsound.sounding == ("reminder-30.wav", ONCE)


def test_a_pc_without_a_device_says_so(qtbot: QtBot, player: WindowsPlayer, winsound: Winsound) -> None:
    winsound.devices = 0
    assert player.trouble() is SoundTrouble.NO_DEVICE
    with qtbot.waitSignal(player.failed) as told:
        player.play_loop(Sound.ORDER, 80)
    assert told.args == [SoundTrouble.NO_DEVICE]
    assert winsound.sounding is None


def test_a_device_that_is_pulled_out_is_noticed(qtbot: QtBot, player: WindowsPlayer, winsound: Winsound) -> None:
    player.play_loop(Sound.ORDER, 80)
    with qtbot.waitSignal(player.failed, timeout=2000) as told:
        winsound.devices = 0
    assert told.args == [SoundTrouble.NO_DEVICE]
    with qtbot.assertNotEmitted(player.failed, wait=80):
        assert winsound.sounding is None


def test_a_refusal_is_noticed(qtbot: QtBot, player: WindowsPlayer, winsound: Winsound) -> None:
    winsound.broken = True
    with qtbot.waitSignal(player.failed) as told:
        player.play_loop(Sound.ORDER, 80)
    assert told.args == [SoundTrouble.STUCK]
