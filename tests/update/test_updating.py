"""The running agent with a repository: a quiet word, a setup at night and never under an order, one that works."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent import __version__, configuration, updating
from agent.app import Agent
from agent.bus import Bus
from agent.composition import pair_shapes
from agent.configuration import ConfigurationWrong
from agent.domain.events import Event, PassEnded, UpdateReady
from agent.domain.failures import Unavailable
from agent.home import Home
from agent.sentences import check_sentence, sentence_of
from agent.store import Store
from agent.update.book import Book, Pending, Tried, Trouble
from agent.update.updates import MOST_TRIES, Look, Verdict, setup_name
from agent.updating import Updating, update_check
from agent.vault import MemoryVault
from tests.scenes.restaurant import TOML
from tests.store.making import keep
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
        self.seconds = 0.0
        self.orders = 0
        self.asked = 0
        """How often it was looked whether somebody waits."""

    def work(self) -> Updating:
        return Updating(
            self.updates,
            ["banco", "sala"],
            ROME,
            lambda: self.now,
            self.busy,
            self.bus.publish,
            self.bus.subscribe,
            lambda: 0.0,
            try_every=timedelta(milliseconds=20),
            elapsed=lambda: self.seconds,
        )

    def busy(self) -> bool:
        self.asked += 1
        return self.orders > 0


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
    told = Book(folder).read()
    night.bus.publish(PassEnded("sala"))
    assert Book(folder).read() == told, "it is proved once"


def test_a_pass_that_was_stopped_proves_nothing(night: Night, at_work: Callable[[], Updating], folder: Path) -> None:
    Book(folder).change(pending=Pending("0.9.0", "1.0.0", 1))
    at_work()
    for link in ("banco", "sala", "banco", "sala"):
        night.bus.publish(PassEnded(link, clean=link == "banco"))
    assert night.updates.unproven
    night.bus.publish(PassEnded("sala"))
    until(lambda: not night.updates.unproven)


def test_it_works_after_ten_minutes_whatever_the_portals_do(
    night: Night, at_work: Callable[[], Updating], folder: Path
) -> None:
    Book(folder).change(pending=Pending("0.9.0", "1.0.0", 1))
    at_work()
    night.now += timedelta(days=1)
    time.sleep(0.2)
    assert night.updates.unproven, "a clock that is set has not worked for ten minutes"
    night.seconds += updating.HEALTHY_AFTER.total_seconds()
    until(lambda: not night.updates.unproven)


def test_an_end_in_order_takes_its_start_back(night: Night, at_work: Callable[[], Updating], folder: Path) -> None:
    Book(folder).change(pending=Pending("0.9.0", "1.0.0", 2))
    at_work().stop(10)
    assert Book(folder).read().pending == Pending("0.9.0", "1.0.0", 1)


def test_a_defect_in_a_look_ends_neither_looking_nor_installing(
    shop: Shop, night: Night, at_work: Callable[[], Updating], runner: FakeRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.publish("1.2.0")
    night.updates.look(night.now)
    looked: list[datetime] = []

    def broken(now: datetime) -> Look:
        looked.append(now)
        raise ZeroDivisionError

    monkeypatch.setattr(night.updates, "look", broken)
    at_work()
    until(lambda: bool(looked) and bool(runner.ran))
    night.now += updating.LOOK_EVERY
    until(lambda: len(looked) == 2)


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


@pytest.mark.parametrize(("trouble", "ok"), [("update.unreachable", True), ("update.not_trusted", False)])
def test_the_doctor_tells_of_a_list_that_is_not_believed_at_once(
    night: Night, folder: Path, trouble: str, ok: bool
) -> None:
    """A line that is down for an hour is no news; a signature that does not fit is."""
    Book(folder).change(looked_at=night.now.isoformat(), trouble=Trouble(trouble, {"error": "Wrong"}))
    check = update_check(night.updates, night.now)
    assert check.ok is ok
    if not ok:
        assert "not signed as it should be" in check_sentence(check).title
        assert check_sentence(check).remedy


def test_the_doctor_tells_of_a_setup_that_brings_nothing(shop: Shop, night: Night, folder: Path) -> None:
    shop.publish("1.2.0")
    night.updates.look(night.now)
    Book(folder).change(tried=Tried("1.2.0", MOST_TRIES))
    check = update_check(night.updates, night.now)
    assert (check.name, check.ok) == ("update_given_up", False)
    assert "1.2.0" in check_sentence(check).title
    assert check_sentence(check).remedy


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
    working = Agent(home, MemoryVault())
    working._lock.acquire()
    Agent(home, MemoryVault(), runner=runner).prove_update()
    assert book.read().pending == Pending("0.0.9", __version__, 2), "a second start beside one that works is none"
    working._lock.release()
    with pytest.raises(Unavailable, match=r"update\.going_back"):
        Agent(home, MemoryVault(), runner=runner).prove_update()
    assert runner.ran == [setup.name]
    assert not home.database.exists()


@pytest.mark.parametrize(
    ("update", "key"),
    [
        ('[update]\nurl = "http://updates.example"\nroot = "{root}"\n', "update.url"),
        ('[update]\nurl = "https://updates.example?x=1"\nroot = "{root}"\n', "update.url"),
        ('[update]\nurl = "https://a:b@updates.example"\nroot = "{root}"\n', "update.url"),
        ('[update]\nurl = "https://updates.example:99999"\nroot = "{root}"\n', "update.url"),
        ('[update]\nurl = "https://[updates"\nroot = "{root}"\n', "update.url"),
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
    assert "a:b" not in str(wrong.value.failure.params)


def test_the_root_lies_beside_the_configuration_and_is_missed_only_by_a_look(tmp_path: Path) -> None:
    home = home_with(tmp_path, '[update]\nurl = "https://updates.example"\nroot = "keys/root.json"\n')
    read = configuration.load(home.configuration, pair_shapes())
    assert read.update is not None
    assert read.update.root == home.configuration.parent / "keys" / "root.json"
    agent = Agent(home, MemoryVault())
    agent.open()
    try:
        with pytest.raises(Unavailable, match=r"update\.no_root"):
            agent.look_for_update()
    finally:
        agent.stop()


def test_an_order_that_waits_is_seen_by_the_agent_itself(tmp_path: Path, shop: Shop) -> None:
    """From the ledger, no fake: an order that nobody answered keeps the setup from running, even so does not."""
    root = shop.root.as_posix()
    home = home_with(tmp_path, f'[update]\nurl = "{shop.url}"\nroot = "{root}"\n')
    shop.publish("99.0.0", windows="campanello-99.0.0", linux="campanello-99.0.0")
    runner = FakeRunner()
    agent = Agent(home, MemoryVault(), runner=runner)
    agent.open()
    try:
        agent.look_for_update()
        store = Store(home.database)
        store.open()
        with store.writing() as ledger:
            keep(ledger, arrived_at=agent.clock.now())
        store.close()
        assert agent.cards(), "it rings"
        assert agent.install_update() is Verdict.WAITS
        assert runner.ran == []
        assert agent.install_update(even_so=True) is Verdict.BEGUN
        assert runner.ran == ["campanello-99.0.0"]
    finally:
        agent.stop()


def test_a_running_agent_without_a_word_of_updates_asks_nobody_and_loads_nothing(tmp_path: Path) -> None:
    home = home_with(tmp_path, "")
    code = """
import sys, threading, time
from pathlib import Path
from agent.app import Agent
from agent.home import Home
from agent.vault import MemoryVault
home = Home.at(Path(sys.argv[1]), {})
agent = Agent(home, MemoryVault(dict.fromkeys(("banco/portal/api_key", "banco/pos/api_key"), "x")))
agent.prove_update()
agent.open()
agent.start()
time.sleep(1.0)
assert "update" not in [thread.name for thread in threading.enumerate()]
agent.stop()
assert not [name for name in sys.modules if name.startswith(("tuf", "securesystemslib", "urllib3"))]
assert not (home.data / "updates").exists()
"""
    subprocess.run([sys.executable, "-c", code, str(home.data)], check=True, timeout=60)


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
