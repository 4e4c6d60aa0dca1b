"""The alignment screen over a real store, and the hands of the person in front of it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.scenes.fixtures import bridge, english, place
from tests.scenes.restaurant import WHOLE, Restaurant
from ui.alignment.screen import AlignmentScreen, View
from ui.bridge import Bridge
from ui.components import Banner, Button, Text

__all__ = ["bridge", "english", "place"]


@pytest.fixture
def configuration() -> str:
    """All three pairs."""
    return WHOLE


@pytest.fixture
def screen(place: Restaurant, bridge: Bridge, qtbot: QtBot) -> AlignmentScreen:
    """Not shown yet: a test fills the store first."""
    made = AlignmentScreen(bridge)
    qtbot.addWidget(made)
    made.resize(928, 704)
    made.begin()
    return made


Opens = Callable[..., None]


@pytest.fixture
def opens(screen: AlignmentScreen, qtbot: QtBot) -> Opens:
    def show(view: View = View.FINDINGS, link: str | None = None) -> None:
        screen.show()
        screen.enter()
        screen.look_at(view, link)
        qtbot.waitUntil(lambda: screen.ready, timeout=5000)

    return show


def press(within: QWidget, text: str) -> None:
    """A finger on the button with that text."""
    found = [each for each in within.findChildren(Button) if each.text() == text and each.isVisible()]
    assert len(found) == 1, [each.text() for each in within.findChildren(Button) if each.isVisible()]
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def told(within: QWidget) -> str:
    said = [text.text() for text in within.findChildren(Text) if text.isVisible()]
    return "\n".join(
        [*said, *(banner.accessibleName() for banner in within.findChildren(Banner) if banner.isVisible())]
    )
