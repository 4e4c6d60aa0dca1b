"""How many calls a vendor allows in a sliding window; what is left of it. Orders come before chores."""

import threading
from collections import deque
from collections.abc import Callable
from datetime import timedelta

CHORE_SHARE = 0.7
"""Chores (menu, guests' index, statistics) may fill the window so far; the rest is kept for orders."""


class Budget:
    """`calls` in any `seconds`. Shared by all who call that side; may be used from several threads."""

    def __init__(self, calls: int, seconds: float, monotonic: Callable[[], float]) -> None:
        self._calls = calls
        self._seconds = seconds
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._spent: deque[float] = deque()

    def spend(self, *, chore: bool = False) -> timedelta | None:
        """Takes one call out of the budget. Not None: nothing was taken, there is room again after so long."""
        allowed = max(int(self._calls * CHORE_SHARE), 1) if chore else self._calls
        with self._lock:
            now = self._forget()
            excess = len(self._spent) - allowed
            if excess < 0:
                self._spent.append(now)
                return None
            return timedelta(seconds=max(self._spent[excess] + self._seconds - now, 0.0))

    @property
    def used(self) -> float:
        """Share of the window that is spent, 0 to 1."""
        with self._lock:
            self._forget()
            return len(self._spent) / self._calls

    def _forget(self) -> float:
        now = self._monotonic()
        while self._spent and self._spent[0] <= now - self._seconds:
            self._spent.popleft()
        return now
