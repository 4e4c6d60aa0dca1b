"""The running agent's part in updates: looks for them, installs them in their hours, says when this version works."""

import threading
import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType

import structlog

from agent.diagnostics.doctor import Check
from agent.domain.events import Event, PassEnded, UpdateReady
from agent.domain.failures import Failure, FailureKind, Unavailable
from agent.sync import defects
from agent.update.updates import Standing, Updates, Verdict

LOOK_EVERY = timedelta(hours=6)
FIRST_LOOK = timedelta(minutes=10)
"""At most, by chance: fifty PCs that start at the same hour need not ask at the same second."""

TRY_EVERY = timedelta(minutes=1)
"""How often it is seen whether this is the hour: shorter than any window worth its name."""

SILENT_AFTER = timedelta(days=7)
"""Without an answer of the repository: somebody should look."""

HEALTHY_AFTER = timedelta(minutes=10)
"""A version that has worked so long works, also where a link has not been through once: its portal may be down all
night. A version that breaks at its start, at its database or at its links has broken long before."""

PASSES_BY_ITSELF = "update.unreachable"
"""The one trouble of which the doctor is silent for some days: a line is down for an hour, a server restarts."""

log = structlog.get_logger("update")


def update_check(updates: Updates, now: datetime) -> Check:
    """What the doctor says of them: from the book alone, without asking anybody."""
    page = updates.page
    if page.trouble is not None and page.trouble.message != PASSES_BY_ITSELF:
        trouble = Failure(FailureKind.LOCAL, page.trouble.message, MappingProxyType(dict(page.trouble.params)))
        return Check("update", False, failure=trouble)
    if updates.given_up is not None:
        return Check("update_given_up", False, params=MappingProxyType({"version": updates.given_up}))
    if page.ready is not None:
        return Check("update_ready", True, params=MappingProxyType({"version": page.ready.version}))
    looked = None if page.looked_at is None else datetime.fromisoformat(page.looked_at)
    if looked is None:
        return Check("update_never", True)
    if now - looked < SILENT_AFTER:
        return Check("update_current", True, params=MappingProxyType({"at": looked.isoformat()}))
    return Check("update_silent", False, params=MappingProxyType({"days": str((now - looked).days)}))


class Updating:
    """A thread of its own from `start` to `stop`: what a slow download holds up must be nobody else's."""

    def __init__(
        self,
        updates: Updates,
        links: Collection[str],
        zone: tzinfo,
        now: Callable[[], datetime],
        busy: Callable[[], bool],
        publish: Callable[[Event], None],
        subscribe: Callable[[Callable[[Event], None]], Callable[[], None]],
        draw: Callable[[], float],
        *,
        first_look: timedelta = FIRST_LOOK,
        try_every: timedelta = TRY_EVERY,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """`busy`: an order waits, or something is still to be sent. `elapsed`: seconds, whatever the clock says."""
        self._updates = updates
        self._unseen = set(links)
        self._zone = zone
        self._now = now
        self._busy = busy
        self._publish = publish
        self._subscribe = subscribe
        self._first_look = first_look * draw()
        self._try_every = try_every
        self._elapsed = elapsed
        self._leave: Callable[[], None] | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._told = ""
        self._verdict = Verdict.NOTHING

    def start(self) -> None:
        proving = self._updates.unproven
        if proving:
            self._leave = self._subscribe(self._hear)
        if proving or self._updates.wanted:
            self._thread = threading.Thread(target=self._run, name="update", daemon=True)
            self._thread.start()

    def stop(self, seconds: float) -> None:
        """A download under way is left behind: it writes nothing but its own file."""
        self._stopping.set()
        self._stop_hearing()
        if self._thread is not None:
            self._thread.join(seconds)
        self._updates.ended()

    def _hear(self, event: Event) -> None:
        """In a lane's thread."""
        if isinstance(event, PassEnded) and event.clean:
            self._unseen.discard(event.link)
            if not self._unseen:
                self._healthy()

    def _healthy(self) -> None:
        self._stop_hearing()
        self._updates.healthy()

    def _stop_hearing(self) -> None:
        leave, self._leave = self._leave, None
        if leave is not None:
            leave()

    def _run(self) -> None:
        began = self._elapsed()
        next_look = self._now() + self._first_look
        while not self._stopping.wait(self._pause(next_look).total_seconds()):
            if self._elapsed() - began >= HEALTHY_AFTER.total_seconds() and self._leave is not None:
                self._healthy()
            if not self._updates.wanted:
                continue
            now = self._now()
            try:
                if now >= next_look:
                    next_look = now + LOOK_EVERY
                    self._look(now)
                self._install(now)
            except Exception as error:  # noqa: BLE001 - a defect must not end the looking: it is told and logged
                log.error("update_defect", **defects.told(error).params)

    def _pause(self, next_look: datetime) -> timedelta:
        return max(timedelta(0), min(self._try_every, next_look - self._now()))

    def _look(self, now: datetime) -> None:
        try:
            look = self._updates.look(now)
        except Unavailable as trouble:
            log.warning("update_not_looked", failure=trouble.failure.message)
            return
        if look.standing is Standing.READY and look.version is not None and look.version != self._told:
            self._told = look.version
            self._publish(UpdateReady(look.version))

    def _install(self, now: datetime) -> None:
        try:
            verdict = self._updates.install(now, self._zone, busy=self._busy)
        except Unavailable as trouble:
            log.warning("update_not_installed", failure=trouble.failure.message)
            return
        if verdict is not self._verdict:
            # Asked every minute: what stays the same is told once.
            self._verdict = verdict
            log.info("update_verdict", verdict=verdict.value)
