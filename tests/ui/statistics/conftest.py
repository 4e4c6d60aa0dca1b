"""The statistics screen over a real store, and the hands of the person in front of it."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.scenes.fixtures import bridge, english, place
from tests.scenes.restaurant import WHOLE, Restaurant
from tests.scenes.takings import Weeks
from ui.bridge import Bridge
from ui.statistics.screen import StatisticsScreen
from ui.statistics.spans import Span

__all__ = ["bridge", "english", "place"]


@pytest.fixture
def configuration() -> str:
    """All three pairs."""
    return WHOLE


@pytest.fixture
def weeks(place: Restaurant) -> Weeks:
    return Weeks(place)


@pytest.fixture
def screen(place: Restaurant, bridge: Bridge, qtbot: QtBot) -> StatisticsScreen:
    """Not shown yet: a test fills the store first."""
    made = StatisticsScreen(bridge)
    qtbot.addWidget(made)
    made.resize(928, 704)
    made.begin()
    return made


Opens = Callable[..., None]


@pytest.fixture
def opens(screen: StatisticsScreen, qtbot: QtBot) -> Opens:
    def show(span: Span = Span.WEEK, link: str | None = None) -> None:
        screen.show()
        screen.enter()
        screen.bar.spans.set_current(span.name)
        if link is not None:
            screen.bar.links.set_current(link)
        qtbot.waitUntil(lambda: screen.ready, timeout=5000)

    return show
