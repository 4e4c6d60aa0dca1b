"""What is true of every test: whatever it told the log to be, the next one finds it as it was."""

from collections.abc import Iterator

import pytest
import structlog

from agent import texts


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """A command that is run in this process quietens the log for good, as it may: a process has one command."""
    before = structlog.get_config()
    processors = list(before["processors"])
    yield
    structlog.configure(**{**before, "processors": processors})


@pytest.fixture(autouse=True)
def in_english() -> None:
    """Tests read the texts as they stand in the code, whatever language the one before them spoke."""
    texts.use_language("en")
