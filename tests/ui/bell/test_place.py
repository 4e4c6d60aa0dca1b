"""Where the window stands on screens of tills and of offices."""

import pytest
from PySide6.QtCore import QPoint, QRect

from ui.bell.place import place

TILL = QRect(0, 0, 1024, 768)
OFFICE = QRect(0, 0, 1920, 1040)


@pytest.mark.parametrize("screen", [TILL, OFFICE, QRect(1024, 100, 800, 600)])
@pytest.mark.parametrize("height", [120, 500, 5000])
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("moved", [None, QPoint(-500, -500), QPoint(5000, 5000), QPoint(40, 60)])
def test_it_is_always_wholly_on_the_screen(screen: QRect, height: int, wide: bool, moved: QPoint | None) -> None:
    assert screen.contains(place(screen, height, wide=wide, moved=moved))


def test_at_the_upper_right_and_across_the_whole_screen_when_it_is_urgent() -> None:
    assert place(TILL, 500, wide=False, moved=None) == QRect(288, 16, 720, 500)
    assert place(TILL, 500, wide=True, moved=None) == QRect(0, 0, 1024, 500)


def test_where_a_person_dragged_it_it_stays() -> None:
    assert place(TILL, 500, wide=False, moved=QPoint(40, 60)).topLeft() == QPoint(40, 60)
