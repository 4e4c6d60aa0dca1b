"""A new version that crashes at night, in real processes: the version before is back, and nobody was there."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent import __version__
from agent.update.book import Book, Pending
from agent.update.updates import setup_name
from tests.scenes.restaurant import TOML
from tests.ui.test_entry import campanello_process
from tests.ui.test_kept import keepers, logged, running, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the setup is a script for sh")

SETUPS_RUN_HERE = """
from agent.update import runner

runner.runner_here = runner.SilentSetup
"""
"""As on Windows: before anything else is imported."""

SETUP = """#!/bin/sh
cd "$(dirname "$0")"
echo "$@" > ran
"{python}" -m ui --home "{home}" quit --wait 30
echo $? > asked
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "campanello.toml").write_text(TOML, encoding="utf-8")
    yield folder
    left = running(folder)
    if left is not None:
        os.kill(left, signal.SIGKILL)


@pytest.fixture
def windows_like(tmp_path: Path) -> dict[str, str]:
    """Environment of processes that run setups, whoever starts them."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SETUPS_RUN_HERE, encoding="utf-8")
    return {"PYTHONPATH": f"{folder}{os.pathsep}{Path(__file__).parents[2]}"}


def updated(home: Path, starts: int) -> Book:
    """This version came by an update from 0.0.9, whose setup lies there."""
    book = Book(home / "updates")
    book.change(pending=Pending("0.0.9", __version__, starts))
    setup = book.folder / setup_name("0.0.9")
    setup.write_text(SETUP.format(python=sys.executable, home=home), encoding="utf-8")
    setup.chmod(0o700)
    return book


def pending_starts(book: Book) -> Callable[[int], Callable[[], bool]]:
    def of(number: int) -> Callable[[], bool]:
        def true() -> bool:
            pending = book.read().pending
            return pending is not None and pending.starts == number

        return true

    return of


def test_two_crashes_bring_the_version_before_back_without_anybody(home: Path, windows_like: dict[str, str]) -> None:
    book = updated(home, 0)
    counted = pending_starts(book)
    first = campanello_process("--home", str(home), **windows_like)
    until(counted(1))
    until(lambda: keepers(first.pid), 20)
    until(lambda: logged(home, "started") == 1)
    first.send_signal(signal.SIGSEGV)
    first.communicate(timeout=20)
    until(counted(2))
    until(lambda: logged(home, "started") == 2)
    second = running(home)
    assert second is not None
    until(lambda: keepers(second), 20)
    os.kill(second, signal.SIGSEGV)
    until((book.folder / "ran").exists)
    assert (book.folder / "ran").read_text(encoding="utf-8").split()[:2] == ["/S", "/START=1"]
    until((book.folder / "asked").exists, 60)
    assert (book.folder / "asked").read_text(encoding="utf-8") == "0\n", "it ends when the setup asks"
    until(lambda: running(home) is None)
    page = book.read()
    assert (page.bad, page.went_back, page.pending) == ((__version__,), __version__, None)
    time.sleep(2.0)
    assert running(home) is None, "nobody starts it again: the setup does"
    assert logged(home, "started") == 2


def test_a_version_that_cannot_open_what_it_finds_tries_again_and_then_goes_back(
    home: Path, windows_like: dict[str, str]
) -> None:
    """As one that does not understand the configuration: it shows what is wrong, but at night nobody looks."""
    (home / "campanello.toml").write_text("[[links]]\n", encoding="utf-8")
    (home / "campanello.db").touch()
    book = updated(home, 1)
    process = campanello_process("--home", str(home), **windows_like)
    until(pending_starts(book)(2))
    until((book.folder / "asked").exists, 60)
    _out, said = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert book.read().bad == (__version__,)


def test_a_version_that_works_is_left_alone(home: Path, windows_like: dict[str, str]) -> None:
    book = updated(home, 1)
    process = campanello_process("--home", str(home), **windows_like)
    until(lambda: logged(home, "started") == 1)
    process.send_signal(signal.SIGTERM)
    _out, said = process.communicate(timeout=20)
    assert process.returncode == 0, said
    assert book.read().pending == Pending("0.0.9", __version__, 1), "an end in order counts for nothing"
    assert not (book.folder / "ran").exists()
