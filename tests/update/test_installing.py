"""When a setup runs, and what happens when the version that it brought does not get well."""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.domain.failures import Unavailable
from agent.update.book import NAME, Book
from agent.update.hours import within
from agent.update.updates import MOST_TRIES, Standing, Updates, Verdict, WentWrong, setup_name
from agent.update.versions import named_in, newer
from tests.update.conftest import FakeRunner, Starts, idle, serving
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
    assert not newer("1.0.0", "1.0"), "the same"
    assert not newer("1.0", "1.0")
    assert not newer("1.0.0-beta", "0.9")
    assert not newer("", "0.1")


def test_it_runs_at_night_when_nobody_waits(shop: Shop, program: Starts, runner: FakeRunner) -> None:
    shop.publish("1.2.0")
    updates = program()
    assert updates.install(NIGHT, ROME, busy=idle) is Verdict.NOTHING
    updates.look(NIGHT)
    assert updates.install(EVENING, ROME, busy=idle) is Verdict.LATER
    assert updates.install(NIGHT, ROME, busy=serving) is Verdict.WAITS
    assert runner.ran == []
    assert updates.install(NIGHT, ROME, busy=idle) is Verdict.BEGUN
    assert runner.ran == ["campanello-setup-1.2.0.exe"]
    assert updates.install(NIGHT, ROME, busy=idle) is Verdict.NOTHING, "once"


def test_a_person_may_install_it_at_once_but_not_under_an_order(
    shop: Shop, program: Starts, runner: FakeRunner
) -> None:
    shop.publish("1.2.0")
    updates = program()
    updates.look(EVENING)
    assert updates.install(EVENING, ROME, busy=serving, at_once=True) is Verdict.WAITS
    assert updates.install(EVENING, ROME, busy=idle, at_once=True) is Verdict.BEGUN


def test_where_an_administrator_installs_nothing_is_run(shop: Shop, folder: Path) -> None:
    shop.publish("1.2.0")
    updates = Updates(shop.configuration(), folder, "1.0.0", "linux", None)
    updates.look(NIGHT)
    assert updates.install(NIGHT, ROME, busy=idle) is Verdict.BY_HAND


def updated(shop: Shop, program: Starts) -> None:
    """1.0.0, whose setup lies there since its installation, begins the update to 1.2.0."""
    shop.publish("1.2.0")
    before = program("1.0.0")
    before.look(NIGHT)
    (Book(before._book.folder).folder / setup_name("1.0.0")).write_bytes(b"setup1.0.0")
    assert before.install(NIGHT, ROME, busy=idle) is Verdict.BEGUN


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
    assert back.told_of_trouble() == WentWrong("1.2.0", back=True)
    assert back.told_of_trouble() is None, "a person is told once"
    look = back.look(NIGHT)
    assert look.standing is Standing.BAD, "it is not taken again"
    assert back.install(NIGHT, ROME, busy=idle) is Verdict.NOTHING
    shop.publish("1.2.1")
    assert back.look(NIGHT).standing is Standing.READY, "a newer one is"


def test_without_the_setup_before_it_stays_and_the_log_tells(
    shop: Shop, program: Starts, runner: FakeRunner, folder: Path
) -> None:
    updated(shop, program)
    (folder / setup_name("1.0.0")).unlink()
    assert [program("1.2.0").begin() for _ in range(3)] == [False, False, False]
    assert runner.ran == ["campanello-setup-1.2.0.exe"]
    assert program("1.2.0").told_of_trouble() == WentWrong("1.2.0", back=False)
    assert program("1.2.0").look(NIGHT).standing is Standing.CURRENT


def test_a_setup_that_never_got_there_leaves_nothing_to_prove(shop: Shop, program: Starts, runner: FakeRunner) -> None:
    updated(shop, program)
    for _ in range(4):
        assert program("1.0.0").begin() is False
    assert program("1.0.0").page.pending is None


def test_a_book_that_cannot_be_read_installs_nothing(shop: Shop, program: Starts, folder: Path) -> None:
    updated(shop, program)
    for text in ("{", "[]", '{"pending": 7}', '{"ready": "x"}', '{"bad": "1"}', '{"ready": {}}', "null"):
        (folder / NAME).write_text(text, encoding="utf-8")
        updates = program("1.2.0")
        assert updates.begin() is False
        assert updates.install(NIGHT, ROME, busy=idle) is Verdict.NOTHING


def test_old_setups_go_when_the_new_one_works(shop: Shop, program: Starts, folder: Path) -> None:
    (folder / setup_name("0.8.0")).parent.mkdir(parents=True)
    (folder / setup_name("0.8.0")).write_bytes(b"old")
    (folder / "campanello_0.8.0_amd64.deb").write_bytes(b"old")
    updated(shop, program)
    after = program("1.2.0")
    after.begin()
    after.healthy()
    kept = {setup_name("1.0.0"), setup_name("1.2.0")}
    assert {file.name for file in folder.glob("campanello*")} == kept
    after.look(NIGHT)
    assert {file.name for file in folder.glob("campanello*")} == kept, "the one before stays for a person's use"
    shop.publish("1.3.0")
    after.look(NIGHT)
    shop.publish("1.4.0")
    after.look(NIGHT)
    assert {file.name for file in folder.glob("campanello*")} == kept | {setup_name("1.4.0")}


def test_a_name_holds_its_version_and_no_longer_one() -> None:
    assert named_in("1.2.0", "campanello-setup-1.2.0.exe")
    assert named_in("1.2.0", "campanello_1.2.0_amd64.deb")
    assert not named_in("1.2.0", "campanello-setup-11.2.0.exe")
    assert not named_in("1.2.0", "campanello-setup-1.2.0.1.exe")
    assert not named_in("1.2.0", "campanello-setup-1.2.01.exe")
    assert not named_in("1.2.0", "campanello-setup.exe")


