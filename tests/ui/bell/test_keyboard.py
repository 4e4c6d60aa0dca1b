"""The bell and the keyboard: it never takes it by itself, and whoever gives it the keyboard reaches everything."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from agent.domain.orders import OrderState
from tests.scenes import evening
from tests.ui.bell.conftest import Stage
from ui.bell.keyboard import FLAGS

ASIDE = Qt.WindowType.WindowDoesNotAcceptFocus


@pytest.fixture
def three(stage: Stage) -> Stage:
    for number, ago in ((38, 3.0), (39, 2.0), (40, 1.0)):
        evening.arrives(stage.place, number, ago, 45)
    stage.begin()
    return stage


@pytest.fixture
def till(qtbot: QtBot) -> Iterator[QLineEdit]:
    """The till's program, where the cashier types."""
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    yield field
    field.close()


def press(stage: Stage, key: Qt.Key) -> None:
    """To whatever has the keyboard within the bell."""
    QTest.keyClick(stage.window.focusWidget() or stage.window, key)


def open_code(stage: Stage) -> str:
    return "".join(
        card.order.portal.code
        for card in stage.bell.waiting.cards
        if stage.window.opened.key == (card.kind, card.order.id)
    )


def test_it_stands_on_top_and_takes_no_keyboard_when_it_shows_itself(three: Stage) -> None:
    handle = three.window.windowHandle()
    assert handle is not None
    assert handle.flags() & FLAGS == FLAGS
    assert handle.flags() & ASIDE
    assert three.window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert not three.window.keyboard.here


def test_a_tap_on_a_button_leaves_the_keyboard_with_the_till(three: Stage) -> None:
    three.tap(next(iter(three.decide().chips.values())))
    assert not three.window.keyboard.here


def test_a_press_beside_the_buttons_brings_the_keyboard(three: Stage) -> None:
    QTest.mouseClick(three.window.opened, Qt.MouseButton.LeftButton)
    assert three.window.keyboard.here


def test_the_sheet_for_words_brings_the_keyboard_and_escape_closes_it(three: Stage) -> None:
    three.tap(three.decide().reject_button)
    assert three.window.keyboard.here
    three.decide().panel.words.setFocus()
    press(three, Qt.Key.Key_Escape)
    assert not three.decide().panel.isVisible()
    assert three.decide().accept_button.isVisible()
    assert not three.window.keyboard.here, "it was lent for the sheet"


def test_who_had_the_keyboard_keeps_it_after_the_sheet(three: Stage) -> None:
    three.bell.bring_up()
    three.window.guard.lift()
    three.tap(three.decide().reject_button)
    three.tap(three.decide().panel.back_button)
    assert three.window.keyboard.here


def test_the_keyboard_goes_back_when_the_bell_leaves(three: Stage) -> None:
    three.bell.bring_up()
    assert three.window.keyboard.here
    three.window.hide()
    three.window.show()
    assert not three.window.keyboard.here


def test_opened_from_the_tray_nothing_is_under_the_enter_key(three: Stage) -> None:
    three.bell.bring_up()
    three.window.guard.lift()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        press(three, key)
    orders = [sheet.order for sheet in three.place.agent.orders()]
    assert all(order.state is OrderState.NEW for order in orders)


def test_after_a_decision_enter_does_not_accept_the_next_one(three: Stage) -> None:
    three.bell.bring_up()
    three.window.guard.lift()
    three.decide().accept_button.setFocus(Qt.FocusReason.TabFocusReason)
    press(three, Qt.Key.Key_Return)
    three.settle()
    press(three, Qt.Key.Key_Return)
    press(three, Qt.Key.Key_Return)
    states = [sheet.order.state for sheet in three.place.agent.orders()]
    assert states.count(OrderState.ACCEPTED) == 1


def test_tab_walks_from_the_minutes_over_accept_to_the_other_cards_and_the_head(three: Stage) -> None:
    three.bell.bring_up()
    stops = three.window.focus_stops()
    decide = three.decide()
    wanted = [*decide.chips.values(), decide.reject_button, decide.accept_button, three.window.rows]
    assert [stop for stop in stops if stop in wanted] == wanted
    assert stops[-1] is three.window.head.fold_button
    walked = []
    for _stop in stops:
        three.window.focusNextPrevChild(True)
        walked.append(QApplication.focusWidget())
    assert walked == stops
    assert all(stop.accessibleName() or getattr(stop, "text", str)() for stop in stops), "each has a name"


def test_the_whole_decision_by_keyboard(three: Stage) -> None:
    three.bell.bring_up()
    three.window.guard.lift()
    stops = three.window.focus_stops()
    for _stop in range(stops.index(three.decide().accept_button) + 1):
        press(three, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is three.decide().accept_button
    press(three, Qt.Key.Key_Return)
    assert [sheet.order.portal.code for sheet in three.place.agent.orders(states=[OrderState.ACCEPTED])] == ["A38"]


def test_arrows_walk_the_other_cards_and_enter_opens_one(three: Stage) -> None:
    three.bell.bring_up()
    three.window.guard.lift()
    assert open_code(three) == "A38"
    press(three, Qt.Key.Key_Down)
    press(three, Qt.Key.Key_Down)
    press(three, Qt.Key.Key_Return)
    assert open_code(three) == "A40"
    assert QApplication.focusWidget() is three.window, "not on the opened card's buttons"


def test_the_arrow_up_from_the_first_line_goes_back_to_the_open_card(three: Stage) -> None:
    three.bell.bring_up()
    three.window.guard.lift()
    press(three, Qt.Key.Key_Down)
    press(three, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is three.window


def test_closing_it_only_makes_room(three: Stage) -> None:
    three.window.close()
    assert three.window.isVisible()
    three.qtbot.waitUntil(lambda: not three.window.body.isVisible())
