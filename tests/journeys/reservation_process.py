"""What an agent in a process of its own does for reservations; it may be killed at a chosen commit.

It ends by itself, with status 0, after a few passes; with 3 when something is still owed then.
"""

from collections.abc import Mapping
from pathlib import Path

from agent.app import Agent
from agent.home import Home
from agent.vault import MemoryVault
from tests.journeys.agent_process import road_alone

PASSES = 3


def keeping_in_step(folder: Path, secrets: Mapping[str, str]) -> int:
    road_alone()
    agent = Agent(Home.at(folder, {}), MemoryVault(dict(secrets)))
    agent.open()
    try:
        for _each in range(PASSES):
            agent.sync()
        owed = [row for link in agent.status().links for row in (link.outbox.waiting, link.outbox.sending) if row]
        return 3 if owed else 0
    finally:
        agent.stop()
