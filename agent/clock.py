"""The instant, and how far this PC's clock is off. The only place that asks the system for the time."""

import threading
import time
from datetime import UTC, datetime, timedelta

from agent.domain.failures import Side

TOLERATED = 30.0
"""Seconds that a clock may be off before it is told and corrected for inside."""


def wall() -> datetime:
    """What this PC's clock says, aware, in UTC."""
    return datetime.now(UTC)


class ServerClock:
    """The PC's clock, corrected by what the servers' answers say.

    A portal is believed before a till, because the deadlines are the portal's.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ahead: dict[tuple[Side, str], float] = {}
        self._assumed = 0.0

    def assume(self, ahead: float) -> None:
        """What another process, or an earlier run, found out; it counts until a server has answered here."""
        self._assumed = ahead

    def now(self) -> datetime:
        ahead = self.ahead_seconds()
        return wall() - timedelta(seconds=ahead) if abs(ahead) > TOLERATED else wall()

    def monotonic(self) -> float:
        return time.monotonic()

    def ahead_seconds(self) -> float:
        """How far this PC is ahead of the servers, in seconds; negative when behind."""
        with self._lock:
            told = sorted(self._ahead.items(), key=lambda item: (item[0][0] is not Side.PORTAL, item[0][1]))
        return told[0][1] if told else self._assumed

    def observe(self, side: Side, link: str, ahead: float) -> bool:
        """An answer of that side told the time. True when this brings the clock into or out of tolerance."""
        before = abs(self.ahead_seconds()) > TOLERATED
        with self._lock:
            self._ahead[(side, link)] = ahead
        return (abs(self.ahead_seconds()) > TOLERATED) is not before
