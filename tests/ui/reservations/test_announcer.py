"""A guest who waits for an answer is told once, with a sound of its own, and again while nobody has looked."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from agent.domain.bell import Quiet, Sound
from agent.domain.reservations import Reservation, ReservationState
from tests.scenes.restaurant import Restaurant
from tests.scenes.tables import Book
from ui.bridge import Bridge
from ui.reservations.announcer import REMIND, ReservationAnnouncer

S = ReservationState

ONE = ("A reservation waits", "21/11 21:00, 6 covers")


class Heard:
    """What reached the tray and the loudspeaker. `ringing`: the bell of the orders is."""

    def __init__(self, bridge: Bridge) -> None:
        self.shown: list[tuple[str, str]] = []
        self.about: list[int | None] = []
        self.played: list[Sound] = []
        self.ringing = False
        self.quiet: Quiet | None = None
        self.announcer = ReservationAnnouncer(bridge, self._show, self._play, lambda: self.quiet)

    def _show(self, title: str, text: str, about: int | None) -> None:
        self.shown.append((title, text))
        self.about.append(about)

    def _play(self, sound: Sound) -> bool:
        if not self.ringing:
            self.played.append(sound)
        return not self.ringing


@pytest.fixture
def heard(bridge: Bridge) -> Iterator[Heard]:
    made = Heard(bridge)
    yield made
    made.announcer.stop()


@pytest.fixture
def booked(book: Book) -> Reservation:
    """Heard of half an hour ago, and nobody has answered."""
    return book.booked(S.PENDING, 1, covers=6)


def starts(heard: Heard, qtbot: QtBot) -> None:
    heard.announcer.start()
    qtbot.waitUntil(lambda: bool(heard.shown), timeout=3000)


def later(place: Restaurant, heard: Heard, by: timedelta) -> None:
    place.clock.at += by
    heard.announcer.look()


def test_one_is_told_without_its_name(heard: Heard, booked: Reservation, qtbot: QtBot) -> None:
    starts(heard, qtbot)
    assert (heard.shown, heard.about) == ([ONE], [booked.id])
    assert heard.played == [Sound.RESERVATION]
    assert booked.booking.guest.name not in str(heard.shown)
    assert heard.announcer.waiting == (booked.id,)


def test_it_is_told_once_and_reminded(
    heard: Heard, booked: Reservation, place: Restaurant, bridge: Bridge, qtbot: QtBot
) -> None:
    starts(heard, qtbot)
    with qtbot.waitSignal(heard.announcer.changed, timeout=3000):
        bridge.reservation_changed.emit("crm", booked.id)
    later(place, heard, REMIND - timedelta(seconds=1))
    assert (len(heard.shown), len(heard.played)) == (1, 1)
    later(place, heard, timedelta(seconds=1))
    assert (heard.shown, len(heard.played)) == ([ONE, ONE], 2)


def test_whose_sheet_was_opened_is_not_reminded_but_still_counted(
    heard: Heard, booked: Reservation, place: Restaurant, qtbot: QtBot
) -> None:
    starts(heard, qtbot)
    heard.announcer.saw(booked.id)
    later(place, heard, 2 * REMIND)
    assert len(heard.played) == 1
    assert heard.announcer.waiting == (booked.id,)


def test_what_was_answered_waits_no_more(
    heard: Heard, book: Book, booked: Reservation, place: Restaurant, bridge: Bridge, qtbot: QtBot
) -> None:
    starts(heard, qtbot)
    sheet = place.agent.reservation(booked.id)
    assert sheet is not None
    book.chosen(sheet.reservation, S.CONFIRMED)
    with qtbot.waitSignal(heard.announcer.changed, timeout=3000):
        bridge.reservation_changed.emit("crm", booked.id)
    later(place, heard, REMIND)
    assert (heard.announcer.waiting, len(heard.played)) == ((), 1)


def test_the_orders_ring_first_and_then_it_is_heard(
    heard: Heard, booked: Reservation, place: Restaurant, qtbot: QtBot
) -> None:
    heard.ringing = True
    starts(heard, qtbot)
    assert (heard.shown, heard.played) == ([ONE], [])
    heard.ringing = False
    later(place, heard, timedelta(seconds=2))
    assert (heard.shown, heard.played) == ([ONE], [Sound.RESERVATION]), "told already, and now heard"


def test_a_pause_quiets_what_had_come_before_it_and_nothing_new(
    heard: Heard, book: Book, booked: Reservation, place: Restaurant, qtbot: QtBot
) -> None:
    now = place.clock.at
    heard.quiet = Quiet(now, now + timedelta(minutes=30))
    starts(heard, qtbot)
    assert (heard.shown, heard.played) == ([ONE], [])
    place.clock.at = now + timedelta(minutes=40)
    book.booked(S.PENDING, 2)
    place.clock.at = now + timedelta(minutes=11)
    heard.announcer.start()
    qtbot.waitUntil(lambda: heard.played == [Sound.RESERVATION], timeout=3000)
    assert len(heard.shown) == 2
    heard.quiet = None
    later(place, heard, timedelta(minutes=1))
    assert len(heard.played) == 2, "the pause is over: the first one is heard"


def test_several_at_once_are_one_piece_of_news(heard: Heard, book: Book, qtbot: QtBot) -> None:
    for hours in (1, 2, 3):
        book.booked(S.PENDING, hours)
    starts(heard, qtbot)
    assert (heard.shown, heard.about) == ([("3 reservations wait", "The guests wait for an answer.")], [None])
    assert len(heard.played) == 1


def test_what_needs_no_answer_is_silent(heard: Heard, book: Book, qtbot: QtBot) -> None:
    book.booked(S.CONFIRMED, 1)
    book.booked(S.PENDING, -5)
    with qtbot.waitSignal(heard.announcer.changed, timeout=3000):
        heard.announcer.start()
    assert (heard.shown, heard.played, heard.announcer.waiting) == ([], [], ())
