"""An agent in a process of its own that keeps reservations in step, and may kill itself at a chosen commit.

    python -m tests.journeys.reservation_process HOME [--kill before|after --commit N]

The secrets come as JSON on standard input. It ends by itself, with status 0, after a few passes; with 3 when something
is still owed then.
"""

import json
import sys
from pathlib import Path

from agent.app import Agent
from agent.home import Home
from agent.vault import MemoryVault
from tests.journeys.agent_process import die_at, road_alone

PASSES = 3


def main() -> int:
    road_alone()
    home = Home.at(Path(sys.argv[1]), {})
    if "--kill" in sys.argv:
        die_at(sys.argv[sys.argv.index("--kill") + 1], int(sys.argv[sys.argv.index("--commit") + 1]))
    agent = Agent(home, MemoryVault(json.load(sys.stdin)))
    agent.open()
    try:
        for _each in range(PASSES):
            agent.sync()
        owed = [row for link in agent.status().links for row in (link.outbox.waiting, link.outbox.sending) if row]
        return 3 if owed else 0
    finally:
        agent.stop()


if __name__ == "__main__":
    sys.exit(main())
