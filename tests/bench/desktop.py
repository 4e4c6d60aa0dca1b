"""A screen with a tray that nobody looks at, and one user on it: where a start and a window are measured."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from installer.built import Session, own_session

LOOK_EVERY = 0.002
"""Seconds between two looks at the tray; a look itself takes about three milliseconds."""

PATIENCE = 60.0


class Desktop:
    """Xvfb, openbox and trayer (XEmbed). Whoever looks at the tray looks at it from outside, whoever it is of."""

    def __init__(self, size: str = "1024x768") -> None:
        self._size = size
        self._programs: list[subprocess.Popen[str]] = []
        self.display = ""

    def __enter__(self) -> Self:
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", f"{self._size}x24", "-nolisten", "tcp"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._programs.append(screen)
        assert screen.stdout is not None
        self.display = f":{screen.stdout.readline().strip()}"
        self._begin("openbox")
        self._begin("trayer", "--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", "32")
        deadline = time.monotonic() + PATIENCE
        while not self._panel():
            assert time.monotonic() < deadline, "the tray did not come"
            time.sleep(0.05)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for program in reversed(self._programs):
            program.terminate()
        for program in self._programs:
            program.wait(PATIENCE)

    def icons(self) -> int:
        """How many marks stand in the tray."""
        told = self._asked("-tree", "-id", self._panel())
        # Each is a window with its program's name, within one of the tray's own that has none.
        return len(re.findall(r'^\s+0x[0-9a-f]+ "(?!panel)', told, re.MULTILINE))

    @contextmanager
    def user(self, home: Path) -> Iterator[Session]:
        """With an open keyring."""
        with own_session(home, {"DISPLAY": self.display}).keyring() as session:
            yield session

    def until_icons(self, count: int) -> float:
        """The instant (monotonic) at which that many are seen."""
        deadline = time.monotonic() + PATIENCE
        while self.icons() != count:
            assert time.monotonic() < deadline, f"not {count} in the tray"
            time.sleep(LOOK_EVERY)
        return time.monotonic()

    def _begin(self, *command: str) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        env = {"DISPLAY": self.display, "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
        self._programs.append(subprocess.Popen(command, env=env, text=True, **quiet))  # type: ignore[call-overload]  # by name

    def _panel(self) -> str:
        found = re.search(r'(0x[0-9a-f]+) "panel"', self._asked("-root", "-tree"))
        return found[1] if found else ""

    def _asked(self, *words: str) -> str:
        asked = subprocess.run(["xwininfo", "-display", self.display, *words], capture_output=True, text=True)
        return asked.stdout
