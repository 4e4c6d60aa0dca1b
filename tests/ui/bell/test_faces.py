"""What a card says of its order, word by word."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from agent.domain.bell import CardKind
from agent.domain.money import euro
from agent.domain.orders import Address, Customer, Option, OrderKind, OrderLine, PaymentMethod
from tests.domain.making import NOON, SHARED, arrived
from tests.ui.bell.cards import card_of
from ui.bell.arrangement import arrange, shuffled
from ui.bell.faces import face_of, phone_text
from ui.bell.row_face import row_face
from ui.bell.wording import count_text
from ui.theme import Tone

ROME = ZoneInfo("Europe/Rome")


def test_a_plain_takeaway() -> None:
    face = face_of(arrived(), ROME, NOON)
    assert (face.code, face.kind.text, face.due) == ("A37", "TAKEAWAY", "for 13:45")
    assert (face.guest, face.phone, face.address) == ("Maria Rossi", "333 1234567", "")
    assert (face.total, face.payment.text) == ("€24.50", "TO BE PAID: cash")
    assert (face.difference, face.extras, face.notes) == ("", (), "")


def test_another_day_is_said_with_its_date() -> None:
    order = arrived(due_at=NOON + timedelta(days=1))
    assert face_of(order, ROME, NOON).due == "for 22/11 at 13:00"


@pytest.mark.parametrize(
    ("phone", "said"),
    [
        ("+393331234567", "333 1234567"),
        ("+39 06 1234567", "06 1234567"),
        ("+4930123456", "+4930123456"),
        ("333-1234567", "333-1234567"),
        (None, ""),
    ],
)
def test_a_phone_as_it_is_dialled(phone: str | None, said: str) -> None:
    assert phone_text(phone) == said


def test_a_guest_without_a_name() -> None:
    assert face_of(arrived(customer=Customer("9")), ROME, NOON).guest == "Guest without a name"


def test_a_delivery_paid_online_with_everything_on_it() -> None:
    line = OrderLine(
        "1",
        "11",
        "Margherita",
        2,
        euro("6.50"),
        (Option("a", "Bufala", euro(2)),),
        (Option("b", "Basilico"),),
        "ben\ncotta",
    )
    order = arrived(
        kind=OrderKind.DELIVERY,
        address=Address("Via Roma 1", "Bologna", "40121", "scala B"),
        lines=(line,),
        notes="citofono  rotto",
        payment=PaymentMethod.ONLINE,
        paid=True,
        delivery_fee=euro("2.50"),
        discount=euro("1.00"),
        total=euro("20.00"),
    )
    face = face_of(replace(order, unmatched=("1",)), ROME, NOON)
    assert face.address == "Via Roma 1, 40121 Bologna, scala B"
    assert (face.payment.text, face.payment.tone) == ("PAID ONLINE", Tone.GOOD)
    assert face.extras == ("Delivery €2.50", "Discount -€1.00")
    assert face.difference == "The total is €1.50 more than its rows: the portal's total counts"
    assert face.notes == "citofono rotto"
    (told,) = face.lines
    assert (told.quantity, told.price, told.added, told.removed) == ("2×", "€17.00", ("Bufala",), ("Basilico",))
    assert told.unmatched
    assert told.note == "ben cotta"


def test_paid_in_another_way_is_paid() -> None:
    assert face_of(arrived(paid=True), ROME, NOON).payment.text == "PAID"


def test_the_head_speaks_of_the_most_urgent_kind() -> None:
    new = card_of(arrived(), SHARED, NOON)
    other = replace(new, order=replace(new.order, id=2))
    alarm, till = replace(new, kind=CardKind.ALARM), replace(new, kind=CardKind.TILL)
    assert count_text([new]) == "1 order waits"
    assert count_text([alarm, new, other]) == "2 orders wait"
    assert count_text([alarm, till]) == "1 notice to read"
    assert count_text([till, till]) == "2 orders to follow at the till"


def test_a_lines_face_counts_down_in_words_for_the_screen_reader() -> None:
    face = row_face(card_of(arrived(), SHARED, NOON + timedelta(minutes=4)), ROME, NOON)
    assert (face.aside, face.share) == ("6:00", 0.6)
    assert face.spoken == "A37, Takeaway, for 13:45, Maria Rossi, €24.50, 6:00 left to answer, to answer"


def test_the_chosen_card_is_open_while_it_asks_something() -> None:
    cards = [replace(card_of(arrived(), SHARED, NOON), order=replace(arrived(), id=number)) for number in (1, 2, 3)]
    assert arrange(cards, None).opened is cards[0]
    assert arrange(cards, 3).opened is cards[2]
    assert arrange(cards, 3).rows == (cards[0], cards[1])
    assert arrange(cards, 9).opened is cards[0], "it has left"
    decided = replace(cards[2], kind=CardKind.DECIDED)
    assert arrange([cards[0], decided], 3).opened is cards[0], "what is decided asks nothing"


def test_places_that_changed_are_noticed() -> None:
    assert not shuffled([1, 2], [1, 2, 3])
    assert not shuffled([1, 2, 3], [1, 2])
    assert shuffled([1, 2, 3], [2, 3])
    assert shuffled([1, 2], [3, 1, 2])
