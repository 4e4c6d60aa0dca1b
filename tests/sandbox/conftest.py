"""A sandbox on free ports for each test, and the clients of its two systems."""

from collections.abc import Iterator

import httpx
import pytest

from agent.sandbox import Sandbox
from tests.sandbox.visitors import HandClock, portal_client, till_client, visitor


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def sandbox(clock: HandClock) -> Iterator[Sandbox]:
    with Sandbox(clock=clock) as both:
        yield both


@pytest.fixture
def portal(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with portal_client(sandbox.plateform) as client:
        yield client


@pytest.fixture
def till(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with till_client(sandbox.cassa) as client:
        yield client


@pytest.fixture
def anyone(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """Someone at the portal who has no credentials."""
    with visitor(sandbox.plateform.base_url) as client:
        yield client
