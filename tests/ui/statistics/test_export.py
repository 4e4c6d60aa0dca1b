"""The table is written where a person says, by a sheet that nothing can hide, and never over another file."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent.domain.reservation_ports import Days
from agent.sentences import Sentence
from tests.scenes.takings import Weeks
from tests.ui.statistics.conftest import Opens
from ui.components import SaveForm, save_form
from ui.statistics.file_name import file_name
from ui.statistics.screen import StatisticsScreen


@pytest.fixture
def form(
    weeks: Weeks, screen: StatisticsScreen, opens: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> SaveForm:
    folder = tmp_path / "Documenti"
    folder.mkdir()
    monkeypatch.setattr(save_form, "places", lambda: {"Documents": folder})
    weeks.sold(weeks.day(0), 20, "1234.50", 2)
    opens()
    made = screen.export()
    assert made is not None
    return made


def test_the_table_is_there_and_the_person_is_told(
    form: SaveForm, screen: StatisticsScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(screen.told) as told:
        QTest.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    file = tmp_path / "Documenti" / "statistics-2026-11-15-2026-11-21.csv"
    assert told.args == [Sentence(f"Saved as {file.name}")]
    with file.open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.reader(table, delimiter=";"))
    assert len(rows) == 1 + 7 + 1
    assert rows[7][:4] == ["2026-11-21", "1234,50", "1", "2"]
    assert rows[8][0] == "Total"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_another_file_is_not_written_over(form: SaveForm, qtbot: QtBot) -> None:
    form.file.write_text("mine", encoding="utf-8")
    QTest.keyClick(form.name.entry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "already a file" in form.name.entry.accessibleDescription())
    assert form.file.read_text(encoding="utf-8") == "mine"
    assert form.save_button.isEnabled()
    form.name.set_text("another")
    assert form.name.entry.accessibleDescription() == ""
    assert form.file.name == "another.csv"


@pytest.mark.parametrize("name", ["", "   ", "../up", "a\\b", "c:d"])
def test_a_name_stays_in_its_folder(form: SaveForm, name: str) -> None:
    form.name.set_text(name)
    QTest.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    assert "without these signs" in form.name.entry.accessibleDescription()


def test_the_name_tells_days_and_link(weeks: Weeks) -> None:
    days = Days(weeks.day(6), weeks.day(0))
    assert file_name(days, "Da Gino / sala") == "statistics-Da-Gino---sala-2026-11-15-2026-11-21.csv"


def test_this_pc_has_a_place_for_it() -> None:
    assert all(folder.is_dir() for folder in save_form.places().values())
