"""The face from start to end, on a real agent: what it shows without a tray, what it says when it cannot start."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent.app import Agent
from agent.home import Home
from agent.vault import MemoryVault
from tests.scenes import evening
from tests.scenes.fixtures import english
from tests.scenes.restaurant import TOML, Restaurant
from tests.ui.test_awake import FakeInhibitor
from ui.application import Face
from ui.bell.sound_silent import SilentPlayer
from ui.components import Text

__all__ = ["english"]

STARTING = 20_000


class House:
    """A home and the faces that are put on it; each is ended."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.home = Home.at(folder, {})
        self.qtbot = qtbot
        self.player = SilentPlayer()
        self.inhibitor = FakeInhibitor()
        self.faces: list[Face] = []

    def configure(self, toml: str = TOML) -> None:
        self.home.configuration.parent.mkdir(parents=True, exist_ok=True)
        self.home.configuration.write_text(toml, encoding="utf-8")

    def keep(self, **preferences: str) -> None:
        agent = self.agent()
        agent.open()
        for name, value in preferences.items():
            agent.prefer(name, value)
        agent.stop()

    def agent(self) -> Agent:
        return Agent(self.home, MemoryVault(dict.fromkeys(("banco/portal/api_key", "banco/pos/api_key"), "x")))

    def face(self, *, tray: bool = False) -> Face:
        made = Face(self.agent, self.player, self.inhibitor, has_tray=lambda: tray)
        self.faces.append(made)
        made.start()
        return made

    def ready(self, face: Face) -> None:
        self.qtbot.waitUntil(lambda: face.counter is not None, timeout=STARTING)

    def end(self, face: Face) -> None:
        with self.qtbot.waitSignal(face.gone, timeout=STARTING) as gone:
            face.quit()
        assert gone.args == [True]


@pytest.fixture
def house(tmp_path: Path, qtbot: QtBot) -> Iterator[House]:
    made = House(tmp_path / "home", qtbot)
    yield made
    for face in made.faces:
        if not face.quitting:
            made.end(face)
        face.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


def told(face: Face) -> str:
    assert face.trouble is not None
    return "\n".join(text.text() for text in face.trouble.findChildren(Text))


def test_without_a_tray_the_window_shows_itself_and_the_pc_stays_awake(house: House) -> None:
    house.configure()
    house.keep(language="en")
    face = house.face()
    house.ready(face)
    assert face.counter is not None
    assert face.counter.window.isVisible()
    house.qtbot.waitUntil(lambda: house.inhibitor.held)
    house.end(face)
    assert not face.counter.window.isVisible()
    assert not house.inhibitor.held


def test_with_a_tray_it_waits_there_until_it_is_wanted(house: House) -> None:
    house.configure()
    house.keep(language="en")
    face = house.face(tray=True)
    house.ready(face)
    assert face.counter is not None
    assert face.counter.shown_window is None, "nobody waits for a window that nobody wants"
    face.show()
    assert face.counter.window.isVisible()
    face.tray.screen_wanted.emit("settings")
    assert face.counter.window.interior.current == "settings"


def test_a_start_that_failed_can_be_tried_again(house: House) -> None:
    house.configure("[[links]]\n")
    face = house.face()
    house.qtbot.waitUntil(lambda: face.trouble is not None, timeout=STARTING)
    assert "The configuration is wrong" in told(face)
    assert str(house.home.configuration) in told(face)
    house.configure()
    house.keep(language="en")
    assert face.trouble is not None
    face.trouble.again_button.click()
    house.ready(face)
    assert face.trouble is None


def test_a_wrong_configuration_says_where_and_what(house: House) -> None:
    house.configure(TOML.replace("sales_point = 77", 'sales_point = "bar"'))
    face = house.face()
    house.qtbot.waitUntil(lambda: face.trouble is not None, timeout=STARTING)
    assert "The configuration is wrong" in told(face)
    assert "sales_point" in told(face)
    assert "Traceback" not in told(face)


def test_a_database_that_another_agent_holds_is_said(house: House) -> None:
    house.configure()
    other = house.agent()
    other.open()
    other.start()
    try:
        face = house.face()
        house.qtbot.waitUntil(lambda: face.trouble is not None, timeout=STARTING)
        assert "already running" in told(face)
    finally:
        other.stop()


def test_quitting_says_that_orders_still_wait(house: House, tmp_path: Path) -> None:
    place = Restaurant(tmp_path / "home")
    place.agent.prefer("language", "en")
    place.clock.at = house.agent().clock.now()
    evening.arrives(place, 38, 0.3, 31)
    place.close()
    face = house.face(tray=True)
    house.ready(face)
    assert face.counter is not None
    house.qtbot.waitUntil(lambda: face.counter is not None and face.counter.waiting == 1)
    assert house.player.looping is not None
    house.end(face)
    assert house.player.looping is None
    assert face.farewell is not None
    farewell = "\n".join(text.text() for text in face.farewell.findChildren(Text))
    assert "1 order still waits for an answer" in farewell


def test_quitting_before_it_has_started_ends_too(house: House) -> None:
    house.configure()
    house.end(house.face())
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("lane-")]


def test_the_language_can_be_changed_while_the_bell_is_up(house: House, tmp_path: Path) -> None:
    place = Restaurant(tmp_path / "home")
    place.agent.prefer("language", "en")
    place.clock.at = house.agent().clock.now()
    evening.arrives(place, 38, 0.3, 31)
    place.close()
    face = house.face()
    house.ready(face)
    assert face.counter is not None
    bell = face.counter.bell
    house.qtbot.waitUntil(lambda: bell.window.head.count.text == "1 order waits", timeout=5000)
    assert face.bridge is not None
    face.bridge.agent.prefer("language", "it")
    house.qtbot.waitUntil(lambda: bell.window.head.count.text == "1 ordine in attesa", timeout=5000)
