"""What the script asks of the system: only what is missing, by apt-get where that may be, else in one sentence."""

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

linux = pytest.mark.skipif(sys.platform != "linux", reason="only there the system brings libraries in packages")


def test_only_what_does_not_load_is_missing(dev: ModuleType) -> None:
    lacking = dev.missing(dev.QT, lambda name: name not in ("libEGL.so.1", "libdbus-1.so.3"))
    assert {need.package for need in lacking} == {"libegl1", "libdbus-1-3"}
    assert dev.missing(dev.QT, lambda name: True) == ()


def test_every_need_says_why_it_is_one(dev: ModuleType) -> None:
    tables = (dev.QT, dev.X11, dev.WAYLAND, dev.TESTS, dev.PHOTOGRAPHS)
    needs = [need for table in tables for need in table]
    assert all(need.reason and need.package for need in needs)
    assert len({need.name for need in needs}) == len(needs)


@linux
def test_presence_is_tried_and_not_looked_up(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dev.is_on_this_system("libc.so.6")
    assert not dev.is_on_this_system("libno-such-thing.so.9")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not dev.is_on_this_system("sh")


def test_the_screen_decides_what_qt_needs(dev: ModuleType) -> None:
    assert dev.screen_needs({}) == ()
    assert dev.screen_needs({"QT_QPA_PLATFORM": "offscreen"}) == dev.QT
    assert set(dev.screen_needs({"DISPLAY": ":0"})) == {*dev.QT, *dev.X11}
    assert set(dev.screen_needs({"WAYLAND_DISPLAY": "wayland-0"})) == {*dev.QT, *dev.WAYLAND}


class Machine:
    """A PATH of its own, with an apt-get that writes down what it is asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book = folder / "asked"
        self.brings("env", 'while [ "${1#*=}" != "$1" ]; do shift; done\nexec "$@"')

    def brings(self, program: str, body: str) -> None:
        file = self.folder / program
        file.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        file.chmod(0o755)

    def brings_apt(self, status: int = 0) -> None:
        self.brings("apt-get", f'echo "$*" >>"{self.book}"\necho "words of apt"\nexit {status}')

    @property
    def asked(self) -> list[str]:
        return self.book.read_text(encoding="utf-8").splitlines() if self.book.exists() else []


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setenv("PATH", str(tmp_path))
    return Machine(tmp_path)


def as_user(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: number)


@linux
def test_root_installs_what_is_missing(dev: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(0, monkeypatch)
    machine.brings_apt()
    dev.install_system((dev.Need("libz.so.9", "libz9", ""), dev.Need("liba.so.9", "liba9", "")))
    update, install = machine.asked
    assert update.endswith(" update")
    assert install.endswith(" install --yes --no-install-recommends liba9 libz9")


@linux
def test_what_is_there_is_left_alone(dev: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(0, monkeypatch)
    machine.brings_apt()
    machine.brings("a-tool", "true")
    dev.require((dev.Need("a-tool", "a-package", ""),))
    assert machine.asked == []


@linux
def test_what_stays_missing_is_told(dev: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(0, monkeypatch)
    machine.brings_apt()
    with pytest.raises(dev.Stop, match=r"^Still missing after the installation: a-tool\.$"):
        dev.require((dev.Need("a-tool", "a-package", ""),))


@linux
def test_apt_fails_in_its_own_words(
    dev: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    as_user(0, monkeypatch)
    machine.brings_apt(status=100)
    with pytest.raises(dev.Stop, match=r"By hand: apt-get install --no-install-recommends liba9$"):
        dev.install_system((dev.Need("liba.so.9", "liba9", ""),))
    assert "words of apt" in capfd.readouterr().err


@linux
def test_a_user_with_sudo_is_not_asked(dev: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(1000, monkeypatch)
    machine.brings_apt()
    machine.brings("sudo", 'test "$1" = -n && shift && exec "$@"')
    machine.brings("true", "exit 0")
    dev.install_system((dev.Need("liba.so.9", "liba9", ""),))
    assert len(machine.asked) == 2


@linux
@pytest.mark.parametrize("sudo", [None, "exit 1"])
def test_a_user_without_rights_reads_the_command(
    dev: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch, sudo: str | None
) -> None:
    as_user(1000, monkeypatch)
    machine.brings_apt()
    if sudo is not None:
        machine.brings("sudo", sudo)
    with pytest.raises(dev.Stop, match=r"lacks liba\.so\.9, .*: sudo apt-get install --no-install-recommends liba9$"):
        dev.install_system((dev.Need("liba.so.9", "liba9", ""),))
    assert machine.asked == []


@linux
def test_a_system_without_apt_reads_the_names(dev: ModuleType, machine: Machine) -> None:
    with pytest.raises(dev.Stop, match=r"lacks liba\.so\.9\. Debian's names of the packages: liba9\.$"):
        dev.install_system((dev.Need("liba.so.9", "liba9", ""),))
