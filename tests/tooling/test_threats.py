"""The page of threats names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_measure_names_a_test_that_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| **")]
    assert len(rows) > 8
    for row in rows:
        proved = row.rstrip("| ").rpartition("|")[2]
        folder = ROOT
        for named in re.findall(r"`([^`]+)`", proved):
            file, _, test = named.partition("::")
            place = next(each for each in (ROOT / file, folder / file) if each.exists())
            folder = place if place.is_dir() else place.parent
            assert not test or f"def {test}(" in place.read_text(encoding="utf-8"), named
        assert "`tests/" in proved or "nothing" in row, row
