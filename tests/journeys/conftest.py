"""Each journey has a world of its own, and leaves no thread behind."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.sandbox import Sandbox
from tests.journeys.world import World


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    before = set(threading.enumerate())
    with Sandbox() as sandbox:
        yield sandbox
    left = [thread.name for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    assert left == []


@pytest.fixture
def world(tmp_path: Path, sandbox: Sandbox) -> Iterator[World]:
    """`shared`: the order is at the till from the start."""
    world = World(tmp_path / "home", sandbox)
    yield world
    world.stop()


@pytest.fixture
def bell_first(tmp_path: Path, sandbox: Sandbox) -> Iterator[World]:
    """The order waits at the PC."""
    world = World(tmp_path / "home", sandbox, "bell_first")
    yield world
    world.stop()
