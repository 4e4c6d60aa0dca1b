"""The package in an empty Debian: installed, one order's whole road, upgraded while it runs, removed, nothing left.

The tests are one story and are told in their order.
"""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
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
"""What any installation writes to, what runs, and what is the user's."""


@pytest.fixture(scope="session")
def debian(lacking: Lacking) -> Iterator[EmptyDebian]:
    reason = lacks()
    if reason:
        lacking(reason)
    with EmptyDebian.made() as debian:
        debian.apt("update")
        yield debian


@pytest.fixture(scope="module")
def bare(debian: EmptyDebian, debian_package: Path) -> set[str]:
    """Its files with all that the package says it depends on, and without the package."""
    asked = subprocess.run(
        ["dpkg-deb", "--field", debian_package, "Depends"], capture_output=True, text=True, check=True
    )
    debian.apt("satisfy", asked.stdout.strip())
    return debian.files(*SYSTEM_TRACES)


@pytest.fixture(scope="module")
def installed(debian: EmptyDebian, bare: set[str], debian_package: Path) -> EmptyDebian:
    """By name of the file, as the readme says."""
    before = packages(debian)
    install(debian, debian_package)
    assert packages(debian) - before == {"campanello"}
    return debian


def install(debian: EmptyDebian, file: Path) -> None:
    """Also over a version that is as new."""
    shutil.copy(file, debian.folder / "tmp")
    debian.apt("install", "--reinstall", f"/tmp/{file.name}")
    debian.root("rm", f"/tmp/{file.name}")


def packages(debian: EmptyDebian) -> set[str]:
    return set(debian.root("dpkg-query", "--show", "--showformat", "${Package}\n").split())


@pytest.fixture(scope="module")
def desktop(installed: EmptyDebian) -> set[str]:
    """The files of a desktop's keyring. It comes after the program, which must not lean on it."""
    before = installed.files(*SYSTEM_TRACES)
    installed.apt("install", "dbus", "gnome-keyring")
    return installed.files(*SYSTEM_TRACES) - before


@pytest.fixture(scope="module")
def program(installed: EmptyDebian, desktop: set[str]) -> Iterator[Program]:
    """By the user of a desktop, who has a keyring."""
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


def test_without_a_desktop_it_starts_and_the_doctor_says_what_lacks(installed: EmptyDebian, stage: road.Stage) -> None:
    alone = Program(installed.session(), "campanello")
    assert alone("--version") == f"campanello, version {__version__}\n"
    assert alone("doctor", statuses=(2,)) == "", "there is nothing to examine yet, which it says beside its output"
    installed.write(CONFIGURATION, stage.configuration)
    checks = {check["name"]: check["ok"] for check in alone.json("doctor", statuses=(1,))}
    assert checks["keyring"] is False


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


def test_it_starts_with_the_users_session_by_choice(installed: EmptyDebian, program: Program) -> None:
    entry = installed.folder / "home" / USER / ".config/autostart/campanello.desktop"
    program("autostart", "on")
    lines = entry.read_text(encoding="utf-8").splitlines()
    (command,) = (line.removeprefix("Exec=").strip('"') for line in lines if line.startswith("Exec="))
    assert command == PROGRAM, "the file itself: it is there as long as the package"
    program("autostart", "off")
    assert not entry.exists()


def test_an_order_goes_its_road_in_the_face_and_doctor_agrees(
    installed: EmptyDebian, program: Program, stage: road.Stage
) -> None:
    road.joined(program, stage, lambda text: installed.write(CONFIGURATION, text))
    with program.running():
        road.order_goes_its_road(program, stage)
        checks = program.json("doctor", statuses=(0, 1))
    assert {check["name"] for check in checks} >= road.PROVEN
    # A screen that nobody sees has no tray, and an empty Debian no player; the doctor says both, of the face that runs.
    assert {check["name"] for check in checks if check["ok"] is False} == {"tray", "sound.no_program"}


