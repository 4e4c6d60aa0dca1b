"""The agent of a schedule, in a process of its own that can be killed; it does what is said over a pipe.

The pipe carries (number, what, values) one way and (number, answer) the other; the first answer has the number 0.
"""

import gc
import os
import resource
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ctypes import c_double
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from agent import clock as clocks
from agent.app import Agent
from agent.connectors import http
from agent.diagnostics.log import start_log
from agent.domain.commands import (
    AcceptOrder,
    CloseOrder,
    Command,
    PostponeOrder,
    RejectOrder,
    SetReservationState,
)
from agent.domain.errands import ErrandState, OutboxRow
from agent.domain.failures import DecisionRefused, Unavailable
from agent.domain.orders import Actor
from agent.domain.reservations import ReservationState
from agent.home import Home
from agent.store import Ledger, Store, connections
from tests.faults.keyring_beside import KeyringVault

LOCKED_AFTER = 0.4
"""Seconds until a locked database is told; the product waits five, which would be all of a schedule."""

ORDERS: dict[str, Callable[[int], Command]] = {
    "accept": AcceptOrder,
    "reject": lambda order: RejectOrder(order, "Troppi ordini"),
    "close": CloseOrder,
    "postpone": lambda order: PostponeOrder(order, timedelta(minutes=10)),
}


@dataclass(frozen=True)
class Start:
    home: str
    zone: str
    """Of the PC, which need not be the restaurant's."""


class Disk:
    """What SQLite meets when the disk is full or may not be written: its own words, at its own places."""

    def __init__(self) -> None:
        self.full = False
        self.read_only = False

    def obey(self) -> None:
        """Every connection that is lent from now on."""
        lent = connections.Connections._connect
        disk = self

        def limited(database: connections.Connections) -> sqlite3.Connection:
            connection = lent(database)
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages if disk.full else 1073741823}")
            connection.execute(f"PRAGMA query_only = {int(disk.read_only)}")
            return connection

        connections.Connections._connect = limited  # type: ignore[assignment, method-assign]  # no hook for a bad disk


class Death:
    """Kills this process at a commit, as a power cut would: before it, or after."""

    def __init__(self) -> None:
        self.moment = ""
        self.commits = 0

    def obey(self) -> None:
        writing = Store.writing
        death = self

        @contextmanager
        def counted(store: Store) -> Iterator[Ledger]:
            with writing(store) as ledger:
                yield ledger
                death.commits -= 1
                death.at("before")
            death.at("after")

        Store.writing = counted  # type: ignore[assignment, method-assign]  # no hook for dying

    def at(self, moment: str) -> None:
        if self.moment == moment and self.commits == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def main(start: Start, pipe: Connection, keyring: Connection, ahead: c_double) -> None:
    """`ahead`: seconds by which this PC's clock differs from the true one, now; it changes while the agent works."""
    os.environ["TZ"] = start.zone
    time.tzset()
    # A core of a killed agent would hold secrets.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def wall() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=ahead.value)

    clocks.wall = wall
    # Who imported the name holds the function.
    vars(http)["wall"] = wall
    connections.PATIENCE = LOCKED_AFTER
    disk, death = Disk(), Death()
    disk.obey()
    death.obey()
    home = Home.at(Path(start.home), {})
    end_log = start_log(home.logs)
    agent = Agent(home, KeyringVault(keyring), draw=lambda: 0.0)
    with suppress(EOFError, BrokenPipeError):  # the one who plays has ended
        try:
            agent.open()
            agent.start()
        except Unavailable as trouble:
            pipe.send((0, trouble.failure.message))
        else:
            pipe.send((0, "up"))
            Obedience(agent, pipe, disk, death).until_told()
    agent.stop()
    end_log()
    pipe.close()


