"""A conflict and a sale that differs, with what each side says, and the press that says it is right."""

from decimal import Decimal

from pytestqt.qtbot import QtBot

from tests.scenes.restaurant import Restaurant
from tests.scenes.tables import Book
from tests.ui.reservations.test_screen import faces, held, open_sheet, opens, owed, press, told
from ui.components import Button
from ui.reservations.screen import ReservationsScreen


def test_a_conflict(screen: ReservationsScreen, place: Restaurant, book: Book, qtbot: QtBot) -> None:
    party = book.conflict(1)
    opens(screen, qtbot)
    open_sheet(screen, qtbot, party.id)
    press(screen.panel, "Right as it is")
    after = held(place, party.id)
    assert (after.conflicts, after.booking, owed(place, party.id)) == ((), party.booking, [])
    assert "Looked at: right as it is" in told(screen.panel)
    qtbot.waitUntil(lambda: [face.why for face in faces(screen)] == [""], timeout=3000)


def test_a_sale_shows_what_was_sent_and_what_the_till_counts_now(
    screen: ReservationsScreen, place: Restaurant, book: Book, qtbot: QtBot
) -> None:
    party = book.sale_differs(-2)
    opens(screen, qtbot)
    open_sheet(screen, qtbot, party.id)
    assert "Check 118: €55.50 was sent, the till now says €41.00." in told(screen.panel)
    press(screen.panel, "Right as it is")
    after = held(place, party.id)
    assert (after.sale_differs, after.sold[0].total, owed(place, party.id)) == (False, Decimal("55.50"), [])


def test_where_nothing_differs_there_is_nothing_to_press(screen: ReservationsScreen, book: Book, qtbot: QtBot) -> None:
    party = book.reopened(1)
    opens(screen, qtbot)
    open_sheet(screen, qtbot, party.id)
    assert "Reopened on the portal" in told(screen.panel)
    assert "Right as it is" not in [button.text() for button in screen.panel.findChildren(Button)]
