"""Fixtures of the face's tests: a restaurant, and the bridge to its agent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from agent import texts
from tests.scenes.restaurant import Restaurant
from ui.bridge import Bridge


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests read the texts as they stand in the code, whatever the PC speaks."""
    texts.use_language("en")
    yield
    texts.use_language("en")


@pytest.fixture
def place(tmp_path: Path, configuration: str) -> Iterator[Restaurant]:
    made = Restaurant(tmp_path / "home", configuration)
    made.agent.prefer("language", "en")
    made.agent.prefer("appearance", "light")
    yield made
    made.close()


@pytest.fixture
def bridge(place: Restaurant, qapp: QApplication) -> Iterator[Bridge]:
    made = Bridge(place.agent)
    yield made
    assert made.close(5), "a task is still under way"
