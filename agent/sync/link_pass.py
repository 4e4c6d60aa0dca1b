"""One pass of one link: pull what both sides say, then push what is owed. Runs in one thread at a time.

What an urgent flow leads to goes out before the other flows are asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, TypeVar

from agent.domain.failures import Failed, Failure, FailureKind, RateLimited, Transient, Unavailable
from agent.domain.ledger import Books
from agent.domain.ports import Clock, Connector
from agent.sync import retry
from agent.sync.health_book import HealthBook
from agent.sync.outbox import NOT_REACHED_REST, Outbox
from agent.sync.sides import SideDoor

C = TypeVar("C", bound=Connector)

GoOn = Callable[[], bool]
"""False: the agent stops; whatever is long ends where it is, and goes on at the next pass."""


@dataclass(frozen=True)
class Pull(Generic[C]):
    """One thing to ask one side for. A flow has one or more, and fares well when all of them did."""

    flow: str
    door: SideDoor[C]
    work: Callable[[C, bool, GoOn], None]
    """Given the connector and whether the look is a full one. Raises `Failed`; what was applied stays.

    For a rare flow a full look is only one that was asked for by its name, not the frequent flows' own.
    """
    wanted: Callable[[], bool] = lambda: True
    rare: bool = False
    """Only when its flow is named: at the start, on its own cadence, and when a person asks."""
    urgent: bool = False
    """What it brought is answered before the slower flows are asked for: a guest waits for it."""


@dataclass
class PassReport:
    """What a pass did, for `sync` and for tests. `failures`: what stopped a part of it."""

    link: str
    sent: int = 0
    parked: int = 0
    failures: list[Failure] = field(default_factory=list)


class LinkPass:
    """Everything that a lane does with one link."""

    def __init__(
        self,
        link: str,
        books: Books,
        clock: Clock,
        doors: Sequence[SideDoor[Any]],
        pulls: Sequence[Pull[Any]],
        outbox: Outbox,
        health: HealthBook,
        draw: Callable[[], float],
        chores: Sequence[Callable[[GoOn], None]] = (),
    ) -> None:
        """`chores` ask nobody, and go with every pass that reads something whole: at the start, and at night."""
        self._chores = chores
        self.link = link
        self._books = books
        self._clock = clock
        self._doors = doors
        self._pulls = pulls
        self._outbox = outbox
        self._health = health
        self._draw = draw
        self._failing = 0
        self._missed: frozenset[str] = frozenset()
        """Rare flows that failed: they go with the next pull."""

    @property
    def flows(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(pull.flow for pull in self._pulls))

    @property
    def rare_flows(self) -> frozenset[str]:
        """Those that have something to do at a cadence of their own."""
        return frozenset(each.flow for each in self._pulls if each.rare)

    @property
    def frequent_flows(self) -> frozenset[str]:
        """Those that have something to do at every look."""
        return frozenset(each.flow for each in self._pulls if not each.rare)

    def run(
        self,
        *,
        pull: bool,
        full: bool,
        go_on: GoOn,
        flows: frozenset[str] = frozenset(),
        whole: frozenset[str] = frozenset(),
    ) -> PassReport:
        """`flows` are named besides the frequent ones; those in `whole` are, and are read whole.

        Raises `Unavailable` when this PC's database fails; the sides' failures are in the report."""
        report = PassReport(self.link)
        if self._paused():
            # Called while it was paused: it goes as soon as it is not.
            self._missed |= flows | whole
            return report

        def goes_on() -> bool:
            """A pause counts at once, between two pages too: somebody wants quiet, and what was read is kept."""
            return go_on() and not self._paused()

        called = flows | whole | (self._missed if pull else frozenset())
        named = self._named(called | (self.frequent_flows if pull else frozenset()))
        if named:
            self._pull(report, named, full, whole, called, goes_on)
        self._push(report, goes_on)
        for chore in self._chores if whole else ():
            chore(goes_on)
        return report

    def _push(self, report: PassReport, go_on: GoOn) -> None:
        if go_on():
            tally = self._outbox.push(go_on)
            report.sent += tally.sent
            report.parked += tally.parked

    def _paused(self) -> bool:
        with self._books.reading() as ledger:
            return ledger.paused(self.link)

    def take_up(self) -> None:
        """A person wants it tried now: waits of passing failures, blocks and rests are cleared."""
        for door in self._doors:
            door.clear()
        with self._books.writing() as ledger:
            ledger.clear_waits(self.link, self._clock.now())

    def next_wake(self) -> tuple[timedelta | None, bool]:
        """When the lane should go by itself (None: when it is kicked), and whether to pull then."""
        due = self._outbox.next_wake()
        if self._failing:
            again = retry.wait(self._failing, retry.URGENT, self._draw)
            if due is None or again < due:
                return again, True
        return due, False

    def budget_used(self) -> float | None:
        """Of the side that has used most of what it allows."""
        used = [share for door in self._doors if (share := door.budget_used()) is not None]
        return max(used, default=None)

    def close(self) -> None:
        for door in self._doors:
            door.close()

    def _named(self, wanted: frozenset[str]) -> tuple[str, ...]:
        return tuple(flow for flow in self.flows if flow in wanted)

    def _pull(
        self,
        report: PassReport,
        named: Sequence[str],
        full: bool,
        whole: frozenset[str],
        called: frozenset[str],
        go_on: GoOn,
    ) -> None:
        """Rare pulls go only when their flow was called by its name; the others with every look."""
        failures: list[Failure] = []
        missed = set(self._missed)
        for number, flow in enumerate(named):
            if not go_on():
                self._missed = frozenset(missed | (called & frozenset(named[number:])))
                return
            failed: list[Failure] = []
            for pull in self._pulls:
                # Asked one by one: whether the portal is needed may show at the till.
                due = pull.flow == flow and (flow in called or not pull.rare)
                if due and pull.wanted():
                    entire = flow in whole if pull.rare else full
                    if (failure := self._try(pull, entire, go_on)) is not None:
                        failed.append(failure)
            failures += failed
            missed.discard(flow)
            if failed:
                self._health.failed(flow, failed[0])
                missed.add(flow)
            elif go_on():
                self._health.succeeded(flow)
            elif flow in called:
                missed.add(flow)
            if number + 1 < len(named) and any(pull.urgent for pull in self._pulls if pull.flow == flow):
                self._push(report, go_on)
        report.failures += failures
        self._missed = frozenset(missed)
        # What a person must mend is not asked for again and again: only the cadence looks whether he has.
        passing = bool(failures) and all(failure.kind is FailureKind.TRANSIENT for failure in failures)
        self._failing = self._failing + 1 if passing else 0

    def _try(self, pull: Pull[Any], full: bool, go_on: GoOn) -> Failure | None:
        door = pull.door
        try:
            if door.rest():
                return door.shut()
            pull.work(door.connector(), full, go_on)
        except Failed as failed:
            pause = (
                NOT_REACHED_REST if isinstance(failed, Transient) and failed.failure.acted is False else timedelta(0)
            )
            if isinstance(failed, RateLimited):
                pause = retry.wait(1, retry.URGENT, self._draw, failed.failure.after)
            door.report(failed, pause)
            return failed.failure
        except Unavailable as trouble:
            if not trouble.failure.message.startswith(("keyring.", "network.")):
                raise
            return trouble.failure
        return None