@pytest.mark.parametrize(
    ("words", "version"),
    [
        pytest.param(("run",), __version__, id="over itself, while it runs without a screen"),
        pytest.param((), NEWER, id="to a newer one, while its face runs"),
    ],
)
def test_an_upgrade_ends_the_running_one_and_starts_the_new_which_sends_what_waited_in_the_outbox_once(
    installed: EmptyDebian,
    program: Program,
    stage: road.Stage,
    debian_package: Path,
    tmp_path: Path,
    words: tuple[str, ...],
    version: str,
) -> None:
    file = debian_package if version == __version__ else renumbered(debian_package, version, tmp_path)
    program("quit")  # what the upgrade before has started
    assert installed.processes(PROGRAM) == []
    with program.started(*words) as process:
        ref = road.place(stage)
        until(lambda: len(road.at_till(stage, ref)) == 1, 40, "the order is at the till")
        (before,) = agents(installed, words)
        # The portal answers nobody while the upgrade takes: what is decided now is sent by the new one.
        stage.portal.send("POST", "faults", {"kind": "refuse", "times": None})
        program("orders", "accept", str(road.row(program, ref)["id"]))
        install(installed, file)
        assert process.wait(10) == 0, "it was not forced"
    assert installed.root("dpkg-query", "--show", "--showformat", "${Version}", "campanello") == version
    until(lambda: len(agents(installed, words)) == 1, 20, "the new one runs")
    (after,) = agents(installed, words)
    assert after != before
    assert installed.root("stat", "--format", "%U", f"/proc/{after}").strip() == USER
    assert not (installed.folder / "run/campanello-again").exists()
    assert road.accepted_times(stage, ref) == 0
    stage.portal.send("DELETE", "faults")
    until(lambda: road.status(stage, ref) == "confermato", 90, "the portal hears it from the new one")
    until(lambda: road.row(program, ref)["status"] == "accepted", 20, "and the new one knows that it did")
    assert road.accepted_times(stage, ref) == 1
    assert len(road.at_till(stage, ref)) == 1


def test_removed_it_leaves_the_users_data_and_nothing_else(
    installed: EmptyDebian, program: Program, bare: set[str], desktop: set[str]
) -> None:
    home = installed.folder / "home" / USER
    configuration = (home / CONFIGURATION).read_bytes()
    assert agents(installed), "the one of the upgrade still runs"
    installed.apt("purge", "campanello")
    assert installed.processes(PROGRAM) == [], "it ended with its files"
    assert "campanello" not in packages(installed)
    left = installed.files(*SYSTEM_TRACES)
    lists = (installed.folder / "var/lib/dpkg/info").glob("*.list")
    others = {line for file in lists for line in file.read_text(encoding="utf-8").splitlines()}
    assert sorted(left - bare - desktop - others) == []
    assert sorted((bare | desktop) - left) == [], "nothing that was another's went with it"
    assert sorted(file for file in installed.files("/home") if "campanello" in file.lower()) == []
    assert (home / CONFIGURATION).read_bytes() == configuration
    with closing(sqlite3.connect(home / DATABASE)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def renumbered(file: Path, version: str, folder: Path) -> Path:
    """The same package under a version above it, packed loosely: that costs seconds."""
    tree, newer = folder / "newer", folder / "newer.deb"
    subprocess.run(["dpkg-deb", "--raw-extract", file, tree], check=True)
    control = tree / "DEBIAN" / "control"
    text = control.read_text(encoding="utf-8")
    control.write_text(text.replace(f"\nVersion: {__version__}\n", f"\nVersion: {version}\n"), encoding="utf-8")
    subprocess.run(["dpkg-deb", "-Zgzip", "-z1", "--build", tree, newer], check=True, stdout=subprocess.DEVNULL)
    return newer


def agents(debian: EmptyDebian, words: tuple[str, ...] = ()) -> list[int]:
    """Its running faces, or what else was started with those words, without the small process beside each."""
    found = []
    for pid in debian.processes(PROGRAM):
        # It may have ended since.
        told = debian.root("cat", f"/proc/{pid}/cmdline", statuses=(0, 1)).rstrip("\0").split("\0")
        if tuple(told[1:]) == words:
            found.append(pid)
    return found
