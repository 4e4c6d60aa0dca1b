"""One pass of one link: pull what both sides say, then push what is owed. Runs in one thread at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from agent.domain.failures import Failed, Failure, FailureKind, RateLimited, Transient, Unavailable
from agent.domain.ledger import Books
from agent.domain.ports import Clock, OrderPortal, OrderTill
from agent.sync import retry
from agent.sync.health_book import HealthBook
from agent.sync.order_intake import FLOW, OrderIntake
from agent.sync.outbox import NOT_REACHED_REST, Outbox
from agent.sync.sides import SideDoor
from agent.sync.till_watch import TillWatch

C = TypeVar("C", OrderPortal, OrderTill)


@dataclass
class PassReport:
    """What a pass did, for `sync` and for tests. `failures`: what stopped a part of it."""

    link: str
    sent: int = 0
    parked: int = 0
    failures: list[Failure] = field(default_factory=list)


class LinkPass:
    """Everything that a lane does with one link that has orders."""

    def __init__(
        self,
        link: str,
        books: Books,
        clock: Clock,
        portal: SideDoor[OrderPortal],
        till: SideDoor[OrderTill],
        intake: OrderIntake,
        watch: TillWatch,
        outbox: Outbox,
        health: HealthBook,
        draw: Callable[[], float],
    ) -> None:
        self.link = link
        self._books = books
        self._clock = clock
        self._portal = portal
        self._till = till
        self._intake = intake
        self._watch = watch
        self._outbox = outbox
        self._health = health
        self._draw = draw
        self._failing = 0

    def run(self, *, pull: bool, full: bool, go_on: Callable[[], bool]) -> PassReport:
        """Raises `Unavailable` when this PC's database fails; the sides' failures are in the report."""
        report = PassReport(self.link)
        with self._books.reading() as ledger:
            if ledger.paused(self.link):
                return report
        if pull:
            self._pull(report, full)
        if go_on():
            tally = self._outbox.push(go_on)
            report.sent, report.parked = tally.sent, tally.parked
        return report

    def take_up(self) -> None:
        """A person wants it tried now: waits of passing failures, blocks and rests are cleared."""
        self._portal.clear()
        self._till.clear()
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
        used = [share for door in (self._portal, self._till) if (share := door.budget_used()) is not None]
        return max(used, default=None)

    def close(self) -> None:
        self._portal.close()
        self._till.close()

    def _pull(self, report: PassReport, full: bool) -> None:
        self._try(report, self._portal, lambda portal: self._intake.pull(portal, full=full))
        if self._watch.watched():
            self._try(report, self._till, self._watch.pull)
        if report.failures:
            self._health.failed(FLOW, report.failures[0])
            # What a person must mend is not asked for again and again: only the cadence looks whether he has.
            passing = all(failure.kind is FailureKind.TRANSIENT for failure in report.failures)
            self._failing = self._failing + 1 if passing else 0
        else:
            self._health.succeeded(FLOW)
            self._failing = 0

    def _try(self, report: PassReport, door: SideDoor[C], pull: Callable[[C], None]) -> None:
        try:
            if door.rest():
                resting = door.shut()
                assert resting is not None
                report.failures.append(resting)
                return
            pull(door.connector())
        except Failed as failed:
            report.failures.append(failed.failure)
            pause = (
                NOT_REACHED_REST if isinstance(failed, Transient) and failed.failure.acted is False else timedelta(0)
            )
            if isinstance(failed, RateLimited):
                pause = retry.wait(1, retry.URGENT, self._draw, failed.failure.after)
            door.report(failed, pause)
        except Unavailable as trouble:
            if not trouble.failure.message.startswith("keyring."):
                raise
            report.failures.append(trouble.failure)
