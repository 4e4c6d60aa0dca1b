"""A bell over the restaurant of the scenes, with a player that only says what it was told."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from agent.domain.bell import Card
from agent.domain.orders import Order, OrderState
from tests.scenes.fixtures import bridge, english, place
from tests.scenes.restaurant import Restaurant
from ui.bell.bell import Bell
from ui.bell.content import Content
from ui.bell.decide import DecideContent
from ui.bell.sound_ring import RingLoop
from ui.bell.sound_silent import SilentPlayer
from ui.bell.window import BellWindow
from ui.bridge import Bridge
from ui.components import ElidedLabel, Text

__all__ = ["bridge", "english", "place"]


class Stage:
    """The bell, and the hands and eyes of the person in front of it."""

    def __init__(self, place: Restaurant, bridge: Bridge, qtbot: QtBot) -> None:
        self.place = place
        self.qtbot = qtbot
        self.player = SilentPlayer()
        self.bell = Bell(bridge, RingLoop(self.player, 80))

    @property
    def window(self) -> BellWindow:
        return self.bell.window

    def begin(self) -> None:
        """As at the start of the program, with whatever waits."""
        self.bell.start()
        self.settle()

    def settle(self) -> None:
        """Until what is known was read; the guard is over too."""
        waiting = self.bell.waiting
        self.qtbot.waitUntil(
            lambda: not waiting.reading and facts(waiting.cards) == facts(self.place.agent.cards()), timeout=5000
        )
        self.window.guard.lift()

    def reread(self) -> None:
        """Something happened elsewhere that no event of this process tells."""
        self.bell.waiting.read()
        self.settle()

    def passes(self, seconds: float) -> None:
        self.place.clock.at += timedelta(seconds=seconds)
        self.bell.waiting.tick()
        self.window.guard.lift()

    def tap(self, button: QAbstractButton) -> None:
        """As a finger does: a press and a release on the window, where the button is."""
        assert button.isVisible(), "nobody can tap what is not there"
        handle = self.window.windowHandle()
        assert handle is not None
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=button.mapTo(self.window, button.rect().center()))

    def content(self) -> Content:
        content = self.window.opened.content
        assert content is not None, "no card is open"
        return content

    def decide(self) -> DecideContent:
        content = self.content()
        assert isinstance(content, DecideContent)
        return content

    def told(self) -> str:
        """All that stands on the open card."""
        content = self.content()
        whole = [text.text() for text in content.findChildren(Text) if text.isVisible()]
        whole += [label.shown() for label in content.findChildren(ElidedLabel) if label.isVisible()]
        return "\n".join(whole)

    def state(self, order: Order) -> OrderState:
        return self.held(order).state

    def held(self, order: Order) -> Order:
        sheet = self.place.agent.order(order.id)
        assert sheet is not None
        return sheet.order


def facts(cards: Sequence[Card]) -> list[object]:
    return [(card.kind, card.order, card.errands) for card in cards]


@pytest.fixture
def stage(place: Restaurant, bridge: Bridge, qtbot: QtBot) -> Iterator[Stage]:
    made = Stage(place, bridge, qtbot)
    yield made
    made.bell.stop()
    made.window.deleteLater()
