"""SIGKILL at every commit point of the road, before and after: then a start, and both servers are as they should be.

Killed "before" a commit, what the other side did is known to nobody here; "after" it, the next step never began.
"""

import signal
import sys
from pathlib import Path

import pytest

from agent.sandbox import Sandbox
from tests.journeys.agent_process import accepting, ended
from tests.journeys.world import World, configuration_text

ROAD = 12
"""Commits from the first look at the portal to an accepted order at the till, and one to spare."""


def run(world: World, moment: str = "", commit: int = 0) -> int:
    """To its end, or to its death "before" or "after" that commit."""
    kill = (moment, commit) if moment else None
    status = ended(accepting, world.home.data, world.sandbox.secrets(), kill)
    assert status in (0, -signal.SIGKILL)
    return status


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL; the same road is tried under Wine later")
@pytest.mark.parametrize("commit", range(1, ROAD + 1))
@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_a_commit_of_the_road(tmp_path: Path, sandbox: Sandbox, moment: str, commit: int) -> None:
    world = World(tmp_path / "home", sandbox)
    ref = world.place()
    first = run(world, moment, commit)
    assert first == -signal.SIGKILL or commit > ROAD - 2, "the road has fewer commits than this test believes"
    assert run(world) == 0
    assert world.till_count(ref) == 1
    assert world.till.state.creations[f"plateform:{ref}"] == 1
    assert world.status(ref) == "confermato"
    assert world.told(ref) == ["confermato"]
    emails = [customer.get("email") for customer in world.till.state_json()["customers"]]
    assert len(emails) == len(set(emails))


@pytest.mark.skipif(sys.platform == "win32", reason="as above")
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("commit", [4, 6, 7])
def test_killed_on_the_road_of_bell_first(tmp_path: Path, sandbox: Sandbox, moment: str, commit: int) -> None:
    world = World(tmp_path / "home", sandbox, "bell_first")
    assert "bell_first" in configuration_text(sandbox, "bell_first")
    ref = world.place()
    run(world, moment, commit)
    assert run(world) == 0
    assert world.till.state.creations[f"plateform:{ref}"] == 1
    assert world.told(ref) == ["confermato"]
