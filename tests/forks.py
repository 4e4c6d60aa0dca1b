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
        "agent.connectors.portals.plateform.manifest",
        "agent.connectors.portals.lasagna.manifest",
        "agent.connectors.pos.cassa_in_cloud.manifest",
        "agent.connectors.pos.tilby.manifest",
        "agent.connectors.pos.passepartout_menu.manifest",
    ]
)
