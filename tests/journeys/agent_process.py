"""An agent in a process of its own that accepts what arrives, and may kill itself at a chosen commit.

It ends by itself, with status 0, when nothing is owed to anybody any more.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from agent.app import Agent
from agent.domain.commands import AcceptOrder
from agent.domain.orders import Actor, OrderState
from agent.home import Home
from agent.store import Ledger, Store
from agent.vault import MemoryVault
from tests.forks import FORKS

PATIENCE = 20.0
"""Seconds until it gives up with status 3."""


def die_at(wanted: str, commit: int) -> None:
    """Replaces the store's writing by one that counts commits and dies as a power cut would."""
    writing = Store.writing
    count = 0

    @contextmanager
    def counted(store: Store) -> Iterator[Ledger]:
        nonlocal count
        with writing(store) as ledger:
            yield ledger
            count += 1
            if wanted == "before" and count == commit:
                os.kill(os.getpid(), signal.SIGKILL)
        if wanted == "after" and count == commit:
            os.kill(os.getpid(), signal.SIGKILL)

    Store.writing = counted  # type: ignore[assignment, method-assign]  # no hook for dying


def road_alone() -> None:
    """Of the link's flows only the road that is killed on: menu, rooms, guests, takings have commits of their own."""
    from agent.composition import workshop

    for name in ("menu_pulls", "floor_pulls", "guest_pulls", "taking_pulls"):
        setattr(workshop, name, lambda *_given, **_named: ())


Work = Callable[[Path, Mapping[str, str]], int]
"""With a home's folder and the secrets; returns a status."""


def ended(work: Work, folder: Path, secrets: Mapping[str, str], kill: tuple[str, int] | None) -> int:
    """Runs `work` in a process of its own; its status, or minus the signal that killed it.

    `kill`: "before" or "after", and the number of the commit at which it dies.
    """
    process = FORKS.Process(target=_in_it, args=(work, folder, dict(secrets), kill))
    process.start()
    process.join(PATIENCE + 40)
    if process.exitcode is None:
        process.kill()
        process.join()
        raise AssertionError("it did not end")
    status: int = process.exitcode
    return status


def _in_it(work: Work, folder: Path, secrets: dict[str, str], kill: tuple[str, int] | None) -> None:
    if kill is not None:
        die_at(*kill)
    sys.exit(work(folder, secrets))


def accepting(folder: Path, secrets: Mapping[str, str]) -> int:
    road_alone()
    home = Home.at(folder, {})
    agent = Agent(home, MemoryVault(dict(secrets)))
    agent.open()
    agent.start()
    deadline = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < deadline:
            for sheet in agent.orders(states=[OrderState.NEW]):
                agent.submit(AcceptOrder(sheet.order.id), Actor.CLI)
            held = agent.orders()
            if held and all(sheet.order.till and not sheet.errands for sheet in held):
                return 0
            time.sleep(0.02)
        return 3
    finally:
        agent.stop()
