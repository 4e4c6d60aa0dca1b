"""The demo: the agent on its sandbox, with guests who order and book, a till that works, and hosts who seat.

`headless` is a small evening that decides by itself and tells what happens, line by line: one order is refused at the
till, one is cancelled by its guest, the portal is away for a while, a party eats and pays. Its end is the count on both
sides of each pair.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from agent.app import Agent
from agent.demo.evening import Evening
from agent.demo.places import stage
from agent.sandbox import WholeSandbox

__all__ = ["headless", "stage"]


def headless(folder: Path | None, *, seconds: float, echo: Callable[[str], None]) -> int:
    """Plays for at most that long. Returns 0 when both sides agree at the end, else 1."""
    with tempfile.TemporaryDirectory(prefix="campanello-") as scratch, WholeSandbox() as world:
        home, vault = stage(folder or Path(scratch), world)
        agent = Agent(home, vault)
        evening = Evening(agent, world, echo)
        try:
            agent.open()
            agent.start()
            evening.play(seconds)
            return evening.count()
        finally:
            agent.stop()
