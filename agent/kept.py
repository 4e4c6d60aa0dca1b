"""The program's side of its keeper: a child that starts it again once when it crashes (`agent.keeper`)."""

import os
import subprocess
import sys
from collections.abc import Sequence

import structlog

from agent.keeper import FLAG, GOODBYE, RESTARTED

log = structlog.get_logger("keeper")


def keeper_command() -> list[str]:
    return [sys.executable, FLAG] if getattr(sys, "frozen", False) else [sys.executable, "-m", "agent.keeper"]


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
                [*keeper_command(), "--", *self._command],
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
