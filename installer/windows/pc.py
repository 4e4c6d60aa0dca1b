"""A Windows PC for one trial: a fresh prefix of Wine, a screen that nobody sees, a tray, and one user on it."""

import json
import os
import selectors
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "build" / "windows"
"""What python.sh and build.sh leave: the Windows Python, and a prefix that was never used."""

PATIENCE = 180.0
"""Seconds for one command under Wine, the setup included; the first one starts Wine's server."""

TOOLS = ("wine", "Xvfb", "openbox", "trayer", "import", "xwininfo", "xdotool")


class Done(NamedTuple):
    status: int
    said: str
    beside: str = ""
    """Its standard error, where this machine's own libraries complain too."""


class WindowsPc:
    """The user is Wine's own. Paths of Windows and of this machine are told apart by their types: `str` and `Path`."""

    def __init__(self, prefix: Path, display: str) -> None:
        self.prefix = prefix
        self._faces: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("QT_", "CAMPANELLO_"))},
            "WINEPREFIX": str(prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;mscms=n;winemenubuilder.exe=d",
            "DISPLAY": display,
            "LANG": "C.UTF-8",
        }

    @property
    def local(self) -> Path:
        """%LOCALAPPDATA%."""
        users = self.prefix / "drive_c" / "users"
        (user,) = (each for each in users.iterdir() if each.name != "Public" and each.is_dir())
        return user / "AppData" / "Local"

    @property
    def installed(self) -> Path:
        return self.local / "Programs" / "Campanello"

    @property
    def data(self) -> Path:
        return self.local / "campanello"

    def started(self, *words: str, more: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes]":
        """Its standard handles are pipes: files hang under Wine."""
        return subprocess.Popen(
            ["wine", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**self.environment, **(more or {})},
            cwd=self.prefix,
        )

    def run(self, *words: str, told: str = "", more: Mapping[str, str] | None = None) -> Done:
        with self.started(*words, more=more) as process:
            return _heard(process, told, PATIENCE)

    def cli(self, *words: str, told: str = "", statuses: Sequence[int] = (0,)) -> str:
        """The installed program in a terminal."""
        done = self.run(str(self.installed / "campanello-cli.exe"), *words, told=told)
        assert done.status in statuses, (words, done)
        return done.said

    def json(self, *words: str, statuses: Sequence[int] = (0,)) -> Any:
        return json.loads(self.cli(*words, "--json", statuses=statuses))

    def face(self) -> None:
        """The installed program as from the Start menu, until something ends it."""
        self._faces.append(self.started(str(self.installed / "campanello.exe")))

    def registry(self, key: str, name: str) -> str | None:
        """A value of the user's; None: there is none."""
        done = self.run("reg", "query", rf"HKCU\{key}", "/v", name)
        if done.status:
            return None
        rows = [line.split("    ") for line in done.said.splitlines() if f"    {name}    " in line]
        return rows[0][-1].strip() if rows else None

    def processes(self) -> int:
        """How many of Campanello's run, those that start a crashed one again included."""
        told = self.run("tasklist").said
        return sum(line.lower().startswith("campanello") for line in told.splitlines())

    def picture(self, name: str) -> Path:
        """Of the whole screen, where the documents show it."""
        folder = ROOT / "docs" / "screenshots" / "windows"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(file)], env=self.environment, check=True, timeout=30)
        return file

    def windows(self) -> str:
        """The screen's tree of windows, as text."""
        told = subprocess.run(
            ["xwininfo", "-root", "-tree"], env=self.environment, capture_output=True, text=True, timeout=30
        )
        return told.stdout

    def press(self, key: str) -> None:
        """A key, in X's name for it, to the window in front."""
        subprocess.run(["xdotool", "key", key], env=self.environment, check=True, timeout=30)

    def end(self) -> None:
        """Every process of the prefix, however it stands."""
        for face in self._faces:
            for pipe in (face.stdin, face.stdout, face.stderr):
                if pipe is not None:
                    pipe.close()
        subprocess.run(["wineserver", "--kill"], env=self.environment, timeout=60, check=False)
        for face in self._faces:
            face.wait(20)


def lacks() -> str:
    """Why no trial can be made here, in a sentence; empty: one can."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        return f"A Windows PC under Wine needs {', '.join(missing)}."
    if not (HOME / "made").exists():
        return "The Windows Python is not made: ./dev package windows."
    return ""


@contextmanager
def windows_pc(folder: Path) -> Iterator[WindowsPc]:
    """With a tray. Nothing of it stays."""
    prefix = folder / "prefix"
    shutil.copytree(HOME / "wp", prefix, symlinks=True)
    with _screen() as display:
        pc = WindowsPc(prefix, display)
        try:
            yield pc
        finally:
            pc.end()


@contextmanager
def _screen() -> Iterator[str]:
    told, tells = os.pipe()
    shape = ["-screen", "0", "1024x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tells), *shape],
        pass_fds=(tells,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(tells)
    with os.fdopen(told, encoding="ascii") as answer:
        display = f":{answer.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display}
    tray = ("trayer", "--edge", "bottom", "--align", "right", "--width", "20", "--height", "32", "--tint", "0x202020")
    others = [
        subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in (("openbox",), tray)
    ]
    time.sleep(1)  # until the tray has its place: a mark that comes before it finds none
    try:
        yield display
    finally:
        for process in (*others, server):
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)


def python(pc: WindowsPc, *words: str) -> Done:
    """The Windows Python, with the checkout as its folder."""
    with subprocess.Popen(
        ["wine", str(HOME / "py" / "python.exe"), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=pc.environment,
        cwd=ROOT,
    ) as process:
        return _heard(process, "", 600)


def _heard(process: "subprocess.Popen[bytes]", told: str, seconds: float) -> Done:
    """Until the process has ended, whoever else holds its pipes: Wine's own services may, if it was the first."""
    assert process.stdin is not None
    with suppress(BrokenPipeError):
        process.stdin.write(told.encode())
        process.stdin.close()
    pieces: dict[IO[bytes], bytes] = {pipe: b"" for pipe in (process.stdout, process.stderr) if pipe is not None}
    deadline = time.monotonic() + seconds
    with selectors.DefaultSelector() as ears:
        for pipe in pieces:
            ears.register(pipe, selectors.EVENT_READ)
        while ears.get_map():
            ended = process.poll() is not None
            ready = ears.select(0.3)
            for key, _events in ready:
                piece = os.read(key.fd, 65536)
                for pipe in pieces:
                    if pipe is key.fileobj:
                        pieces[pipe] += piece
                if not piece:
                    ears.unregister(key.fileobj)
            if ended and not ready:
                break
            if time.monotonic() > deadline:
                process.kill()
                raise subprocess.TimeoutExpired(process.args, seconds)
    status = process.wait(max(1.0, deadline - time.monotonic()))
    out, err = (piece.decode("utf-8", "replace").replace("\r\n", "\n") for piece in pieces.values())
    return Done(status, out, err)


assert sys.platform == "linux", "under Wine; on Windows itself a person follows docs/windows-checklist.md"
