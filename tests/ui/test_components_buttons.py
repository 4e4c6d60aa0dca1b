"""What is pressed: sizes for fingers, keyboard, the ring, being busy."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.components import Button, ButtonKind, Chip, Pressable, Rail, Segmented, Stepper, Switch
from ui.theme import COMPACT, TOUCH

_windows: list[QWidget] = []


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """pytest-qt holds a widget only weakly: the windows live as long as their test."""
    yield
    _windows.clear()


def shown(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    """A window with those, one below the other, that has the keyboard."""
    window = QWidget()
    _windows.append(window)
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.mark.parametrize("kind", list(ButtonKind), ids=lambda kind: kind.name)
def test_a_finger_hits_it(kind: ButtonKind) -> None:
    assert Button("Ok", kind).sizeHint().height() == TOUCH
    assert Button("Ok", kind, compact=True).sizeHint().height() == COMPACT
    assert Button("", kind, "close").sizeHint().width() == TOUCH
    assert Chip("15").sizeHint().height() == TOUCH
    assert Switch("Suono").sizeHint().height() == TOUCH


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_keyboard_presses_it(qtbot: QtBot, key: Qt.Key) -> None:
    button = Button("Accetta", ButtonKind.PRIMARY)
    shown(qtbot, button)
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, key)


def test_the_ring_is_the_keyboards(qtbot: QtBot) -> None:
    first, second = Button("Uno"), Button("Due")
    window = shown(qtbot, first, second)
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert first.hasFocus()
    assert not first.ringed
    QTest.keyClick(window, Qt.Key.Key_Tab)
    assert second.ringed
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert not second.ringed


def test_coming_back_to_the_window_keeps_the_ring(qtbot: QtBot) -> None:
    button = Button("Uno")
    shown(qtbot, button)
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    button.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.ActiveWindowFocusReason))
    assert button.ringed


def test_busy_it_keeps_its_width_and_is_deaf(qtbot: QtBot) -> None:
    button = Button("Sincronizza ora", icon_name="sync")
    shown(qtbot, button)
    width = button.sizeHint().width()
    button.set_busy(True)
    with qtbot.assertNotEmitted(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.sizeHint().width() == width
    button.set_busy(False)
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_busy_and_hidden_it_does_not_turn(qtbot: QtBot) -> None:
    button = Button("Invio")
    window = shown(qtbot, button)
    button.set_busy(True)
    turning = button.grab().toImage()
    qtbot.waitUntil(lambda: button.grab().toImage() != turning)
    window.hide()
    still = button.grab().toImage()
    qtbot.wait(120)
    assert button.grab().toImage() == still


def test_a_chip_is_seen_to_be_on() -> None:
    off, on = Chip("20"), Chip("20")
    on.setChecked(True)
    for chip in (off, on):
        chip.resize(chip.sizeHint())
    assert on.grab().toImage() != off.grab().toImage()


def rail_of(qtbot: QtBot) -> Rail:
    rail = Rail()
    for key in ("orders", "activity", "connections"):
        rail.add(key, key, key.capitalize())
    rail.add("settings", "settings", "Impostazioni", at_foot=True)
    shown(qtbot, rail)
    return rail


def test_the_rail_is_walked_with_the_arrows(qtbot: QtBot) -> None:
    rail = rail_of(qtbot)
    chosen: list[str] = []
    rail.current_changed.connect(chosen.append)
    rail.items()[0].setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home):
        focused = next(item for item in rail.items() if item.hasFocus())
        QTest.keyClick(focused, key)
    assert chosen == ["activity", "settings", "orders", "settings", "orders"]
    assert rail.current == "orders"
    assert rail.items()[0].ringed


def test_the_rails_screens_stand_in_the_order_of_their_coming(qtbot: QtBot) -> None:
    rail = rail_of(qtbot)
    tops = [item.mapTo(rail, QPoint()).y() for item in rail.items()]
    assert tops == sorted(tops)
    assert [item.key for item in rail.items()] == ["orders", "activity", "connections", "settings"]
    assert rail.current == "orders"


def test_the_rail_says_how_many_wait(qtbot: QtBot) -> None:
    rail = rail_of(qtbot)
    item = rail.items()[0]
    plain = item.grab().toImage()
    rail.set_count("orders", 3)
    assert "3" in item.accessibleName()
    assert item.grab().toImage() != plain
    rail.set_count("orders", 0)
    assert item.accessibleName() == "Orders"
    assert item.grab().toImage() == plain


def test_the_rail_tells_once(qtbot: QtBot) -> None:
    rail = rail_of(qtbot)
    with qtbot.assertNotEmitted(rail.current_changed):
        rail.set_current("orders")


def test_one_segment_is_chosen(qtbot: QtBot) -> None:
    choice = Segmented([("day", "Giorno"), ("week", "Settimana"), ("month", "Mese")])
    shown(qtbot, choice)
    assert choice.current == "day"
    with qtbot.waitSignal(choice.chosen) as told:
        QTest.mouseClick(choice.buttons()[1], Qt.MouseButton.LeftButton)
    assert told.args == ["week"]
    with qtbot.waitSignal(choice.chosen) as told:
        QTest.keyClick(choice.buttons()[1], Qt.Key.Key_Right)
    assert told.args == ["month"]


def test_a_number_stays_within_its_bounds(qtbot: QtBot) -> None:
    stepper = Stepper("Preparazione", 5, 30, 10, step=5, unit="min")
    shown(qtbot, stepper)
    told: list[int] = []
    stepper.changed.connect(told.append)
    QTest.mouseClick(stepper.more, Qt.MouseButton.LeftButton)
    QTest.keyClick(stepper, Qt.Key.Key_PageUp)
    QTest.keyClick(stepper, Qt.Key.Key_Up)
    assert told == [15, 30]
    assert not stepper.more.isEnabled()
    assert stepper.accessibleName() == "Preparazione: 30 min"
    stepper.set_value(-4)
    assert stepper.value == 5


def test_what_is_off_is_deaf(qtbot: QtBot) -> None:
    pressables: list[Pressable] = [Button("Uno"), Chip("15"), Switch("Suono")]
    shown(qtbot, *pressables)
    for pressable in pressables:
        pressable.setEnabled(False)
        with qtbot.assertNotEmitted(pressable.clicked):
            QTest.mouseClick(pressable, Qt.MouseButton.LeftButton)
