"""What a repository offers, and what somebody could try who holds the server, the line, or an old copy of it."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.domain.failures import Unavailable
from agent.sentences import sentence
from agent.update.updates import Standing, Updates
from tests.update.conftest import FakeRunner, Starts
from tests.update.shop import Shop

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def refused(updates: Updates) -> str:
    with pytest.raises(Unavailable) as trouble:
        updates.look(NOW)
    told = sentence(trouble.value.failure)
    assert told.title
    assert told.message
    assert told.remedy
    return trouble.value.failure.message


def test_a_newer_version_is_fetched_and_verified(shop: Shop, program: Starts, folder: Path) -> None:
    shop.publish("1.2.0")
    look = program().look(NOW)
    assert (look.version, look.standing) == ("1.2.0", Standing.READY)
    assert look.file == folder / "campanello-setup-1.2.0.exe"
    assert look.file.read_bytes() == b"setup1.2.0"
    assert program().page.ready == ("1.2.0", "campanello-setup-1.2.0.exe")


def test_it_is_not_fetched_twice(shop: Shop, program: Starts) -> None:
    shop.publish("1.2.0")
    program().look(NOW)
    program().look(NOW)
    assert len([path for path in shop.asked if path.endswith(".exe")]) == 1


@pytest.mark.parametrize("version", ["1.0.0", "0.9.9", "0.10", "not-a-version"])
def test_what_is_no_newer_version_is_left_alone(shop: Shop, program: Starts, version: str) -> None:
    """Signed as it should be: an older version is still no update."""
    shop.publish(version)
    assert program().look(NOW).standing is Standing.CURRENT
    assert not [path for path in shop.asked if path.endswith(".exe")]


def test_ten_is_more_than_nine(shop: Shop, program: Starts) -> None:
    shop.publish("1.10.0")
    assert program("1.9.0").look(NOW).standing is Standing.READY


def test_an_empty_repository_offers_nothing(program: Starts) -> None:
    assert program().look(NOW).version is None


def test_another_systems_setup_is_not_ours(shop: Shop, runner: FakeRunner, folder: Path) -> None:
    shop.publish("1.2.0", linux="campanello_1.2.0_amd64.deb")
    look = Updates(shop.configuration(), folder, "1.0.0", "linux", None).look(NOW)
    assert look.file == folder / "campanello_1.2.0_amd64.deb"


@pytest.mark.parametrize("name", ["../campanello.exe", "sub/campanello.exe", "", None, 7])
def test_a_name_that_is_no_files_name_writes_nowhere(shop: Shop, program: Starts, folder: Path, name: object) -> None:
    shop.say({"version": "1.2.0", "windows": name})
    assert program().look(NOW).standing is Standing.CURRENT
    assert {place.name for place in folder.iterdir()} == {"latest.json", "metadata", "updates.json"}


@pytest.mark.parametrize("said", [[], {}, {"windows": "x"}, "x"])
def test_a_list_that_says_something_else_is_not_believed(shop: Shop, program: Starts, said: object) -> None:
    shop.say(said)
    assert refused(program()) == "update.not_trusted"


def test_a_file_that_was_tampered_with_is_thrown_away(shop: Shop, program: Starts, folder: Path) -> None:
    shop.publish("1.2.0")
    shop.file("campanello-setup-1.2.0.exe").write_bytes(b"virus1.2.0")
    assert refused(program()) == "update.tampered"
    assert not (folder / "campanello-setup-1.2.0.exe").exists()
    assert program().page.ready is None


def test_a_file_that_is_cut_in_half_is_thrown_away(shop: Shop, program: Starts, folder: Path) -> None:
    shop.publish("1.2.0", b"x" * 100_000)
    file = shop.file("campanello-setup-1.2.0.exe")
    file.write_bytes(file.read_bytes()[:50_000])
    assert refused(program()) == "update.tampered"
    assert not (folder / "campanello-setup-1.2.0.exe").exists()


def test_a_file_that_never_ends_is_given_up(shop: Shop, program: Starts, folder: Path) -> None:
    shop.publish("1.2.0")
    shop.file("campanello-setup-1.2.0.exe").write_bytes(b"x" * 5_000_000)
    assert refused(program()) in ("update.unreachable", "update.tampered")
    assert not (folder / "campanello-setup-1.2.0.exe").exists()


def test_metadata_that_has_run_out_is_not_believed(shop: Shop, program: Starts) -> None:
    shop.publish("1.2.0")
    shop.until = datetime.now(UTC) - timedelta(days=1)
    shop.sign_all()
    assert refused(program()) == "update.expired"


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_a_key_that_no_root_knows_signs_nothing(shop: Shop, program: Starts, role: str) -> None:
    shop.publish("1.2.0")
    shop.steal(role)
    assert refused(program()) == "update.not_trusted"


@pytest.mark.parametrize("role", ["root", "timestamp", "targets"])
def test_a_key_that_was_changed_properly_counts(shop: Shop, program: Starts, role: str) -> None:
    shop.publish("1.2.0")
    program().look(NOW)
    shop.rotate(role)
    shop.publish("1.3.0")
    assert program().look(NOW).version == "1.3.0"


def test_an_old_copy_of_the_repository_is_noticed(shop: Shop, program: Starts) -> None:
    """Validly signed once: a PC that knows more recent metadata does not go back."""
    shop.publish("1.2.0")
    before = shop.remember()
    shop.publish("1.3.0")
    program().look(NOW)
    shop.give_back(before)
    assert refused(program()) == "update.not_trusted"


def test_another_root_than_the_resellers_is_nobody(shop: Shop, program: Starts, tmp_path: Path) -> None:
    shop.publish("1.2.0")
    other = Shop(tmp_path / "other")
    shop.root.write_bytes(other.root.read_bytes())
    assert refused(program()) == "update.not_trusted"


def test_a_root_that_is_gone_is_told(shop: Shop, program: Starts) -> None:
    updates = program()
    shop.root.unlink()
    assert refused(updates) == "update.no_root"


def test_a_server_that_is_down_is_told(tmp_path: Path, runner: FakeRunner, folder: Path) -> None:
    with Shop(tmp_path / "shop").served() as shop:
        configuration = shop.configuration()
    assert refused(Updates(configuration, folder, "1.0.0", "windows", runner)) == "update.unreachable"


def test_a_server_that_has_nothing_is_told(shop: Shop, program: Starts) -> None:
    for file in shop.metadata.iterdir():
        file.unlink()
    assert refused(program()) == "update.unreachable"


def test_without_a_configuration_nobody_is_asked_and_nothing_is_loaded() -> None:
    code = """
import sys
from pathlib import Path
from agent.app import Agent
from agent.domain.failures import Unavailable
from agent.update.updates import Updates
updates = Updates(None, Path("nowhere"), "1.0.0", "windows", None)
assert not updates.begin() and not updates.wanted
updates.healthy()
try:
    updates.look(None)
except Unavailable as off:
    assert off.failure.message == "update.off"
assert not [name for name in sys.modules if name.startswith(("tuf", "securesystemslib", "urllib3"))]
assert not Path("nowhere").exists()
"""
    subprocess.run([sys.executable, "-c", code], check=True)
