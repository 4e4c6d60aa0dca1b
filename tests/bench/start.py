"""From the start of the process to the mark in the tray, three links configured."""

import time
from collections.abc import Mapping, Sequence
from functools import partial

from installer.built import Session
from tests.bench.desktop import Desktop
from tests.bench.programs import BARE, VORTA, built, restaurant, running, source, vorta
from tests.bench.result import RUNS, Measurement, Result
from tests.bench.world import elsewhere

MILLISECONDS = 1000


def measured(*, delivered: bool) -> Result:
    rival = vorta()
    with Desktop() as desktop, elsewhere() as world, restaurant(desktop, world) as (user, home):
        ours = ((str(built()),) if delivered else source()) + ("--home", str(home))
        times: dict[str, list[float]] = {"ours": [], "floor": [], "rival": []}
        for turn in range(RUNS + 1):
            for name, command in (("floor", BARE), ("ours", ours), ("rival", rival)):
                if command is not None:
                    took = shown(desktop, user, command)
                    if turn:  # the first one warms the disk's cache for all of them
                        times[name].append(took * MILLISECONDS)
    return Result(
        f"start to tray shown, three links ({'built' if delivered else 'from source'})",
        "ms",
        times["ours"],
        floor_is="a bare PySide6 tray application",
        floor=times["floor"],
        most_times=2.0 if delivered else 1.5,
        rival_is=f"vorta {VORTA}",
        rival=times["rival"],
        remark="From the process' begin to its mark in an XEmbed tray, seen from outside every few milliseconds, in "
        "turn; the first start of each is not counted. The secrets of three links lie in a real Secret Service."
        + ("" if rival else " vorta could not be installed here."),
    )


def shown(desktop: Desktop, user: Session, command: Sequence[str]) -> float:
    """Seconds."""
    desktop.until_icons(0)
    began = time.monotonic()
    with running(user, command):
        return desktop.until_icons(1) - began


ROWS: Mapping[str, Measurement] = {
    "start": partial(measured, delivered=False),
    "start_built": partial(measured, delivered=True),
}
