"""`dev` as a program: what it answers, and that it never starts to work on what it did not understand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "dev", *arguments], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL
    )


@pytest.mark.parametrize("arguments", [(), ("help",), ("-h",), ("--help",)])
def test_it_tells_its_commands(arguments: tuple[str, ...]) -> None:
    told = dev(*arguments)
    assert (told.returncode, told.stderr) == (0, "")
    commands = ("demo", "run", "test", "check", "screenshots", "translations", "lock", "setup")
    assert all(f"./dev {command}" in told.stdout for command in commands)


def test_an_unknown_command_is_wrong_usage() -> None:
    told = dev("tset")
    assert told.returncode == 2
    assert told.stderr.startswith("There is no `tset`; there are: demo, run, test,")
    assert told.stdout == ""


@pytest.mark.parametrize("command", ["check", "translations", "setup"])
def test_an_argument_that_would_be_ignored_is_refused(command: str) -> None:
    told = dev(command, "--fast")
    assert told.returncode == 1
    assert told.stderr == "This takes no arguments: --fast\n"


def test_an_older_python_reads_one_sentence() -> None:
    play = "import sys; sys.version_info = (3, 9, 2, 'final', 0); exec(open('dev').read(), {'__name__': '__main__'})"
    told = subprocess.run(
        [sys.executable, "-c", play],
        cwd=ROOT,
        env={**os.environ, "PATH": "/nowhere"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert told.returncode == 1
    assert told.stderr == "Campanello needs Python 3.11 or newer; this is 3.9.\n"
