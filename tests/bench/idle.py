"""Memory and processor of a program that stands in the tray and polls three links, its window closed."""

import time
from collections.abc import Mapping
from functools import cache

import psutil  # type: ignore[import-untyped]  # ships no types

from tests.bench.desktop import Desktop
from tests.bench.programs import BARE, VORTA, family, restaurant, running, source, vorta
from tests.bench.result import RUNS, Measurement, Result
from tests.bench.world import elsewhere

SETTLED_AFTER = 25.0
"""Seconds: the first reading of both sides is over, and what it needed is given back."""

WATCHED = 60.0
"""Seconds over which the processor's time is counted."""

MEGABYTE = 1_000_000


@cache
def weighed() -> dict[str, list[float]]:
    """Megabytes (PSS, with all child processes) and per cent of a core, by program; the runs beside each other."""
    found: dict[str, list[float]] = {name: [] for name in ("ours", "floor", "rival", "ours %", "floor %")}
    rival = vorta()
    with Desktop() as desktop, elsewhere() as world, restaurant(desktop, world) as (user, home):
        for _turn in range(RUNS):
            ours = (*source(), "--home", str(home))
            for name, command in (("floor", BARE), ("rival", rival), ("ours", ours)):
                if command is None:
                    continue
                desktop.until_icons(0)
                with running(user, command) as process:
                    desktop.until_icons(1)
                    time.sleep(SETTLED_AFTER if name == "ours" else 5.0)
                    members = family(process.pid, command)
                    before, began = _seconds(members), time.monotonic()
                    if name == "ours":
                        time.sleep(WATCHED)
                        spent = _seconds(members) - before
                        found["ours %"].append(100 * spent / (time.monotonic() - began))
                    found[name].append(sum(each.memory_full_info().pss for each in members) / MEGABYTE)
    return found


def memory() -> Result:
    found = weighed()
    return Result(
        "memory at idle (PSS), window closed, three links polling",
        "MB",
        found["ours"],
        floor_is="a bare PySide6 tray application",
        floor=found["floor"],
        most_times=2.0,
        most=92.0,
        rival_is=f"vorta {VORTA}",
        rival=found["rival"],
        remark=f"With its child process (the keeper), {SETTLED_AFTER + WATCHED:g} s after its start; pages that are "
        "shared count by their share. vorta stands idle without a profile.",
    )


def processor() -> Result:
    return Result(
        "processor at idle over 60 s, three links polling",
        "% of a core",
        weighed()["ours %"],
        most=0.3,
        remark="User and system time of all its processes, each link at its own default cadence, nothing changing.",
    )


def _seconds(members: list[psutil.Process]) -> float:
    return float(sum(sum(each.cpu_times()[:2]) for each in members))


ROWS: Mapping[str, Measurement] = {"memory": memory, "processor": processor}
