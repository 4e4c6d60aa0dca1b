"""The program's side of its keeper: a child that starts it again once when it crashes.

On Linux the system's shell, which lies there all evening in one megabyte; elsewhere `agent.keeper`, which means the
same, in a second process of this program (20 MB where it is built).
"""

import os
import subprocess
import sys
from collections.abc import Sequence

import structlog

from agent.keeper import FLAG, GOODBYE, PAUSE, RESTARTED

log = structlog.get_logger("keeper")


NAME = "campanello-keeper"
"""Of the shell, in a list of processes."""

SHELL = f"""
read -r word
case $word in *{GOODBYE.decode()}*) exit 0;; esac
sleep {PAUSE:g}
{RESTARTED}=1
export {RESTARTED}
command -v setsid >/dev/null && exec setsid "$@" </dev/null
exec "$@" </dev/null
"""


def keeper_command(command: Sequence[str]) -> list[str]:
    """What waits at the end of a pipe, and then starts `command` or nothing."""
    if sys.platform == "linux":
        return ["/bin/sh", "-c", SHELL, NAME, *command]
    own = [FLAG] if getattr(sys, "frozen", False) else ["-m", "agent.keeper"]
    return [sys.executable, *own, "--", *command]


class Kept:
    """From `start` to `say_goodbye`."""

    def __init__(self, command: Sequence[str], *, always: bool = False) -> None:
        """`command`: what starts the program again, word by word. `always`: not only once, for the starts are counted
        elsewhere (an update that has to prove itself, `agent.update`)."""
        self._command = list(command)
        self._always = always
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Nothing where this process itself was started by a keeper: once is enough."""
        if os.environ.get(RESTARTED) and not self._always:
            return
        try:
            self._child = subprocess.Popen(
                keeper_command(self._command),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            log.warning("no_keeper", error=type(error).__name__)

    def say_goodbye(self) -> None:
        """The program ends by itself: the keeper goes too."""
        child, self._child = self._child, None
        if child is None:
            return
        assert child.stdin is not None
        try:
            child.stdin.write(GOODBYE)
            child.stdin.close()
        except OSError as error:
            # It is gone already; then it starts nothing either.
            log.info("keeper_gone", error=type(error).__name__)
        try:
            child.wait(2.0)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
