"""What CI does, one after the other: the checks and the tests, then the installers, each by `./dev`.

All of it, also when something before has failed, so that one run tells everything; the status is 0 when nothing has.
The last line is a closing line of pytest's that stood further up already: one that tells of a failure, or else that of
the tests. An argument is another number of seconds than MOST_SECONDS.

By whatever Python 3 there is, with the standard library alone: `dev` finds itself a newer one.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[1]

MOST_SECONDS = 39 * 60
"""For everything. At 40 minutes CI would end it, and nobody would read what had failed."""

TO_CLOSE = 60.0
"""Seconds that pytest has to clean up after itself when it is interrupted."""

CLOSING = re.compile(r"^=+ (?:.*\d+ [a-z]+|no tests ran) in [\d.]+s(?: \([\d:]+\))? =+$", re.MULTILINE)
TELLS_OF_FAILURE = re.compile(r"\b\d+ (?:failed|errors?)\b")


def main(most_seconds: float) -> int:
    deadline = time.monotonic() + most_seconds
    steps = [["test"], ["test-installer", "linux", "--may-skip"]]
    if any((ROOT / "installer" / "windows").glob("test_*.py")):
        steps.append(["test-installer", "windows", "--may-skip"])
    summary, closings, failed = [], [], False
    for step in steps:
        name = f"./dev {' '.join(step)}"
        print(name, flush=True)
        began = time.monotonic()
        status, said = done(step, deadline)
        failed = failed or status != 0
        result = f"FAILED, status {status}" if status else "ok"
        summary.append(f"{name:<44} {time.monotonic() - began:5.0f} s  {result}")
        closings += [found.group() for found in CLOSING.finditer(said)][-1:]
    print("", *summary, sep="\n")
    if not closings:
        print("pytest never came to its end; why stands above.")
        return 1
    print(next((line for line in closings if TELLS_OF_FAILURE.search(line)), closings[0]))
    return int(failed)


def done(step: list[str], deadline: float) -> tuple[int, str]:
    """Its status and all that it said, which is shown as it comes.

    Through a file: what it leaves running could hold a pipe open, and CI would wait for it.
    """
    with tempfile.NamedTemporaryFile(prefix="campanello-ci-") as written, Path(written.name).open("rb") as read:
        process = subprocess.Popen(
            [sys.executable, "dev", *step],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            # A group of its own, to be told to end together with all that it started.
            start_new_session=True,
        )
        late = False
        try:
            while process.poll() is None:
                show(read)
                if time.monotonic() > deadline:
                    late = True
                    break
                time.sleep(0.2)
        finally:
            # Its time is over, or this process' own is.
            interrupt(process)
        show(read)
        if late:
            print("The time for all of CI is over: this was ended as by Ctrl-C.", flush=True)
        read.seek(0)
        return (process.returncode or 1) if late else process.returncode, read.read().decode(errors="replace")


def interrupt(process: subprocess.Popen[bytes]) -> None:
    """As by Ctrl-C, then by force. One that has ended already is left alone."""
    for number in (signal.SIGINT, signal.SIGKILL):
        if process.poll() is not None:
            return
        os.killpg(process.pid, number)
        try:
            process.wait(TO_CLOSE)
        except subprocess.TimeoutExpired:
            continue


def show(said: BinaryIO) -> None:
    sys.stdout.buffer.write(said.read())
    sys.stdout.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # A shell that starts this in the background has SIGINT ignored, and whoever is started here would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else MOST_SECONDS))
