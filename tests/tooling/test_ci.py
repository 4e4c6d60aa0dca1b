"""CI's script with stand-ins for what it calls: what it runs, its status, and its last line."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the CI's machine runs bash")

SUITE = "============ 4000 passed, 2 skipped in 512.30s (0:08:32) ============"
SUITE_FAILED = "====== 1 failed, 3999 passed in 512.30s (0:08:32) ======"
LINUX = "==== 13 passed in 99.10s (0:01:39) ===="
LINUX_FAILED = "==== 1 failed, 11 passed, 1 error in 99.10s (0:01:39) ===="
WINDOWS = "==== 9 skipped in 0.10s ===="


def ci(
    folder: Path, suite: tuple[int, str], linux: tuple[int, str], windows: tuple[int, str] | None, *arguments: str
) -> subprocess.CompletedProcess[str]:
    (folder / ".ci").mkdir()
    for name in ("run", "everything.py"):
        (folder / ".ci" / name).write_bytes((ROOT / ".ci" / name).read_bytes())
    if windows is not None:
        (folder / "installer" / "windows").mkdir(parents=True)
        (folder / "installer" / "windows" / "test_setup.py").touch()
    stand_in = (
        "import sys\n"
        "words = ' '.join(sys.argv[1:])\n"
        f"told = {{'test': {suite}, 'test-installer linux --may-skip': {linux}, "
        f"'test-installer windows --may-skip': {windows}}}\n"
        "status, line = told[words]\n"
        "print('words before it', sys.stdin.read())\n"
        "if line == 'hang':\n"
        "    import time\n"
        "    try:\n"
        "        time.sleep(50)\n"
        "    except KeyboardInterrupt:\n"
        f"        line, status = {SUITE!r}, 0\n"
        "print(line)\n"
        "sys.exit(status)\n"
    )
    (folder / "dev").write_text(stand_in, encoding="utf-8")
    return subprocess.run(
        ["bash", folder / ".ci" / "run", *arguments],
        cwd="/",
        input="not for it",
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("suite", "linux", "status", "last"),
    [
        pytest.param((0, SUITE), (0, LINUX), 0, SUITE, id="all is well"),
        pytest.param((1, SUITE_FAILED), (0, LINUX), 1, SUITE_FAILED, id="a test failed"),
        pytest.param((0, SUITE), (1, LINUX_FAILED), 1, LINUX_FAILED, id="an installer's trial failed"),
        pytest.param((1, SUITE), (1, LINUX_FAILED), 1, LINUX_FAILED, id="a check failed, and a trial"),
        pytest.param((1, SUITE), (0, LINUX), 1, SUITE, id="a check failed"),
        pytest.param((0, SUITE), (1, "PyInstaller failed."), 1, SUITE, id="an installer was not built"),
        pytest.param((1, "no network"), (0, LINUX), 1, LINUX, id="the tests were not reached"),
        pytest.param(
            (1, "no network"),
            (1, "no network"),
            1,
            "pytest never came to its end; why stands above.",
            id="nothing was reached",
        ),
    ],
)
def test_everything_runs_and_the_last_line_is_pytests(
    tmp_path: Path, suite: tuple[int, str], linux: tuple[int, str], status: int, last: str
) -> None:
    done = ci(tmp_path, suite, linux, None)
    assert (done.returncode, done.stderr) == (status, "")
    lines = done.stdout.splitlines()
    assert lines[-1] == last
    # Each step's own words once, and nothing of what CI itself was given to read.
    assert lines.count("words before it ") == 2
    assert suite[1] in lines
    assert linux[1] in lines


def test_windows_is_tried_where_it_has_trials(tmp_path: Path) -> None:
    done = ci(tmp_path, (0, SUITE), (0, LINUX), (0, WINDOWS))
    assert done.returncode == 0
    assert WINDOWS in done.stdout
    assert done.stdout.splitlines()[-1] == SUITE


def test_a_failed_trial_of_windows_fails_it(tmp_path: Path) -> None:
    done = ci(tmp_path, (0, SUITE), (0, LINUX), (1, LINUX_FAILED))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, LINUX_FAILED)


def test_when_its_time_is_over_what_runs_is_interrupted_and_nothing_counts_as_done(tmp_path: Path) -> None:
    done = ci(tmp_path, (0, "hang"), (0, "hang"), None, "2")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, SUITE)
    assert done.stdout.count("The time for all of CI is over") == 2
