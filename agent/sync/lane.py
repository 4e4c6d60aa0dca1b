"""The lane: the one thread in which a link works. Kicks are coalesced, a pass is never entered twice."""

import threading
from collections import deque
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Protocol

import structlog

from agent.domain.events import Event, PassEnded
from agent.domain.failures import Failure, Unavailable
from agent.domain.ports import Clock
from agent.sync import defects
from agent.sync.link_pass import PassReport

AFTER_TROUBLE = timedelta(seconds=2)
"""A pass that broke on this PC's own trouble (disk, database) is taken up again after this pause."""

REPORTS_KEPT = 32
"""Passes whose report can still be had by `wait`."""

log = structlog.get_logger("lane")


class Work(Protocol):
    """What a lane does: the passes of one link. Its methods may raise `Unavailable`."""

    @property
    def link(self) -> str: ...

    def run(
        self,
        *,
        pull: bool,
        full: bool,
        go_on: Callable[[], bool],
        flows: frozenset[str] = frozenset(),
        whole: frozenset[str] = frozenset(),
    ) -> PassReport: ...

    def take_up(self) -> None: ...

    def next_wake(self) -> tuple[timedelta | None, bool]: ...

    def close(self) -> None: ...


class Lane:
    """Runs the passes of one link from `start` to `stop`."""

    def __init__(
        self,
        work: Work,
        clock: Clock,
        publish: Callable[[Event], None],
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        """`beat` is called whenever the lane shows that it is alive."""
        self.link = work.link
        self._work = work
        self._clock = clock
        self._publish = publish
        self._wake = threading.Condition()
        self._asked = 0
        self._served = 0
        self._pull = self._full = self._push = self._take_up = False
        self._flows: frozenset[str] = frozenset()
        self._whole: frozenset[str] = frozenset()
        self._stopping = False
        self._reports: deque[tuple[int, PassReport]] = deque(maxlen=REPORTS_KEPT)
        self._thread: threading.Thread | None = None
        self._beat = beat
        self._busy = False
        self.trouble: Failure | None = None
        """Why the last pass could not be made at all; None after one that was."""

    @property
    def busy(self) -> bool:
        """In the middle of a pass."""
        return self._busy

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name=f"lane-{self.link}", daemon=True)
        self._thread.start()

    def kick(
        self,
        *,
        pull: bool = False,
        full: bool = False,
        take_up: bool = False,
        flows: Collection[str] = (),
        whole: Collection[str] = (),
    ) -> int:
        """Asks for a pass and returns its ticket for `wait`. Without `pull` only the outbox is drained.

        `pull` means the link's frequent flows; `flows` names others besides, `whole` those that are read whole.
        """
        with self._wake:
            self._flows |= frozenset(flows)
            self._whole |= frozenset(whole)
            self._pull |= pull or full
            self._full |= full
            self._take_up |= take_up
            self._push = True
            self._asked += 1
            self._wake.notify_all()
            return self._asked

    def wait(self, ticket: int, seconds: float) -> PassReport | None:
        """The report of the pass that served the ticket; None when the time is over first."""
        with self._wake:
            if not self._wake.wait_for(lambda: self._served >= ticket or self._stopping, seconds):
                return None
            return next((report for served, report in self._reports if served >= ticket), None)

    def stop(self) -> None:
        """Asks the thread to end after the call that it is in; `join` waits for it."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()

    def join(self, seconds: float) -> bool:
        """Whether the thread has ended. What it left is in the outbox."""
        if self._thread is None:
            return True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def cut(self) -> None:
        """Ends the call under way, from another thread; its outcome is asked for at the next start."""
        self._work.close()

    def _run(self) -> None:
        while True:
            taken = self._next()
            if taken is None:
                break
            ticket, pull, full, take_up, flows, whole = taken
            self._beat()
            self._busy = True
            try:
                report = self._pass(pull, full, take_up, flows, whole)
            finally:
                self._busy = False
            with self._wake:
                self._reports.append((ticket, report))
                self._served = ticket
                self._wake.notify_all()
            self._publish(PassEnded(self.link, clean=not report.failures))
        self._work.close()

    def _go_on(self) -> bool:
        self._beat()
        return not self._stopping

    def _next(self) -> tuple[int, bool, bool, bool, frozenset[str], frozenset[str]] | None:
        """Sleeps until there is something to do; None: stop."""
        wait, pull_then = self._until_next()
        with self._wake:
            kicked = self._wake.wait_for(
                lambda: self._push or self._stopping, None if wait is None else wait.total_seconds()
            )
            if self._stopping:
                return None
            pull = self._pull or (not kicked and pull_then)
            taken = self._asked, pull, self._full, self._take_up, self._flows, self._whole
            self._flows = self._whole = frozenset()
            self._pull = self._full = self._push = self._take_up = False
            return taken

    def _until_next(self) -> tuple[timedelta | None, bool]:
        if self.trouble is not None:
            return AFTER_TROUBLE, True
        try:
            return self._work.next_wake()
        except Unavailable as trouble:
            self._troubled(trouble.failure)
        except Exception as error:  # noqa: BLE001 - as in a pass: a lane that ended without a word would ring no more
            self._troubled(defects.told(error))
        return AFTER_TROUBLE, True

    def _pass(self, pull: bool, full: bool, take_up: bool, flows: frozenset[str], whole: frozenset[str]) -> PassReport:
        try:
            if take_up:
                self._work.take_up()
            report = self._work.run(pull=pull, full=full, go_on=self._go_on, flows=flows, whole=whole)
        except Unavailable as trouble:
            self._troubled(trouble.failure)
        except Exception as error:  # noqa: BLE001 - a defect in one pass must not end the lane: it is told and logged
            self._troubled(defects.told(error))
        else:
            if self.trouble is not None:
                log.info("trouble_over", link=self.link)
            self.trouble = None
            return report
        assert self.trouble is not None
        return PassReport(self.link, failures=[self.trouble])

    def _troubled(self, failure: Failure) -> None:
        if self.trouble is None or self.trouble.message != failure.message:
            log.error("trouble", **{**failure.params, "link": self.link, "failure": failure.message})
        self.trouble = failure
