"""Carries events from whoever made them happen to whoever wants to know, in the thread of the former."""

import threading
from collections.abc import Callable

import structlog

from agent.domain.events import Event

log = structlog.get_logger("bus")


class Bus:
    """Subscribers must be quick and must not raise; one that does is logged, and the others still hear."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._subscribers: tuple[Callable[[Event], None], ...] = ()

    def subscribe(self, hear: Callable[[Event], None]) -> Callable[[], None]:
        """Returns what ends the subscription."""
        with self._lock:
            self._subscribers = (*self._subscribers, hear)

        def leave() -> None:
            with self._lock:
                self._subscribers = tuple(other for other in self._subscribers if other is not hear)

        return leave

    def publish(self, event: Event) -> None:
        for hear in self._subscribers:
            try:
                hear(event)
            except Exception:
                log.exception("subscriber_failed", event_type=type(event).__name__)
