"""The package in an empty Debian: installed, one order's whole road, upgraded while it runs, removed, nothing left."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import __version__
from installer import road
from installer.built import Program, own_session, until
from installer.conftest import Lacking
from installer.linux.debian import USER, EmptyDebian, lacks

pytestmark = [pytest.mark.linux, pytest.mark.timeout(900)]

PROGRAM = "/usr/lib/campanello/campanello"
NEWER = "999.0.0"
"""No version of ours will be above it."""

CONFIGURATION = ".config/campanello/campanello.toml"
DATABASE = ".local/share/campanello/campanello.db"

SYSTEM_TRACES = (
    "/proc",
    "/sys",
    "/dev",
    "/run",
    "/tmp",
    "/var/lib/dpkg",
    "/var/lib/apt",
    "/var/cache",
    "/var/log",
    "/home",
)
"""What any installation writes to, and what is the user's."""


@pytest.fixture(scope="module")
def debian(lacking: Lacking) -> Iterator[EmptyDebian]:
    reason = lacks()
    if reason:
        lacking(reason)
    with EmptyDebian.made() as debian:
        debian.apt("update")
        yield debian


@pytest.fixture(scope="module")
def installed(debian: EmptyDebian, debian_package: Path) -> EmptyDebian:
    """With what it depends on and nothing else, by name of the file, as the readme says."""
    install(debian, debian_package)
    debian.root("touch", "/tmp/installed")
    return debian


def install(debian: EmptyDebian, file: Path) -> None:
    shutil.copy(file, debian.folder / "tmp")
    debian.apt("install", f"/tmp/{file.name}")
    debian.root("rm", f"/tmp/{file.name}")


@pytest.fixture(scope="module")
def program(installed: EmptyDebian) -> Iterator[Program]:
    """By the user of a desktop, who has a keyring; the desktop comes after the program, which must not lean on it."""
    installed.apt("install", "dbus", "gnome-keyring")
    with installed.session().keyring() as session:
        yield Program(session, "campanello")


