"""The window of a restaurant with 100,000 orders behind it: open, scroll, search."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.bench.desktop import Desktop
from tests.bench.result import Measurement, Result

MOST_SECONDS = 900
WINDOW = "window with 100,000 orders in history"


@cache
def measured() -> dict[str, Any]:
    with Desktop() as desktop, tempfile.TemporaryDirectory(prefix="campanello-bench-") as folder:
        env = {**os.environ, "DISPLAY": desktop.display, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-m", "tests.bench.history_process", folder]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=MOST_SECONDS)
    if done.returncode:
        raise RuntimeError(f"the window ended with {done.returncode}:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def opened() -> Result:
    found = measured()
    return Result(
        f"{WINDOW}: open",
        "ms",
        found["open"],
        floor_is="one painted frame of it",
        floor=found["frame"],
        remark="From no window at all to the board painted with what stands; its screens are loaded already. The issue "
        "gives no limit for it.",
    )


def scrolled() -> Result:
    found = measured()
    orders, activity = found["rows"]
    return Result(
        f"{WINDOW}: scroll",
        "ms",
        found["scroll"],
        judged="most",
        floor_is="one painted frame of it",
        floor=found["frame"],
        most=50.0,
        remark="Every round of the loop while the wheel and then the bar go through what a search found and through "
        f"the history, down to row {orders:,} and {activity:,}, the next page being read in a thread meanwhile.",
    )


def searched() -> Result:
    found = measured()
    return Result(
        f"{WINDOW}: search",
        "ms",
        found["search"],
        judged="most",
        floor_is="one painted frame of it",
        floor=found["frame"],
        most=100.0,
        remark="From the key to the answer painted, without the quarter of a second in which the field waits for "
        "another key: a surname, a code, a part of a telephone number, what nobody is called, one letter.",
    )


ROWS: Mapping[str, Measurement] = {
    "history_open": opened,
    "history_scroll": scrolled,
    "history_search": searched,
}
