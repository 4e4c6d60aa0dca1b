"""The window: its screens, the bar above them, banners, and what closing it does."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent import texts
from agent.domain.bell import Sound
from agent.domain.failures import Failure, FailureKind, Side, Unavailable
from agent.sync.link_pass import PassReport
from tests.scenes import evening
from tests.scenes.fixtures import bridge, english, place
from tests.scenes.restaurant import Restaurant
from tests.scenes.script import Script
from ui.bridge import Bridge
from ui.components import Banner, Button, Dialog, RailItem, Toast
from ui.main_window import MainWindow
from ui.orders.columns import Column
from ui.orders.screen import OrdersScreen
from ui.settings.screen import SettingsScreen
from ui.theme import Tone

__all__ = ["bridge", "english", "place"]

NO_NETWORK = Failure(FailureKind.TRANSIENT, "side.unreachable", {"system": "Plateform"}, Side.PORTAL)


@pytest.fixture
def script(place: Restaurant) -> Script:
    return evening.full_evening(place)


def open_window(bridge: Bridge, qtbot: QtBot, *, has_tray: bool = True) -> MainWindow:
    window = MainWindow(bridge, has_tray=lambda: has_tray)
    qtbot.addWidget(window, before_close_func=lambda _window: setattr(window, "_has_tray", lambda: True))
    window.show()
    return window


@pytest.fixture
def window(script: Script, bridge: Bridge, qtbot: QtBot) -> MainWindow:
    made = open_window(bridge, qtbot)
    qtbot.waitUntil(lambda: orders(made).board.count(Column.NEW) == 3, timeout=5000)
    return made


def orders(window: MainWindow) -> OrdersScreen:
    room = window.interior.room("orders")
    assert isinstance(room, OrdersScreen)
    return room


def rail(window: MainWindow) -> dict[str, RailItem]:
    return {item.key: item for item in window.findChildren(RailItem)}


def banners(window: MainWindow) -> list[str]:
    return [each.accessibleName() for each in window.interior.attention.findChildren(Banner)]


def test_the_screens_are_in_their_order(window: MainWindow) -> None:
    assert [item.text() for item in window.findChildren(RailItem)] == [
        "Orders",
        "Alignment",
        "Statistics",
        "Activity",
        "Connections",
        "Settings",
        "Diagnostics",
    ]


def test_what_waits_is_counted_on_the_rail(window: MainWindow) -> None:
    assert (rail(window)["orders"].count, rail(window)["activity"].count) == (3, 1)


def test_every_screen_opens_by_name_and_by_key(window: MainWindow, qtbot: QtBot) -> None:
    for name in ("alignment", "statistics", "activity", "connections", "settings", "orders"):
        window.open_screen(name)
        assert window.interior.current == name
        assert window.interior.room(name).isVisible()
    window.open_screen("reservations")
    assert window.interior.current == "orders"
    QTest.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.interior.current == "connections", timeout=2000)


def test_an_order_is_shown_from_wherever_somebody_is(window: MainWindow, script: Script) -> None:
    window.open_screen("settings")
    window.show_order(script.id_of(24))
    assert window.interior.current == "orders"
    assert orders(window).panel.order_id == script.id_of(24)


def test_each_link_has_its_health_with_its_age(window: MainWindow, place: Restaurant, qtbot: QtBot) -> None:
    place.clock.at += timedelta(minutes=2)
    window.interior.read()
    pill = window.interior.pills.pills["banco"]
    assert pill.tone is Tone.WAITING
    assert pill.accessibleName() == "banco, Needs attention, 2 min ago"
    QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert window.interior.current == "connections"


def test_a_banner_names_the_remedy_and_leads_there(window: MainWindow, place: Restaurant) -> None:
    place.skewed(95)
    window.interior.read()
    told = banners(window)
    assert any("1 thing needs a person" in each for each in told)
    assert any("clock of this PC is wrong by 95 s" in each and "automatic time" in each for each in told)
    first = window.interior.attention.findChildren(Banner)[0]
    first.acted.emit()
    assert window.interior.current == "activity"
    assert not any("1 thing needs a person" in each for each in banners(window))


class TestSynchroniseNow:
    def test_it_shows_that_it_is_under_way_and_what_it_did(
        self, window: MainWindow, place: Restaurant, qtbot: QtBot
    ) -> None:
        place.agent.reports = (PassReport("banco", 3, 1),)
        QTest.mouseClick(window.interior.sync_button, Qt.MouseButton.LeftButton)
        assert window.interior.sync_button.busy
        qtbot.waitUntil(lambda: not window.interior.sync_button.busy, timeout=3000)
        toasts = [toast.label.text() for toast in window.findChildren(Toast)]
        assert toasts == ["Synchronised: 3 sent, 1 needs a person"]

    def test_its_failure_stays_until_it_is_put_away(self, window: MainWindow, place: Restaurant, qtbot: QtBot) -> None:
        place.agent.reports = (PassReport("banco", failures=[NO_NETWORK]),)
        QTest.keyClick(window, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: any("Plateform cannot be reached" in each for each in banners(window)), timeout=3000)
        window.interior.attention.forget()
        assert not any("Plateform cannot be reached" in each for each in banners(window))


def test_a_sound_of_the_settings_is_asked_for(window: MainWindow) -> None:
    tried: list[Sound] = []
    window.sound_wanted.connect(tried.append)
    settings = window.interior.room("settings")
    assert isinstance(settings, SettingsScreen)
    settings.sound.tried.emit(Sound.FAULT)
    assert tried == [Sound.FAULT]


class TestLanguage:
    def test_the_interior_is_made_anew_in_the_same_place(
        self, window: MainWindow, place: Restaurant, qtbot: QtBot
    ) -> None:
        window.open_screen("settings")
        before = window.interior
        settings = window.interior.room("settings")
        assert isinstance(settings, SettingsScreen)
        settings.language.choices.set_current("it")
        qtbot.waitUntil(lambda: window.interior is not before, timeout=3000)
        assert texts.language() == "it"
        assert window.interior.current == "settings"
        qtbot.waitUntil(lambda: orders(window).board.count(Column.NEW) == 3, timeout=5000)

    def test_another_choice_leaves_everything_where_it_is(
        self, window: MainWindow, place: Restaurant, qtbot: QtBot
    ) -> None:
        before = window.interior
        with qtbot.waitSignal(window.interior.room("orders").bridge.preferences_changed, timeout=3000):
            place.agent.prefer("volume", "10")
        qtbot.wait(20)
        assert window.interior is before


class TestClosing:
    def test_with_a_tray_it_hides_and_comes_back_as_it_was(self, window: MainWindow, qtbot: QtBot) -> None:
        window.close()
        assert window.isHidden()
        window.open_screen("orders")
        assert window.isVisible()

    @pytest.mark.parametrize("ends", [True, False])
    def test_without_a_tray_it_asks_whether_the_program_is_to_end(
        self, place: Restaurant, bridge: Bridge, qtbot: QtBot, ends: bool
    ) -> None:
        window = open_window(bridge, qtbot, has_tray=False)
        quits: list[bool] = []
        window.quit_wanted.connect(lambda: quits.append(True))
        window.close()
        assert window.isVisible()
        text = "End" if ends else "Put it aside"
        dialog = window.findChild(Dialog)
        assert isinstance(dialog, Dialog)
        answer = next(each for each in dialog.findChildren(Button) if each.text() == text)
        QTest.mouseClick(answer, Qt.MouseButton.LeftButton)
        assert quits == ([True] if ends else [])

    def test_it_remembers_its_size(self, place: Restaurant, bridge: Bridge, qtbot: QtBot) -> None:
        first = open_window(bridge, qtbot)
        # Qt brings a window back no larger than the screen, and this one's is 800 x 800.
        first.resize(1000, 771)
        first.close()
        assert open_window(bridge, qtbot).size().toTuple() == (1000, 771)

    def test_a_database_that_is_gone_does_not_keep_it_open(
        self, window: MainWindow, place: Restaurant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def gone(name: str, value: str) -> None:
            raise Unavailable("store.closed")

        monkeypatch.setattr(place.agent, "prefer", gone)
        window.close()
        assert window.isHidden()


def test_it_fits_the_till_s_screen_with_the_title_bar_of_a_desktop(window: MainWindow) -> None:
    window.resize(640, 480)
    width, height = window.size().toTuple()
    assert (width, height) == (1000, 700)
    for name in ("orders", "activity", "connections", "settings", "diagnosis"):
        room = window.interior.room(name)
        hint = room.minimumSizeHint()
        assert hint.width() <= width - 96, name
        assert hint.height() <= height - 64, name
