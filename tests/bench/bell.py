"""From the portal's answer to the bell, and from the press to the disk: both in one run of the face on a screen."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache, partial

from tests.bench.desktop import Desktop
from tests.bench.result import Measurement, Result

MOST_SECONDS = 900


@cache
def measured() -> dict[str, list[float]]:
    with Desktop() as desktop, tempfile.TemporaryDirectory(prefix="campanello-bench-") as folder:
        env = {**os.environ, "DISPLAY": desktop.display, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-m", "tests.bench.counter_process", folder]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=MOST_SECONDS)
    if done.returncode:
        raise RuntimeError(f"the face ended with {done.returncode}:\n{done.stderr[-2000:]}")
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def rung(which: str, count: int) -> Result:
    found = measured()
    return Result(
        f"order in the portal's answer -> bell painted and sound begun, {count} in one answer",
        "ms",
        found[which],
        judged="p99",
        floor_is="one loopback request and one painted frame of the bell",
        floor=found["frame"],
        most=300.0,
        remark="From the moment at which the portal's server, another process, has written its answer, to the first "
        "frame that shows all of them, and to the player being told to play.",
    )


def accepted() -> Result:
    found = measured()
    return Result(
        "Accept pressed -> decision committed",
        "ms",
        found["accept"],
        judged="p99",
        floor_is="one SQLite commit with FULL on the same disk",
        floor=found["commit"],
        most_times=3.0,
        most=50.0,
        remark="From the press on the bell's own button to the end of the transaction, in turn with the floor.",
    )


ROWS: Mapping[str, Measurement] = {
    "bell_1": partial(rung, "one", 1),
    "bell_50": partial(rung, "many", 50),
    "accept": accepted,
}
