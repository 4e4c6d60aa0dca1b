"""The setup's script where things go wrong: a locked stick, an installation torn apart, a program that stays.

The setup holds two small programs instead of ours, which answer as they are told (answering.c): the turns are the
script's own, and each takes seconds.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer.built import until
from installer.conftest import Lacking
from installer.windows.pc import HOME, WindowsPc, lacks, python, windows_pc
from installer.windows.small import (
    LISTED,
    RUN,
    answers,
    asked,
    beside,
    installs,
    log_of,
    made,
    swept,
    uninstalls,
    windows_path,
)

pytestmark = [pytest.mark.windows, pytest.mark.timeout(300)]

MUTEX = r"Local\Campanello-Setup-5e0c1c0e-5f0c-4b1e-9d0e-c4a7a4e11a01"
"""As every version before has it: another name would let an older setup and a newer one work at once."""

CONFIGURATION = '# Trattoria "Là di Moret"\n'


@pytest.fixture(scope="module")
def a_pc(lacking: Lacking, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsPc]:
    reason = lacks()
    if reason:
        lacking(reason)
    with windows_pc(tmp_path_factory.mktemp("windows")) as pc:
        yield pc


@pytest.fixture
def pc(a_pc: WindowsPc) -> WindowsPc:
    swept(a_pc)
    return a_pc


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A setup of version 1.2.3 with the two small programs."""
    return made(tmp_path_factory.mktemp("small"), {})


def test_a_first_setup_asks_nothing_of_a_program_that_is_not_there(pc: WindowsPc, small: Path) -> None:
    assert installs(pc, small, "/AUTOSTART=0", "/START=0").status == 0
    assert asked(pc) == ["autostart off"]
    assert pc.registry(LISTED, "DisplayVersion") == "1.2.3"
    assert not beside(pc, ".new").exists()


def test_the_keys_of_the_updates_come_along_from_beside_the_configuration(
    pc: WindowsPc, small: Path, tmp_path: Path
) -> None:
    (tmp_path / "site.toml").write_text(CONFIGURATION, encoding="utf-8")
    config = f"/CONFIG={windows_path(tmp_path / 'site.toml')}"
    assert installs(pc, small, config, "/START=0").status == 0
    assert not (pc.data / "root.json").exists()
    for keys in ("{}", '{"changed": true}'):
        (tmp_path / "root.json").write_text(keys, encoding="utf-8")
        (tmp_path / "root.json").chmod(0o444)
        assert installs(pc, small, config, "/START=0").status == 0
        assert (pc.data / "root.json").read_text(encoding="utf-8") == keys
        (tmp_path / "root.json").chmod(0o644)


def test_the_running_program_runs_it_as_an_update_and_it_outlives_that(pc: WindowsPc, small: Path) -> None:
    """By the product's own runner, from a user's folder with a space in it; the program that started it is gone."""
    folder = pc.local / "campanello di Mario Rossi" / "updates"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(small, folder / "campanello-setup-1.2.3.exe")
    setup = windows_path(folder / "campanello-setup-1.2.3.exe")
    code = (
        "import os; from pathlib import Path; from agent.update.runner import SilentSetup; "
        f"SilentSetup().run(Path(r'{setup}')); os._exit(7)"
    )
    assert python(pc, "-c", code).status == 7
    log = folder / "setup.log"
    until(lambda: log.exists() and log.read_text("utf-8").rstrip().endswith("done"), 60, "the setup ends well")
    assert "starts Campanello" in log.read_text(encoding="utf-8")
    until(lambda: "face" in asked(pc), 20, "the new program runs")
    assert (pc.data / "updates" / "campanello-setup-1.2.3.exe").read_bytes() == small.read_bytes(), "it keeps itself"


