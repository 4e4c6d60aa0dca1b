"""Notices, twice a second, what no event tells: other processes' commits and requests, sleep, and a moved clock."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from agent.domain.events import ClockJumped, Event, LinkChanged, OrderChanged, ReservationChanged
from agent.domain.failures import Unavailable
from agent.domain.ledger import Books, Change, Request
from agent.domain.ports import Clock

TICK = 0.5
"""Seconds between two looks: decisions of another process are known within one second."""

JUMP = timedelta(seconds=5)
"""The wall clock and the monotonic one may drift apart so much in one tick; more is a jump, or sleep."""

log = structlog.get_logger("watch")


class Watch:
    """A thread that looks, and tells by `publish`; a request of another process is handed to `serve`."""

    def __init__(
        self,
        books: Books,
        clock: Clock,
        wall: Callable[[], datetime],
        publish: Callable[[Event], None],
        serve: Callable[[Request], None],
    ) -> None:
        self._books = books
        self._clock = clock
        self._wall = wall
        self._publish = publish
        self._serve = serve
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._served: set[int] = set()
        self._trouble: str | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    def stop(self, seconds: float) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        version: int | None = None
        seen: int | None = None
        wall, steady = self._wall(), self._clock.monotonic()
        while not self._stopping.wait(TICK):
            wall, steady = self._look_at_clocks(wall, steady)
            try:
                now_version = self._books.data_version()
                if now_version != version:
                    seen = self._look_at_books(seen)
                    version = now_version
                self._trouble = None
            except Unavailable as trouble:
                if self._trouble != trouble.failure.message:
                    self._trouble = trouble.failure.message
                    log.error("trouble", failure=self._trouble)

    def _look_at_clocks(self, wall: datetime, steady: float) -> tuple[datetime, float]:
        new_wall, new_steady = self._wall(), self._clock.monotonic()
        went = timedelta(seconds=new_steady - steady)
        # Some systems count sleep in the monotonic clock, some do not: then the tick itself was long.
        if abs((new_wall - wall) - went) > JUMP or went > JUMP + timedelta(seconds=TICK):
            log.info("clock_jumped", seconds=round((new_wall - wall - went).total_seconds()))
            self._publish(ClockJumped())
        return new_wall, new_steady

    def _look_at_books(self, seen: int | None) -> int:
        with self._books.reading() as ledger:
            last = ledger.last_change()
            changes = ledger.changes_after(last if seen is None else seen)
            requests = [request for request in ledger.open_requests() if request.id not in self._served]
        for request in requests:
            self._served.add(request.id)
            self._serve(request)
        foreign = [change for change in changes if change.origin != self._books.origin]
        for event in {_event_of(change) for change in foreign}:
            self._publish(event)
        for link in {change.link for change in foreign}:
            self._publish(LinkChanged(link))
        return max([last if seen is None else seen, *(change.id for change in changes)])


def _event_of(change: Change) -> Event:
    if change.order_id is not None:
        return OrderChanged(change.link, change.order_id)
    if change.reservation_id is not None:
        return ReservationChanged(change.link, change.reservation_id)
    return LinkChanged(change.link)
