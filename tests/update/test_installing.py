"""When a setup runs, and what happens when the version that it brought does not get well."""

from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.update.book import NAME, Book
from agent.update.hours import within
from agent.update.runner import SilentSetup
from agent.update.updates import Standing, Updates, Verdict, setup_name
from agent.update.versions import newer
from tests.update.conftest import FakeRunner, Starts
from tests.update.shop import Shop

ROME = ZoneInfo("Europe/Rome")
NIGHT = datetime(2026, 11, 23, 3, 30, tzinfo=ROME)
EVENING = datetime(2026, 11, 23, 20, 30, tzinfo=ROME)


def at(hour: int, minute: int = 0, day: int = 23, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ROME).astimezone(UTC)


@pytest.mark.parametrize(
    ("window", "now", "yes"),
    [
        (("03:00", "06:00"), at(3), True),
        (("03:00", "06:00"), at(5, 59), True),
        (("03:00", "06:00"), at(6), False),
        (("03:00", "06:00"), at(2, 59), False),
        (("23:00", "02:00"), at(23, 30), True),
        (("23:00", "02:00"), at(1, 59), True),
        (("23:00", "02:00"), at(2), False),
        (("23:00", "02:00"), at(20), False),
        # The night of 25 October has 2:30 twice, that of 29 March has none.
        (("02:00", "03:00"), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), True),
        (("02:00", "03:00"), datetime(2026, 10, 25, 1, 30, tzinfo=UTC), True),
        (("02:00", "03:00"), datetime(2026, 3, 29, 1, 30, tzinfo=UTC), False),
        (("03:00", "06:00"), datetime(2026, 3, 29, 1, 30, tzinfo=UTC), True),
    ],
)
def test_the_hours_are_the_restaurants(window: tuple[str, str], now: datetime, yes: bool) -> None:
    first, last = map(time.fromisoformat, window)
    assert within((first, last), now, ROME) is yes


def test_versions_are_numbers() -> None:
    assert newer("1.10.0", "1.9.9")
    assert newer("1.0.1", "1.0")
    assert not newer("1.0", "1.0")
    assert not newer("1.0.0-beta", "0.9")
    assert not newer("", "0.1")


def test_it_runs_at_night_when_nobody_waits(shop: Shop, program: Starts, runner: FakeRunner) -> None:
    shop.publish("1.2.0")
    updates = program()
    assert updates.install(NIGHT, ROME, busy=False) is Verdict.NOTHING
    updates.look(NIGHT)
    assert updates.install(EVENING, ROME, busy=False) is Verdict.LATER
    assert updates.install(NIGHT, ROME, busy=True) is Verdict.WAITS
    assert runner.ran == []
    assert updates.install(NIGHT, ROME, busy=False) is Verdict.BEGUN
    assert runner.ran == ["campanello-setup-1.2.0.exe"]
    assert updates.install(NIGHT, ROME, busy=False) is Verdict.NOTHING, "once"


def test_a_person_may_install_it_at_once_but_not_under_an_order(
    shop: Shop, program: Starts, runner: FakeRunner
) -> None:
    shop.publish("1.2.0")
    updates = program()
    updates.look(EVENING)
    assert updates.install(EVENING, ROME, busy=True, at_once=True) is Verdict.WAITS
    assert updates.install(EVENING, ROME, busy=False, at_once=True) is Verdict.BEGUN


def test_where_an_administrator_installs_nothing_is_run(shop: Shop, folder: Path) -> None:
    shop.publish("1.2.0")
    updates = Updates(shop.configuration(), folder, "1.0.0", "linux", None)
    updates.look(NIGHT)
    assert updates.install(NIGHT, ROME, busy=False) is Verdict.BY_HAND


def updated(shop: Shop, program: Starts) -> None:
    """1.0.0, whose setup lies there since its installation, begins the update to 1.2.0."""
    shop.publish("1.2.0")
    before = program("1.0.0")
    before.look(NIGHT)
    (Book(before._book.folder).folder / setup_name("1.0.0")).write_bytes(b"setup1.0.0")
    assert before.install(NIGHT, ROME, busy=False) is Verdict.BEGUN


def test_a_version_that_works_stays(shop: Shop, program: Starts, runner: FakeRunner) -> None:
    updated(shop, program)
    after = program("1.2.0")
    assert after.begin() is False
    after.healthy()
    assert after.page.pending is None
    for _ in range(5):
        assert program("1.2.0").begin() is False
    assert runner.ran == ["campanello-setup-1.2.0.exe"]


def test_two_starts_without_getting_well_bring_the_one_before_back(
    shop: Shop, program: Starts, runner: FakeRunner, folder: Path
) -> None:
    updated(shop, program)
    assert [program("1.2.0").begin() for _ in range(3)] == [False, False, True]
    assert runner.ran == ["campanello-setup-1.2.0.exe", "campanello-setup-1.0.0.exe"]
    back = program("1.0.0")
    assert back.begin() is False
    assert back.told_of_going_back() == "1.2.0"
    assert back.told_of_going_back() is None, "a person is told once"
    look = back.look(NIGHT)
    assert look.standing is Standing.BAD, "it is not taken again"
    assert back.install(NIGHT, ROME, busy=False) is Verdict.NOTHING
    shop.publish("1.2.1")
    assert back.look(NIGHT).standing is Standing.READY, "a newer one is"


def test_without_the_setup_before_it_stays_and_the_log_tells(
    shop: Shop, program: Starts, runner: FakeRunner, folder: Path
) -> None:
    updated(shop, program)
    (folder / setup_name("1.0.0")).unlink()
    assert [program("1.2.0").begin() for _ in range(3)] == [False, False, False]
    assert runner.ran == ["campanello-setup-1.2.0.exe"]


def test_a_setup_that_never_got_there_leaves_nothing_to_prove(shop: Shop, program: Starts, runner: FakeRunner) -> None:
    updated(shop, program)
    for _ in range(4):
        assert program("1.0.0").begin() is False
    assert program("1.0.0").page.pending is None


def test_a_book_that_cannot_be_read_installs_nothing(shop: Shop, program: Starts, folder: Path) -> None:
    updated(shop, program)
    for text in ("{", "[]", '{"pending": 7}', '{"pending": null, "ready": "x"}', "null"):
        (folder / NAME).write_text(text, encoding="utf-8")
        updates = program("1.2.0")
        assert updates.begin() is False
        assert updates.install(NIGHT, ROME, busy=False) is Verdict.NOTHING


def test_old_setups_go_when_the_new_one_works(shop: Shop, program: Starts, folder: Path) -> None:
    (folder / setup_name("0.8.0")).parent.mkdir(parents=True)
    (folder / setup_name("0.8.0")).write_bytes(b"old")
    updated(shop, program)
    after = program("1.2.0")
    after.begin()
    after.healthy()
    assert {file.name for file in folder.glob("*.exe")} == {setup_name("1.0.0"), setup_name("1.2.0")}


@pytest.mark.skipif("sys.platform == 'win32'")
def test_a_setup_is_run_with_the_words_of_a_silent_one(tmp_path: Path) -> None:
    setup = tmp_path / "setup.exe"
    setup.write_text('#!/bin/sh\necho "$@" > "$(dirname "$0")/told"\n', encoding="utf-8")
    setup.chmod(0o700)
    runner = SilentSetup()
    runner.run(setup)
    assert runner.process is not None
    assert runner.process.wait(10) == 0
    told = (tmp_path / "told").read_text(encoding="utf-8").split()
    assert told == ["/S", "/START=1", f"/LOG={tmp_path / 'setup.log'}"]
