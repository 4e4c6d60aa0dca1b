"""Ten thousand reservations: bounded memory, and a second pass that writes nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

COUNT = 10_000


@pytest.mark.skipif(sys.platform == "win32", reason="the process is measured by POSIX means")
@pytest.mark.timeout(600)
def test_ten_thousand_reservations() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.meeting.far_window", str(COUNT)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    cost = json.loads(done.stdout)
    assert cost["created"] == COUNT
    assert (cost["written_by_the_second"], cost["told_by_the_second"]) == (0, 0)
    # The till in memory keeps its ten thousand records in this process too.
    assert cost["grown_mib"] < 100, cost
    assert cost["grown_by_the_second_mib"] < 10, cost
    assert cost["second_seconds"] < cost["first_seconds"] / 5, cost
