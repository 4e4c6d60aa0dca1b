"""A guest who waits, from the database to the tray, the loudspeaker and the sheet."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from agent.domain.bell import Sound
from agent.domain.reservations import Reservation, ReservationState
from tests.scenes import evening
from tests.scenes.restaurant import Restaurant
from tests.scenes.tables import Book
from tests.ui.test_awake import FakeInhibitor
from ui.bell.sound_silent import SilentPlayer
from ui.bridge import Bridge
from ui.components import TrayState
from ui.counter import Counter
from ui.reservations.screen import ReservationsScreen
from ui.tray import Tray

S = ReservationState


class Desk:
    def __init__(self, bridge: Bridge) -> None:
        self.tray = Tray()
        self.player = SilentPlayer()
        self.counter = Counter(bridge, self.tray, self.player, FakeInhibitor(), lambda: True)

    @property
    def number(self) -> int:
        return self.tray.face.number if self.tray.face else 0

    def sheet(self) -> int | None:
        room = self.counter.window.interior.room("reservations")
        assert isinstance(room, ReservationsScreen)
        return room.panel.reservation_id


@pytest.fixture
def booked(book: Book) -> Reservation:
    return book.booked(S.PENDING, 1)


@pytest.fixture
def desk(bridge: Bridge, booked: Reservation, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(bridge)
    made.counter.start(show_window=False)
    qtbot.waitUntil(lambda: made.number > 0, timeout=5000)
    yield made
    made.counter.stop()
    made.counter.clear_away()


def test_it_is_on_the_tray_and_a_click_on_the_news_opens_its_sheet(desk: Desk, booked: Reservation) -> None:
    assert desk.tray.face is not None
    assert (desk.tray.face.state, desk.number) == (TrayState.WAITING, 1)
    desk.tray.icon.messageClicked.emit()
    assert desk.counter.window.isVisible()
    assert desk.sheet() == booked.id


def test_a_click_on_the_mark_opens_the_only_one(desk: Desk, booked: Reservation) -> None:
    desk.tray.reservations_wanted.emit()
    assert desk.sheet() == booked.id


def test_the_orders_go_on_ringing(desk: Desk, book: Book, place: Restaurant, bridge: Bridge, qtbot: QtBot) -> None:
    assert ("once", Sound.RESERVATION) in desk.player.told
    evening.arrives(place, 38, 0.3, 31)
    desk.counter.bell.waiting.read()
    qtbot.waitUntil(lambda: desk.player.looping is not None, timeout=3000)
    desk.player.told.clear()
    booked = book.booked(S.PENDING, 2)
    bridge.reservation_heard.emit("crm", booked.id)
    qtbot.waitUntil(lambda: desk.number == 3, timeout=3000)
    assert desk.player.looping is not None
    assert ("once", Sound.RESERVATION) not in desk.player.told