@pytest.fixture(scope="module")
def stage(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[road.Stage]:
    """The portals and the till, outside: no upgrade of this PC ends them."""
    outside = own_session(tmp_path_factory.mktemp("outside") / "home", {})
    with road.sandbox(Program(outside, str(folder / "campanello"))) as stage:
        yield stage


def test_every_library_of_every_file_is_there(installed: EmptyDebian) -> None:
    script = f"find {PROGRAM.rpartition('/')[0]} -type f \\( -name '*.so*' -o -name campanello \\) -exec ldd {{}} +"
    told = installed.root("sh", "-c", script, statuses=(0, 1))
    assert "libQt6Core.so.6 => /usr/lib/campanello/" in told
    assert sorted({line.strip() for line in told.splitlines() if "not found" in line}) == []


def test_without_a_keyring_it_starts_and_says_so(installed: EmptyDebian) -> None:
    bare = Program(installed.session(), "campanello")
    assert bare("--version") == f"campanello, version {__version__}\n"
    assert "demo" in bare("--help")


def test_the_desktop_finds_it(installed: EmptyDebian) -> None:
    entry = (installed.folder / "usr/share/applications/campanello.desktop").read_text(encoding="utf-8")
    assert "\nExec=campanello\n" in entry
    assert "\nIcon=campanello\n" in entry
    for side in (16, 24, 32, 48, 64, 96, 128, 256):
        icon = installed.folder / f"usr/share/icons/hicolor/{side}x{side}/apps/campanello.png"
        assert icon.read_bytes().startswith(b"\x89PNG")
    assert (installed.folder / "usr/bin/campanello").readlink() == Path(PROGRAM)


def test_every_file_is_roots_and_everybodys_to_read(installed: EmptyDebian) -> None:
    told = installed.root("sh", "-c", r"find /usr/lib/campanello ! -type l -printf '%u:%g %m %y\n' | sort -u")
    assert set(told.splitlines()) == {"root:root 755 d", "root:root 644 f", "root:root 755 f"}


def test_an_order_goes_its_road_in_the_face_and_doctor_agrees(
    installed: EmptyDebian, program: Program, stage: road.Stage
) -> None:
    road.joined(program, stage, lambda text: installed.write(CONFIGURATION, text))
    with program.running():
        road.order_goes_its_road(program, stage)
        checks = program.json("doctor", statuses=(0, 1))
    assert {"keyring", "database", "credentials", "prerequisite", "flow"} <= {check["name"] for check in checks}
    # A screen that nobody sees has no tray, and an empty Debian no player; the doctor says both, of the face that runs.
    assert {check["name"] for check in checks if check["ok"] is False} == {"tray", "sound.no_program"}


def test_an_upgrade_ends_the_running_one_and_starts_the_new_with_an_order_in_its_outbox(
    installed: EmptyDebian, program: Program, stage: road.Stage, debian_package: Path, tmp_path: Path
) -> None:
    newer = renumbered(debian_package, tmp_path)
    face = program.started()
    ref = road.place(stage)
    until(lambda: len(road.at_till(stage, ref)) == 1, 40, "the order is at the till")
    (before,) = agents(installed)
    # The portal answers nobody while the upgrade takes: what is decided now is sent by the new one.
    stage.portal.send("POST", "faults", {"kind": "refuse", "times": None})
    program("orders", "accept", str(road.row(program, ref)["id"]))
    install(installed, newer)
    assert installed.root("dpkg-query", "-W", "-f", "${Version}", "campanello") == NEWER
    assert face.wait(10) == 0, "it was not forced"
    until(lambda: len(agents(installed)) == 1, 20, "the new one runs")
    assert agents(installed) != [before]
    assert road.status(stage, ref) == "nuovo"
    stage.portal.send("DELETE", "faults")
    until(lambda: road.status(stage, ref) == "confermato", 90, "the portal hears it from the new one")
    assert len(road.at_till(stage, ref)) == 1
    assert not (installed.folder / "run/campanello-again").exists()
    owner = installed.root("stat", "-c", "%U", f"/proc/{agents(installed)[0]}").strip()
    assert owner == USER


def test_removed_it_leaves_the_users_data_and_nothing_else(installed: EmptyDebian, program: Program) -> None:
    home = installed.folder / "home" / USER
    files = installed.root("dpkg-query", "-L", "campanello").splitlines()
    own = [file for file in files if "campanello" in file]
    assert agents(installed), "the one of the upgrade still runs"
    installed.apt("purge", "campanello")
    assert installed.processes(PROGRAM) == [], "it ended with its files"
    assert [file for file in own if (installed.folder / file.lstrip("/")).exists()] == []
    pruned = " -o ".join(f"-path {place}" for place in SYSTEM_TRACES)
    changed = installed.root("sh", "-c", f"find / \\( {pruned} \\) -prune -o -iname '*campanello*' -print")
    assert changed == ""
    assert (home / CONFIGURATION).stat().st_size > 0
    assert (home / DATABASE).stat().st_size > 0


def renumbered(file: Path, folder: Path) -> Path:
    """The same package under a version above it, packed loosely: that costs seconds."""
    tree, newer = folder / "newer", folder / "newer.deb"
    subprocess.run(["dpkg-deb", "--raw-extract", file, tree], check=True)
    control = tree / "DEBIAN" / "control"
    text = control.read_text(encoding="utf-8")
    control.write_text(text.replace(f"\nVersion: {__version__}\n", f"\nVersion: {NEWER}\n"), encoding="utf-8")
    subprocess.run(["dpkg-deb", "-Zgzip", "-z1", "--build", tree, newer], check=True, stdout=subprocess.DEVNULL)
    return newer


def agents(debian: EmptyDebian) -> list[int]:
    """Its running faces, without the sandbox and without the small process beside each."""
    found = []
    for pid in debian.processes(PROGRAM):
        words = debian.root("cat", f"/proc/{pid}/cmdline", statuses=(0, 1)).rstrip("\0").split("\0")
        if len(words) == 1:
            found.append(pid)
    return found
