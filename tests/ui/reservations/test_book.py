"""The book day by day: the calendar, the search over all days, what asks for a person, a list that keeps its place."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent.domain.commands import SetReservationState
from agent.domain.meeting import ReservationStep
from agent.domain.orders import Actor
from agent.domain.reservations import ReservationState
from agent.sync import reservation_steps
from tests.scenes.restaurant import Restaurant
from tests.scenes.tables import Book
from tests.ui.reservations.test_screen import faces, opens, press, told
from ui.components import Button, EmptyState
from ui.reservations import reads
from ui.reservations.reads import ASKS_FOR, Choice, asking_of
from ui.reservations.screen import ReservationsScreen

S = ReservationState

TODAY = date(2026, 11, 21)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())


class TestDays:
    def test_tomorrow_and_back(self, screen: ReservationsScreen, book: Book, qtbot: QtBot) -> None:
        book.booked(S.CONFIRMED, 1)
        opens(screen, qtbot)
        press(screen, "Tomorrow")
        qtbot.waitUntil(lambda: "Sunday 22 November" in told(screen), timeout=3000)
        assert not screen.filters.tomorrow_button.isEnabled()
        press(screen, "Today")
        qtbot.waitUntil(lambda: "Saturday 21 November" in told(screen), timeout=3000)
        assert not screen.filters.today_button.isEnabled()

    def test_a_day_is_touched_in_the_calendar(self, screen: ReservationsScreen, book: Book, qtbot: QtBot) -> None:
        far = book.booked(S.CONFIRMED, 24 * 9)
        screen.show()
        click(screen.filters.calendar_button)
        grid = screen.filters.calendar.grid
        assert (grid.day, screen.filters.calendar.isVisible()) == (TODAY, True)
        click(grid, grid.cell_of(date(2026, 11, 30)).center().toPoint())
        assert not screen.filters.calendar.isVisible()
        qtbot.waitUntil(lambda: [face.id for face in faces(screen)] == [far.id], timeout=3000)

    def test_the_keyboard_walks_it_and_turns_the_months(self, screen: ReservationsScreen, qtbot: QtBot) -> None:
        screen.show()
        click(screen.filters.calendar_button)
        grid = screen.filters.calendar.grid
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageDown):
            QTest.keyClick(grid, key)
        assert grid.day == date(2026, 12, 21)
        assert grid.accessibleName() == "Monday 21 December 2026"
        QTest.keyClick(grid, Qt.Key.Key_Return)
        assert (screen.query.day, screen.filters.calendar.isVisible()) == (date(2026, 12, 21), False)

    def test_escape_leaves_the_day_as_it_was(self, screen: ReservationsScreen, qtbot: QtBot) -> None:
        screen.show()
        click(screen.filters.calendar_button)
        QTest.keyClick(screen.filters.calendar.grid, Qt.Key.Key_Down)
        QTest.keyClick(screen.filters.calendar, Qt.Key.Key_Escape)
        assert (screen.query.day, screen.filters.calendar.isVisible()) == (TODAY, False)

    def test_the_last_of_a_month_is_followed_by_the_last_of_a_shorter_one(self, screen: ReservationsScreen) -> None:
        grid = screen.filters.calendar.grid
        grid.show_day(date(2026, 10, 31))
        grid.turn(1)
        assert grid.day == date(2026, 11, 30)
        assert grid.first() == date(2026, 10, 26)


class TestSearch:
    @pytest.fixture
    def visits(self, screen: ReservationsScreen, book: Book, qtbot: QtBot) -> list[int]:
        """One guest who came often, and comes again; the last three are still to come."""
        guest = book.booked(S.CONFIRMED, 1).booking.guest
        hours = [*(-24 * day for day in range(60, 0, -1)), 24, 48, 72]
        visits = [book.booked(S.CONFIRMED, each, guest=replace(guest, last_name="Zanella")).id for each in hours]
        opens(screen, qtbot)
        QTest.keyClicks(screen.filters.search, "zanella")
        qtbot.waitUntil(lambda: screen.model.rowCount() == len(visits), timeout=3000)
        return visits

    def test_every_line_says_its_day(self, screen: ReservationsScreen, visits: list[int]) -> None:
        assert [face.day for face in faces(screen)][-3:] == ["22/11", "23/11", "24/11"]
        assert "22/11, " in faces(screen)[-3].spoken

    def test_what_is_still_to_come_stands_on_top_of_what_is_seen(
        self, screen: ReservationsScreen, visits: list[int]
    ) -> None:
        coming = screen.model.row_of(visits[-3])
        assert coming is not None
        seen = screen.list.viewport().rect()
        assert seen.contains(screen.list.visualRect(screen.model.index(coming)))
        assert not seen.contains(screen.list.visualRect(screen.model.index(0)))

    def test_more_than_fit_are_the_latest_and_it_is_said(
        self, screen: ReservationsScreen, visits: list[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reads, "MOST", 10)
        monkeypatch.setattr("ui.reservations.screen.MOST", 10)
        screen.read()
        qtbot.waitUntil(lambda: [face.id for face in faces(screen)] == visits[-10:], timeout=3000)
        assert screen.filters.sum.text == "Only the last 10 are shown"

    def test_nothing_found_leads_back_to_the_whole_day(
        self, screen: ReservationsScreen, book: Book, qtbot: QtBot
    ) -> None:
        book.booked(S.CONFIRMED, 1)
        opens(screen, qtbot)
        screen.filters.choices.set_current(Choice.HERE.name)
        QTest.keyClicks(screen.filters.search, "nobody")
        nothing = next(each for each in screen.findChildren(EmptyState) if each.accessibleName().startswith("No res"))
        qtbot.waitUntil(lambda: "No reservation found" in told(screen), timeout=3000)
        assert not nothing.isVisible()
        press(screen, "Show the whole day")
        qtbot.waitUntil(lambda: screen.model.rowCount() == 1, timeout=3000)
        assert (screen.filters.search.text(), screen.filters.choices.current) == ("", Choice.ALL.name)


class TestWhatAsks:
    def test_a_sale_that_differs_is_on_top(self, screen: ReservationsScreen, book: Book, qtbot: QtBot) -> None:
        held = book.booked(S.COMPLETED, -1, link="sala")
        self.keep(book, ReservationStep(replace(held, sale_differs=True)))
        opens(screen, qtbot)
        assert [face.why for face in faces(screen)] == ["A bill changed after its sale was sent"]

    def test_it_asks_no_more_two_days_later_but_what_is_parked_does(self, book: Book, place: Restaurant) -> None:
        conflict, parked = book.conflict(1), book.not_attached(0.25)
        now = place.clock.at
        assert {sheet.reservation.id for sheet in asking_of(place.agent, now)} == {conflict.id, parked.id}
        later = now + ASKS_FOR + timedelta(hours=2)
        assert [sheet.reservation.id for sheet in asking_of(place.agent, later)] == [parked.id]

    @staticmethod
    def keep(book: Book, step: ReservationStep) -> None:
        with book.place.store.writing() as ledger:
            reservation_steps.write(ledger, step, book.place.clock.at)


class TestTheListKeepsItsPlace:
    def test_a_new_one_moves_neither_the_list_nor_the_keyboard(
        self, screen: ReservationsScreen, book: Book, qtbot: QtBot
    ) -> None:
        for number in range(40):
            book.booked(S.CONFIRMED, number / 20)
        opens(screen, qtbot)
        screen.list.scrollToBottom()
        place = screen.list.verticalScrollBar().value()
        last = screen.model.rowCount() - 1
        screen.list.setCurrentIndex(screen.model.index(last))
        mine = faces(screen)[last].id
        fresh = book.booked(S.CONFIRMED, 3)
        screen.bridge.reservation_heard.emit("crm", fresh.id)
        qtbot.waitUntil(lambda: screen.model.row_of(fresh.id) is not None, timeout=3000)
        assert screen.list.verticalScrollBar().value() == place
        assert faces(screen)[screen.list.currentIndex().row()].id == mine

    def test_it_stays_a_proper_model_while_lines_come_go_and_move(
        self, screen: ReservationsScreen, book: Book, place: Restaurant, qtbot: QtBot, qtmodeltester: ModelTester
    ) -> None:
        lines = [book.booked(S.PENDING, number / 2) for number in range(1, 6)]
        opens(screen, qtbot)
        screen.filters.choices.set_current(Choice.ANSWER.name)
        qtbot.waitUntil(lambda: screen.query.choice is Choice.ANSWER and screen.model.rowCount() == 5, timeout=3000)
        qtmodeltester.check(screen.model, force_py=True)  # type: ignore[no-untyped-call]  # pytest-qt
        self_moved = lines[-1]
        place.agent.submit(SetReservationState(lines[1].id, S.REJECTED), Actor.CLI)
        with place.store.writing() as ledger:
            held = ledger.reservation(self_moved.id)
            assert held is not None
            early = replace(held, booking=replace(held.booking, starts_at=place.clock.at - timedelta(hours=2)))
            ledger.save_reservation(early)
        screen.bridge.reservation_changed.emit("crm", self_moved.id)
        # Two changes, perhaps in two reads.
        qtbot.waitUntil(
            lambda: [screen.model.rowCount(), faces(screen)[0].id] == [4, self_moved.id],
            timeout=3000,
        )
        conflict = book.conflict(1)
        screen.bridge.reservation_heard.emit("crm", conflict.id)
        qtbot.waitUntil(lambda: faces(screen)[0].id == conflict.id, timeout=3000)


def test_long_names_of_links_push_nothing_out(screen: ReservationsScreen) -> None:
    screen.filters.links.addItem("ristorante-del-lungolago-di-sotto", "x")
    screen.show()
    for button in (screen.filters.links, screen.filters.choices, screen.filters.search):
        assert screen.rect().contains(button.geometry())


def test_the_buttons_of_the_bar_have_names(screen: ReservationsScreen) -> None:
    assert all(each.text() or each.accessibleName() for each in screen.findChildren(Button))
