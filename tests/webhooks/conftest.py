"""A door with one hook of each kind, and a client that comes from outside."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from agent.domain.failures import Side
from agent.domain.webhooks import HookTally
from agent.vault import MemoryVault
from agent.webhooks.door import Door
from agent.webhooks.hook import HookPlan
from agent.webhooks.schemes import SCHEMES
from tests.webhooks.vendors import SECRET

HOOKS = (("banco", Side.POS, "cassa_in_cloud"), ("crm", Side.PORTAL, "lasagna"), ("crm", Side.POS, "tilby"))


class Doorway:
    """What a test needs of the door: its vault, what it woke, a clock that can be set, a client."""

    def __init__(self, port: int = 0) -> None:
        self.vault = MemoryVault({f"{link}/{side.value}": SECRET for link, side, _system in HOOKS})
        self.woken: list[tuple[str, Side]] = []
        self.at: datetime | None = None
        """The door's own clock; None: the true one."""
        self.later = 0.0
        """Seconds that its other clock is ahead."""
        self._news = threading.Condition()
        self.door = Door(
            "127.0.0.1",
            port,
            [
                HookPlan(link, side, SCHEMES[system], lambda name=f"{link}/{side.value}": self.vault.read(name))  # type: ignore[misc]  # a default binds the name
                for link, side, system in HOOKS
            ],
            self._wake,
            now=lambda: self.at or datetime.now(UTC),
            monotonic=lambda: time.monotonic() + self.later,
            prefix="/ristorante",
        )

    def _wake(self, link: str, side: Side) -> None:
        with self._news:
            self.woken.append((link, side))
            self._news.notify_all()

    def wakes(self, count: int, seconds: float = 3.0) -> list[tuple[str, Side]]:
        """The first `count`, as soon as they are there."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.woken) >= count, seconds), self.woken
            return list(self.woken)

    def tally(self, link: str, side: Side) -> HookTally:
        (found,) = [tally for tally in self.door.tallies() if (tally.link, tally.side) == (link, side)]
        return found

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=f"http://127.0.0.1:{self.door.port}", timeout=15, trust_env=False)

    def post(self, path: str, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
        with self.client() as client:
            return client.post(path, content=body, headers=headers or {})


@pytest.fixture
def doorway() -> Iterator[Doorway]:
    before = set(threading.enumerate())
    doorway = Doorway()
    doorway.door.start()
    yield doorway
    doorway.door.stop()
    left = [thread.name for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    assert left == []
