"""The setup for Windows under Wine: unattended, over a running program, away again; one order's road in between.

The tests are one story and are told in their order.
"""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import __version__
from installer import package, road
from installer.built import Program, own_session, until
from installer.conftest import Lacking
from installer.windows.pc import Done, WindowsPc, lacks, python, windows_pc
from installer.windows.small import LISTED, RUN, windows_path

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]

NEWER = "999.0.0"


@pytest.fixture(scope="module")
def pc(lacking: Lacking, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsPc]:
    reason = lacks()
    if reason:
        lacking(reason)
    with windows_pc(tmp_path_factory.mktemp("windows")) as pc:
        yield pc


@pytest.fixture(scope="module")
def setup() -> Path:
    if not package.WINDOWS.exists():
        pytest.fail(f"dist/{package.WINDOWS.name} is not built: ./dev package windows", pytrace=False)
    return package.WINDOWS


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[road.Stage]:
    """The portals and the till, outside of Windows: nothing of a trial ends them."""
    outside = own_session(tmp_path_factory.mktemp("outside") / "home", {})
    with road.sandbox(Program(outside, str(Path(sys.executable).parent / "campanello"))) as stage:
        yield stage


@pytest.fixture(scope="module")
def site(stage: road.Stage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the reseller brings on his stick."""
    file = tmp_path_factory.mktemp("stick") / "site.toml"
    file.write_text(stage.configuration, encoding="utf-8")
    return file


def installs(pc: WindowsPc, setup: Path, *words: str, log: Path) -> Done:
    return pc.run(str(setup), "/S", *words, f"/LOG={windows_path(log)}")


def test_it_weighs_little_and_says_its_version(setup: Path) -> None:
    assert setup.stat().st_size <= 45_000_000
    assert (setup.parent / f"{setup.name}.sha256").read_text(encoding="ascii").split()[1] == setup.name
    assert __version__.encode("utf-16-le") in setup.read_bytes()


def test_a_configuration_that_is_not_there_ends_it_before_anything_is_written(
    pc: WindowsPc, setup: Path, tmp_path: Path
) -> None:
    log = tmp_path / "setup.log"
    assert installs(pc, setup, r"/CONFIG=D:\nowhere.toml", log=log).status == 10
    assert "no configuration file" in log.read_text(encoding="utf-8")
    assert not pc.installed.exists()


def test_as_another_user_than_was_wanted_it_ends_with_a_status_of_its_own(
    pc: WindowsPc, setup: Path, tmp_path: Path
) -> None:
    log = tmp_path / "setup.log"
    assert installs(pc, setup, "/USER=nobody-of-this-name", log=log).status == 21
    assert "wanted was nobody-of-this-name" in log.read_text(encoding="utf-8")
    assert not pc.installed.exists()


def test_it_installs_unattended_with_the_resellers_file(pc: WindowsPc, setup: Path, site: Path, tmp_path: Path) -> None:
    log = tmp_path / "setup.log"
    done = installs(pc, setup, f"/CONFIG={windows_path(site)}", "/AUTOSTART=1", "/START=0", log=log)
    assert done.status == 0, (done, log.read_text(encoding="utf-8"))
    lines = log.read_text(encoding="utf-8").splitlines()
    assert f"setup of Campanello {__version__}" in lines[0]
    assert lines[-1].endswith(" done")
    assert pc.cli("--version") == f"campanello-cli, version {__version__}\n".replace("campanello-cli", "campanello")
    assert (pc.data / "campanello.toml").read_text(encoding="utf-8") == site.read_text(encoding="utf-8")
    started = pc.registry(RUN, "Campanello")
    assert started is not None
    assert re.fullmatch(r'"C:\\users\\[^"]+\\AppData\\Local\\Programs\\Campanello\\campanello\.exe"', started), started
    assert pc.registry(LISTED, "DisplayVersion") == __version__
    assert list((pc.local.parent / "Roaming").rglob("Campanello.lnk")), "it is in the Start menu"
    assert pc.processes() == 0, "/START=0"


def test_the_credentials_are_kept_by_windows_and_the_doctor_agrees(pc: WindowsPc, stage: road.Stage) -> None:
    for link, side, field, secret in stage.secrets:
        pc.cli("secret", "set", link, side, field, told=f"{secret}\n")
    checks = pc.json("doctor", statuses=(0, 1))
    assert {check["name"]: check["ok"] for check in checks}["keyring"] is True
    wrong = {check["name"] for check in checks if check["ok"] is False}
    # Nothing runs yet, and this machine has no loudspeaker.
    assert wrong <= {"agent", "flow", "sound.no_device", "sound.stuck"}, [each for each in checks if not each["ok"]]


def test_an_order_rings_and_is_accepted_in_the_installed_program(pc: WindowsPc, stage: road.Stage) -> None:
    pc.face()
    until(lambda: pc.run(str(pc.installed / "campanello-cli.exe"), "running").status == 0, 60, "the face runs")
    ref = road.place(stage)
    until(lambda: len(road.at_till(stage, ref)) == 1, 60, "the order is at the till")
    until(lambda: "campanello" in pc.windows().lower(), 30, "the bell shows itself")
    time.sleep(2)
    pc.picture("bell")
    (held,) = [order for order in pc.json("orders", "list") if order["portal_ref"] == ref]
    pc.cli("orders", "accept", str(held["id"]))
    until(lambda: road.status(stage, ref) == "confermato", 40, "the portal knows that it is accepted")
    assert len(road.at_till(stage, ref)) == 1


def test_its_mark_is_in_the_tray(pc: WindowsPc) -> None:
    picture = pc.picture("tray")
    tray = subprocess.run(
        ["convert", str(picture), "-crop", "205x34+819+734", "-depth", "8", "rgb:-"], capture_output=True, check=True
    ).stdout
    colours = {tray[place : place + 3] for place in range(0, len(tray), 3)}
    assert any(red > 150 and 90 < green < 200 and blue < 110 for red, green, blue in colours), "no brass in the tray"
    checks = {check["name"]: check["ok"] for check in pc.json("doctor", statuses=(0, 1))}
    assert checks["tray"] is True, "the face says so itself"


def test_an_upgrade_over_the_running_one_sends_what_it_left_in_its_outbox_once(
    pc: WindowsPc, stage: road.Stage, tmp_path: Path
) -> None:
    newer = built_newer()
    ref = road.place(stage)
    until(lambda: len(road.at_till(stage, ref)) == 1, 60, "the order is at the till")
    stage.portal.send("POST", "faults", {"kind": "refuse", "times": None})
    (held,) = [order for order in pc.json("orders", "list") if order["portal_ref"] == ref]
    pc.cli("orders", "accept", str(held["id"]))
    log = tmp_path / "setup.log"
    done = installs(pc, newer, log=log)
    said = log.read_text(encoding="utf-8")
    assert done.status == 0, (done, said)
    assert "asks the running Campanello to end" in said
    assert "starts Campanello" in said, "it ran before"
    assert pc.registry(LISTED, "DisplayVersion") == NEWER
    assert road.status(stage, ref) == "nuovo"
    stage.portal.send("DELETE", "faults")
    until(lambda: road.status(stage, ref) == "confermato", 120, "the portal hears it from the new one")
    assert len(road.at_till(stage, ref)) == 1
    assert not pc.installed.with_name("Campanello.old").exists()
    assert "campanello.toml.before" not in [file.name for file in pc.data.iterdir()], "no file was given this time"


def test_uninstalled_it_keeps_the_restaurants_data(pc: WindowsPc, setup: Path, tmp_path: Path) -> None:
    uninstalls(pc, "/S")
    assert not pc.installed.exists()
    assert pc.registry(LISTED, "DisplayVersion") is None
    assert pc.registry(RUN, "Campanello") is None
    assert not list((pc.local.parent / "Roaming").rglob("Campanello.lnk"))
    assert pc.processes() == 0
    assert (pc.data / "campanello.db").stat().st_size > 0
    # And the next setup goes on with it, credentials included.
    assert installs(pc, setup, "/START=0", log=tmp_path / "again.log").status == 0
    assert {test["side"]: test["failure"] for test in pc.json("links", "test", "banco", statuses=(0, 1))} == {
        "portal": None,
        "pos": None,
    }


def test_purged_nothing_of_it_stays(pc: WindowsPc, setup: Path, tmp_path: Path) -> None:
    uninstalls(pc, "/S", "/PURGE")
    assert not pc.installed.exists()
    assert not pc.data.exists(), list(pc.data.iterdir())
    assert installs(pc, setup, "/START=0", log=tmp_path / "after.log").status == 0
    told = pc.cli("links", "list", statuses=(0, 1, 2))
    assert "banco" not in told
    uninstalls(pc, "/S", "/PURGE")


@pytest.mark.timeout(900)
def test_the_suites_part_that_windows_decides_passes_there(pc: WindowsPc) -> None:
    """Database, keyring, one face a home, the start with the session, the bell: by the Python that is delivered."""
    chosen = (
        "tests/store",
        "tests/agent/test_vault.py",
        "tests/agent/test_autostart.py",
        "tests/agent/test_lock.py",
        "tests/agent/test_crash.py",
        "tests/agent/test_home.py",
        "tests/agent/test_log.py",
        "tests/agent/test_moving.py",
        "tests/agent/test_purging.py",
        "tests/agent/test_setting_up.py",
        "tests/ui/test_single_instance.py",
        "tests/ui/test_sound_windows.py",
        "tests/ui/bell",
    )
    done = python(pc, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "-x", *chosen)
    assert done.status == 0, done.said[-6000:]
    assert " passed" in done.said


def uninstalls(pc: WindowsPc, *words: str) -> None:
    """`_?=`: it stays the process that is waited for, and so cannot remove its own file."""
    own = pc.installed / "uninstall.exe"
    place = "C:" + str(pc.installed.relative_to(pc.prefix / "drive_c")).join(("\\", "")).replace("/", "\\")
    done = pc.run(str(own), *words, f"_?={place}")
    assert done.status == 0, done
    own.unlink(missing_ok=True)
    if pc.installed.exists() and not any(pc.installed.iterdir()):
        pc.installed.rmdir()


def built_newer() -> Path:
    """The same program in a setup of a version above it."""
    file = package.DIST / f"campanello-setup-{NEWER}.exe"
    package.run(
        [str(package.WINDOWS_SCRIPT)], "no newer setup", {"CAMPANELLO_VERSION": NEWER, "CAMPANELLO_FOLDER": "kept"}
    )
    return file
