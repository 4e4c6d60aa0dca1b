"""The setup as a person sees it, in Italian and in English: its pages, what they ask, what they do. Photographed."""

import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from installer.built import until
from installer.conftest import Lacking
from installer.windows.pc import WindowsPc, lacks, windows_pc
from installer.windows.small import answers, asked, made

pytestmark = [pytest.mark.windows, pytest.mark.timeout(300)]

DRAWN = 1.5
"""Seconds from a window's being there until all of it is painted."""


@pytest.fixture(scope="module")
def pc(lacking: Lacking, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsPc]:
    reason = lacks()
    if reason:
        lacking(reason)
    with windows_pc(tmp_path_factory.mktemp("windows")) as pc:
        yield pc


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("small"), {})


@pytest.fixture(scope="module")
def italian(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The variables of an Italian session: Wine asks this system's locale for Windows' language."""
    folder = tmp_path_factory.mktemp("locales")
    subprocess.run(["localedef", "-i", "it_IT", "-f", "UTF-8", str(folder / "it_IT.UTF-8")], check=True)
    return {"LOCPATH": str(folder), "LC_ALL": "it_IT.UTF-8"}


def seen(pc: WindowsPc, title: str, name: str) -> None:
    """The window is there, and is photographed."""
    until(lambda: f'"{title}' in pc.windows(), 30, f"a window {title!r}")
    time.sleep(DRAWN)
    pc.picture(name)


def pressed(pc: WindowsPc, key: str) -> None:
    pc.press(key)
    time.sleep(DRAWN)


def test_in_italian_it_installs_starts_and_stays(pc: WindowsPc, small: Path, italian: Mapping[str, str]) -> None:
    with pc.started(str(small), more=italian) as setup:
        seen(pc, "Installazione di Campanello", "setup-it-welcome")
        pressed(pc, "Return")
        until(lambda: (pc.installed / "campanello.exe").exists(), 30, "the program is in its place")
        seen(pc, "Installazione di Campanello", "setup-it-finish")
        pressed(pc, "Return")
        assert setup.wait(60) == 0
    assert asked(pc) == ["face", "autostart on"], "both boxes were ticked"


def test_over_a_version_that_was_switched_off_it_stays_switched_off(pc: WindowsPc, small: Path) -> None:
    (pc.local / "asked.txt").unlink(missing_ok=True)
    answers(pc, 'autostart 0 {"on": false}', "running 0")
    with pc.started(str(small)) as setup:
        seen(pc, "Campanello Setup", "setup-en-welcome")
        pressed(pc, "Return")
        until(lambda: "autostart status --json" in asked(pc), 30, "how it stood is asked")
        seen(pc, "Campanello Setup", "setup-en-finish")
        pressed(pc, "Return")
        assert setup.wait(60) == 0
    assert "quit --wait 60" in asked(pc)
    assert "autostart on" not in asked(pc)
    assert asked(pc)[-2:] == ["autostart off", "face"]


def test_broken_off_at_the_first_page_nothing_has_changed(pc: WindowsPc, small: Path) -> None:
    (pc.local / "asked.txt").unlink(missing_ok=True)
    (pc.installed / "of-before.txt").touch()
    with pc.started(str(small)) as setup:
        seen(pc, "Campanello Setup", "setup-en-welcome")
        pressed(pc, "Escape")
        pressed(pc, "y")
        assert setup.wait(60) == 1
    assert asked(pc) == []
    assert (pc.installed / "of-before.txt").exists()


def test_uninstalled_in_italian_it_asks_for_the_data_and_keeps_them(pc: WindowsPc, italian: Mapping[str, str]) -> None:
    (pc.local / "asked.txt").unlink(missing_ok=True)
    place = "C:" + str(pc.installed.relative_to(pc.prefix / "drive_c")).join(("\\", "")).replace("/", "\\")
    with pc.started(str(pc.installed / "uninstall.exe"), f"_?={place}", more=italian) as uninstaller:
        seen(pc, "Disinstallazione di Campanello", "uninstall-it-data")
        pressed(pc, "Return")
        seen(pc, "Disinstallazione di Campanello", "uninstall-it-confirm")
        pressed(pc, "Return")
        until(lambda: not (pc.installed / "campanello.exe").exists(), 30, "the program is gone")
        pressed(pc, "Return")
        assert uninstaller.wait(60) == 0
    assert asked(pc) == ["quit --wait 60"], "Yes, keep them, is what Return says"
