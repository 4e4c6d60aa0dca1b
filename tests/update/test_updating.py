"""The running agent with a repository: a quiet word, a setup at night and never under an order, one that works."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent import __version__, updating
from agent.app import Agent
from agent.bus import Bus
from agent.configuration import ConfigurationWrong
from agent.domain.events import Event, PassEnded, UpdateReady
from agent.domain.failures import Unavailable
from agent.home import Home
from agent.sentences import check_sentence, sentence_of
from agent.update.book import Book, Pending
from agent.update.updates import setup_name
from agent.updating import Updating, update_check
from agent.vault import MemoryVault
from tests.scenes.restaurant import TOML
from tests.update.conftest import FakeRunner, Starts
from tests.update.shop import Shop

ROME = ZoneInfo("Europe/Rome")


class Night:
    """An agent's surroundings at 3:30, without the agent."""

    def __init__(self, program: Starts) -> None:
        self.updates = program("1.0.0")
        self.bus = Bus()
        self.heard: list[Event] = []
        self.bus.subscribe(self.heard.append)
        self.now = datetime(2026, 11, 23, 3, 30, tzinfo=ROME)
        self.orders = 0

    def work(self) -> Updating:
        return Updating(
            self.updates,
            ["banco", "sala"],
            ROME,
            lambda: self.now,
            lambda: self.orders > 0,
            self.bus.publish,
            self.bus.subscribe,
            lambda: 0.0,
            try_every=timedelta(milliseconds=20),
        )


@pytest.fixture
def night(program: Starts) -> Night:
    return Night(program)


@pytest.fixture
def at_work(night: Night) -> Iterator[Callable[[], Updating]]:
    made: list[Updating] = []

    def start() -> Updating:
        made.append(night.work())
        made[-1].start()
        return made[-1]

    yield start
    for each in made:
        each.stop(10)


def until(true: Callable[[], bool]) -> None:
    import time

    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_newer_version_is_told_once_and_installed_when_the_order_is_answered(
    shop: Shop, night: Night, at_work: Callable[[], Updating], runner: FakeRunner
) -> None:
    shop.publish("1.2.0")
    night.orders = 1
    at_work()
    until(lambda: UpdateReady("1.2.0") in night.heard)
    asked = len(shop.asked)
    until(lambda: night.updates.page.ready is not None)
    import time

    time.sleep(0.3)
    assert runner.ran == [], "an order waits"
    assert len(shop.asked) == asked, "the repository is asked every few hours"
    night.orders = 0
    until(lambda: runner.ran == [setup_name("1.2.0")])
    assert night.heard.count(UpdateReady("1.2.0")) == 1


def test_a_repository_that_is_down_keeps_nobody(
    tmp_path: Path, night: Night, at_work: Callable[[], Updating], shop: Shop
) -> None:
    for file in shop.metadata.iterdir():
        file.unlink()
    at_work()
    until(lambda: bool(shop.asked))
    assert night.heard == []


def test_it_works_when_every_link_has_been_through_once(
    night: Night, at_work: Callable[[], Updating], folder: Path
) -> None:
    Book(folder).change(pending=Pending("0.9.0", "1.0.0", 1))
    at_work()
    night.bus.publish(PassEnded("banco"))
    assert night.updates.page.pending is not None
    night.bus.publish(PassEnded("sala"))
    until(lambda: night.updates.page.pending is None)


def test_it_works_after_ten_minutes_whatever_the_portals_do(
    night: Night, at_work: Callable[[], Updating], folder: Path
) -> None:
    Book(folder).change(pending=Pending("0.9.0", "1.0.0", 1))
    at_work()
    night.now += updating.HEALTHY_AFTER
    until(lambda: night.updates.page.pending is None)


def test_the_doctor_reads_the_book(shop: Shop, night: Night) -> None:
    def told() -> tuple[str, bool | None]:
        check = update_check(night.updates, night.now)
        assert check_sentence(check).title
        return check.name, check.ok

    assert told() == ("update_never", True)
    shop.publish("1.2.0")
    night.updates.look(night.now)
    assert told() == ("update_ready", True)
    shop.publish("1.0.0")
    night.updates.look(night.now)
    assert told() == ("update_current", True)
    night.now += timedelta(days=8)
    assert told() == ("update_silent", False)


