"""A book over a real store, and the hands of the person in front of it."""

import pytest
from pytestqt.qtbot import QtBot

from tests.scenes.fixtures import bridge, english, place
from tests.scenes.restaurant import WHOLE, Restaurant
from tests.scenes.tables import Book
from ui.bridge import Bridge
from ui.reservations.screen import ReservationsScreen

__all__ = ["bridge", "english", "place"]


@pytest.fixture
def configuration() -> str:
    """All three pairs."""
    return WHOLE


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
