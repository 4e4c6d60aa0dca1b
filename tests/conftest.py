"""What is true of every test: whatever it told the log to be, the next one finds it as it was."""

from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """A command that is run in this process quietens the log for good, as it may: a process has one command."""
    before = structlog.get_config()
    processors = list(before["processors"])
    yield
    structlog.configure(**{**before, "processors": processors})
