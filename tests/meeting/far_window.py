"""A far window of many reservations, in a process of its own so that its memory can be measured.

python -m tests.meeting.far_window COUNT        tells as JSON what two passes cost
"""

import json
import logging
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import structlog

from agent.links import plateform_passepartout
from tests.meeting.conftest import SalaWorld, sala
from tests.meeting.world import TONIGHT, booking

KIB = 1024


def peak() -> float:
    """MiB, the most that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB


def lines(world: SalaWorld) -> int:
    with world.store.reading() as ledger:
        return ledger.last_change()


def main(count: int) -> dict[str, float]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as folder:
        world = sala(Path(folder), plateform_passepartout.Settings())
        for number in range(count):
            world.portal.taken(booking(starts_at=TONIGHT + timedelta(days=number % 60), covers=number % 9 + 1))
        before, began = peak(), time.perf_counter()
        world.passes()
        first = time.perf_counter() - began
        after, written, told = peak(), world.pos.writes, lines(world)
        began = time.perf_counter()
        world.passes()
        second = time.perf_counter() - began
        found = {
            "created": len(world.pos.records),
            "first_seconds": round(first, 2),
            "second_seconds": round(second, 2),
            "grown_mib": round(after - before, 1),
            "grown_by_the_second_mib": round(peak() - after, 1),
            "written_by_the_second": world.pos.writes - written,
            "told_by_the_second": lines(world) - told,
        }
        world.close()
        return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
