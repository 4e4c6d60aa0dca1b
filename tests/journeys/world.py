"""A small world: the two systems on loopback, a restaurant's home, and an agent that can be started and stopped."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agent.app import Agent
from agent.domain.commands import AcceptOrder, Command
from agent.domain.orders import Actor
from agent.home import Home
from agent.reading import OrderSheet
from agent.sandbox import Sandbox
from agent.vault import MemoryVault

SETTINGS = """\
[links.settings]
order_poll_seconds = 5
default_rejection_reason = "Non possiamo preparare l'ordine"
order_decision = "{mode}"
"""


def configuration_text(sandbox: Sandbox, mode: str = "shared") -> str:
    return sandbox.configuration() + SETTINGS.format(mode=mode)


class World:
    """What a journey needs. `agent` is started by `start`, and again after `stop`."""

    def __init__(self, folder: Path, sandbox: Sandbox, mode: str = "shared") -> None:
        self.sandbox = sandbox
        self.mode = mode
        self.portal = sandbox.plateform
        self.till = sandbox.cassa
        self.operator = sandbox.cassa.operator
        self.home = Home.at(folder, {})
        self.vault = MemoryVault(sandbox.secrets())
        folder.mkdir(parents=True, exist_ok=True)
        self.home.configuration.write_text(configuration_text(sandbox, mode), encoding="utf-8")
        self._agent: Agent | None = None

    @property
    def agent(self) -> Agent:
        assert self._agent is not None, "start it first"
        return self._agent

    def start(self, *, lanes: bool = True) -> Agent:
        """A new agent on the same database. Without lanes passes are made by `sync` alone."""
        assert self._agent is None
        self._agent = Agent(self.home, self.vault)
        self._agent.open()
        if lanes:
            self._agent.start()
        return self._agent

    def stop(self) -> None:
        if self._agent is not None:
            self._agent.stop()
            self._agent = None

    def sync(self, times: int = 1) -> None:
        for _pass in range(times):
            self.agent.sync(seconds=30.0)

    def place(self, **overrides: Any) -> int:
        """A guest orders; the portal's id."""
        return int(self.portal.place_order(**overrides)["id"])

    def sheet(self, ref: int) -> OrderSheet:
        """What the agent holds of the portal's order."""
        found = [sheet for sheet in self.agent.orders() if sheet.order.portal.ref == str(ref)]
        assert len(found) == 1, f"{len(found)} orders for {ref}"
        return self.agent.order(found[0].order.id) or found[0]

    def submit(self, ref: int, command: Callable[[int], Command], by: Actor = Actor.CLI) -> None:
        self.agent.submit(command(self.sheet(ref).order.id), by)

    def accept(self, ref: int) -> None:
        self.submit(ref, AcceptOrder)

    def at_till(self, ref: int) -> dict[str, Any]:
        """The order at the till as its own screen has it, with its history."""
        story: dict[str, Any] = self.till.order(f"plateform:{ref}")
        return story

    def till_count(self, ref: int) -> int:
        """How many live orders the till has for it."""
        orders = self.till.state_json()["orders"]
        return sum(1 for order in orders if order["externalId"] == f"plateform:{ref}" and not order.get("deleted"))

    def status(self, ref: int) -> str:
        return str(self.portal.order(ref)["status"])

    def told(self, ref: int) -> list[str]:
        """What the guest was told, in order."""
        return [notice.kind for notice in self.portal.notices(ref)]

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """The database cannot grow by a page."""
        store = self.agent._store
        with store.reading():
            database = store._database
        assert database is not None
        # The connection that is lent next, since nobody else is at work.
        connection = database._idle[-1]
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            connection.execute("PRAGMA max_page_count = 1073741823")

    def until(self, condition: Callable[[], bool], seconds: float = 10.0, why: str = "") -> None:
        """Waits for something that the lanes do by themselves."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if condition():
                return
            time.sleep(0.02)
        raise AssertionError(why or "it did not happen in time")