def test_a_file_on_a_locked_stick_is_named_from_where_the_reseller_stands(
    pc: WindowsPc, small: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "chiavetta di Nicolò"
    stick.mkdir()
    (stick / "il sito.toml").write_text(CONFIGURATION, encoding="utf-8")
    (stick / "il sito.toml").chmod(0o444)
    script = [
        "start",
        "/d",
        windows_path(stick),
        "/wait",
        windows_path(small),
        "/S",
        "/CONFIG=il sito.toml",
        "/START=0",
    ]
    assert pc.run(*script).status == 0
    kept = pc.data / "campanello.toml"
    assert kept.read_text(encoding="utf-8") == CONFIGURATION
    assert os.access(kept, os.W_OK)
    assert kept.stat().st_mode & 0o200, "the program writes into it later"
    assert "links list" in asked(pc), "the new version has read it first"


@pytest.mark.parametrize("word", ["/CONFG=D:\\site.toml", "/CONFIG=", "/START=yes", "site.toml", "/PURGE"])
def test_a_word_that_it_does_not_know_is_not_overlooked(pc: WindowsPc, small: Path, word: str) -> None:
    assert installs(pc, small, word).status == 16
    assert f"does not know the word {word}" in log_of(pc).read_text(encoding="ascii")
    assert not pc.installed.exists()


def test_the_small_letter_is_as_silent(pc: WindowsPc, small: Path) -> None:
    with pc.started(str(small), "/s", "/start=0") as setup:
        assert setup.wait(60) == 0
    assert (pc.installed / "campanello.exe").exists()
    assert uninstalls(pc, "/everything").status == 16
    assert (pc.installed / "campanello.exe").exists()


def test_a_file_that_the_new_version_cannot_read_changes_nothing(pc: WindowsPc, small: Path, tmp_path: Path) -> None:
    assert installs(pc, small, "/START=0").status == 0
    (pc.installed / "of-before.txt").touch()
    (pc.data / "campanello.toml").write_text("before", encoding="ascii")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("links = 3", encoding="ascii")
    answers(pc, "links 2 line 1: links: no table", "running 0")
    done = installs(pc, small, f"/CONFIG={windows_path(wrong)}")
    assert done.status == 14
    assert "line 1: links: no table" in log_of(pc).read_text(encoding="ascii"), "the log says what was wrong"
    assert (pc.installed / "of-before.txt").exists()
    assert (pc.data / "campanello.toml").read_text(encoding="ascii") == "before"
    assert "quit" not in " ".join(asked(pc)), "what runs goes on"
    assert not beside(pc, ".new").exists()


def test_a_folder_is_no_configuration(pc: WindowsPc, small: Path, tmp_path: Path) -> None:
    assert installs(pc, small, f"/CONFIG={windows_path(tmp_path)}").status == 10
    assert not pc.installed.exists()


def test_a_new_file_keeps_the_one_before_it(pc: WindowsPc, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    for text in ("one", "two", "three"):
        file.write_text(text, encoding="ascii")
        assert installs(pc, small, f"/CONFIG={windows_path(file)}", "/START=0").status == 0
    assert (pc.data / "campanello.toml").read_text(encoding="ascii") == "three"
    assert (pc.data / "campanello.toml.before").read_text(encoding="ascii") == "two"
    assert sorted(each.name for each in pc.data.iterdir()) == ["campanello.toml", "campanello.toml.before", "updates"]


def test_the_setup_is_kept_for_the_way_back_and_leaves_with_the_program(pc: WindowsPc, small: Path) -> None:
    assert installs(pc, small, "/START=0").status == 0
    assert (pc.data / "updates" / "campanello-setup-1.2.3.exe").read_bytes() == small.read_bytes()
    assert uninstalls(pc).status == 0
    assert not pc.data.exists(), "an empty folder is no data"


def test_what_ran_is_asked_to_end_and_runs_again(pc: WindowsPc, small: Path) -> None:
    assert installs(pc, small, "/START=0").status == 0
    answers(pc, "running 0")
    assert installs(pc, small).status == 0
    assert asked(pc)[:2] == ["running", "quit --wait 60"]
    assert asked(pc).count("face") == 1
    assert not beside(pc, ".old").exists()


def test_what_is_held_for_a_moment_goes_all_the_same(pc: WindowsPc, small: Path) -> None:
    """The small process that starts a crashed program again ends a moment after it."""
    assert installs(pc, small, "/START=0").status == 0
    (pc.installed / "held.txt").touch()
    hold = "import sys, time; held = open(sys.argv[1]); print('held', flush=True); time.sleep(6)"
    held_by = (str(HOME / "py" / "python.exe"), "-c", hold, windows_path(pc.installed / "held.txt"))
    with pc.started(*held_by) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pc.started(str(small), "/S", "/START=0") as setup:
            assert setup.wait(60) == 0
        assert not beside(pc, ".old").exists()


def test_what_ran_stays_off_when_that_is_wanted(pc: WindowsPc, small: Path) -> None:
    assert installs(pc, small, "/START=0").status == 0
    answers(pc, "running 0")
    assert installs(pc, small, "/START=0").status == 0
    assert "quit --wait 60" in asked(pc)
    assert "face" not in asked(pc)


def test_one_that_does_not_end_is_left_at_work(pc: WindowsPc, small: Path) -> None:
    assert installs(pc, small, "/START=0").status == 0
    (pc.installed / "of-before.txt").touch()
    answers(pc, "running 0", "quit 1")
    assert installs(pc, small, "/START=1").status == 11
    assert (pc.installed / "of-before.txt").exists()
    assert "face" not in asked(pc)
    assert not beside(pc, ".new").exists()


def test_another_place_is_not_taken(pc: WindowsPc, small: Path) -> None:
    """The Run value, updates and the uninstaller rely on the one place."""
    assert installs(pc, small, "/START=0", r"/D=C:\Elsewhere").status == 0
    assert (pc.installed / "campanello.exe").exists()
    assert not (pc.prefix / "drive_c" / "Elsewhere").exists()


def test_an_installation_that_was_torn_apart_is_replaced(pc: WindowsPc, small: Path) -> None:
    assert installs(pc, small, "/START=0").status == 0
    (pc.installed / "campanello-cli.exe").unlink()
    (pc.installed / "of-before.txt").touch()
    assert installs(pc, small, "/START=0").status == 0
    assert (pc.installed / "campanello-cli.exe").exists()
    assert not (pc.installed / "of-before.txt").exists()
    (pc.installed / "campanello-cli.exe").write_bytes(b"no program")
    assert installs(pc, small, "/START=0").status == 0
    (pc.installed / "campanello-cli.exe").unlink()
    assert uninstalls(pc).status == 0
    assert not (pc.installed / "campanello.exe").exists()


def test_a_setup_that_was_cut_off_is_gone_on_with(pc: WindowsPc, small: Path) -> None:
    """The power went between the two names: nothing is where it belongs, and a version before is beside it."""
    assert installs(pc, small, "/START=0").status == 0
    pc.installed.rename(beside(pc, ".old"))
    beside(pc, ".new").mkdir()
    assert installs(pc, small, "/START=0").status == 0
    assert asked(pc)[-1:] == ["running"], "the one that was put aside was taken back first"
    assert (pc.installed / "campanello.exe").exists()
    assert not beside(pc, ".old").exists()


def test_files_that_cannot_be_written_change_nothing(pc: WindowsPc, small: Path) -> None:
    assert installs(pc, small, "/START=0").status == 0
    (pc.installed / "of-before.txt").touch()
    beside(pc, ".new").touch()
    try:
        assert installs(pc, small).status == 12
    finally:
        beside(pc, ".new").unlink()
    assert (pc.installed / "of-before.txt").exists()
    assert "ends with status 12" in log_of(pc).read_text(encoding="ascii")


def test_two_setups_do_not_work_at_once(pc: WindowsPc, small: Path) -> None:
    hold = (
        f"import ctypes; ctypes.windll.kernel32.CreateMutexW(None, 0, r'{MUTEX}'); print('held', flush=True); input()"
    )
    with pc.started(str(HOME / "py" / "python.exe"), "-c", hold) as first:
        assert first.stdout is not None
        assert first.stdout.readline().strip() == b"held"
        # Not by `run`: Wine's desktop, which lives as long as the first, has its pipes.
        with pc.started(str(small), "/S") as second:
            assert second.wait(60) == 13
        first.communicate(b"\n", timeout=30)
    assert not pc.installed.exists()
    assert installs(pc, small, "/START=0").status == 0


def test_an_uninstaller_in_another_folder_does_not_empty_that_one(pc: WindowsPc, small: Path, tmp_path: Path) -> None:
    assert installs(pc, small, "/START=0").status == 0
    shutil.copy(pc.installed / "uninstall.exe", tmp_path / "uninstall.exe")
    (tmp_path / "holiday.jpg").touch()
    assert pc.run(str(tmp_path / "uninstall.exe"), "/S", f"_?={windows_path(tmp_path)}").status == 0
    assert (tmp_path / "holiday.jpg").exists()
    assert not pc.installed.exists()


def test_uninstalled_it_takes_autostart_and_its_entry_and_asks_for_no_data(pc: WindowsPc, small: Path) -> None:
    assert installs(pc, small, "/START=0").status == 0
    pc.run("reg", "add", rf"HKCU\{RUN}", "/v", "Campanello", "/d", "x", "/f")
    assert uninstalls(pc).status == 0
    assert asked(pc)[-1] == "quit --wait 60"
    assert pc.registry(RUN, "Campanello") is None
    assert pc.registry(LISTED, "DisplayVersion") is None


def test_data_that_cannot_be_removed_are_no_success(pc: WindowsPc, small: Path) -> None:
    """A restaurant that leaves wants its guests' names gone: else the program stays, to try again."""
    assert installs(pc, small, "/START=0").status == 0
    answers(pc, "purge 1")
    assert uninstalls(pc, "/PURGE").status == 15
    assert (pc.installed / "campanello.exe").exists()
    answers(pc)
    assert uninstalls(pc, "/PURGE").status == 0
    assert asked(pc)[-2:] == ["quit --wait 60", "purge --yes"]
    assert not (pc.installed / "campanello.exe").exists()


def test_with_a_certificate_setup_and_uninstaller_are_signed(pc: WindowsPc, tmp_path: Path, lacking: Lacking) -> None:
    if shutil.which("osslsigncode") is None:
        lacking("Signing is tried with osslsigncode.")
    password = tmp_path / "password"
    password.write_text("chiave", encoding="ascii")
    key, certificate, both = tmp_path / "key.pem", tmp_path / "certificate.pem", tmp_path / "both.p12"
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Trial", "-days", "2"]
    usage = ["-addext", "extendedKeyUsage=codeSigning", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*request, *usage], check=True, capture_output=True)
    export = ["openssl", "pkcs12", "-export", "-inkey", str(key), "-in", str(certificate), "-out", str(both)]
    subprocess.run([*export, "-passout", f"file:{password}"], check=True, capture_output=True)
    given = {"CAMPANELLO_CERTIFICATE": str(both), "CAMPANELLO_CERTIFICATE_PASSWORD_FILE": str(password)}
    setup = made(tmp_path, given)
    assert installs(pc, setup, "/START=0").status == 0
    for file in (setup, pc.installed / "uninstall.exe"):
        told = subprocess.run(
            ["osslsigncode", "verify", "-CAfile", str(certificate), "-in", str(file)], capture_output=True, text=True
        )
        assert told.returncode == 0, told.stdout
        assert "CN=Trial" in told.stdout
