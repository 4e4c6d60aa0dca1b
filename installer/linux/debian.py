"""An empty Debian made by debootstrap, to install into: its own files, processes and users, but this PC's loopback.

Only root can make one. What is fetched is kept in `.cache`, so the second time costs seconds. Nothing of it stays: its
processes live in a namespace that ends with the first of them, and its mounts in one that ends with the last.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from installer.built import Session

CACHE = Path(__file__).resolve().parents[2] / ".cache"

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
MOST_SECONDS = 600
"""For one command of Debian's; the slowest fetches packages."""

USER = "cassa"
"""Who works at this till. Not root: nobody's till should run as root."""

QUIET_APT = (
    *("apt-get", "-qq", "--yes", "--no-install-recommends"),
    # It fetches as root: the folder of fetched packages is this PC's.
    *("-o", "APT::Sandbox::User=root"),
    *("-o", "Acquire::Retries=3", "-o", "APT::Update::Error-Mode=any"),
)

ATTEMPTS = 3
PAUSE = 20.0
"""Seconds between two attempts to fetch: a mirror that is being renewed, a network that is just coming back."""

_NAMESPACES = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private")


def lacks() -> str:
    """Why none can be made here, in a sentence; empty: one can."""
    if os.geteuid() != 0:
        return "An empty Debian can be made by root alone."
    missing = [name for name in ("debootstrap", "unshare", "nsenter", "chroot") if shutil.which(name) is None]
    if missing:
        return f"An empty Debian needs {', '.join(missing)}."
    tried = subprocess.run([*_NAMESPACES, "true"], capture_output=True, text=True)
    if tried.returncode:
        return f"This machine allows no namespaces, which keep an empty Debian apart: {tried.stderr.strip()}."
    return ""


