"""Plays one schedule and judges it. A complaint is a line; a schedule without complaints went well."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from agent.sandbox import NotPossible
from tests.faults.banco import Banco
from tests.faults.crm import Crm
from tests.faults.pair import Pair, Told
from tests.faults.pc import Pc
from tests.faults.sala import Sala
from tests.faults.schedule import PC, Happening, Schedule, drawn

PAIRS: dict[str, type[Banco] | type[Sala] | type[Crm]] = {each.name: each for each in (Banco, Sala, Crm)}

LOOK_EVERY = 0.08
"""Seconds: as if a side gave notice of something so often. The product's own cadence is longer than a schedule."""

SETTLED_WITHIN = 20.0
"""Seconds that the agent has when the faults are over."""

RIPE_AFTER = 7.0
"""Seconds after which a complaint counts: two looks, 5 s apart, prove that an order is gone from the till."""

LONGEST_WORD = 8

FILES_MORE = 8
THREADS_MORE = 3
KILOBYTES_MORE = 40_000
"""More than after its first pass: a connection or two per thread, the scheduler's own threads, and caches."""


@dataclass(frozen=True)
class Played:
    schedule: Schedule
    complaints: tuple[str, ...]
    story: tuple[str, ...]
    """What happened, in order, with what became of it."""
    seconds: float
    deaths: int

    def __str__(self) -> str:
        again = f"./dev faults --pair {self.schedule.pair} --from {self.schedule.seed} --seeds 1"
        lines = [f"{self.schedule.pair}, seed {self.schedule.seed}: {again}", *self.story, *self.complaints]
        return "\n".join(lines)


def play(name: str, seed: int) -> Played:
    schedule = drawn(PAIRS[name], seed)
    began = time.monotonic()
    shift = timedelta(0) if schedule.night is None else schedule.night - datetime.now(UTC)

    def clock() -> datetime:
        return datetime.now(UTC) + shift

    folder = Path(tempfile.mkdtemp(prefix="campanello-faults-"))
    try:
        with _town(PAIRS[name](clock)) as pair:
            evening = Evening(pair, schedule, folder, clock, shift.total_seconds())
            try:
                complaints = evening.played()
            except AssertionError as broken:
                complaints = [str(broken)]
        return Played(schedule, tuple(complaints), tuple(evening.story), time.monotonic() - began, evening.pc.deaths)
    finally:
        shutil.rmtree(folder)


@contextmanager
def _town(pair: Pair) -> Iterator[Pair]:
    with pair.town:
        yield pair


