"""The restaurant's PC: starts the agent, kills it, moves its clock, holds its database, locks its keyring."""

import sqlite3
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.faults.agent_process import Start, main
from tests.faults.keyring_beside import Keyring
from tests.forks import FORKS

STARTED_WITHIN = 30.0
ANSWERED_WITHIN = 30.0
"""Seconds."""


class Running:
    """One process of the agent."""

    def __init__(self, start: Start, keyring: Keyring, ahead: Any) -> None:
        self.pipe, theirs = FORKS.Pipe()
        held, asking = FORKS.Pipe()
        self.process = FORKS.Process(target=main, args=(start, theirs, asking, ahead), daemon=True)
        self.process.start()
        theirs.close()
        asking.close()
        keyring.serve(held)
        self.baseline: dict[str, int] = {}
        """What it used when it had made its first pass."""
        self.answers: dict[int, Any] = {}
        self._said = 0
        self._saying = threading.Lock()
        """Timers say something too."""
        self.first = self._wait_for(0, STARTED_WITHIN)
        """"up", or why it could not work; None: it died."""

    def say(self, what: str, *values: Any) -> int:
        """Returns at once, with the number of the answer to come; 0 when nobody is there."""
        with self._saying, suppress(BrokenPipeError, ConnectionResetError):
            self._said += 1
            self.pipe.send((self._said, what, values))
            return self._said
        return 0

    def ask(self, what: str, *values: Any, seconds: float = ANSWERED_WITHIN) -> Any:
        """The answer; None when it died before it gave one."""
        number = self.say(what, *values)
        return self._wait_for(number, seconds) if number else None

    def _wait_for(self, number: int, seconds: float) -> Any:
        deadline = time.monotonic() + seconds
        while number not in self.answers:
            if not _hears(self.pipe, max(deadline - time.monotonic(), 0)):
                raise AssertionError(f"no answer within {seconds:g} s")
            try:
                got, answer = self.pipe.recv()
            except (EOFError, ConnectionResetError):
                return None
            self.answers[got] = answer
        return self.answers.pop(number)

    @property
    def alive(self) -> bool:
        alive: bool = self.process.is_alive()
        return alive

    def kill(self) -> None:
        self.process.kill()
        self.gone()

    def stop(self) -> None:
        """In order."""
        self.say("stop")
        self.process.join(20)
        if self.process.is_alive():
            self.kill()
            raise AssertionError("the agent did not end within 20 s")
        self.gone()

    def gone(self) -> None:
        self.process.join()
        self.pipe.close()


def _hears(pipe: Connection, seconds: float) -> bool:
    try:
        return pipe.poll(seconds)
    except (BrokenPipeError, ConnectionResetError):
        return True  # `recv` says what it is


class Pc:
    """At most one agent works here; others are sent away."""

    def __init__(self, home: Path, secrets: dict[str, str]) -> None:
        self.home = home
        self.keyring = Keyring(secrets)
        self.zone = "Europe/Rome"
        self.agent: Running | None = None
        self.deaths = 0
        self.sent_away = ""
        """Why the last agent could not work."""
        # Without a lock: an agent that is killed while it holds one would keep the clock from everybody else for ever.
        self._ahead = FORKS.RawValue("d", 0.0)
        self._base = 0.0
        self._holder: sqlite3.Connection | None = None
        self._timers: list[threading.Timer] = []

    # The agent

    def up(self) -> bool:
        """Starts it where it does not run. Whether one works then."""
        self.reap()
        if self.agent is None:
            agent = Running(Start(str(self.home), self.zone), self.keyring, self._ahead)
            if agent.first != "up":
                self.sent_away = str(agent.first)
                agent.process.join(10)
                agent.gone()
                return False
            self.agent = agent
        return True

    def reap(self) -> None:
        """Notices a death."""
        if self.agent is not None and not self.agent.alive:
            self.agent.gone()
            self.agent = None
            self.deaths += 1

    def kill(self) -> None:
        if self.agent is not None:
            self.agent.kill()
            self.agent = None
            self.deaths += 1

    def say(self, what: str, *values: Any) -> None:
        self.reap()
        if self.agent is not None:
            self.agent.say(what, *values)

    def ask(self, what: str, *values: Any) -> Any:
        """None: no agent is there, or it died over it."""
        self.reap()
        return None if self.agent is None else self.agent.ask(what, *values)

    def second_agent(self) -> str | None:
        """Another process for the same database; what it says of it."""
        other = Running(Start(str(self.home), self.zone), self.keyring, self._ahead)
        if other.first == "up":
            other.stop()
        else:
            other.process.join(10)
            other.gone()
        return str(other.first)

    # What is around it

    def base(self, seconds: float) -> None:
        """How far the whole world's clock is from this machine's."""
        self._base = seconds
        self._ahead.value = seconds

    def clock_jumps(self, seconds: float) -> None:
        """0: right again."""
        self._ahead.value = self._base + seconds

    def lock_database(self, seconds: float) -> None:
        """Another process (this one) is in the middle of a transaction, for so long."""
        if self._holder is None:
            holder = sqlite3.connect(self.home / "campanello.db", timeout=1, check_same_thread=False)
            try:
                holder.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                holder.close()
                return  # the agent itself was writing all the time: nobody noticed anything
            self._holder = holder
            self._later(seconds, self.unlock_database)

    def unlock_database(self) -> None:
        holder, self._holder = self._holder, None
        if holder is not None:
            holder.rollback()
            holder.close()

    def lock_keyring(self, seconds: float) -> None:
        self.keyring.locked = True
        self._later(seconds, self.unlock_keyring)

    def unlock_keyring(self) -> None:
        self.keyring.locked = False

    def disk_is_bad(self, what: str, seconds: float) -> None:
        """`what`: disk_full or read_only, for the agent that runs now; the next one finds it well."""
        self.say("disk", what == "disk_full", what == "read_only")
        self._later(seconds, lambda: self.say("disk", False, False))

    def well_again(self) -> None:
        """Whatever was wrong with this PC is over; the agent is left as it is, alive or dead."""
        for timer in self._timers:
            timer.cancel()
        for timer in self._timers:
            timer.join()
        self._timers.clear()
        self.unlock_database()
        self.unlock_keyring()
        self.clock_jumps(0)
        self.say("disk", False, False)

    def end(self) -> None:
        self.well_again()
        if self.agent is not None:
            agent, self.agent = self.agent, None
            if agent.alive:
                agent.stop()
            else:
                agent.gone()

    def _later(self, seconds: float, what: Any) -> None:
        timer = threading.Timer(seconds, what)
        timer.start()
        self._timers.append(timer)
