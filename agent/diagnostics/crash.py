"""Knows whether the last run ended by itself: a mark that lies in the folder as long as the program works.

A crash leaves the mark behind, and beside it the frames of all threads (`faulthandler`: places, never values). After a
restart of the PC the mark says nothing: power cuts are no crash.
"""

import faulthandler
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

import structlog

from agent.domain.crash import Crash

MARK = "running.json"
FRAMES = "crash.txt"
LAST = "last-crash.json"

SAME_BOOT = 120.0
"""Seconds by which two readings of the PC's start may differ: clocks are set."""

log = structlog.get_logger("crash")


class CrashMark:
    """From `begin` to `end`, in the program's folder. Failing to write it never keeps the program from working."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now
        self._frames: IO[str] | None = None

    def begin(self) -> Crash | None:
        """Marks this run; returns the crash that the last one ended with. Only one process a folder may do it."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            crashed = self._look()
            mark = {"started_at": self._now().isoformat(), "boot": boot_time(), "pid": os.getpid()}
            (self._folder / MARK).write_text(json.dumps(mark), encoding="utf-8")
            self._frames = (self._folder / FRAMES).open("w", encoding="utf-8")
        except OSError as error:
            log.warning("crash_mark_not_written", error=type(error).__name__)
            return None
        faulthandler.enable(self._frames, all_threads=True)
        if crashed is not None:
            told = {"started_at": crashed.started_at.isoformat(), "noticed_at": crashed.noticed_at.isoformat()}
            with suppress(OSError):
                (self._folder / LAST).write_text(json.dumps({**told, "frames": crashed.frames}), encoding="utf-8")
            log.error("crashed_before", started_at=told["started_at"], frames=crashed.frames[:4000])
        return crashed

    def end(self) -> None:
        """The run ends as it should."""
        if self._frames is None:
            return
        faulthandler.disable()
        self._frames.close()
        self._frames = None
        for name in (MARK, FRAMES):
            with suppress(OSError):
                (self._folder / name).unlink(missing_ok=True)

    def _look(self) -> Crash | None:
        try:
            mark = json.loads((self._folder / MARK).read_text(encoding="utf-8"))
            started_at, boot = datetime.fromisoformat(mark["started_at"]), float(mark["boot"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            # Cut off while it was written: nothing is known of that run.
            return None
        if abs(boot - boot_time()) > SAME_BOOT:
            return None
        frames = self._folder / FRAMES
        return Crash(started_at, self._now(), frames.read_text("utf-8", errors="replace") if frames.exists() else "")


def last_crash(folder: Path) -> Crash | None:
    """The last one that was noticed in this folder; None: none, or what is written of it can't be read."""
    try:
        told = json.loads((folder / LAST).read_text(encoding="utf-8"))
        return Crash(
            datetime.fromisoformat(told["started_at"]), datetime.fromisoformat(told["noticed_at"]), str(told["frames"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def boot_time() -> float:
    """Seconds since the epoch at which the PC started, about."""
    return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else _windows_boot()


def _windows_boot() -> float:
    # On Windows the monotonic clock counts from the start of the PC, sleep included.
    return time.time() - time.monotonic()