class Obedience:
    """Each thing that can be said has a method of its name."""

    def __init__(self, agent: Agent, pipe: Connection, disk: Disk, death: Death) -> None:
        self._agent = agent
        self._pipe = pipe
        self._disk = disk
        self._death = death
        self._answering = threading.Lock()

    def until_told(self) -> None:
        """Returns when "stop" is said, or nobody is there to say it."""
        while True:
            number, what, values = self._pipe.recv()
            if what == "stop":
                return
            if what == "sync":
                # It takes as long as the servers do, and other things are said meanwhile.
                threading.Thread(target=self._do, args=(number, what, values), daemon=True).start()
            else:
                self._do(number, what, values)

    def _do(self, number: int, what: str, values: tuple[Any, ...]) -> None:
        try:
            answer = getattr(self, what)(*values)
        except (DecisionRefused, Unavailable) as refused:
            answer = f"refused: {getattr(refused, 'reason', '') or getattr(refused, 'failure', refused)}"
        with self._answering, suppress(BrokenPipeError):
            self._pipe.send((number, answer))

    def wake(self) -> None:
        """As a notice of one of the sides does."""
        work = self._agent._work
        assert work is not None
        for link in self._agent.links:
            work.wake(link.name)

    def sync(self, seconds: float) -> list[str]:
        """As "Sincronizza ora" does: what failed, by its message."""
        reports = self._agent.sync(seconds=seconds)
        failures = [failure.message for report in reports for failure in report.failures]
        return failures if len(reports) == len(self._agent.links) else [*failures, "a pass did not end"]

    def decide(self, what: str, ref: str) -> str:
        """A person's decision of the portal's order: "ok" when it is on disk."""
        for sheet in self._agent.orders():
            if sheet.order.portal.ref == ref:
                self._agent.submit(ORDERS[what](sheet.order.id), Actor.CLI)
                return "ok"
        return "not here"

    def set_state(self, which: int, state: str) -> str:
        """A person's choice of the state of the `which`th reservation."""
        held = self._agent.reservations()
        if not held:
            return "not here"
        chosen = held[which % len(held)].reservation
        self._agent.submit(SetReservationState(chosen.id, ReservationState(state)), Actor.CLI)
        return "ok"

    def die_at(self, moment: str, commits: int) -> None:
        """`commits` from now."""
        self._death.moment, self._death.commits = moment, commits

    def disk(self, full: bool, read_only: bool) -> None:
        self._disk.full, self._disk.read_only = full, read_only

    def used(self) -> dict[str, int]:
        """What a process can leak."""
        gc.collect()
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        resident = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
        return {
            "files": len(list(Path("/proc/self/fd").iterdir())),
            "threads": threading.active_count(),
            "kilobytes": resident,
        }

    def told(self) -> dict[str, Any]:
        """What a person at this PC can see: what is owed, what is parked and why, and what asks for somebody."""
        orders = self._agent.orders(limit=2_000)
        reservations = self._agent.reservations()
        return {
            "owed": self._owed(),
            "health": [str(link.health) for link in self._agent.status().links],
            "orders": [
                {
                    "ref": sheet.order.portal.ref,
                    "state": str(sheet.order.state),
                    "notices": [str(notice.kind) for notice in sheet.order.notices],
                    "errands": [_row(row) for row in sheet.errands],
                    "waiting_for": sheet.waiting_for and str(sheet.waiting_for),
                }
                for sheet in orders
            ],
            "reservations": [
                {
                    "portal": held.reservation.portal and held.reservation.portal.said.ref,
                    "pos": held.reservation.pos and held.reservation.pos.said.ref,
                    "state": str(held.reservation.booking.state),
                    "closed_pair": held.reservation.closed_pair,
                    "reopened": bool(held.reservation.reopened),
                    "sale_differs": bool(held.reservation.sale_differs),
                    "errands": [_row(row) for row in held.errands],
                }
                for held in reservations
            ],
            "parked": [_row(row) for row in self._agent.parked()],
        }

    def _owed(self) -> int:
        """Without what stands behind something that waits for a person."""
        with self._agent._store.reading() as ledger:
            rows = ledger.errands()
        held_up = {(row.link, row.subject) for row in rows if row.state is ErrandState.PARKED}
        return sum(row.state.open and (row.link, row.subject) not in held_up for row in rows)


def _row(row: OutboxRow) -> dict[str, Any]:
    return {"kind": str(row.kind), "state": str(row.state), "why": row.failure and row.failure.message}
