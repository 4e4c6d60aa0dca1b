"""Widgets that hold each other are taken apart in their own thread."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.garbage import GarbageRounds


@pytest.fixture
def rounds(qtbot: QtBot) -> Iterator[GarbageRounds]:
    was_on = gc.isenabled()
    made = GarbageRounds()
    made.start()
    yield made
    made.stop()
    if not was_on:
        gc.disable()


class Knot(QWidget):
    """Holds itself; notes in which thread it ended."""

    ended: list[str] = []  # noqa: RUF012  # of the class on purpose: the knot itself is gone by then

    def __init__(self) -> None:
        super().__init__()
        self.itself = self

    def __del__(self) -> None:
        self.ended.append(threading.current_thread().name)


def litter() -> None:
    """Enough of it that the automatic collector would run, more than once."""
    for _each in range(20_000):
        knot: list[object] = []
        knot.append(knot)


def test_another_threads_litter_does_not_take_widgets_apart(rounds: GarbageRounds) -> None:
    Knot.ended.clear()
    Knot()
    other = threading.Thread(target=litter, name="lane-banco")
    other.start()
    other.join()
    assert Knot.ended == []
    rounds.look()
    rounds.look()
    gc.collect()
    assert Knot.ended == [threading.main_thread().name]


def test_what_is_due_is_collected(rounds: GarbageRounds) -> None:
    litter()
    before = gc.get_count()[0]
    rounds.look()
    assert gc.get_count()[0] < before / 10


def test_afterwards_the_automatic_collector_is_back(qtbot: QtBot) -> None:
    was_on = gc.isenabled()
    made = GarbageRounds()
    made.start()
    assert not gc.isenabled()
    made.stop()
    assert gc.isenabled()
    if not was_on:
        gc.disable()
