"""Processes of the agent that can be killed: copies of one that has loaded it already, and has no threads.

A start costs milliseconds and not a second. Linux alone: Windows has neither forks nor SIGKILL.
"""

import multiprocessing
import sys

if sys.platform == "win32":
    FORKS = multiprocessing.get_context("spawn")
else:
    FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "tests.faults.agent_process",
        "tests.journeys.agent_process",
        "tests.journeys.reservation_process",
        "agent.setting_up",
        "agent.connectors.portals.plateform.client",
        "agent.connectors.portals.lasagna.client",
        "agent.connectors.pos.cassa_in_cloud.client",
        "agent.connectors.pos.tilby.client",
        "agent.connectors.pos.passepartout_menu.client",
    ]
)
