"""The list and the sheet of reservations, by mouse and keyboard, over a real store."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent.domain.errands import ErrandKind, ErrandState
from agent.domain.failures import Side
from agent.domain.orders import Actor
from agent.domain.reservations import Field, Reservation, ReservationState
from tests.scenes import tables
from tests.scenes.restaurant import Restaurant
from ui.components import Banner, Button, Text
from ui.reservations.change_form import ChangeForm
from ui.reservations.face import RowFace
from ui.reservations.model import FACE
from ui.reservations.reads import Choice, Shift
from ui.reservations.screen import ReservationsScreen

S = ReservationState


def opens(screen: ReservationsScreen, qtbot: QtBot) -> None:
    screen.show()
    screen.enter()
    qtbot.waitUntil(lambda: screen.model.rowCount() > 0, timeout=5000)


def faces(screen: ReservationsScreen) -> list[RowFace]:
    return [screen.model.index(row).data(FACE) for row in range(screen.model.rowCount())]


def press(within: QWidget, text: str) -> None:
    """A finger on the button with that text."""
    found = [each for each in within.findChildren(Button) if each.text() == text and each.isVisible()]
    assert len(found) == 1, [each.text() for each in within.findChildren(Button) if each.isVisible()]
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def told(within: QWidget) -> str:
    said = [text.text() for text in within.findChildren(Text) if text.isVisible()]
    return "\n".join(
        [*said, *(banner.accessibleName() for banner in within.findChildren(Banner) if banner.isVisible())]
    )


def held(place: Restaurant, reservation_id: int) -> Reservation:
    sheet = place.agent.reservation(reservation_id)
    assert sheet is not None
    return sheet.reservation


def words(screen: ReservationsScreen) -> QLineEdit:
    assert screen.panel.question is not None
    return screen.panel.question.words


def change_form(screen: ReservationsScreen) -> ChangeForm:
    assert screen.panel.form is not None
    return screen.panel.form


def owed(place: Restaurant, reservation_id: int) -> list[ErrandKind]:
    sheet = place.agent.reservation(reservation_id)
    assert sheet is not None
    return [row.kind for row in sheet.errands if row.state is ErrandState.WAITING]


def open_sheet(screen: ReservationsScreen, qtbot: QtBot, reservation_id: int) -> None:
    row = screen.model.row_of(reservation_id)
    assert row is not None
    index = screen.model.index(row)
    screen.list.scrollTo(index)
    QTest.mouseClick(
        screen.list.viewport(), Qt.MouseButton.LeftButton, pos=screen.list.visualRect(index).center() - QPoint(120, 0)
    )
    qtbot.waitUntil(lambda: screen.panel.reservation_id == reservation_id)


def test_the_day_by_time_with_what_asks_for_a_person_on_top(
    screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
) -> None:
    tables.trouble(place)
    opens(screen, qtbot)
    shown = faces(screen)
    assert screen.model.pinned == 3
    assert [face.why for face in shown[:3]] == [
        "The portal does not know that the guest arrived",
        "Both sides changed it: covers",
        "Reopened on the portal",
    ]
    times = [face.time for face in shown[3:]]
    assert times == sorted(times)
    assert shown[2].day == "22/11", "over all days"
    assert "Saturday 21 November" in told(screen)


def test_the_model_is_a_proper_one(
    screen: ReservationsScreen, place: Restaurant, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    tables.evening(place)
    opens(screen, qtbot)
    qtmodeltester.check(screen.model, force_py=True)  # type: ignore[no-untyped-call]  # pytest-qt


@pytest.mark.parametrize(
    ("shift", "choice", "count"),
    [
        (Shift.ALL, Choice.ALL, 20),
        (Shift.LUNCH, Choice.ALL, 4),
        (Shift.DINNER, Choice.HERE, 2),
        (Shift.ALL, Choice.OVER, 5),
    ],
)
def test_it_is_narrowed_by_shift_and_state(
    screen: ReservationsScreen, place: Restaurant, qtbot: QtBot, shift: Shift, choice: Choice, count: int
) -> None:
    tables.evening(place)
    opens(screen, qtbot)
    screen.filters.shifts.set_current(shift.name)
    screen.filters.choices.set_current(choice.name)
    qtbot.waitUntil(lambda: screen.model.rowCount() == count, timeout=3000)


def test_a_name_is_found_on_any_day(screen: ReservationsScreen, place: Restaurant, qtbot: QtBot) -> None:
    book = tables.Book(place)
    book.booked(S.CONFIRMED, 1)
    far = book.booked(S.CONFIRMED, 24 * 9)
    opens(screen, qtbot)
    QTest.keyClicks(screen.filters.search, far.booking.guest.last_name or "")
    qtbot.waitUntil(lambda: [face.id for face in faces(screen)] == [far.id], timeout=3000)
    QTest.keyClick(screen.filters.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: far.id not in [face.id for face in faces(screen)], timeout=3000)


def test_another_day_by_the_arrows(screen: ReservationsScreen, place: Restaurant, qtbot: QtBot) -> None:
    book = tables.Book(place)
    book.booked(S.CONFIRMED, 1)
    tomorrow = book.booked(S.CONFIRMED, 24)
    opens(screen, qtbot)
    on = next(each for each in screen.findChildren(Button) if each.accessibleName() == "The day after")
    QTest.mouseClick(on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [face.id for face in faces(screen)] == [tomorrow.id], timeout=3000)
    QTest.mouseClick(screen.filters.today_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tomorrow.id not in [face.id for face in faces(screen)], timeout=3000)


def test_an_empty_day_has_a_sentence(screen: ReservationsScreen, qtbot: QtBot) -> None:
    screen.show()
    screen.enter()
    qtbot.waitUntil(lambda: "No reservations" in told(screen), timeout=3000)


def test_a_guest_is_confirmed_with_one_touch_and_it_is_said_that_it_is_on_its_way(
    screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
) -> None:
    booked = tables.Book(place).booked(S.PENDING, 1)
    opens(screen, qtbot)
    assert faces(screen)[0].marks[0].text == "Answer the guest"
    open_sheet(screen, qtbot, booked.id)
    press(screen.panel, "Confirm")
    assert held(place, booked.id).booking.state is S.CONFIRMED
    assert set(owed(place, booked.id)) == {ErrandKind.RESERVATION_TO_PORTAL, ErrandKind.RESERVATION_TO_POS}
    assert "Not on the other side yet" in told(screen.panel)
    qtbot.waitUntil(lambda: faces(screen)[0].marks[0].text == "On its way", timeout=3000)


def test_to_decline_is_asked_once_more_with_words_for_the_guest(
    screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
) -> None:
    booked = tables.Book(place).booked(S.PENDING, 1, link="sala")
    opens(screen, qtbot)
    open_sheet(screen, qtbot, booked.id)
    press(screen.panel, "Decline")
    assert held(place, booked.id).booking.state is S.PENDING
    assert "Decline: are you sure?" in told(screen.panel)
    QTest.keyClicks(words(screen), "Siamo al completo")
    press(screen.panel, "Decline")
    sheet = place.agent.reservation(booked.id)
    assert sheet is not None
    assert sheet.reservation.booking.state is S.REJECTED
    payload = next(row.payload for row in sheet.errands if row.kind is ErrandKind.RESERVATION_STATE)
    assert (payload["state"], payload["message"]) == ("rejected", "Siamo al completo")


def test_escape_takes_the_question_back_and_then_closes_the_sheet(
    screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
) -> None:
    booked = tables.Book(place).booked(S.CONFIRMED, 1)
    opens(screen, qtbot)
    open_sheet(screen, qtbot, booked.id)
    press(screen.panel, "Did not come")
    QTest.keyClick(screen.panel, Qt.Key.Key_Escape)
    assert screen.panel.asked is None
    assert screen.panel.isVisible()
    QTest.keyClick(screen.panel, Qt.Key.Key_Escape)
    assert not screen.panel.isVisible()
    assert held(place, booked.id).booking.state is S.CONFIRMED


def test_a_table_is_chosen_by_its_name(screen: ReservationsScreen, place: Restaurant, qtbot: QtBot) -> None:
    booked = tables.Book(place).booked(S.TO_ASSIGN, 1)
    opens(screen, qtbot)
    open_sheet(screen, qtbot, booked.id)
    press(screen.panel, "Time, table …")
    form = change_form(screen)
    QTest.mouseClick(form.chips["12"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(form.send.isEnabled, timeout=3000)
    press(screen.panel, "Change it")
    assert held(place, booked.id).booking.tables == ("12",)
    assert held(place, booked.id).booking.state is S.ASSIGNED
    qtbot.waitUntil(lambda: faces(screen)[0].tables == "T2", timeout=3000)


def test_where_the_till_chooses_the_table_none_is_offered(
    screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
) -> None:
    booked = tables.Book(place).booked(S.CONFIRMED, 1, link="sala")
    opens(screen, qtbot)
    open_sheet(screen, qtbot, booked.id)
    offered = [each.text() for each in screen.panel.findChildren(Button) if each.isVisible()]
    assert not [text for text in offered if "able …" in text]
    assert "The time is changed on Plateform, the table at the till: neither is taken from here." in told(screen.panel)


def test_a_conflict_shows_both_values_and_is_undone(
    screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
) -> None:
    booked = tables.Book(place).conflict(1)
    opens(screen, qtbot)
    open_sheet(screen, qtbot, booked.id)
    assert "“6” counts; Till had said “8”." in told(screen.panel)
    press(screen.panel, "Put the other value back: 8")
    after = held(place, booked.id)
    assert (after.booking.of(Field.COVERS), after.conflicts) == (8, ())


def test_what_is_parked_says_why_and_is_tried_again(
    screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
) -> None:
    booked = tables.Book(place).not_attached(0.25)
    opens(screen, qtbot)
    open_sheet(screen, qtbot, booked.id)
    assert "only a confirmed one can arrive" in told(screen.panel)
    press(screen.panel, "Try again")
    assert place.agent.parked() == ()
    assert ErrandKind.RESERVATION_STATE in owed(place, booked.id)


def test_one_reopened_is_created_anew(screen: ReservationsScreen, place: Restaurant, qtbot: QtBot) -> None:
    booked = tables.Book(place).reopened(1)
    opens(screen, qtbot)
    open_sheet(screen, qtbot, booked.id)
    press(screen.panel, "Create anew at the till")
    after = held(place, booked.id)
    assert (after.closed_pair, after.reopened, after.pos) == (False, False, None)
    assert owed(place, booked.id) == [ErrandKind.RESERVATION_TO_POS]


def test_what_happens_meanwhile_is_shown(screen: ReservationsScreen, place: Restaurant, qtbot: QtBot) -> None:
    book = tables.Book(place)
    booked = book.booked(S.CONFIRMED, 1)
    opens(screen, qtbot)
    open_sheet(screen, qtbot, booked.id)
    book.chosen(held(place, booked.id), S.ARRIVED, Actor.CLI)
    screen.bridge.reservation_changed.emit("crm", booked.id)
    qtbot.waitUntil(lambda: faces(screen)[0].state.text == "Arrived", timeout=3000)
    qtbot.waitUntil(lambda: "terminal" in told(screen.panel), timeout=3000)


def test_somebody_was_first_is_said_in_the_sheet(screen: ReservationsScreen, place: Restaurant, qtbot: QtBot) -> None:
    book = tables.Book(place)
    booked = book.booked(S.PENDING, 1)
    opens(screen, qtbot)
    open_sheet(screen, qtbot, booked.id)
    book.chosen(held(place, booked.id), S.ARRIVED, Actor.CLI)
    press(screen.panel, "Confirm")
    assert held(place, booked.id).booking.state is S.CONFIRMED or "cannot become" in told(screen.panel)


def test_the_number_on_the_rail_is_of_those_who_wait(
    screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
) -> None:
    book = tables.Book(place)
    book.booked(S.PENDING, 1)
    book.conflict(2)
    heard: list[int] = []
    screen.counted.connect(heard.append)
    screen.begin()
    qtbot.waitUntil(lambda: heard[-1:] == [2], timeout=3000)


def test_sixty_are_listed_and_painted(screen: ReservationsScreen, place: Restaurant, qtbot: QtBot) -> None:
    tables.crowd(place, 60)
    opens(screen, qtbot)
    assert screen.model.rowCount() > 40
    screen.list.scrollToBottom()
    assert not screen.grab().isNull()


def test_the_keyboard_opens_one(screen: ReservationsScreen, place: Restaurant, qtbot: QtBot) -> None:
    booked = tables.Book(place).booked(S.CONFIRMED, 1)
    opens(screen, qtbot)
    screen.list.setCurrentIndex(screen.model.index(0))
    QTest.keyClick(screen.list, Qt.Key.Key_Return)
    assert screen.panel.reservation_id == booked.id


def test_yesterdays_and_tomorrows_are_told_from_the_sheet(
    screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
) -> None:
    book = tables.Book(place)
    book.booked(S.CONFIRMED, 1)
    tomorrow = book.booked(S.CONFIRMED, 24)
    opens(screen, qtbot)
    screen.show_reservation(tomorrow.id)
    qtbot.waitUntil(lambda: [face.id for face in faces(screen)] == [tomorrow.id], timeout=3000)
    assert screen.query.day == (place.clock.at + timedelta(days=1)).date()


class TestWhileSomethingHappens:
    """What a person is writing or choosing stays, though the reservation changes below it."""

    def test_the_words_that_are_being_typed_stay(
        self, screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
    ) -> None:
        book = tables.Book(place)
        booked = book.booked(S.PENDING, 1, link="sala")
        opens(screen, qtbot)
        open_sheet(screen, qtbot, booked.id)
        press(screen.panel, "Decline")
        QTest.keyClicks(words(screen), "Siamo al")
        book.heard(held(place, booked.id), Side.PORTAL, Field.COVERS, 11)
        screen.bridge.reservation_changed.emit("sala", booked.id)
        qtbot.waitUntil(lambda: "11 covers" in told(screen.panel), timeout=3000)
        QTest.keyClicks(words(screen), " completo")
        press(screen.panel, "Decline")
        sheet = place.agent.reservation(booked.id)
        assert sheet is not None
        assert [row.payload.get("message") for row in sheet.errands if row.kind is ErrandKind.RESERVATION_STATE] == [
            "Siamo al completo"
        ]

    def test_the_tables_that_are_being_chosen_stay(
        self, screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
    ) -> None:
        book = tables.Book(place)
        booked = book.booked(S.TO_ASSIGN, 1)
        opens(screen, qtbot)
        open_sheet(screen, qtbot, booked.id)
        press(screen.panel, "Time, table …")
        form = change_form(screen)
        chips = form.chips
        QTest.mouseClick(chips["12"], Qt.MouseButton.LeftButton)
        book.heard(held(place, booked.id), Side.PORTAL, Field.COVERS, 11)
        screen.bridge.reservation_changed.emit("crm", booked.id)
        qtbot.waitUntil(lambda: "11 covers" in told(screen.panel), timeout=3000)
        assert chips["12"].isChecked()
        qtbot.waitUntil(form.send.isEnabled, timeout=3000)
        press(screen.panel, "Change it")
        assert held(place, booked.id).booking.tables == ("12",)

    def test_a_question_that_was_answered_elsewhere_is_taken_back(
        self, screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
    ) -> None:
        book = tables.Book(place)
        booked = book.booked(S.PENDING, 1, link="sala")
        opens(screen, qtbot)
        open_sheet(screen, qtbot, booked.id)
        press(screen.panel, "Decline")
        book.chosen(held(place, booked.id), S.CONFIRMED, Actor.CLI)
        screen.bridge.reservation_changed.emit("sala", booked.id)
        qtbot.waitUntil(lambda: screen.panel.asked is None, timeout=3000)
        press(screen.panel, "The guest is here")


def test_words_for_the_guest_are_asked_for_only_where_they_reach_him(
    screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
) -> None:
    book = tables.Book(place)
    told_there, not_told = book.booked(S.PENDING, 1, link="sala"), book.booked(S.PENDING, 2, link="crm")
    opens(screen, qtbot)
    for booked, asked in ((told_there, True), (not_told, False)):
        screen.show_reservation(booked.id)
        press(screen.panel, "Decline")
        assert words(screen).isVisible() is asked


def test_what_differs_at_the_till_is_said_in_words(screen: ReservationsScreen, place: Restaurant, qtbot: QtBot) -> None:
    booked = tables.Book(place).conflict(1)
    opens(screen, qtbot)
    open_sheet(screen, qtbot, booked.id)
    assert told(screen.panel).count("At the till: different") == 1


def test_it_is_said_on_which_side_a_change_is_not_yet(
    screen: ReservationsScreen, place: Restaurant, qtbot: QtBot
) -> None:
    booked = tables.Book(place).booked(S.CONFIRMED, 1, link="sala", both=False, sent=False)
    opens(screen, qtbot)
    open_sheet(screen, qtbot, booked.id)
    assert "Not at the till yet" in told(screen.panel)
