"""The recorded runs of the fault matrix: appended, gone on with, and shown truly in both pages."""

from pathlib import Path

import pytest

from tests.faults import recorded
from tests.faults.recorded import BEGIN, END, Run


def run(pair: str, first: int, last: int, revision: str = "aa", failed: tuple[int, ...] = ()) -> Run:
    played = last - first + 1
    return Run("2026-11-23 20:00", revision, "2 cores", "./dev faults", pair, first, last, played, 7, 90, failed)


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("PAGE", "README"):
        page = tmp_path / f"{name}.md"
        page.write_text(f"before\n\n{BEGIN}\nold\n{END}\n\nafter\n", encoding="utf-8")
        monkeypatch.setattr(recorded, name, page)
    monkeypatch.setattr(recorded, "NUMBERS", tmp_path / "faults.json")
    return tmp_path


def test_runs_are_appended_and_the_next_one_goes_on(pages: Path) -> None:
    assert recorded.next_seed("banco") == 1
    recorded.record(run("banco", 1, 40))
    recorded.record(run("sala", 1, 10))
    recorded.record(run("banco", 41, 60, failed=(50, 51)))
    assert (recorded.next_seed("banco"), recorded.next_seed("sala"), recorded.next_seed("crm")) == (61, 11, 1)
    page = (pages / "PAGE.md").read_text("utf-8")
    assert page.startswith("before\n")
    assert page.endswith("\nafter\n")
    assert "old" not in page
    assert page.count("| 2026-11-23 20:00 |") == 3
    assert "| 41 to 60 | 7 | 50, 51 | 1.5 |" in page


def test_the_readme_counts_what_the_last_code_of_each_pair_was_played_with(pages: Path) -> None:
    for each in (run("banco", 1, 500), run("banco", 501, 540, "bb", (502,)), run("banco", 541, 1040, "bb")):
        recorded.record(each)
    assert "| banco | 540 | 14 | 1 |" in (pages / "README.md").read_text("utf-8")


def test_a_page_without_the_place_is_told(pages: Path) -> None:
    (pages / "README.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        recorded.record(run("banco", 1, 2))


def test_the_pages_show_what_was_recorded() -> None:
    kept = recorded.runs()
    assert recorded.details(kept) in recorded.PAGE.read_text("utf-8")
    assert recorded.totals(kept) in recorded.README.read_text("utf-8")
