"""The programs that are compared in the tray: a bare one, ours from source and as it is delivered, and vorta."""

import hashlib
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # ships no types

from installer.built import Program, Session
from tests.bench.desktop import Desktop

ROOT = Path(__file__).parents[2]
VORTA = "0.11.6"
BUILT = ROOT / "dist" / "campanello" / "campanello"

BARE = (sys.executable, "-m", "tests.bench.bare_tray")
TERMINAL = str(Path(sys.executable).with_name("campanello"))


@contextmanager
def restaurant(desktop: Desktop, world: Mapping[str, Any]) -> Iterator[tuple[Session, Path]]:
    """A user whose keyring holds the secrets of three links, and the home that joins them."""
    with tempfile.TemporaryDirectory(prefix="campanello-bench-") as folder, desktop.user(Path(folder) / "u") as user:
        home = Path(folder) / "home"
        home.mkdir()
        (home / "campanello.toml").write_text(world["configuration"], encoding="utf-8")
        terminal = Program(user, TERMINAL)
        for name, secret in world["secrets"].items():
            terminal("--home", str(home), "secret", "set", *name.split("/"), told=f"{secret}\n")
        yield user, home


def built() -> Path:
    """The delivered program; it is built when it is not there."""
    if not BUILT.exists():
        subprocess.run([sys.executable, "dev", "package", "linux"], cwd=ROOT, check=True)
    return BUILT


@cache
def source() -> tuple[str, ...]:
    """From the checkout, in an environment that holds what the program's own lock says and nothing of development."""
    lock = ROOT / "requirements.lock"
    folder = ROOT / "build" / "bench" / f"product-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)]
        subprocess.run(pip, check=True)
    return (str(python), "-m", "ui")


def vorta() -> tuple[str, ...] | None:
    """Another tray program of Qt, peewee and keyring, in an environment of its own; None where it cannot be had."""
    folder = ROOT / "build" / "bench" / f"vorta-{VORTA}"
    if not (folder / "bin" / "vorta").exists():
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", f"vorta=={VORTA}"]
        if subprocess.run(pip, stderr=subprocess.DEVNULL).returncode:
            return None
    return (str(folder / "bin" / "vorta"), "--daemonize")


def family(pid: int, command: Sequence[str]) -> list[psutil.Process]:
    """The program with all that it began. One that goes to the background by itself is known by its command."""
    if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    return [each for each in psutil.process_iter(["cmdline"]) if command[0] in (each.info["cmdline"] or ())]


@contextmanager
def running(session: Session, command: Sequence[str]) -> Iterator["subprocess.Popen[str]"]:
    """Ended as by a log-out, by force where it does not hear."""
    process = session.started("env", f"PYTHONPATH={ROOT}", *command, errors=subprocess.DEVNULL)
    try:
        yield process
    finally:
        for each in family(process.pid, command):
            each.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
