"""A token bucket: so many at once, and then so many a second."""

from collections.abc import Callable


class Bucket:
    """For one thread. Time is given in, in seconds that never jump."""

    def __init__(self, burst: int, per_second: float, monotonic: Callable[[], float]) -> None:
        self._burst = burst
        self._per_second = per_second
        self._monotonic = monotonic
        self._held = float(burst)
        self._at = monotonic()

    def take(self) -> float:
        """0.0: taken. Else nothing was, and so many seconds until there is one."""
        now = self._monotonic()
        self._held = min(self._burst, self._held + (now - self._at) * self._per_second)
        self._at = now
        if self._held < 1:
            return (1 - self._held) / self._per_second
        self._held -= 1
        return 0.0
