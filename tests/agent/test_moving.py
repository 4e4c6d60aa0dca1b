"""A restaurant moves to another PC: all of it, nothing secret, and nothing lost on a mistake."""

import os
import zipfile
from pathlib import Path

import pytest

from agent.app import Agent
from agent.domain.errands import Errand, ErrandKind
from agent.domain.failures import Unavailable
from agent.home import Home
from agent.lock import AgentLock
from agent.moving import import_from
from agent.sandbox import Sandbox
from agent.store import Store
from agent.vault import MemoryVault
from tests.domain.making import NOON
from tests.store.making import LINK, full_order
from tests.store.making_reservations import full_reservation

SECRETS = {f"{LINK}/portal/api_key": "chiave-del-portale", f"{LINK}/pos/api_key": "chiave-della-cassa"}


@pytest.fixture
def old(tmp_path: Path) -> Agent:
    """The old PC, with an order, a reservation, and something not sent yet. Open."""
    home = Home.at(tmp_path / "old", {})
    home.data.mkdir()
    with Sandbox() as sandbox:
        home.configuration.write_text(sandbox.configuration(), encoding="utf-8")
    agent = Agent(home, MemoryVault(dict(SECRETS)))
    agent.open()
    with agent._store.writing() as ledger:
        order = ledger.add_order(full_order())
        ledger.announce(order, Errand(ErrandKind.ACCEPT), key="k1", now=NOON)
        ledger.add_reservation(full_reservation())
    return agent


@pytest.fixture
def new(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "new", {})


def names(home: Home) -> list[str]:
    """What lies in its folder but for the lock's file, which on Windows goes with the lock, and stays elsewhere."""
    return sorted(each.name for each in home.data.iterdir() if each.name != "campanello.lock")


def moved_file(old: Agent, tmp_path: Path) -> Path:
    file = tmp_path / "trattoria.campanello"
    old.export(file)
    old.stop()
    return file


def test_everything_arrives_and_goes_on(old: Agent, new: Home, tmp_path: Path) -> None:
    file = tmp_path / "trattoria.campanello"
    told = old.export(file)
    assert told.secrets == tuple(SECRETS)
    with old._store.reading() as ledger:
        orders, reservations, errands = ledger.orders(), ledger.reservations(), ledger.errands()
    old.stop()
    moved = import_from(file, new, replace=False)
    assert (moved.orders, moved.reservations, moved.waiting, moved.kept) == (1, 1, 1, "")
    agent = Agent(new, MemoryVault())
    agent.open()
    with agent._store.reading() as ledger:
        assert (ledger.orders(), ledger.reservations(), ledger.errands()) == (orders, reservations, errands)
    assert [link.name for link in agent.links] == [link.name for link in old.links]
    agent.stop()
    assert names(new) == ["campanello.db", "campanello.toml"]


def test_no_secret_is_in_the_file_and_only_its_user_reads_it(old: Agent, tmp_path: Path) -> None:
    file = moved_file(old, tmp_path)
    if os.name == "posix":  # on Windows the folder's list of rights decides, which a file inherits
        assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    for secret in SECRETS.values():
        assert secret.encode() not in everything


def test_it_is_taken_while_the_agent_writes(old: Agent, new: Home, tmp_path: Path) -> None:
    with old._store.writing() as ledger:
        ledger.set_preference("language", "it")
        # Not committed yet: it does not travel, and the copy is whole all the same.
        with pytest.raises(Unavailable):
            import_from(tmp_path / "missing.campanello", new, replace=False)
    file = moved_file(old, tmp_path)
    import_from(file, new, replace=False)
    store = Store(new.database)
    store.open()
    with store.reading() as ledger:
        assert ledger.preference("language") == "it"
    store.close()


def test_what_stands_there_is_only_replaced_when_asked_and_then_put_aside(
    old: Agent, new: Home, tmp_path: Path
) -> None:
    file = moved_file(old, tmp_path)
    import_from(file, new, replace=False)
    before = new.database.read_bytes()
    with pytest.raises(Unavailable) as refused:
        import_from(file, new, replace=False)
    assert refused.value.failure.message == "moving.occupied"
    assert new.database.read_bytes() == before
    moved = import_from(file, new, replace=True)
    assert moved.kept == "campanello.toml.before-import-1, campanello.db.before-import-1"
    assert new.database.with_name("campanello.db.before-import-1").read_bytes() == before


def test_beside_a_running_agent_nothing_is_imported(old: Agent, new: Home, tmp_path: Path) -> None:
    file = moved_file(old, tmp_path)
    lock = AgentLock(new)
    lock.acquire()
    try:
        with pytest.raises(Unavailable) as refused:
            import_from(file, new, replace=False)
    finally:
        lock.release()
    assert refused.value.failure.message == "agent.already_running"
    assert not new.database.exists()


def test_an_existing_file_is_not_written_over(old: Agent, tmp_path: Path) -> None:
    file = tmp_path / "trattoria.campanello"
    file.write_text("di qualcun altro", encoding="utf-8")
    with pytest.raises(Unavailable) as refused:
        old.export(file)
    old.stop()
    assert refused.value.failure.message == "moving.file_exists"
    assert file.read_text(encoding="utf-8") == "di qualcun altro"


def rewritten(file: Path, part: str, content: bytes) -> Path:
    other = file.with_name("altro.campanello")
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return other


@pytest.mark.parametrize(
    ("part", "content", "message"),
    [
        ("campanello.db", b"SQLite format 3\x00 no more", "moving.damaged"),
        ("campanello.toml", b"[[links]]", "moving.damaged"),
        ("contents.json", b"{}", "moving.not_ours"),
        ("contents.json", b"not json", "moving.not_ours"),
    ],
)
def test_a_damaged_file_changes_nothing(
    old: Agent, new: Home, tmp_path: Path, part: str, content: bytes, message: str
) -> None:
    file = rewritten(moved_file(old, tmp_path), part, content)
    with pytest.raises(Unavailable) as refused:
        import_from(file, new, replace=False)
    assert refused.value.failure.message == message
    assert names(new) == []


def test_a_file_of_a_newer_program_is_refused(old: Agent, new: Home, tmp_path: Path) -> None:
    file = moved_file(old, tmp_path)
    with zipfile.ZipFile(file) as archive:
        contents = archive.read("contents.json").replace(b'"form": 1', b'"form": 2')
    with pytest.raises(Unavailable) as refused:
        import_from(rewritten(file, "contents.json", contents), new, replace=False)
    assert refused.value.failure.message == "moving.newer"


def test_a_zip_of_somebody_else_is_refused(new: Home, tmp_path: Path) -> None:
    file = tmp_path / "foto.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("gatto.jpg", b"miao")
    for other in (file, Path(__file__)):
        with pytest.raises(Unavailable) as refused:
            import_from(other, new, replace=False)
        assert refused.value.failure.message == "moving.not_ours"
