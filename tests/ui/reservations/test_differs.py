"""What is a difference between the two sides, and what is only another way to say the same."""

from dataclasses import replace
from typing import Any

import pytest

from agent.domain.failures import Side
from agent.domain.orders import Customer
from agent.domain.reservations import Booking, Field, Reservation, ReservationState, SideRecord, SideReservation
from tests.domain.making import NOON
from ui.reservations.face import differs

S = ReservationState
GUEST = Customer("", "Maria", "Rossi", None, "+39 333 555 1001")
BOOKING = Booking(NOON, 4, S.CONFIRMED, stay=90, tables=("12",), notes="Vicino alla finestra", guest=GUEST)


def held(cut: frozenset[Field] = frozenset(), *, means: Booking | None = None, **at_till: Any) -> Reservation:
    """The till says the same but for `at_till`, and stands for `means`, else for what is held."""
    portal = SideRecord(SideReservation("1", BOOKING, "confirmed", "1"), BOOKING)
    said = SideReservation("t1", replace(BOOKING, **at_till), "C", "1", cut=cut)
    return Reservation("crm", BOOKING, NOON, portal, SideRecord(said, means or BOOKING))


@pytest.mark.parametrize(
    ("field", "at_till", "expected"),
    [
        (Field.COVERS, {}, False),
        (Field.COVERS, {"covers": 6}, True),
        (Field.STAY, {"stay": None}, False),
        (Field.STAY, {"stay": 60}, True),
        (Field.TABLES, {"tables": ()}, False),
        (Field.TABLES, {"tables": ("14",)}, True),
        (Field.NOTES, {"notes": "VICINO alla  finestra"}, False),
        (Field.NOTES, {"notes": "Terrazza"}, True),
        (Field.NOTES, {"notes": ""}, True),
        (Field.GUEST, {"guest": Customer("", "MARIA", "ROSSI", None, "3335551001")}, False),
        (Field.GUEST, {"guest": Customer("", "Maria", "Rossi", None, "+39 333 555 2002")}, True),
        (Field.GUEST, {"guest": Customer("", "Carla", "Rossi")}, True),
        (Field.STATE, {"state": S.ASSIGNED}, False),
        (Field.STATE, {"state": S.CANCELLED}, True),
    ],
)
def test_a_difference_is_one_of_meaning(field: Field, at_till: dict[str, Any], expected: bool) -> None:
    assert differs(held(**at_till), field) is expected


def test_a_state_that_has_not_come_there_yet_differs() -> None:
    assert differs(held(means=replace(BOOKING, state=S.PENDING)), Field.STATE)


def test_a_text_that_the_till_holds_shortened_is_the_same() -> None:
    assert not differs(held(frozenset({Field.NOTES}), notes="Vicino a"), Field.NOTES)


def test_with_one_side_alone_nothing_differs() -> None:
    alone = held(covers=6).with_record(Side.POS, None)
    assert not differs(alone, Field.COVERS)
