"""How much of the file is read at start: all of a small one and after a bad end; else what tonight depends on."""

from pathlib import Path

import pytest

from agent.domain.errands import Errand, ErrandKind
from agent.domain.failures import Unavailable
from agent.store import Store, soundness
from tests.domain.making import NOON
from tests.store.engine import bare, opens
from tests.store.making import keep


@pytest.fixture
def big(file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Counts as one: all sizes do here."""
    store = opens(file)
    with store.writing() as ledger:
        for number in range(200):
            order = keep(ledger, number)
            ledger.announce(order, Errand(ErrandKind.ACCEPT), key=str(number), now=NOON)
    store.close()
    monkeypatch.setattr(soundness, "WHOLE_BYTES", 0)
    return file


def damage(file: Path, table: str) -> None:
    """The first page of that table."""
    with bare(file) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with file.open("r+b") as bytes_of:
        bytes_of.seek((root - 1) * size)
        bytes_of.write(b"\xff" * 64)


def opening(file: Path) -> str:
    store = Store(file)
    try:
        store.open()
    except Unavailable as unavailable:
        return unavailable.failure.message
    finally:
        store.close()
    return "sound"


def test_a_small_file_is_read_whole(big: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundness, "WHOLE_BYTES", 64_000_000)
    damage(big, "history")
    assert opening(big) == "store.corrupt"


@pytest.mark.parametrize("table", soundness.VITAL)
def test_of_a_big_file_what_tonight_depends_on_is_read(big: Path, table: str) -> None:
    damage(big, table)
    assert opening(big) == "store.corrupt"


def test_the_rest_of_a_big_file_is_not(big: Path) -> None:
    damage(big, "order_lines")
    assert opening(big) == "sound"


def test_after_a_bad_end_a_big_file_is_read_whole_too(big: Path) -> None:
    damage(big, "order_lines")
    big.with_name(f"{big.name}-wal").touch()
    assert opening(big) == "store.corrupt"


def test_a_good_end_leaves_no_log(big: Path) -> None:
    assert not soundness.to_be_read_whole(big)
    store = opens(big)
    assert soundness.to_be_read_whole(big), "it is being worked on"
    store.close()
    assert not soundness.to_be_read_whole(big)