def home_with(tmp_path: Path, update: str) -> Home:
    home = Home.at(tmp_path / "casa", {})
    home.data.mkdir()
    home.configuration.write_text(f"{TOML}\n{update}", encoding="utf-8")
    return home


def test_an_update_that_is_not_well_is_taken_back_before_anything_is_opened(tmp_path: Path) -> None:
    home = home_with(tmp_path, "")
    book = Book(home.data / "updates")
    book.change(pending=Pending("0.0.9", __version__, 2))
    agent = Agent(home, MemoryVault())
    # On this system nobody runs setups: it stays, and works.
    agent.prove_update()
    assert book.read().went_back == __version__
    if sys.platform == "win32":
        return
    setup = book.folder / setup_name("0.0.9")
    setup.write_text("#!/bin/sh\n", encoding="utf-8")
    setup.chmod(0o700)
    runner = FakeRunner()
    book.change(pending=Pending("0.0.9", __version__, 2))
    with pytest.raises(Unavailable, match=r"update\.going_back"):
        Agent(home, MemoryVault(), runner=runner).prove_update()
    assert runner.ran == [setup.name]
    assert not home.database.exists()


@pytest.mark.parametrize(
    ("update", "key"),
    [
        ('[update]\nurl = "http://updates.example"\nroot = "{root}"\n', "update.url"),
        ('[update]\nurl = "https://updates.example?x=1"\nroot = "{root}"\n', "update.url"),
        ('[update]\nurl = "https://updates.example"\nroot = "/nowhere/root.json"\n', "update.root"),
        ('[update]\nurl = "https://updates.example"\nroot = "{root}"\nwindow = "3-6"\n', "update.window"),
        ('[update]\nurl = "https://updates.example"\nroot = "{root}"\nwindow = "03:00-03:00"\n', "update.window"),
        ('[update]\nurl = "https://updates.example"\n', "update.root"),
        ('[update]\nurl = "https://updates.example"\nroot = "{root}"\nchannel = "beta"\n', "update.channel"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_key(tmp_path: Path, update: str, key: str) -> None:
    root = tmp_path / "root.json"
    root.write_text("{}", encoding="utf-8")
    agent = Agent(home_with(tmp_path, update.format(root=root.as_posix())), MemoryVault())
    with pytest.raises(ConfigurationWrong) as wrong:
        agent.open()
    assert [problem.key for problem in wrong.value.problems] == [key]


def test_the_terminal_looks_and_installs(shop: Shop, tmp_path: Path) -> None:
    root = shop.root.as_posix()
    home = home_with(tmp_path, f'[update]\nurl = "{shop.url}"\nroot = "{root}"\n')
    shop.publish("99.0.0")

    def campanello(*words: str, status: int = 0) -> object:
        done = subprocess.run(
            [sys.executable, "-m", "agent.cli", "--home", str(home.data), *words, "--json"],
            env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": ""},
            capture_output=True,
            text=True,
        )
        assert done.returncode == status, (done.stdout, done.stderr)
        return json.loads(done.stdout) if status != 2 and done.stdout else None

    looked = campanello("update", "check")
    assert isinstance(looked, dict)
    assert (looked["version"], looked["standing"]) == ("99.0.0", "ready")
    if sys.platform != "win32":
        assert campanello("update", "install", status=1) == {"verdict": "by_hand"}
    shop.until = datetime.now(UTC) - timedelta(days=1)
    shop.sign_all()
    assert campanello("update", "check", status=1) is None


def test_what_a_person_reads_of_it() -> None:
    ready = sentence_of("update.ready", {"version": "1.2.0", "window": "03:00-06:00", "file": ""})
    assert ready.title == "Version 1.2.0 of Campanello is ready"
    assert "03:00-06:00" in ready.message
    by_hand = sentence_of("update.by_hand", {"version": "1.2.0", "window": "", "file": "/x/campanello_1.2.0_amd64.deb"})
    assert "apt install /x/campanello_1.2.0_amd64.deb" in by_hand.remedy
