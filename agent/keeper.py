"""Starts the program again, once, when it ended without a word: `python -m agent.keeper -- COMMAND...`.

A process of its own that waits at the end of a pipe. The program says goodbye through it when it ends by itself; when
the pipe just closes, it crashed. The standard library alone is imported here: it lies beside the program all evening.
"""

import os
import sys
from collections.abc import Sequence

GOODBYE = b"goodbye"

FLAG = "--keeper"
"""By which the built program is told to be the keeper, before it imports anything large (`installer/start.py`)."""

RESTARTED = "CAMPANELLO_RESTARTED"
"""Set for the program that was started again: it has no keeper of its own, so a crash at every start ends."""

PAUSE = 1.0
"""Seconds until the lock and the single instance's door of the dead process are surely given back."""


def wait_and_restart(pipe: int, command: Sequence[str]) -> bool:
    """Returns when the program has ended; True: it crashed, and was started again."""
    heard = b""
    while block := os.read(pipe, 64):
        heard += block
    if GOODBYE in heard:
        return False
    import subprocess  # a megabyte that is mostly never needed
    import time

    time.sleep(PAUSE)
    subprocess.Popen(
        list(command),
        env={**os.environ, RESTARTED: "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
    )
    return True


def main(arguments: Sequence[str]) -> None:
    command = list(arguments[arguments.index("--") + 1 :])
    wait_and_restart(sys.stdin.fileno(), command)


if __name__ == "__main__":
    main(sys.argv)
