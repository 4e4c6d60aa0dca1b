"""Who runs a setup. On Windows the file that a person would start, silently; it outlives the program it replaces."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

from agent.keeper import RESTARTED

DETACHED = 0x00000008
NEW_GROUP = 0x00000200
BREAKAWAY = 0x01000000
"""Flags of CreateProcess: no console of ours, no signal of ours, and not ended with a job that we are in."""

LOG = "setup.log"


class Runner(Protocol):
    """Starts it and returns. Raises OSError."""

    def run(self, setup: Path) -> None: ...


class SilentSetup:
    """Windows: the setup asks the running program to end through its own channel, and starts the new one."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        """Kept, so that nobody warns of a process that is left to itself on purpose."""

    def run(self, setup: Path) -> None:
        # Each with its own quotes, as Windows parts them: the setup reads its words so too.
        words = [str(setup), "/S", "/START=1", f"/LOG={setup.with_name(LOG)}"]
        if sys.platform != "win32":
            self.process = _begun(words, 0)
            return
        try:
            self.process = _begun(words, DETACHED | NEW_GROUP | BREAKAWAY)
        except PermissionError:
            # A job that lets nobody leave it (a remote support program's): then the setup belongs to it as we do.
            self.process = _begun(words, DETACHED | NEW_GROUP)


def system() -> str:
    """This system's name among a repository's setups."""
    return "windows" if sys.platform == "win32" else "linux"


def runner_here() -> Runner | None:
    """None where an administrator installs packages (docs/decisions/0018): there the notice says so."""
    return SilentSetup() if sys.platform == "win32" else None


def _begun(words: list[str], flags: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        close_fds=True,
        creationflags=flags,
        # What the setup starts inherits it: the new program has a keeper of its own again.
        env={name: value for name, value in os.environ.items() if name != RESTARTED},
        start_new_session=sys.platform != "win32",
    )