class Evening:
    def __init__(
        self, pair: Pair, schedule: Schedule, folder: Path, clock: Callable[[], datetime], shift: float
    ) -> None:
        self.pair = pair
        self.schedule = schedule
        self.story: list[str] = [f"settings {schedule.settings}, night {schedule.night}"]
        self._folder = folder
        self._clock = clock
        self._done: list[tuple[Happening, str]] = []
        (folder / "campanello.toml").write_text(pair.configuration(schedule.settings), encoding="utf-8")
        self.pc = Pc(folder, pair.town.secrets())
        self.pc.base(shift)
        self._last = ""
        """What the last look at a settling agent gave."""
        self._starts_at: float | None = None
        """When the agent that died, or was killed, is started again."""

    def played(self) -> list[str]:
        try:
            if not self.pc.up():
                raise AssertionError(f"the agent does not start in fair weather: {self.pc.sent_away}")
            self.pc.ask("sync", 20.0)
            self._begin_to_measure()
            began = time.monotonic()
            for happening in self.schedule.happenings:
                self._until(began + happening.at)
                became = self._happens(happening)
                self._done.append((happening, became))
                self.story.append(f"{happening}  -> {became}")
            return self._judged()
        finally:
            self.pc.end()

    # While it goes on

    def _until(self, moment: float) -> None:
        """Life goes on meanwhile: notices come, and who died is started again."""
        while (left := moment - time.monotonic()) > 0:
            self.pc.reap()
            if self.pc.agent is None and self._starts_at is None:
                self._starts_at = time.monotonic() + 0.1
            if self._starts_at is not None and time.monotonic() >= self._starts_at:
                # A full disk or a locked keyring may send it away again; then it is tried again.
                self._starts_at = None if self.pc.up() else time.monotonic() + 0.15
                if self._starts_at is None:
                    self._begin_to_measure()
            self.pc.say("wake")
            time.sleep(min(left, LOOK_EVERY))

    def _happens(self, happening: Happening) -> str:
        try:
            if happening.what in PC:
                return self._to_the_pc(happening.what, happening.how)
            if "side" in happening.how:
                self.pair.harm(happening, self._clock)
                return "from now on"
            return self.pair.act(happening, self.pc)
        except (NotPossible, LookupError, ValueError) as not_possible:
            # As in life: nobody can cook what was cancelled.
            return f"not possible ({type(not_possible).__name__})"

    def _to_the_pc(self, what: str, how: dict[str, Any]) -> str:
        match what:
            case "kill":
                self.pc.kill()
                self._starts_at = time.monotonic() + how["seconds"]
            case "kill_at_commit":
                self.pc.say("die_at", how["moment"], how["commits"])
            case "clock_jump":
                self.pc.clock_jumps(how["seconds"])
            case "zone":
                self.pc.zone = how["zone"]
                return "from the next start on"
            case "disk_full" | "read_only":
                self.pc.disk_is_bad(what, how["seconds"])
            case "database_locked":
                self.pc.lock_database(how["seconds"])
            case "keyring_locked":
                self.pc.lock_keyring(how["seconds"])
            case "second_agent":
                if self.pc.agent is None:
                    return "there is no first one"
                told = self.pc.second_agent()
                self.pc.reap()
                if told == "up" and self.pc.agent is not None:
                    raise AssertionError("two agents work on one database")
                return str(told)
            case _:
                self.pc.say("sync", 5.0)
        return "done"

    # When it is over

    def _judged(self) -> list[str]:
        for server in self.pair.sides.values():
            server.faults.clear()
            if not server.is_up:
                server.up()
        self.pc.well_again()
        self.pc.say("die_at", "", 0)
        began = time.monotonic()
        told, settled = self._settled(began + SETTLED_WITHIN)
        self.story.append(f"        settled in {time.monotonic() - began:.1f} s, {self.pc.deaths} deaths")
        if told is None:
            return ["the agent did not come up again"]
        complaints = [] if settled else [f"not settled after {SETTLED_WITHIN:g} s: {self._last}, {_owed(told)}"]
        complaints += self.pair.complaints(told, self._done)
        complaints += [f"parked without a reason: {row}" for row in told["parked"] if not row["why"]]
        complaints += self._leaks()
        self.pc.end()
        return complaints + self._secrets()

    def _settled(self, deadline: float) -> tuple[Told | None, bool]:
        """Until nothing is owed, a whole pass changed nothing at either side, and the judge is content, or late."""
        ripe = time.monotonic() + RIPE_AFTER
        told: Told | None = None
        before = -1
        while time.monotonic() < deadline:
            if not self.pc.up():
                time.sleep(0.1)
                continue
            failures = self.pc.ask("sync", 20.0)
            told = self.pc.ask("told") or told
            self._last = f"{failures}, {told and told['health']}"
            acted = sum(len(server.state.acted) for server in self.pair.sides.values())
            if failures == [] and told is not None and not told["owed"] and acted == before:
                if not self.pair.complaints(told, self._done) or time.monotonic() > ripe:
                    return told, True
                time.sleep(0.2)
            before = acted
        return told, False

    def _begin_to_measure(self) -> None:
        if self.pc.agent is not None:
            self.pc.agent.baseline = self.pc.ask("used") or {}

    def _leaks(self) -> list[str]:
        agent, used = self.pc.agent, self.pc.ask("used")
        if agent is None or not used or not agent.baseline:
            return []
        more = {name: used[name] - agent.baseline[name] for name in used}
        self.story.append(f"        it uses {used}, {more} more than at its start")
        found = [f"{more['files']} files more than at the start"] if more["files"] > FILES_MORE else []
        found += [f"{more['threads']} threads more than at the start"] if more["threads"] > THREADS_MORE else []
        return found + ([f"{more['kilobytes']} kB more"] if more["kilobytes"] > KILOBYTES_MORE else [])

    def _secrets(self) -> list[str]:
        """In no file of the home, whatever its name. What is no longer than a word is none, a till's user for one."""
        found = []
        for file in self._folder.rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                found += [
                    f"a secret is in {file.name}"
                    for each in self.pc.keyring.ever
                    if len(each) > LONGEST_WORD and each.encode() in content
                ]
        return found


def _owed(told: Told) -> list[str]:
    rows = [row for each in (*told["orders"], *told["reservations"]) for row in each["errands"]]
    return [f"{row['kind']} {row['state']} {row['why']}" for row in rows if row["state"] in ("waiting", "sending")]
