"""The PC stays awake while a link is on."""

import sys
import threading

import pytest
from pytestqt.qtbot import QtBot

from agent.domain.commands import PauseLink
from agent.domain.orders import Actor
from tests.scenes.fixtures import bridge, english, place
from tests.scenes.restaurant import Restaurant
from ui.awake import Awake, NoInhibitor, WindowsInhibitor, make_inhibitor
from ui.bridge import Bridge

__all__ = ["bridge", "english", "place"]


class FakeInhibitor:
    def __init__(self) -> None:
        self.held = False
        self.reason = ""

    def hold(self, reason: str) -> None:
        self.held, self.reason = True, reason

    def release(self) -> None:
        self.held = False


def test_awake_while_a_link_is_on_and_not_when_all_are_paused(place: Restaurant, bridge: Bridge, qtbot: QtBot) -> None:
    inhibitor = FakeInhibitor()
    awake = Awake(bridge, inhibitor)
    awake.look()
    qtbot.waitUntil(lambda: inhibitor.held)
    assert inhibitor.reason == "Orders ring here"
    place.agent.submit(PauseLink("banco", True), Actor.SCREEN)
    qtbot.waitUntil(lambda: not inhibitor.held)
    place.agent.submit(PauseLink("banco", False), Actor.SCREEN)
    qtbot.waitUntil(lambda: inhibitor.held)
    awake.stop()
    assert not inhibitor.held


def test_a_look_that_is_under_way_at_the_end_holds_nothing(bridge: Bridge, qtbot: QtBot) -> None:
    inhibitor = FakeInhibitor()
    awake = Awake(bridge, inhibitor)
    awake.look()
    awake.stop()
    qtbot.wait(300)
    assert not inhibitor.held


def test_a_desktop_that_offers_no_way_is_left_as_it_is(bridge: Bridge, qtbot: QtBot) -> None:
    awake = Awake(bridge, NoInhibitor())
    awake.look()
    qtbot.waitUntil(lambda: awake.wanted)
    awake.stop()


def test_windows_keeps_a_request_as_long_as_its_thread() -> None:
    said: list[tuple[int, int]] = []

    def set_state(flags: int) -> int:
        said.append((flags, threading.get_ident()))
        return 1

    inhibitor = WindowsInhibitor(set_state)
    inhibitor.hold("orders")
    inhibitor.release()
    inhibitor.release()
    (held, first), (given_back, second) = said
    assert (held, given_back) == (0x80000001, 0x80000000)
    assert first == second, "the request belongs to its thread"


@pytest.mark.skipif(sys.platform != "linux", reason="the desktop's bus")
def test_without_a_desktop_bus_linux_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/either")
    inhibitor = make_inhibitor()
    with pytest.raises(OSError, match="nobody keeps this PC awake"):
        inhibitor.hold("orders")
    inhibitor.release()
