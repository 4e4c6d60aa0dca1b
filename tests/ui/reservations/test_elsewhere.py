"""Reservations on the other screens: the history, what is parked, the rail, the bar with three links."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent.domain.reservations import ReservationState
from tests.scenes import tables
from tests.scenes.restaurant import TABLES, Restaurant
from tests.scenes.tables import Book
from tests.ui.reservations.test_screen import press, told
from ui.activity.happening import Happening
from ui.activity.model import HAPPENING
from ui.activity.screen import ActivityScreen
from ui.bridge import Bridge
from ui.components import RailItem
from ui.main_window import MainWindow
from ui.reservations.screen import ReservationsScreen

S = ReservationState


@pytest.fixture
def activity(book: Book, bridge: Bridge, qtbot: QtBot) -> ActivityScreen:
    book.booked(S.CONFIRMED, 1)
    book.not_attached(0.25)
    made = ActivityScreen(bridge)
    qtbot.addWidget(made)
    made.resize(936, 700)
    made.begin()
    made.show()
    made.enter()
    qtbot.waitUntil(lambda: made.model.rowCount() > 0, timeout=5000)
    return made


def test_a_line_of_the_history_says_whose_it_is_and_opens_it(activity: ActivityScreen, qtbot: QtBot) -> None:
    row: Happening = activity.model.index(0).data(HAPPENING)
    assert (row.code, row.guest) == ("P2", "Alessandro Castelnuovo Montanari")
    assert "Reservation P2" in str(activity.model.index(0).data())
    activity.list.setCurrentIndex(activity.model.index(0))
    with qtbot.waitSignal(activity.reservation_wanted, timeout=1000) as heard:
        QTest.keyClick(activity.list, Qt.Key.Key_Return)
    assert heard.args == [row.entry.reservation_id]


def test_what_is_parked_names_the_guest_and_opens_the_sheet(activity: ActivityScreen, qtbot: QtBot) -> None:
    assert "P2, Alessandro Castelnuovo Montanari: " in told(activity.parked)
    with qtbot.waitSignal(activity.reservation_wanted, timeout=1000):
        press(activity.parked, "Open the reservation")


def window(bridge: Bridge, qtbot: QtBot) -> MainWindow:
    made = MainWindow(bridge, has_tray=lambda: True)
    qtbot.addWidget(made)
    made.show()
    return made


def test_three_links_fit_into_the_bar_and_the_rail_has_all_screens(
    place: Restaurant, bridge: Bridge, qtbot: QtBot
) -> None:
    made = window(bridge, qtbot)
    made.resize(1024, 736)
    assert [item.key for item in made.findChildren(RailItem)][:4] == [
        "orders",
        "reservations",
        "alignment",
        "statistics",
    ]
    for pill in made.interior.pills.pills.values():
        assert pill.width() >= pill.sizeHint().width()
    assert made.width() == 1024


def test_without_orders_their_screen_is_not_there_and_none_is_shown(tmp_path: Path, qtbot: QtBot) -> None:
    place = Restaurant(tmp_path / "tables", TABLES)
    place.agent.prefer("language", "en")
    bridge = Bridge(place.agent)
    made = window(bridge, qtbot)
    assert made.interior.current == "reservations"
    assert "orders" not in [item.key for item in made.findChildren(RailItem)]
    made.show_order(1)
    assert made.interior.current == "reservations"
    assert bridge.close(5)
    place.close()


def test_from_the_history_to_the_sheet(place: Restaurant, bridge: Bridge, qtbot: QtBot) -> None:
    booked = tables.Book(place).booked(S.PENDING, 24)
    made = window(bridge, qtbot)
    with qtbot.waitSignal(made.reservation_seen, timeout=2000) as seen:
        made.interior.room("activity").reservation_wanted.emit(booked.id)
    assert seen.args == [booked.id]
    room = made.interior.room("reservations")
    assert isinstance(room, ReservationsScreen)
    assert (made.interior.current, room.panel.reservation_id) == ("reservations", booked.id)
