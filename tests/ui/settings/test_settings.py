"""Every choice is kept by the agent and applied at once; what is configured elsewhere is shown."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent import texts
from agent.domain.bell import Sound
from tests.scenes.restaurant import WHOLE, Restaurant
from ui import theme
from ui.bridge import Bridge
from ui.components import Button, Text
from ui.settings.applied import apply_preferences, scheme_of
from ui.settings.configured import ConfiguredCard, every_text
from ui.settings.preferences import ORDINARY_VOLUME, volume_of
from ui.settings.screen import SettingsScreen


@pytest.fixture
def screen(bridge: Bridge, qtbot: QtBot) -> SettingsScreen:
    made = SettingsScreen(bridge)
    qtbot.addWidget(made)
    made.resize(936, 1400)
    made.show()
    return made


def kept(place: Restaurant) -> dict[str, str]:
    return dict(place.agent.preferences())


def test_language_and_appearance_are_kept(screen: SettingsScreen, place: Restaurant) -> None:
    screen.language.choices.set_current("it")
    screen.appearance.choices.set_current("dark")
    assert (kept(place)["language"], kept(place)["appearance"]) == ("it", "dark")


def test_the_screen_shows_what_was_kept(place: Restaurant, bridge: Bridge, qtbot: QtBot) -> None:
    for name, value in (("appearance", "dark"), ("volume", "35"), ("preset_minutes", "10 40")):
        place.agent.prefer(name, value)
    screen = SettingsScreen(bridge)
    qtbot.addWidget(screen)
    assert screen.appearance.choices.current == "dark"
    assert screen.sound.slider.value() == 35
    assert screen.presets.presets == (10, 40)


def test_the_volume_is_kept_when_the_finger_leaves(screen: SettingsScreen, place: Restaurant) -> None:
    screen.sound.slider.setSliderDown(True)
    for volume in range(80, 60, -1):
        screen.sound.slider.setValue(volume)
    assert "volume" not in kept(place)
    screen.sound.slider.setSliderDown(False)
    assert kept(place)["volume"] == "61"


def test_silence_is_warned_of_and_kept_by_keys(screen: SettingsScreen, place: Restaurant, qtbot: QtBot) -> None:
    QTest.keyClick(screen.sound.slider, Qt.Key.Key_Home)
    assert kept(place)["volume"] == "0"
    told = [text.text() for text in screen.sound.findChildren(Text) if text.isVisible()]
    assert "At 0 % nothing is heard: an order would only be seen." in told


def test_each_sound_can_be_tried(screen: SettingsScreen, qtbot: QtBot) -> None:
    tried: list[Sound] = []
    screen.sound_wanted.connect(tried.append)
    for button in screen.sound.findChildren(Button):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert set(tried) == set(Sound)


def test_never_no_preset_and_never_more_than_fit(screen: SettingsScreen, place: Restaurant, qtbot: QtBot) -> None:
    for minutes in (20, 30, 45, 15):
        QTest.mouseClick(screen.presets.chips[minutes], Qt.MouseButton.LeftButton)
    assert kept(place)["preset_minutes"] == "15"
    for minutes in (5, 10, 20, 25, 30):
        QTest.mouseClick(screen.presets.chips[minutes], Qt.MouseButton.LeftButton)
    assert kept(place)["preset_minutes"] == "5 10 15 20 25"


def test_who_decides_and_the_file_are_shown_and_not_changed_here(screen: SettingsScreen, place: Restaurant) -> None:
    told = "\n".join(text.text() for text in screen.configured.findChildren(Text))
    assert "the till or this PC, whoever is first" in told
    assert "20 s" in told
    assert str(place.agent.home.configuration) in told


@pytest.mark.parametrize(
    ("seconds", "told"), [(10, "10 s"), (90, "90 s"), (180, "3 min"), (43_200, "12 h"), (5400, "90 min")]
)
def test_how_often_is_told_in_the_largest_unit(seconds: int, told: str) -> None:
    assert every_text(timedelta(seconds=seconds)) == told


def test_links_without_orders_tell_how_often_they_are_read(tmp_path: Path, qtbot: QtBot) -> None:
    place = Restaurant(tmp_path / "whole", WHOLE)
    card = ConfiguredCard(place.agent.links, place.agent.home.configuration)
    qtbot.addWidget(card)
    told = [text.text() for text in card.findChildren(Text)]
    far = told.index("Reservations further ahead: read every")
    assert told[far + 1] == "12 h"
    assert told.count("Who decides") == 1
    place.close()


def test_a_choice_that_could_not_be_kept_is_said(screen: SettingsScreen, place: Restaurant, qtbot: QtBot) -> None:
    place.agent.stop()
    with qtbot.waitSignal(screen.trouble, timeout=1000) as heard:
        screen.appearance.choices.set_current("dark")
    assert heard.args is not None
    assert heard.args[0].title == "The program is ending"


class TestApplied:
    def test_appearance_at_once_and_another_language_is_told(self) -> None:
        assert not apply_preferences({"language": "en", "appearance": "dark"})
        assert theme.current().dark
        assert apply_preferences({"language": "it", "appearance": "light"})
        assert texts.language() == "it"
        assert not theme.current().dark

    @pytest.mark.parametrize("told", [None, "", "sepia"])
    def test_nonsense_is_the_system(self, told: str | None) -> None:
        assert scheme_of(told) is theme.Scheme.SYSTEM

    @pytest.mark.parametrize(
        ("told", "volume"), [(None, ORDINARY_VOLUME), ("loud", ORDINARY_VOLUME), ("0", 0), ("900", 100)]
    )
    def test_the_volume_is_a_per_cent(self, told: str | None, volume: int) -> None:
        assert volume_of(told) == volume


def test_the_start_with_the_pc_is_switched_at_once(screen: SettingsScreen, place: Restaurant, qtbot: QtBot) -> None:
    switch = screen.autostart.switch
    assert not switch.isChecked()
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert place.agent.autostart.on()
    assert switch.isChecked()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert not place.agent.autostart.on()


def test_a_start_with_the_pc_that_is_forbidden_is_told_and_shown_as_it_is(
    screen: SettingsScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "xdg-config").write_text("", encoding="utf-8")
    with qtbot.waitSignal(screen.trouble) as told:
        QTest.mouseClick(screen.autostart.switch, Qt.MouseButton.LeftButton)
    assert told.args[0].title == "The start with this PC cannot be changed"
    assert not screen.autostart.switch.isChecked()
