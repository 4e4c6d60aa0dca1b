"""A till with its connector, and a wire on which every call is seen."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
import respx

from agent.connectors.manifest import Surroundings
from agent.connectors.pos.tilby.client import Tilby
from agent.connectors.pos.tilby.manifest import open_tilby
from agent.connectors.pos.tilby.settings import Settings
from tests.connectors.clocks import StandingClock

BASE = "https://till.test/v2"


@pytest.fixture
def till() -> Iterator[Tilby]:
    settings = Settings(base_url=BASE, calls_per_second=100, webhook_email="gino@example.test")
    around = Surroundings(StandingClock(), ZoneInfo("Europe/Rome"), lambda side, ahead: None, "crm")
    connector = open_tilby(settings, {"token": "t0k"}, around)
    yield connector
    connector.close()


@pytest.fixture
def wire() -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=BASE, assert_all_called=False) as router:
        yield router
