"""The only place where the agent's events become Qt signals, and where slow work leaves the face's thread.

Events come from the lanes' threads; what comes close together reaches the face as one wake-up. Reads that take less
than 10 ms may be made directly on `agent`; whatever takes longer goes through `run`. It never decides anything.
"""

import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

import structlog
from PySide6.QtCore import QObject, Qt, Signal

from agent.app import Agent
from agent.domain.commands import Command
from agent.domain.events import (
    AlignmentChanged,
    ClockJumped,
    Event,
    FlowProgress,
    LinkChanged,
    OrderArrived,
    OrderChanged,
    PassEnded,
    PreferencesChanged,
    QuitWanted,
    ReservationChanged,
    ReservationHeard,
    TakingsChanged,
    UpdateReady,
)
from agent.domain.failures import DecisionRefused, Failed, Failure, FailureKind, Unavailable
from agent.domain.orders import Actor

R = TypeVar("R")

TASKS = 4
"""Pieces of slow work at a time; more wait for their turn."""

log = structlog.get_logger("face")


class Bridge(QObject):
    """Lives in the face's thread, and so do all its signals."""

    order_arrived = Signal(str, int)
    """Link and order id, as in the next one."""
    order_changed = Signal(str, int)
    reservation_heard = Signal(str, int)
    reservation_changed = Signal(str, int)
    flow_progress = Signal(str, str, int, object)
    """Link, flow, how much is done, and of how much (None: not known)."""
    alignment_changed = Signal(str)
    takings_changed = Signal(str)
    link_changed = Signal(str)
    pass_ended = Signal(str)
    clock_jumped = Signal()
    preferences_changed = Signal()
    quit_wanted = Signal()
    update_ready = Signal(str)
    heard = Signal(object)
    """Every burst of events as one set, for those who read everything again anyhow."""

    _woken = Signal()
    _ended = Signal(object)

    def __init__(self, agent: Agent, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.agent = agent
        self._lock = threading.Lock()
        self._events: dict[Event, None] = {}
        self._closed = False
        # Not QThreadPool: it takes Python's state of a thread down after every task, and with it what the store keeps
        # for that thread (a connection); its destructor would also wait for a task that hangs.
        self._pool = ThreadPoolExecutor(TASKS, thread_name_prefix="face")
        self._tasks: set[Future[None]] = set()
        self._woken.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._leave = agent.subscribe(self._hear)

    def now(self) -> datetime:
        """The instant as the servers see it."""
        return self.agent.clock.now()

    def zone(self, link: str) -> ZoneInfo:
        """The restaurant's zone; of a link that is not configured any more, the first link's."""
        zones = {known.name: known.configuration.zone for known in self.agent.links}
        return zones.get(link) or next(iter(zones.values()), ZoneInfo("UTC"))

    def submit(self, command: Command) -> None:
        """What the person at the screen asks for. Raises `DecisionRefused` and `Unavailable`, as `Agent.submit`."""
        self.agent.submit(command, Actor.SCREEN)

    def run(self, work: Callable[[], R], done: Callable[[R], None], failed: Callable[[Failure], None]) -> None:
        """Does `work` in another thread, then calls `done` or `failed` in the face's, unless the bridge was closed."""
        if self._closed:
            return
        self._tasks = {task for task in self._tasks if not task.done()}
        self._tasks.add(self._pool.submit(self._work, work, done, failed))

    def close(self, seconds: float = 2.0) -> bool:
        """No signal comes after this. False: a task is still under way (it may wait for a person at the keyring)."""
        self._closed = True
        self._leave()
        self._pool.shutdown(wait=False, cancel_futures=True)
        return not wait([task for task in self._tasks if not task.cancelled()], seconds).not_done

    def _hear(self, event: Event) -> None:
        """In whatever thread it happened."""
        with self._lock:
            first = not self._events
            self._events[event] = None
        if first:
            self._woken.emit()

    def _tell(self) -> None:
        with self._lock:
            events, self._events = self._events, {}
        if self._closed:
            return
        self.heard.emit(frozenset(events))
        for event in events:
            self._tell_one(event)

    def _tell_one(self, event: Event) -> None:
        match event:
            case OrderArrived(link, order_id):
                self.order_arrived.emit(link, order_id)
            case OrderChanged(link, order_id):
                self.order_changed.emit(link, order_id)
            case ReservationHeard(link, reservation_id):
                self.reservation_heard.emit(link, reservation_id)
            case ReservationChanged(link, reservation_id):
                self.reservation_changed.emit(link, reservation_id)
            case FlowProgress(link, flow, done, whole):
                self.flow_progress.emit(link, flow, done, whole)
            case AlignmentChanged(link):
                self.alignment_changed.emit(link)
            case TakingsChanged(link):
                self.takings_changed.emit(link)
            case LinkChanged(link):
                self.link_changed.emit(link)
            case PassEnded(link=link):
                self.pass_ended.emit(link)
            case ClockJumped():
                self.clock_jumped.emit()
            case PreferencesChanged():
                self.preferences_changed.emit()
            case UpdateReady(version):
                self.update_ready.emit(version)
            case QuitWanted():
                self.quit_wanted.emit()

    def _work(self, work: Callable[[], R], done: Callable[[R], None], failed: Callable[[Failure], None]) -> None:
        """In a thread of the pool. Nothing may escape: an exception here would end unseen."""
        try:
            result = work()
        except (Failed, Unavailable) as trouble:
            told = partial(failed, trouble.failure)
        except DecisionRefused as refused:
            told = partial(failed, Failure(FailureKind.LOCAL, refused.reason, refused.params))
        except Exception as error:  # noqa: BLE001 - a defect in one task must not end unseen: it is told and logged
            told = partial(failed, _defect(error))
        else:
            told = partial(done, result)
        if not self._closed:
            self._ended.emit(told)

    def _finish(self, told: Callable[[], None]) -> None:
        if not self._closed:
            told()


def _defect(error: Exception) -> Failure:
    """The text of a foreign exception may quote what it failed on: only its type and place are kept."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{place.name}:{place.lineno}"
    log.error("task_failed", error=type(error).__name__, where=where)
    return Failure(FailureKind.UNKNOWN, "agent.defect", {"error": type(error).__name__, "where": where})
