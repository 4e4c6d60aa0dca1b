"""A guest who waits for an answer is told once, with a sound of its own, and again after a while."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from agent.domain.bell import Sound
from agent.domain.reservations import ReservationState
from tests.scenes import tables
from tests.scenes.restaurant import Restaurant
from ui.bridge import Bridge
from ui.reservations.announcer import ReservationAnnouncer

S = ReservationState


class Heard:
    def __init__(self, bridge: Bridge) -> None:
        self.shown: list[tuple[str, str]] = []
        self.played: list[Sound] = []
        self.announcer = ReservationAnnouncer(bridge, lambda *said: self.shown.append(said), self.played.append)


@pytest.fixture
def heard(bridge: Bridge) -> Iterator[Heard]:
    made = Heard(bridge)
    yield made
    made.announcer.stop()


def test_one_is_told_without_its_name(heard: Heard, place: Restaurant, qtbot: QtBot) -> None:
    booked = tables.Book(place).booked(S.PENDING, 1, covers=6)
    heard.announcer.start()
    qtbot.waitUntil(lambda: len(heard.shown) == 1, timeout=3000)
    assert heard.shown == [("A reservation waits", "21/11 21:00, 6 covers")]
    assert heard.played == [Sound.RESERVATION]
    assert booked.booking.guest.name not in str(heard.shown)


def test_it_is_told_once_and_reminded(heard: Heard, place: Restaurant, bridge: Bridge, qtbot: QtBot) -> None:
    booked = tables.Book(place).booked(S.PENDING, 1)
    heard.announcer.start()
    qtbot.waitUntil(lambda: len(heard.shown) == 1, timeout=3000)
    bridge.reservation_changed.emit("crm", booked.id)
    qtbot.wait(900)
    assert len(heard.shown) == 1
    heard.announcer._remind()
    qtbot.waitUntil(lambda: len(heard.shown) == 2, timeout=3000)


def test_several_at_once_are_one_piece_of_news(heard: Heard, place: Restaurant, qtbot: QtBot) -> None:
    book = tables.Book(place)
    for hours in (1, 2, 3):
        book.booked(S.PENDING, hours)
    heard.announcer.start()
    qtbot.waitUntil(lambda: heard.shown == [("3 reservations wait", "The guests wait for an answer.")], timeout=3000)
    assert len(heard.played) == 1


def test_what_needs_no_answer_is_silent(heard: Heard, place: Restaurant, qtbot: QtBot) -> None:
    book = tables.Book(place)
    book.booked(S.CONFIRMED, 1)
    book.booked(S.PENDING, -5)
    heard.announcer.start()
    qtbot.wait(900)
    assert (heard.shown, heard.played) == ([], [])
