"""A book over a real store, and the hands of the person in front of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.scenes.fixtures import bridge, english
from tests.scenes.restaurant import WHOLE, Restaurant
from tests.scenes.tables import Book
from ui.bridge import Bridge
from ui.reservations.screen import ReservationsScreen

__all__ = ["bridge", "english"]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Restaurant]:
    made = Restaurant(tmp_path / "home", WHOLE)
    made.agent.prefer("language", "en")
    made.agent.prefer("appearance", "light")
    yield made
    made.close()


@pytest.fixture
def book(place: Restaurant) -> Book:
    return Book(place)


@pytest.fixture
def screen(place: Restaurant, bridge: Bridge, qtbot: QtBot) -> ReservationsScreen:
    """Not shown yet: a test fills the book first."""
    made = ReservationsScreen(bridge)
    qtbot.addWidget(made)
    made.resize(936, 700)
    made.begin()
    return made
