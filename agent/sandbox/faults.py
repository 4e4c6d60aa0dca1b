"""The ways in which a sandbox system misbehaves on demand.

Only the book of faults: which one strikes which request. `gate` carries them out.
"""

import re
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypeAlias, get_args

from agent.sandbox.instants import iso
from agent.sandbox.wire import Json

FaultKind: TypeAlias = Literal[
    "refuse",
    "hang",
    "cut",
    "twice",
    "rate_limit",
    "error",
    "expire_token",
    "lose_answer",
    "late",
    "skew",
    "malformed",
    "not_found",
]


@dataclass(eq=False)
class Fault:
    """One way to misbehave, for the requests that it matches. Identity, not equality: two alike are two."""

    kind: FaultKind
    method: str | None = None
    """None: every method. Several with "|" between them."""
    path: str | None = None
    """A regular expression searched in the path, or in path and query (of SOAP: and SOAPAction); None: every path."""
    times: int | None = 1
    """How many requests it strikes; None: until cleared. A skew lasts until cleared whatever this says."""
    after: int = 0
    """How many matching requests go by unharmed first."""
    seconds: float | None = None
    """hang: how long (None: until cleared); skew: how far ahead; lose_answer: how long the answer is held first; late:
    how long after the connection is gone the request arrives (None: when the faults are cleared)."""
    status: int | None = None
    """error: 500 when not said."""
    retry_after: float | datetime | None = None
    """rate_limit (1 second when not said) and error: seconds, or the instant as an HTTP date."""
    struck: int = field(default=0, init=False)
    seen: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.kind not in get_args(FaultKind):
            raise ValueError(f"{self.kind!r} is not a fault: {', '.join(get_args(FaultKind))}")
        if self.kind == "skew" and self.seconds is None:
            raise ValueError("a skew needs its seconds")
        re.compile(self.path or "")

    def matches(self, method: str, path: str, query: str) -> bool:
        if self.kind == "skew" or (self.method is not None and method not in self.method.upper().split("|")):
            return False
        return self.path is None or any(re.search(self.path, text) for text in (path, f"{path}?{query}"))

    def wire(self) -> Json:
        after = self.retry_after
        return {
            "kind": self.kind,
            "method": self.method,
            "path": self.path,
            "times": self.times,
            "after": self.after,
            "seconds": self.seconds,
            "status": self.status,
            "retry_after": iso(after) if isinstance(after, datetime) else after,
            "struck": self.struck,
        }


class Faults:
    """The faults of one server. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: list[Fault] = []
        self._held: set[Future[None]] = set()

    def add(self, fault: Fault) -> Fault:
        with self._lock:
            self._open.append(fault)
        return fault

    def clear(self) -> None:
        """Every fault is over, the clock is right again, and what hangs goes on."""
        with self._lock:
            self._open.clear()
            held, self._held = self._held, set()
        for hold in held:
            hold.set_result(None)

    def open(self) -> tuple[Fault, ...]:
        """Those that can still strike."""
        with self._lock:
            return tuple(self._open)

    def striking(self, method: str, path: str, query: str = "") -> Fault | None:
        """The first fault for that request, used up by one; every matching one counts the request as seen."""
        with self._lock:
            chosen: Fault | None = None
            for fault in [fault for fault in self._open if fault.matches(method, path, query)]:
                fault.seen += 1
                if chosen is None and fault.seen > fault.after:
                    chosen = fault
            if chosen is not None:
                chosen.struck += 1
                if chosen.times is not None and chosen.struck >= chosen.times:
                    self._open.remove(chosen)
            return chosen

    def skew(self) -> timedelta:
        """How far ahead the server's clock is."""
        with self._lock:
            return timedelta(seconds=sum(fault.seconds or 0.0 for fault in self._open if fault.kind == "skew"))

    def hold(self) -> Future[None]:
        """Done when the faults are cleared; `release` gives it back."""
        hold: Future[None] = Future()
        hold.set_running_or_notify_cancel()  # from here on nobody can cancel it under `clear`
        with self._lock:
            self._held.add(hold)
        return hold

    def release(self, hold: Future[None]) -> None:
        with self._lock:
            self._held.discard(hold)
