"""A reseller's shop, and what a home knows of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.update.updates import Updates
from tests.update.shop import Shop


class FakeRunner:
    """Runs nothing; remembers what it was told to run."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    def run(self, setup: Path) -> None:
        assert setup.exists()
        self.ran.append(setup.name)


def idle() -> bool:
    """Nobody waits."""
    return False


def serving() -> bool:
    """An order waits."""
    return True


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with Shop(tmp_path / "shop").served() as shop:
        yield shop


@pytest.fixture
def runner() -> FakeRunner:
    return FakeRunner()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "updates"


Starts = Callable[..., Updates]


@pytest.fixture
def program(shop: Shop, runner: FakeRunner, folder: Path) -> Starts:
    """That version of the program is started on the same home."""

    def start(version: str = "1.0.0", window: str = "03:00-06:00") -> Updates:
        return Updates(shop.configuration(window), folder, version, "windows", runner)

    return start
