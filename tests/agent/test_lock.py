"""One agent a database: whoever comes second is told, whatever thread asks, and a look is no agent."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.domain.failures import Unavailable
from agent.home import Home
from agent.lock import AgentLock


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "home", {})


def elsewhere(act: Callable[[], None]) -> None:
    """Does it in another thread."""
    thread = threading.Thread(target=act)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()


def refused(lock: AgentLock) -> str:
    with pytest.raises(Unavailable) as told:
        lock.acquire()
    return told.value.failure.message


def test_the_second_agent_is_told(home: Home) -> None:
    first, second = AgentLock(home), AgentLock(home)
    first.acquire()
    assert refused(second) == "agent.already_running"
    assert second.held_by_other()
    assert not first.held_by_other(), "its own is not another's"
    first.release()
    assert not second.held_by_other()
    second.acquire()
    second.release()


def test_two_agents_of_one_process_that_share_a_lock_are_two_agents(home: Home) -> None:
    lock = AgentLock(home)
    lock.acquire()
    assert refused(lock) == "agent.already_running"
    lock.release()
    assert not AgentLock(home).held_by_other()


def test_what_one_thread_takes_another_gives_back(home: Home) -> None:
    lock = AgentLock(home)
    elsewhere(lock.acquire)
    assert not lock.held_by_other()
    assert AgentLock(home).held_by_other()
    elsewhere(lock.release)
    assert not AgentLock(home).held_by_other()


def test_a_look_makes_no_folder_and_leaves_the_lock_free(home: Home) -> None:
    assert not AgentLock(home).held_by_other()
    assert not home.data.exists()
    home.data.mkdir()
    assert not AgentLock(home).held_by_other()
    lock = AgentLock(home)
    lock.acquire()
    lock.release()


def test_looks_do_not_keep_an_agent_from_starting(home: Home) -> None:
    home.data.mkdir()
    done = threading.Event()
    seen: list[bool] = []

    def look() -> None:
        while not done.is_set():
            seen.append(AgentLock(home).held_by_other())
            done.wait(0.001)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        for _ in range(50):
            lock = AgentLock(home)
            lock.acquire()
            lock.release()
    finally:
        done.set()
        watcher.join(10)
    assert seen


def test_a_killed_process_leaves_no_lock(home: Home) -> None:
    code = (
        "import sys, time; from pathlib import Path; from agent.home import Home; from agent.lock import AgentLock\n"
        "lock = AgentLock(Home.at(Path(sys.argv[1]), {})); lock.acquire(); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(home.data)], cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert AgentLock(home).held_by_other()
        other.kill()
        other.wait(10)
    assert not AgentLock(home).held_by_other()


def test_a_folder_that_cannot_be_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert refused(AgentLock(Home.at(tmp_path / "file" / "home", {}))) == "store.read_only"
