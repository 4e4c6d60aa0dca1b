"""The built program out of its folder, on this PC: its road, its keeper, and what it weighs."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import __version__
from agent.kept import NAME
from installer import package, road
from installer.built import Program, own_session, until

pytestmark = pytest.mark.linux

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def program(folder: Path, home: Path) -> Iterator[Program]:
    """With an open keyring, as a user of a desktop has one."""
    with own_session(home, OFFSCREEN).keyring() as session:
        yield Program(session, str(folder / "campanello"))
        # Of a trial that failed; the small ones first, which would start the others again.
        for pid, _words in sorted(processes(home), key=lambda each: NAME not in each[1]):
            os.kill(pid, signal.SIGKILL)


def keep_in(home: Path, text: str) -> None:
    file = home / ".config" / "campanello" / "campanello.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")


def test_it_knows_its_version_and_weighs_little(folder: Path, home: Path) -> None:
    program = Program(own_session(home, {}), str(folder / "campanello"))
    assert program("--version") == f"campanello, version {__version__}\n"
    assert package.folder_bytes(folder) <= package.MOST_BYTES


def test_nothing_of_the_system_or_of_a_checkout_is_in_it(folder: Path) -> None:
    own = {"PySide6", "cryptography", "lxml", "pydantic_core", "shiboken6"}
    libraries = {place.relative_to(folder / "_internal") for place in folder.rglob("*.so*") if not place.is_symlink()}
    foreign = {place for place in libraries if place.parts[0] not in own and not place.parts[0].startswith("python")}
    assert {place.name.partition(".")[0] for place in foreign} <= {"libpython3", "_cffi_backend"}
    assert not [place for place in folder.rglob("*") if place.suffix in (".po", ".md", ".toml")]


def test_an_order_goes_its_road(program: Program, home: Path) -> None:
    with road.sandbox(program) as stage:
        road.joined(program, stage, lambda text: keep_in(home, text))
        with program.running("run"):
            road.order_goes_its_road(program, stage)
            checks = program.json("doctor", statuses=(0, 1))
    # What else it finds is this PC's own: its sound, its disk.
    names = {check["name"] for check in checks}
    assert names >= road.PROVEN, names
    assert [check for check in checks if check["name"] in road.PROVEN and check["ok"] is not True] == []


def test_the_face_starts_and_is_started_again_when_it_crashes(program: Program, home: Path) -> None:
    with road.sandbox(program) as stage:
        road.joined(program, stage, lambda text: keep_in(home, text))
        with program.started() as process:
            ref = road.place(stage)
            until(lambda: len(road.at_till(stage, ref)) == 1, 40, "the face's agent brings the order to the till")
            until(lambda: kept(home), 30, "the small process is there that starts it again")
            face = running(home)
            os.kill(face, signal.SIGSEGV)
            process.communicate(timeout=20)
        until(lambda: running(home) not in (0, face), 20, "the keeper starts the program again")
        other = road.place(stage)
        until(lambda: len(road.at_till(stage, other)) == 1, 40, "that one brings the next order")
        program("quit")
        until(lambda: running(home) == 0, 2, "it has ended when `quit` says so")


def running(home: Path) -> int:
    """The process of the face in that home, without the small one beside it; 0: there is none."""
    faces = [pid for pid, words in processes(home) if len(words) == 1]
    assert len(faces) <= 1, faces
    return faces[0] if faces else 0


def kept(home: Path) -> bool:
    return any(NAME in words for _pid, words in processes(home))


def processes(home: Path) -> Iterator[tuple[int, list[str]]]:
    for entry in Path("/proc").iterdir():
        try:
            if f"HOME={home}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                words = (entry / "cmdline").read_bytes().decode().rstrip("\0").split("\0")
                if words[0].endswith("/campanello") or NAME in words:
                    yield int(entry.name), words
        except (OSError, ValueError):
            # No process, or one that is just gone.
            continue
