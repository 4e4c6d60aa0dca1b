"""The whole road with the face on it: a guest orders, the bell rings, a finger decides, the portal knows."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from agent.domain.bell import CardKind, Sound
from agent.sandbox import Sandbox
from tests.journeys.world import World
from ui.bell.alarm import AlarmContent
from ui.bell.bell import Bell
from ui.bell.decide import DecideContent
from ui.bell.sound_ring import RingLoop
from ui.bell.sound_silent import SilentPlayer
from ui.bridge import Bridge


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with Sandbox() as sandbox:
        made = World(tmp_path / "home", sandbox)
        made.start()
        made.agent.prefer("language", "en")
        yield made
        made.stop()


@pytest.fixture
def player() -> SilentPlayer:
    return SilentPlayer()


@pytest.fixture
def bell(world: World, player: SilentPlayer, qtbot: QtBot) -> Iterator[Bell]:
    bridge = Bridge(world.agent)
    made = Bell(bridge, RingLoop(player, 80))
    made.start()
    yield made
    made.stop()
    made.window.deleteLater()
    assert bridge.close(5)


def tap(bell: Bell, button: QAbstractButton) -> None:
    handle = bell.window.windowHandle()
    assert handle is not None
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=button.mapTo(bell.window, button.rect().center()))


def test_ordered_rung_accepted_confirmed_and_silent(
    world: World, bell: Bell, player: SilentPlayer, qtbot: QtBot
) -> None:
    ref = world.place()
    qtbot.waitUntil(lambda: bell.window.isVisible() and player.looping is Sound.ORDER, timeout=15_000)
    assert world.status(ref) == "nuovo"
    qtbot.waitUntil(lambda: not bell.window.guard.up)
    content = bell.window.opened.content
    assert isinstance(content, DecideContent)
    tap(bell, content.accept_button)
    pressed = time.monotonic()
    qtbot.waitUntil(lambda: player.looping is None, timeout=1000)
    assert time.monotonic() - pressed < 1
    order_id = world.sheet(ref).order.id
    qtbot.waitUntil(lambda: bell.window.strips.shown[order_id].undo.isVisible())
    qtbot.waitUntil(lambda: world.status(ref) == "confermato", timeout=15_000)
    qtbot.waitUntil(lambda: bell.window.strips.shown[order_id].way.text == "Sent to the portal", timeout=3000)
    # The till has it as new: its operator must follow, and the card says so until he did.
    qtbot.waitUntil(lambda: bool(bell.waiting.of(CardKind.TILL)), timeout=10_000)
    world.operator.accept(f"plateform:{ref}")
    qtbot.waitUntil(lambda: not bell.window.isVisible(), timeout=15_000)


def test_a_guest_who_cancels_rings_until_it_is_read(
    world: World, bell: Bell, player: SilentPlayer, qtbot: QtBot
) -> None:
    ref = world.place()
    qtbot.waitUntil(lambda: bell.waiting.undecided == 1, timeout=15_000)
    world.accept(ref)
    qtbot.waitUntil(lambda: world.status(ref) == "confermato", timeout=15_000)
    world.portal.cancel_order(ref)
    qtbot.waitUntil(lambda: player.looping is Sound.CANCELLED, timeout=15_000)
    qtbot.waitUntil(lambda: not bell.window.guard.up)
    content = bell.window.opened.content
    assert isinstance(content, AlarmContent)
    tap(bell, content.read_button)
    qtbot.waitUntil(lambda: player.looping is not Sound.CANCELLED, timeout=1000)
    assert not world.sheet(ref).order.notices