class EmptyDebian:
    """Of this PC's own release, from this PC's own mirror. `root` runs as root in it, `session` is the user's."""

    def __init__(self, folder: Path, init: int) -> None:
        """`init`: its first process, by this PC's number."""
        self.folder = folder
        self._inside = ("nsenter", f"--target={init}", "--mount", "--pid", "--", "chroot", str(folder))

    @classmethod
    @contextmanager
    def made(cls) -> Iterator["EmptyDebian"]:
        with tempfile.TemporaryDirectory(prefix="campanello-debian-") as scratch:
            folder = Path(scratch) / "root"
            base(folder)
            archives = CACHE / "archives"
            (archives / "partial").mkdir(parents=True, exist_ok=True)
            shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")
            # The first process reads until this one closes the pipe, by its end at the latest, however that comes.
            inside = (
                f"mount -t proc proc {folder}/proc && mount --bind {archives} {folder}/var/cache/apt/archives "
                f"&& mount -t tmpfs -o mode=755 run {folder}/run && echo ready && exec cat >/dev/null"
            )
            with subprocess.Popen(
                [*_NAMESPACES, "sh", "-c", inside], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            ) as unshare:
                try:
                    assert unshare.stdout is not None
                    ready = unshare.stdout.readline() == "ready\n"
                    assert ready, "the empty Debian's file systems could not be mounted"
                    children = Path(f"/proc/{unshare.pid}/task/{unshare.pid}/children").read_text(encoding="ascii")
                    debian = cls(folder, int(children))
                    debian.root("useradd", "--create-home", "--shell", "/bin/sh", USER)
                    yield debian
                finally:
                    # And with it, by --kill-child, every process in there.
                    unshare.kill()

    def root(self, *command: str, statuses: Sequence[int] = (0,)) -> str:
        """Both of its outputs."""
        status, said = self._ran(command)
        assert status in statuses, (command, status, said)
        return said

    def apt(self, *words: str) -> None:
        """Fetches, more than once if it must, and then does, once."""
        command = (*QUIET_APT, *words)
        fetch = command if words[0] == "update" else (*QUIET_APT, "--download-only", *words)
        patiently(lambda: self._ran(fetch), "apt-get")
        if fetch != command:
            self.root(*command)

    def _ran(self, command: Sequence[str]) -> tuple[int, str]:
        done = subprocess.run(
            [*self._inside, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={"PATH": PATH, "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"},
            timeout=MOST_SECONDS,
        )
        return done.returncode, done.stdout

    def session(self) -> Session:
        """At a till with a screen that nobody sees."""
        uid = self.root("id", "-u", USER).strip()
        home = f"/home/{USER}"
        self.root("install", "-d", "-m", "700", "-o", USER, "-g", USER, f"/run/user/{uid}")
        variables = {
            "HOME": home,
            "USER": USER,
            "XDG_RUNTIME_DIR": f"/run/user/{uid}",
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
        }
        as_user = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", "--", "env", "-i", "-C", home)
        return Session([*self._inside, *as_user], variables)

    def write(self, place: str, text: str) -> None:
        """A file of the user's, below his home."""
        file = self.folder / "home" / USER / place
        self.root("install", "-d", "-o", USER, "-g", USER, *_parents(place))
        file.write_text(text, encoding="utf-8")
        self.root("chown", f"{USER}:", f"/home/{USER}/{place}")

    def processes(self, program: str) -> list[int]:
        """Of that file, by their numbers in there."""
        told = self.root("sh", "-c", 'for p in /proc/[0-9]*; do echo "${p#/proc/} $(readlink $p/exe)"; done')
        rows = (line.split(maxsplit=1) for line in told.splitlines())
        return [int(words[0]) for words in rows if len(words) == 2 and words[1].removesuffix(" (deleted)") == program]

    def files(self, *without: str) -> set[str]:
        """Every file, folder and link in it but for those below the named folders; nothing that is mounted."""
        left = {str(self.folder / place.lstrip("/")) for place in without}
        found: set[str] = set()
        for folder, folders, files in os.walk(self.folder):
            folders[:] = [name for name in folders if f"{folder}/{name}" not in left]
            found.update(f"{folder}/{name}".removeprefix(str(self.folder)) for name in (*folders, *files))
        return found


def _parents(place: str) -> list[str]:
    """From the home downwards, so that each is made with its owner."""
    parents = [f"/home/{USER}/{parent}" for parent in Path(place).parents if str(parent) != "."]
    return parents[::-1]


def base(folder: Path) -> None:
    """Debian's smallest system, out of `.cache` when it was made before."""
    release, mirror = own_release()
    kept = CACHE / f"debian-{release}.tar"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        print(f"Making an empty Debian ({release}, once, about two minutes) ...", flush=True)
        with tempfile.TemporaryDirectory(prefix="campanello-debootstrap-") as scratch:
            fresh = Path(scratch) / "root"

            def fetch() -> tuple[int, str]:
                # What a broken attempt left would be taken for a whole one.
                shutil.rmtree(fresh, ignore_errors=True)
                done = subprocess.run(
                    ["debootstrap", "--variant=minbase", release, str(fresh), mirror],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                )
                return done.returncode, done.stdout

            patiently(fetch, "debootstrap")
            part = kept.with_suffix(".part")
            subprocess.run(["tar", "-C", str(fresh), "-cf", str(part), "."], check=True)
            part.rename(kept)
    folder.mkdir()
    subprocess.run(["tar", "-C", str(folder), "-xpf", str(kept)], check=True)


def patiently(fetch: Callable[[], tuple[int, str]], who: str) -> None:
    """Until its status is 0. After the last attempt the trial fails with a sentence and its last words."""
    said = ""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(PAUSE)
        status, said = fetch()
        if status == 0:
            return
    pytest.fail(f"{who} could not fetch what the trial needs, {ATTEMPTS} times:\n{said[-2000:]}", pytrace=False)


def own_release() -> tuple[str, str]:
    """This PC's release by name, and where it fetches it from."""
    rows = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    told = dict(row.split("=", 1) for row in rows if "=" in row)
    release = told.get("VERSION_CODENAME", "").strip('"')
    form = "$(SITE)\t$(RELEASE)\t$(CREATED_BY)"
    asked = subprocess.run(["apt-get", "indextargets", "--format", form], capture_output=True, text=True, check=True)
    targets = (line.split("\t") for line in asked.stdout.splitlines())
    sites = [site for site, of, kind in targets if (of, kind) == (release, "Packages")]
    if not sites:
        pytest.fail(
            f"This machine's apt has no source of its own release ({release or 'without a name'}).", pytrace=False
        )
    return release, sites[0]
