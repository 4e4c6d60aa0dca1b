"""What every sandbox system writes down of its traffic, behind its one lock.

A judge reads it: what was asked how often, and which requests changed something. Never interprets either.
"""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from agent.sandbox.instants import iso, truncated
from agent.sandbox.wire import Json


@dataclass(frozen=True)
class Acted:
    """A request that changed something (or told the guest something)."""

    method: str
    path: str
    key: str | None
    """Its Idempotency-Key, where it had one."""
    effect: str
    at: datetime

    def wire(self) -> Json:
        return {
            "method": self.method,
            "path": self.path,
            "key": self.key,
            "effect": self.effect,
            "at": iso(self.at),
        }


class Records:
    """The state of one system: subclasses add its entities."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.lock = threading.Condition(threading.RLock())
        """Held for every reading and writing; notified after every request and every change."""
        self._now = now
        self.requests: Counter[str] = Counter()
        """Every request that reached the server, ill-treated ones too, by `METHOD /path`."""
        self.acted: list[Acted] = []

    def now(self) -> datetime:
        """The system's own clock, to the millisecond."""
        return truncated(self._now())

    def count(self, method: str, path: str) -> None:
        with self.lock:
            self.requests[f"{method} {path}"] += 1
            self.lock.notify_all()

    def note(self, method: str, path: str, effect: str, key: str | None = None) -> None:
        with self.lock:
            self.acted.append(Acted(method, path, key, effect, self.now()))
            self.lock.notify_all()

    def wait_until(self, condition: Callable[[], bool], timeout: float = 5.0) -> bool:
        """Looks at `condition` after every request and change; False when `timeout` seconds went by without it."""
        with self.lock:
            return self.lock.wait_for(condition, timeout)

    def traffic(self) -> Json:
        with self.lock:
            return {"requests": dict(self.requests), "acted": [acted.wire() for acted in self.acted]}
