"""Drains the outbox of one link: first come, first served per subject, each errand exactly once at the other side.

The order of writes is what makes that true: `sending` is on disk before the request leaves, the answer and all that
follows from it are on disk in one transaction. Whatever is found in `sending` is verified before it is sent again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from agent.domain.errands import CLOCKS_GRAIN, ErrandKind, ErrandState, OutboxRow
from agent.domain.events import Event, LinkChanged
from agent.domain.failures import (
    AuthRefused,
    Conflict,
    Failed,
    Failure,
    FailureKind,
    Malformed,
    RateLimited,
    Refused,
    Side,
    Transient,
    Unavailable,
)
from agent.domain.ledger import Books, Ledger
from agent.domain.orders import NoticeKind
from agent.domain.ports import Clock, Connector
from agent.sync import defects, retry
from agent.sync.errand_road import Carried, Counter, ErrandRoad, SendAgain, Settled, Stopped
from agent.sync.sides import SideDoor

REPEATS = 5
"""So often a changed subject or an unreadable answer is taken up again before a person is asked."""

NOT_REACHED_REST = timedelta(seconds=1)

log = structlog.get_logger("outbox")


@dataclass(frozen=True)
class Carrier:
    """One kind of errand: what it is about, and how it is carried.

    The types of both are each other's, and nobody's else: here they are only brought together.
    """

    counter: Counter[Any, Any]
    road: ErrandRoad[Any, Any]


@dataclass
class Tally:
    """What one push did."""

    sent: int = 0
    parked: int = 0


class Outbox:
    """The push half of a lane."""

    def __init__(
        self,
        link: str,
        books: Books,
        clock: Clock,
        draw: Callable[[], float],
        publish: Callable[[Event], None],
        carriers: Mapping[ErrandKind, Carrier],
        doors: Mapping[Side, SideDoor[Connector]],
    ) -> None:
        self._link = link
        self._books = books
        self._clock = clock
        self._draw = draw
        self._publish = publish
        self._carriers = carriers
        self._doors = doors

    def push(self, go_on: Callable[[], bool]) -> Tally:
        """Sends everything that is due, until nothing is or `go_on` says stop. Never raises `Failed`."""
        tally = Tally()
        while go_on():
            with self._books.reading() as ledger:
                due = ledger.due_errands(self._link, self._clock.now())
            self._tell_blocked(due)
            due = tuple(row for row in due if self._doors[row.kind.side].shut() is None)
            if not due:
                break
            for row in due:
                if not go_on():
                    break
                if self._doors[row.kind.side].shut() is None:
                    self._carry(row, tally)
        return tally

    def next_wake(self) -> timedelta | None:
        """How long until something can be sent; None: nothing, or not before the other side's door opens again."""
        now = self._clock.now()
        with self._books.reading() as ledger:
            rows = ledger.due_errands(self._link, now + retry.MOST_PATIENCE)
        at_once = timedelta(0)
        waits = [
            # Written later than now: the clock went back, and its wait means nothing.
            max(
                at_once if row.created_at > now + CLOCKS_GRAIN else row.not_before - now,
                self._doors[row.kind.side].rest(),
            )
            for row in rows
            if not self._doors[row.kind.side].blocked()
        ]
        return max(min(waits), timedelta(0)) if waits else None

    def _tell_blocked(self, due: Sequence[OutboxRow]) -> None:
        """What waits for credentials says so, also when another flow found them refused first."""
        for row in due:
            door = self._doors[row.kind.side]
            reason = door.shut() if door.blocked() else None
            if reason is None or row.failure is not None or row.state is not ErrandState.WAITING:
                continue
            with self._books.writing() as ledger:
                standing = ledger.errand(row.id)
                if standing is not None and standing.state is ErrandState.WAITING:
                    ledger.wait_errand(row.id, not_before=row.not_before, failure=reason)
            counter = self._carriers[row.kind].counter
            with self._books.reading() as ledger:
                self._publish(counter.changed(counter.of(ledger, row)))

    def _carry(self, row: OutboxRow, tally: Tally) -> None:
        unsure = row.state is ErrandState.SENDING
        counter = self._carriers[row.kind].counter
        with self._books.writing() as ledger:
            standing = ledger.errand(row.id)
            if standing is None or not standing.state.open:
                # Withdrawn since the list was made: by a person, or by what another errand brought back.
                return
            subject = counter.of(ledger, row)
            if not unsure and not counter.still_wanted(subject, row):
                ledger.finish_errand(row.id)
                return
            row = ledger.begin_errand(row.id)
        try:
            settled = self._settled(subject, row, unsure)
        except Failed as failed:
            self._failed(subject, row, failed, unsure)
            tally.parked += isinstance(failed, Refused)
            return
        except Unavailable as trouble:
            self._wait(subject, row, trouble.failure, counted=False, unsure=unsure)
            return
        except Exception as error:  # noqa: BLE001 - a defect in one errand must neither repeat it nor stop the others
            self._defect(row, error)
            tally.parked += 1
            return
        self._close(row, settled, tally)

    def _settled(self, subject: Any, row: OutboxRow, unsure: bool) -> Settled[Any, Any]:
        carrier = self._carriers[row.kind]
        self._doors[row.kind.side].connector()
        try:
            if unsure:
                settled = carrier.road.verify(subject, row)
                if not isinstance(settled, SendAgain) or not carrier.counter.still_wanted(subject, row):
                    return settled
                if settled.follow is not None:
                    return settled
            return carrier.road.send(subject, row)
        except Conflict as conflict:
            return carrier.road.settle(subject, row, conflict)

    def _close(self, row: OutboxRow, settled: Settled[Any, Any], tally: Tally) -> None:
        carrier = self._carriers[row.kind]
        counter = carrier.counter
        with self._books.writing() as ledger:
            subject = counter.of(ledger, row)
            if settled.follow is not None:
                subject = counter.write(ledger, settled.follow(subject))
            if isinstance(settled, Carried) or not counter.still_wanted(subject, row):
                ledger.finish_errand(row.id)
                tally.sent += 1
            elif isinstance(settled, Stopped) or row.attempts >= REPEATS:
                failure = settled.failed.failure if isinstance(settled, Stopped) else _too_often(row)
                notice = settled.notice if isinstance(settled, Stopped) else carrier.road.refused_notice(subject)
                self._park(ledger, subject, row, failure, notice)
                tally.parked += 1
            else:
                ledger.rekey_errand(row.id, counter.key(subject, row.kind, row.attempts))
                # Due, whatever the clock: "now" by one that is ahead is in the future as soon as it is corrected.
                ledger.wait_errand(row.id, not_before=row.created_at, failure=None)
        self._publish(counter.changed(subject))

    def _failed(self, subject: Any, row: OutboxRow, failed: Failed, unsure: bool) -> None:
        failure = failed.failure
        carrier = self._carriers[row.kind]
        # After an unknown outcome only an answer can make sure: a failure of the question leaves it open.
        unsure = unsure or failure.acted is None
        if isinstance(failed, AuthRefused):
            self._doors[row.kind.side].report(failed, timedelta(0))
            self._wait(subject, row, failure, counted=False, unsure=unsure)
        elif isinstance(failed, RateLimited):
            pause = retry.wait(1, retry.URGENT, self._draw, failure.after)
            self._doors[row.kind.side].report(failed, pause)
            self._wait(subject, row, failure, counted=False, unsure=unsure, pause=pause)
        elif isinstance(failed, Transient) and failure.acted is False:
            # Not reached at all: the other errands of this side need not run into the same wall one by one.
            self._doors[row.kind.side].report(failed, NOT_REACHED_REST)
            self._wait(subject, row, failure, counted=True, unsure=unsure)
        elif isinstance(failed, Transient) or (isinstance(failed, Malformed) and row.attempts < REPEATS):
            self._wait(subject, row, failure, counted=True, unsure=unsure)
        else:
            with self._books.writing() as ledger:
                held = carrier.counter.of(ledger, row)
                notice = carrier.road.refused_notice(held)
                if notice is None:
                    ledger.finish_errand(row.id)
                else:
                    self._park(ledger, held, row, failure, notice)
            self._publish(carrier.counter.changed(subject))

    def _defect(self, row: OutboxRow, error: Exception) -> None:
        """A mistake of ours while it was sent: nobody knows how far it came, so a person decides."""
        failure = defects.told(error)
        carrier = self._carriers[row.kind]
        with self._books.writing() as ledger:
            subject = carrier.counter.of(ledger, row)
            self._park(ledger, subject, row, failure, carrier.road.refused_notice(subject))
        self._publish(carrier.counter.changed(subject))

    def _wait(
        self,
        subject: Any,
        row: OutboxRow,
        failure: Failure,
        *,
        counted: bool,
        unsure: bool,
        pause: timedelta | None = None,
    ) -> None:
        pace = retry.CHORE if row.kind is ErrandKind.RECEIVED else retry.URGENT
        pause = pause or retry.wait(row.attempts, pace, self._draw, failure.after)
        with self._books.writing() as ledger:
            ledger.wait_errand(
                row.id, not_before=self._clock.now() + pause, failure=failure, counted=counted, unsure=unsure
            )
        if row.failure is None:
            self._publish(self._carriers[row.kind].counter.changed(subject))

    def _park(self, ledger: Ledger, subject: Any, row: OutboxRow, failure: Failure, notice: NoticeKind | None) -> None:
        ledger.park_errand(row.id, failure)
        self._carriers[row.kind].counter.told(ledger, subject, row, failure, notice)
        self._publish(LinkChanged(self._link))
        log.warning("errand_parked", link=self._link, errand=row.id, kind=row.kind.value, failure=failure.message)


def _too_often(row: OutboxRow) -> Failure:
    return row.failure or Failure(FailureKind.CONFLICT, "side.conflict", side=row.kind.side)
