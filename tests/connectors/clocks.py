"""A clock that stands until a test moves it."""

import time
from datetime import UTC, datetime, timedelta


class StandingClock:
    """Fulfils `Clock`."""

    def __init__(self, now: datetime = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)) -> None:
        self.instant = now
        self.seconds = 1000.0

    def now(self) -> datetime:
        return self.instant

    def monotonic(self) -> float:
        return self.seconds

    def advance(self, passed: timedelta) -> None:
        self.instant += passed
        self.seconds += passed.total_seconds()


class RunningClock:
    """Fulfils `Clock` with the PC's own time, as it is."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()
