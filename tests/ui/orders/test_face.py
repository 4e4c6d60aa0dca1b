"""What a card says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agent.domain.orders import Notice, NoticeKind, Order, OrderPolicy, OrderState
from agent.domain.waiting import waiting_for
from agent.reading import OrderSheet
from tests.domain.making import NOON, arrived, portal_order
from tests.scenes.restaurant import Restaurant, StoppedClock
from ui.orders.face import CardFace, face_of, instant_text, spoken
from ui.orders.house import House
from ui.theme import Tone


@pytest.fixture
def house(place: Restaurant) -> House:
    return House(place.agent.links, StoppedClock(NOON))


def sheet(order: Order) -> OrderSheet:
    return OrderSheet(order, (), waiting_for(order, ()))


def face(house: House, order: Order, after: timedelta = timedelta(0)) -> CardFace:
    return face_of(sheet(order), house, NOON + after)


def test_a_new_order_counts_down_and_presses_more_and_more(house: House) -> None:
    tones = []
    for minutes in (0, 6, 9, 11):
        countdown = face(house, arrived(), timedelta(minutes=minutes)).countdown
        assert countdown is not None
        tones.append((countdown.text, countdown.tone))
    assert tones == [("10:00", Tone.BRASS), ("4:00", Tone.WAITING), ("1:00", Tone.BAD), ("0:00", Tone.BAD)]


def test_an_order_of_a_link_that_is_gone_has_no_countdown(house: House) -> None:
    assert face(house, replace(arrived(), link="former")).countdown is None


def test_times_are_the_restaurants_and_another_day_is_named(house: House) -> None:
    assert face(house, arrived()).time == "13:45"
    assert face(house, arrived(due_at=NOON + timedelta(days=1))).time == "22/11 13:00"
    assert instant_text(NOON, house.main_zone, NOON) == "13:00"


def test_the_promise_counts_once_it_is_made(house: House) -> None:
    accepted = replace(arrived(), state=OrderState.ACCEPTED, promised_at=NOON + timedelta(minutes=70))
    assert face(house, accepted).time == "14:10"


@pytest.mark.parametrize(
    ("order", "text", "tone"),
    [
        (arrived(), None, None),
        (
            replace(arrived(till=OrderState.NEW), state=OrderState.ACCEPTED),
            "Accept it at the till too",
            Tone.WAITING,
        ),
        (
            replace(arrived(), state=OrderState.CANCELLED, notices=(Notice(NoticeKind.CANCELLED_BY_GUEST, NOON),)),
            "Cancelled by the guest",
            Tone.BAD,
        ),
        (
            replace(arrived(), state=OrderState.CANCELLED, notices=(Notice(NoticeKind.EXPIRED, NOON),)),
            "Expired",
            Tone.INFO,
        ),
        (replace(arrived(till=OrderState.ACCEPTED), state=OrderState.ACCEPTED), None, None),
    ],
)
def test_whom_it_waits_for(house: House, order: Order, text: str | None, tone: Tone | None) -> None:
    asks = face(house, order).asks
    assert (asks and asks.text, asks and asks.tone) == (text, tone)


def test_a_guest_without_a_name_has_words(house: House) -> None:
    nameless = replace(portal_order().customer, first_name=None, last_name=None)
    assert face(house, arrived(customer=nameless)).name == "Guest without a name"


def test_everything_that_is_painted_is_spoken(house: House) -> None:
    told = spoken(sheet(arrived()), house, NOON)
    for part in ("A37", "Takeaway", "13:45", "Maria Rossi", "€24.50", "To be paid", "New", "10:00 left to answer"):
        assert part in told


def test_an_unknown_link_has_ordinary_rules() -> None:
    nobody = House((), StoppedClock(NOON))
    assert nobody.policy("x") == OrderPolicy()
    assert nobody.main_zone.key == "UTC"
