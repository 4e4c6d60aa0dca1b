"""A connector on a till of words."""

from collections.abc import Callable, Iterator

import pytest
import respx

from agent.connectors.pos.passepartout_menu.client import PassepartoutMenu
from tests.connectors.passepartout_menu.till import BASE, WordTill, opened


@pytest.fixture
def till() -> Iterator[WordTill]:
    words = WordTill()
    with respx.mock(assert_all_called=False) as router:
        router.post(BASE).mock(side_effect=words)
        yield words


@pytest.fixture
def menu(till: WordTill) -> Iterator[PassepartoutMenu]:
    connector = opened()
    yield connector
    connector.close()


@pytest.fixture
def opened_at() -> Callable[[str], PassepartoutMenu]:
    """A connector on a server of this PC; the test closes it."""
    return lambda url: opened(base_url=f"{url}/AdapterWS")