def test_what_a_later_version_writes_into_the_book_keeps_its_sense(
    shop: Shop, program: Starts, runner: FakeRunner, folder: Path
) -> None:
    """It is gone back from: the version before must still know that it was bad, or it takes it again every night."""
    updated(shop, program)
    for _ in range(3):
        program("1.2.0").begin()
    told = json.loads((folder / NAME).read_text(encoding="utf-8"))
    told["pages"] = {"of": ["a later version"]}
    del told["tried"], told["trouble"]
    (folder / NAME).write_text(json.dumps(told), encoding="utf-8")
    back = program("1.0.0")
    assert back.page.bad == ("1.2.0",)
    assert back.look(NIGHT).standing is Standing.BAD


def test_a_setup_that_changed_since_it_was_verified_is_not_run(
    shop: Shop, program: Starts, runner: FakeRunner, folder: Path
) -> None:
    shop.publish("1.2.0")
    updates = program()
    updates.look(NIGHT)
    (folder / setup_name("1.2.0")).write_bytes(b"setup1.2")
    with pytest.raises(Unavailable, match=r"update\.changed"):
        updates.install(NIGHT, ROME, busy=idle)
    assert runner.ran == []
    assert updates.page.pending is None
    assert updates.install(NIGHT, ROME, busy=idle) is Verdict.NOTHING
    assert updates.look(NIGHT).standing is Standing.READY, "it is fetched anew"
    assert updates.install(NIGHT, ROME, busy=idle) is Verdict.BEGUN


def test_a_setup_that_does_not_start_leaves_nothing_to_prove(shop: Shop, folder: Path) -> None:
    class Forbidden:
        def run(self, setup: Path) -> None:
            raise PermissionError

    shop.publish("1.2.0")
    updates = Updates(shop.configuration(), folder, "1.0.0", "windows", Forbidden())
    updates.look(NIGHT)
    with pytest.raises(Unavailable, match=r"update\.not_started"):
        updates.install(NIGHT, ROME, busy=idle)
    assert updates.page.pending is None


def test_a_setup_that_brings_nothing_is_not_run_for_ever(shop: Shop, program: Starts, runner: FakeRunner) -> None:
    shop.publish("1.2.0")
    updates = program()
    for _night in range(MOST_TRIES):
        updates.look(NIGHT)
        assert updates.install(NIGHT, ROME, busy=idle) is Verdict.BEGUN
        assert updates.begin() is False, "it is still 1.0.0 that starts"
    updates.look(NIGHT)
    assert updates.install(NIGHT, ROME, busy=idle) is Verdict.GIVEN_UP
    assert updates.given_up == "1.2.0"
    assert len(runner.ran) == MOST_TRIES
    assert updates.install(NIGHT, ROME, busy=idle, at_once=True) is Verdict.BEGUN, "a person may try"
    updates.begin()
    shop.publish("1.2.1")
    updates.look(NIGHT)
    assert updates.given_up is None
    assert updates.install(NIGHT, ROME, busy=idle) is Verdict.BEGUN, "another version is another try"


def test_a_start_that_ends_in_order_counts_for_nothing(shop: Shop, program: Starts, runner: FakeRunner) -> None:
    """A PC that is switched off soon after, a link that is set up: the agent starts anew, the version is not bad."""
    updated(shop, program)
    for _ in range(5):
        after = program("1.2.0")
        assert after.begin() is False
        after.ended()
    assert program("1.2.0").unproven
    assert [program("1.2.0").begin() for _ in range(3)] == [False, False, True], "until it ends without order"


def test_a_version_that_has_not_proved_itself_installs_no_other_by_itself(
    shop: Shop, program: Starts, runner: FakeRunner, folder: Path
) -> None:
    updated(shop, program)
    shop.publish("1.3.0")
    unproven = program("1.2.0")
    unproven.begin()
    unproven.look(NIGHT)
    assert (folder / setup_name("1.0.0")).exists()
    assert unproven.install(NIGHT, ROME, busy=idle) is Verdict.UNPROVEN
    assert unproven.install(NIGHT, ROME, busy=idle, at_once=True) is Verdict.BEGUN
    assert [program("1.3.0").begin() for _ in range(3)] == [False, False, True]
    assert runner.ran[-1] == setup_name("1.0.0"), "the way back leads to the last that worked"


@pytest.mark.skipif("sys.platform == 'win32'", reason="on Windows the user's folder is the user's by its ACL")
def test_nobody_else_reads_or_writes_the_updates(shop: Shop, program: Starts, folder: Path) -> None:
    shop.publish("1.2.0")
    program().look(NIGHT)
    modes = {place.relative_to(folder).as_posix(): place.stat().st_mode & 0o777 for place in folder.iterdir()}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert modes == {
        "metadata": 0o700,
        "updates.json": 0o600,
        "latest.json": 0o600,
        setup_name("1.2.0"): 0o700,
    }


@pytest.mark.parametrize("tries", [1, 4, 99])
def test_a_book_that_somebody_reads_is_written_a_moment_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tries: int
) -> None:
    """As on Windows, where a file that is open elsewhere is not replaced."""
    held, replace = [tries], Path.replace

    def refused(file: Path, target: Path) -> Path:
        if held[0] > 0:
            held[0] -= 1
            raise PermissionError
        return replace(file, target)

    monkeypatch.setattr(Path, "replace", refused)
    monkeypatch.setattr("agent.update.book.PAUSE", 0.0)
    book = Book(folder)
    if tries == 99:
        with pytest.raises(PermissionError):
            book.change(went_back="1.2.0")
    else:
        book.change(went_back="1.2.0")
        assert book.read().went_back == "1.2.0"
