"""Taps that were meant for what stood there before decide nothing."""

import pytest

from agent.domain.orders import OrderState
from tests.scenes import evening
from tests.ui.bell.conftest import Stage
from ui.bell.guard import GUARDED


@pytest.fixture
def two(stage: Stage) -> Stage:
    evening.arrives(stage.place, 38, 2, 45)
    evening.arrives(stage.place, 39, 1, 45)
    stage.bell.start()
    stage.qtbot.waitUntil(stage.window.isVisible)
    return stage


def accepted(stage: Stage) -> list[str]:
    return [sheet.order.portal.code for sheet in stage.place.agent.orders(states=[OrderState.ACCEPTED])]


def test_a_tap_as_it_appears_decides_nothing_and_one_later_does(two: Stage) -> None:
    assert two.window.guard.up
    two.tap(two.decide().accept_button)
    assert accepted(two) == []
    two.qtbot.waitUntil(lambda: not two.window.guard.up, timeout=GUARDED * 3)
    two.tap(two.decide().accept_button)
    assert accepted(two) == ["A38"]


def test_a_double_tap_does_not_accept_the_next_order(two: Stage) -> None:
    two.window.guard.lift()
    two.tap(two.decide().accept_button)
    two.qtbot.waitUntil(lambda: two.decide().order_id != 1 and two.decide().accept_button.isVisible())
    assert two.window.guard.up, "another card is under the finger now"
    two.tap(two.decide().accept_button)
    assert accepted(two) == ["A38"]


def test_a_more_urgent_order_that_takes_the_first_place_is_guarded(two: Stage) -> None:
    two.window.guard.lift()
    evening.arrives(two.place, 30, 8, 45)
    two.bell.waiting.read()
    two.qtbot.waitUntil(lambda: two.decide().order_id == 3)
    assert two.window.guard.up


def test_an_order_that_comes_last_disturbs_nobody(two: Stage) -> None:
    two.window.guard.lift()
    evening.arrives(two.place, 40, 0.1, 45)
    two.bell.waiting.read()
    two.qtbot.waitUntil(lambda: two.window.model.rowCount() == 2)
    assert not two.window.guard.up


def test_a_card_that_a_person_is_at_keeps_its_place_for_a_while(two: Stage) -> None:
    two.window.guard.lift()
    two.tap(next(iter(two.decide().chips.values())))
    evening.arrives(two.place, 30, 8, 45)
    two.reread()
    assert two.decide().order_id == 1
    two.passes(21)
    assert two.decide().order_id == 3, "the most urgent one comes first again"


def test_a_finger_that_was_down_when_the_cards_changed_lifts_without_effect(two: Stage) -> None:
    two.window.guard.lift()
    accept = two.decide().accept_button
    accept.setDown(True)
    two.window.guard.raise_()
    assert not accept.isDown()


def test_other_windows_hear_every_tap_meanwhile(two: Stage) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QPushButton

    other = QPushButton("cassa")
    two.qtbot.addWidget(other)
    other.show()
    two.window.guard.raise_()
    with two.qtbot.waitSignal(other.clicked):
        QTest.mouseClick(other, Qt.MouseButton.LeftButton)
