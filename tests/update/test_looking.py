"""What a repository offers, and what somebody could try who holds the server, the line, or an old copy of it."""

import hashlib
import json
import ssl
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.domain.failures import Unavailable
from agent.sentences import sentence
from agent.update.book import Book, Pending, Ready, Trouble
from agent.update.updates import Standing, Updates, Verdict
from tests.update.conftest import FakeRunner, Starts
from tests.update.shop import Shop

CERTIFICATES = Path(__file__).parents[1] / "connectors" / "certificates"

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
    assert program().page.ready == Ready(
        "1.2.0", "campanello-setup-1.2.0.exe", hashlib.sha256(b"setup1.2.0").hexdigest()
    )


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


def test_a_list_in_no_text_at_all_is_not_believed(shop: Shop, program: Starts) -> None:
    shop.say(b"\xff\xfe")
    assert refused(program()) == "update.not_trusted"


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
    assert refused(program()) == "update.tampered"
    assert not (folder / "campanello-setup-1.2.0.exe").exists()


def test_a_line_that_breaks_in_the_middle_leaves_nothing_behind(shop: Shop, program: Starts, folder: Path) -> None:
    shop.publish("1.2.0", b"x" * 3_000_000)
    shop.breaks_after = 1_000_000
    assert refused(program()) == "update.unreachable"
    assert {place.name for place in folder.iterdir()} == {"latest.json", "metadata", "updates.json"}
    shop.breaks_after = None
    assert program().look(NOW).standing is Standing.READY


def test_a_line_that_breaks_leaves_the_version_that_is_ready(shop: Shop, program: Starts) -> None:
    shop.publish("1.2.0")
    program().look(NOW)
    shop.publish("1.3.0", b"x" * 3_000_000)
    shop.breaks_after = 1_000_000
    assert refused(program()) == "update.unreachable"
    page = program().page
    assert page.ready is not None
    assert page.ready.version == "1.2.0"


def test_while_a_slow_server_keeps_a_look_nobody_else_waits(shop: Shop, program: Starts, folder: Path) -> None:
    """A pass of a lane proves the version, the face asks what to tell: both go on during a download of minutes."""
    shop.publish("1.2.0", b"x" * 3_000_000)
    Book(folder).change(pending=Pending("0.9.0", "1.0.0", 1), went_back="0.9.5")
    updates = program()
    with shop.held():
        look = threading.Thread(target=updates.look, args=(NOW,))
        look.start()
        assert shop.asked_for("2.root.json").wait(20)
        began = time.monotonic()
        updates.healthy()
        assert updates.told_of_trouble() is not None
        assert updates.install(NOW, UTC, busy=lambda: False) is Verdict.NOTHING
        assert time.monotonic() - began < 2.0
        assert look.is_alive()
    look.join(20)
    assert updates.page.pending is None
    assert updates.page.ready is not None


def test_a_setup_of_another_version_than_it_is_told_is_not_taken(shop: Shop, program: Starts) -> None:
    """A mistake of the reseller: an old setup under a new version's name would be installed every night anew."""
    shop.publish("1.2.0", windows="campanello-setup-0.9.0.exe")
    assert refused(program()) == "update.not_trusted"
    assert not [path for path in shop.asked if path.endswith(".exe")]


def test_the_trouble_is_kept_until_a_look_ends_well(shop: Shop, program: Starts) -> None:
    shop.publish("1.2.0")
    given = shop.root.read_bytes()
    shop.root.unlink()
    refused(program())
    assert program().page.trouble == Trouble("update.no_root", {"file": "root.json", "error": "FileNotFoundError"})
    shop.root.write_bytes(given)
    program().look(NOW)
    assert program().page.trouble is None


def test_a_certificate_that_proves_nothing_is_told_with_its_host(
    tmp_path: Path, shop: Shop, runner: FakeRunner, folder: Path
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATES / "stranger.crt", CERTIFICATES / "stranger.key")
    with Shop(tmp_path / "stranger").served(tls) as stranger:
        updates = Updates(stranger.configuration(), folder, "1.0.0", "windows", runner)
        with pytest.raises(Unavailable) as trouble:
            updates.look(NOW)
        assert stranger.asked == []
    assert trouble.value.failure.message == "update.certificate"
    assert "127.0.0.1" in sentence(trouble.value.failure).title


def test_a_full_disk_is_told(shop: Shop, program: Starts, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.publish("1.2.0")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    updates = program()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        assert refused(updates) == "update.disk"
    assert updates.look(NOW).standing is Standing.READY


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
updates.ended()
try:
    updates.look(None)
except Unavailable as off:
    assert off.failure.message == "update.off"
assert not [name for name in sys.modules if name.startswith(("tuf", "securesystemslib", "urllib3"))]
assert not Path("nowhere").exists()
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("blocked", ["cryptography", "nothing"])
def test_signatures_are_verified_with_and_without_cryptography(shop: Shop, folder: Path, blocked: str) -> None:
    """Of the packages in the lock only Linux' keyring brings `cryptography`: on Windows nobody does."""
    shop.publish("1.2.0")
    code = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
told = json.loads(sys.stdin.read())
sys.modules[told["blocked"]] = None
from agent.configuration.update import UpdateConfiguration
from agent.domain.failures import Unavailable
from agent.update.updates import Updates
configuration = UpdateConfiguration(url=told["url"], root=told["root"])
try:
    print(Updates(configuration, Path(told["folder"]), "1.0.0", "windows", None).look(datetime.now(UTC)).standing.value)
except Unavailable as unavailable:
    print(unavailable.failure.message)
"""

    def look() -> str:
        told = {"blocked": blocked, "url": shop.url, "root": str(shop.root), "folder": str(folder)}
        done = subprocess.run([sys.executable, "-c", code], input=json.dumps(told), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    assert look() == "ready"
    shop.steal("timestamp")
    assert look() == "update.not_trusted"
