"""The only door to APScheduler. Jobs do nothing but kick: the work is the lanes'."""

import logging
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import (  # type: ignore[import-untyped]  # APScheduler 3 ships no types
    BackgroundScheduler,
)

# One line for every kick would fill the log with what everybody knows.
logging.getLogger("apscheduler").setLevel(logging.WARNING)


class Clockwork:
    """Kicks on a cadence, in a thread of its own, from `start` to `stop`."""

    def __init__(self) -> None:
        # A run that comes late (sleep, a busy PC) is made up for once: the library's default would drop it.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = BackgroundScheduler(timezone="UTC", job_defaults=defaults)

    def every(self, pause: timedelta, kick: Callable[[], object], *, name: str) -> None:
        """Calls `kick` now and then, `pause` apart; replaces what had that name."""
        self._scheduler.add_job(kick, "interval", seconds=pause.total_seconds(), id=name, replace_existing=True)

    def nightly(self, hour: int, minute: int, zone: ZoneInfo, kick: Callable[[], object], *, name: str) -> None:
        """Calls `kick` once a night on that clock; a night that the PC slept through is made up for when it wakes."""
        self._scheduler.add_job(kick, "cron", hour=hour, minute=minute, timezone=zone, id=name, replace_existing=True)

    def forget(self, name: str) -> None:
        if self._scheduler.get_job(name) is not None:
            self._scheduler.remove_job(name)

    def start(self) -> None:
        self._scheduler.start()

    @property
    def running(self) -> bool:
        return bool(self._scheduler.running)

    def stop(self) -> None:
        """Ends the thread; a kick under way is waited for, and kicks are short."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
