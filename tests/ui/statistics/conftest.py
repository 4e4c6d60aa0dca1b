"""The statistics screen over a real store, and the hands of the person in front of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.scenes.fixtures import bridge, english
from tests.scenes.restaurant import WHOLE, Restaurant
from tests.scenes.takings import Weeks
from ui.bridge import Bridge
from ui.statistics.screen import StatisticsScreen
from ui.statistics.spans import Span

__all__ = ["bridge", "english"]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Restaurant]:
    made = Restaurant(tmp_path / "home", WHOLE)
    made.agent.prefer("language", "en")
    made.agent.prefer("appearance", "light")
    yield made
    made.close()


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
