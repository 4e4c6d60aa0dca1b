"""The built program as a person or a script on a PC uses it: processes, exit statuses, files. Nothing of its code.

What is tried here must not be helped by the checkout, so neither the agent nor the tests of the source are imported.
"""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

PATIENCE = 60.0
"""Seconds that one command may take: the disk is cold at the first."""

UNLOCKED = (
    "printf test | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null; "
    'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat >/dev/null'
)
"""A Secret Service that is open, on a bus of its own, until its standard input ends."""


class Session:
    """One user of one PC, whose programs are started with those words before them and those variables alone."""

    def __init__(self, before: Sequence[str], variables: Mapping[str, str]) -> None:
        """`before` ends in `env -i` or the like: of this process' own variables nothing reaches the user's."""
        self._before = tuple(before)
        self._variables = dict(variables)

    def started(self, *command: str, errors: int | IO[str] = subprocess.PIPE) -> "subprocess.Popen[str]":
        given = [f"{name}={value}" for name, value in self._variables.items()]
        return subprocess.Popen(
            [*self._before, *given, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={"PATH": os.environ["PATH"]},
        )

    def run(self, *command: str, told: str = "", statuses: Sequence[int] = (0,)) -> str:
        """Its standard output, whole."""
        with self.started(*command) as process:
            try:
                out, err = process.communicate(told, timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        assert process.returncode in statuses, (command, process.returncode, out, err)
        return out

    @contextmanager
    def keyring(self) -> Iterator["Session"]:
        """The same user with an open Secret Service on a session bus."""
        with self.started("dbus-run-session", "--", "sh", "-c", UNLOCKED, errors=subprocess.DEVNULL) as bus:
            assert bus.stdout is not None
            assert bus.stdin is not None
            address = bus.stdout.readline().strip()
            assert address, "no Secret Service here"
            try:
                yield Session(self._before, {**self._variables, "DBUS_SESSION_BUS_ADDRESS": address})
            finally:
                bus.stdin.close()
                bus.wait(PATIENCE)


class Program:
    """`campanello` in a session."""

    def __init__(self, session: Session, command: str) -> None:
        self.session = session
        self._command = command

    def __call__(self, *arguments: str, told: str = "", statuses: Sequence[int] = (0,)) -> str:
        return self.session.run(self._command, *arguments, told=told, statuses=statuses)

    def json(self, *arguments: str, statuses: Sequence[int] = (0,)) -> Any:
        return json.loads(self(*arguments, "--json", statuses=statuses))

    @contextmanager
    def started(self, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
        """The block sees to its end; one that is left by a trial that failed is ended, by force if it must be."""
        with self.session.started(self._command, *arguments) as process:
            try:
                yield process
            finally:
                process.terminate()
                try:
                    process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    process.kill()

    @contextmanager
    def running(self, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
        """An agent, until the end of the block, which it must live to see; then `campanello quit` ends it, and well."""
        with self._ended_by(lambda _process: self("quit", "--wait", f"{PATIENCE:.0f}"), arguments) as process:
            yield process

    @contextmanager
    def serving(self, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
        """As `running`, for what is no agent and ends at a SIGTERM."""
        with self._ended_by(lambda process: process.terminate(), arguments) as process:
            yield process

    @contextmanager
    def _ended_by(
        self, end: Callable[["subprocess.Popen[str]"], object], arguments: Sequence[str]
    ) -> Iterator["subprocess.Popen[str]"]:
        with self.started(*arguments) as process:
            yield process
            assert process.poll() is None, (arguments, process.returncode, process.communicate())
            end(process)
            out, err = process.communicate(timeout=PATIENCE)
            assert process.returncode == 0, (arguments, process.returncode, out, err)


def own_session(home: Path, variables: Mapping[str, str]) -> Session:
    """This PC, with that folder as the user's home: every folder of the user's is below it."""
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700, parents=True)
    own = {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    return Session(["env", "-i"], {**own, **variables})


def until(true: Callable[[], bool], seconds: float, what: str) -> None:
    """Waits for it, looking five times a second. Fails with `what`."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"after {seconds:.0f} s still not so: {what}"
        time.sleep(0.2)
