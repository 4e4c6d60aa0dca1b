"""The sounds are what their script makes of them, the same bytes everywhere; and the files that are played."""

import math
import wave
from array import array
from pathlib import Path

import pytest

import resources
from agent.domain.bell import Sound
from resources.sounds.make import RATE, SCORES, make
from ui.bell.sound_files import PERIODS, LoudFiles


def frames(path: Path) -> "array[int]":
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return array("h", file.readframes(file.getnframes()))


def loudness(part: "array[int]") -> float:
    return math.sqrt(sum(value * value for value in part) / len(part))


@pytest.mark.parametrize("name", sorted(SCORES))
def test_the_script_makes_the_same_bytes(name: str) -> None:
    kept = resources.path("sounds", f"{name}.wav").read_bytes()
    assert make(SCORES[name]) == kept, "run python -m resources.sounds.make"


def test_every_sound_of_the_bell_has_its_file() -> None:
    assert set(SCORES) == {sound.value for sound in Sound} == {sound.value for sound in PERIODS}


@pytest.mark.parametrize("name", sorted(SCORES))
def test_a_sound_neither_clips_nor_clicks(name: str) -> None:
    told = frames(resources.path("sounds", f"{name}.wav"))
    assert 12_000 < max(abs(value) for value in told) < 32_767
    assert told[0] == 0
    assert abs(told[-1]) < 40


@pytest.mark.parametrize("name", sorted(SCORES))
def test_a_stroke_dies_away(name: str) -> None:
    told = frames(resources.path("sounds", f"{name}.wav"))
    tenth = len(told) // 10
    assert loudness(told[-tenth:]) < loudness(told[:tenth]) / 20


def test_the_urgent_bell_is_louder() -> None:
    calm, urgent = (frames(resources.path("sounds", f"{name}.wav")) for name in ("order", "order_urgent"))
    assert loudness(urgent) > loudness(calm) * 1.2


def test_together_they_are_small() -> None:
    assert sum(file.stat().st_size for file in resources.path("sounds").glob("*.wav")) < 800_000


@pytest.mark.parametrize("sound", list(Sound), ids=lambda sound: sound.value)
def test_a_loops_file_lasts_its_period(sound: Sound) -> None:
    files = LoudFiles()
    try:
        made = files.file(sound, 80, looped=True)
        assert made.seconds == pytest.approx(PERIODS[sound], abs=0.001)
        assert len(frames(made.path)) == round(made.seconds * RATE)
        assert set(frames(made.path)[-RATE // 10 :]) == {0}
    finally:
        files.close()


def test_the_volume_is_in_the_file() -> None:
    files = LoudFiles()
    try:
        peaks = []
        for volume in (0, 50, 100, 250):
            made = files.file(Sound.ORDER, volume, looped=False)
            peaks.append(max(abs(value) for value in frames(made.path)))
    finally:
        files.close()
    whole = max(abs(value) for value in frames(resources.path("sounds", "order.wav")))
    assert peaks[0] == 0
    assert peaks[1] == pytest.approx(whole / 4, abs=1)
    assert peaks[2] == peaks[3] == whole


def test_closing_removes_what_was_made() -> None:
    files = LoudFiles()
    made = files.file(Sound.ORDER, 80, looped=False)
    assert files.file(Sound.ORDER, 80, looped=False) == made
    files.close()
    assert not made.path.parent.exists()
    again = files.file(Sound.ORDER, 80, looped=False)
    assert again.path.exists()
    files.close()


def test_a_file_that_was_swept_away_is_made_again() -> None:
    """Some systems sweep their temporary folder while the program runs for weeks."""
    files = LoudFiles()
    try:
        made = files.file(Sound.ORDER, 80, looped=False)
        made.path.unlink()
        made.path.parent.rmdir()
        assert files.file(Sound.ORDER, 80, looped=False).path.exists()
    finally:
        files.close()
