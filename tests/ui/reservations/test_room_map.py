"""The room map over a real store: what each table is now, at another time, and who is behind it."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent.domain.reservations import ReservationState
from tests.scenes.restaurant import Restaurant
from tests.scenes.tables import Book
from tests.ui.reservations.hands import goes_to, seat
from tests.ui.reservations.test_screen import press, told
from ui.reservations.filters import View
from ui.reservations.room_map import RoomMap
from ui.reservations.screen import ReservationsScreen
from ui.reservations.table_day import TableDay
from ui.reservations.tiles import Use

S = ReservationState


def rooms(screen: ReservationsScreen, qtbot: QtBot) -> RoomMap:
    goes_to(screen, View.MAP, qtbot)
    qtbot.waitUntil(lambda: bool(screen.day.map.tiles), timeout=3000)
    return screen.day.map


def use(shown: RoomMap, table: str) -> Use:
    return shown.tiles[seat(table)].tile.use


def test_now_by_default_and_at_another_time_by_the_stepper(
    screen: ReservationsScreen, book: Book, qtbot: QtBot
) -> None:
    book.booked(S.ASSIGNED, 1, tables=("12",))
    book.booked(S.ARRIVED, -0.5, tables=("14",))
    shown = rooms(screen, qtbot)
    assert (shown.time.shown(), shown.now_button.isChecked()) == ("20:14", True)
    assert [use(shown, table) for table in ("11", "12", "14")] == [Use.FREE, Use.FREE, Use.TAKEN]
    assert "Guests here: 1" in told(shown)
    QTest.keyClick(shown.time, Qt.Key.Key_PageUp)
    assert (shown.time.shown(), shown.now_button.isChecked()) == ("21:29", False)
    assert use(shown, "12") is Use.RESERVED
    assert "Reserved: 1" in told(shown)
    QTest.mouseClick(shown.now_button, Qt.MouseButton.LeftButton)
    assert (shown.time.shown(), use(shown, "12")) == ("20:14", Use.FREE)


def test_time_goes_on_by_itself(screen: ReservationsScreen, place: Restaurant, book: Book, qtbot: QtBot) -> None:
    book.booked(S.ASSIGNED, 1, tables=("12",))
    shown = rooms(screen, qtbot)
    assert use(shown, "12") is Use.FREE
    place.clock.at += timedelta(minutes=30)
    screen.day._beat()
    assert (use(shown, "12"), shown.time.shown()) == (Use.RESERVED, "20:44")


def test_a_touch_opens_the_party_of_the_table(screen: ReservationsScreen, book: Book, qtbot: QtBot) -> None:
    party = book.booked(S.ASSIGNED, 1, tables=("12",))
    shown = rooms(screen, qtbot)
    QTest.mouseClick(shown.tiles[seat("12")], Qt.MouseButton.LeftButton)
    assert screen.panel.reservation_id == party.id


def test_of_several_one_is_chosen_and_of_none_that_is_said(
    screen: ReservationsScreen, book: Book, qtbot: QtBot
) -> None:
    book.booked(S.ASSIGNED, -2, tables=("12",))
    second = book.booked(S.ASSIGNED, 1, tables=("12",))
    shown = rooms(screen, qtbot)
    QTest.mouseClick(shown.tiles[seat("12")], Qt.MouseButton.LeftButton)
    assert screen.panel.reservation_id is None
    (day,) = shown.findChildren(TableDay)
    QTest.mouseClick(day.buttons[1], Qt.MouseButton.LeftButton)
    assert screen.panel.reservation_id == second.id
    QTest.mouseClick(shown.tiles[seat("11")], Qt.MouseButton.LeftButton)
    assert "Nobody has booked this table on this day." in told(shown)


def test_by_keyboard(screen: ReservationsScreen, book: Book, qtbot: QtBot) -> None:
    party = book.booked(S.ASSIGNED, 1, tables=("12",))
    shown = rooms(screen, qtbot)
    tile = shown.tiles[seat("12")]
    assert tile.accessibleName().startswith("Table T2, 4 covers, Free, then 21:00 ")
    tile.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(tile, Qt.Key.Key_Return)
    assert screen.panel.reservation_id == party.id


def test_another_day_is_shown_when_its_first_party_comes(
    screen: ReservationsScreen, place: Restaurant, book: Book, qtbot: QtBot
) -> None:
    book.booked(S.ASSIGNED, 24 - 7, tables=("12",))
    shown = rooms(screen, qtbot)
    screen.filters.look_at((place.clock.at + timedelta(days=1)).date())
    qtbot.waitUntil(lambda: shown.time.shown() == "13:00", timeout=3000)
    assert not shown.now_button.isEnabled()
    assert use(shown, "12") is Use.RESERVED


def test_no_tables_is_told_with_the_next_step(screen: ReservationsScreen, qtbot: QtBot) -> None:
    goes_to(screen, View.MAP, qtbot)
    assert "No tables are known yet" in told(screen)
    assert "They come from the till by themselves." in told(screen)


def test_the_views_share_the_day_and_the_search(
    screen: ReservationsScreen, place: Restaurant, book: Book, qtbot: QtBot
) -> None:
    book.booked(S.ASSIGNED, 1, tables=("12",))
    tomorrow = book.booked(S.ASSIGNED, 24, tables=("14",))
    shown = rooms(screen, qtbot)
    press(screen, "Tomorrow")
    qtbot.waitUntil(lambda: bool(shown.tiles[seat("14")].tile.parties), timeout=3000)
    screen.filters.views.set_current(View.LIST.name)
    qtbot.waitUntil(lambda: screen.model.row_of(tomorrow.id) == 0 and screen.list.isVisible(), timeout=3000)
    assert screen.model.rowCount() == 1
