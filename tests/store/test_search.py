"""What a person types to find an order: the beginning of a code, a part of a name, digits of a phone."""

from dataclasses import replace

import pytest

from agent.domain.orders import Customer
from agent.store import Ledger
from tests.domain.making import portal_order
from tests.store.making import bare_order

GUESTS = {
    "A37": Customer("1", "Niccolò", "D’Amico", None, "+39 333 123.45.67"),
    "A38": Customer("2", "Maria", "Rossi", None, "0543/998877"),
    "b37": Customer("3", "Nicolo\u0300", "Șerban", None, None),
    "100%": Customer("4", None, None, None, "+44 20 7946 0000"),
    "C_1": Customer("5", "Zoë [asporto]", "*bis*", None, None),
    "CX1": Customer("6", "François", "Müller", None, None),
}


@pytest.fixture
def guests(ledger: Ledger) -> Ledger:
    for number, (code, customer) in enumerate(GUESTS.items()):
        ledger.add_order(bare_order(portal=portal_order(ref=str(number), code=code, customer=customer)))
    return ledger


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("A3", "A37 A38"),
        ("a37", "A37"),
        ("B37", "b37"),
        ("37", ""),  # the beginning of a code, not a part of it; and two digits are no phone
        ("  A37 ", "A37"),
        ("100%", "100%"),
        ("1%", ""),
        ("C_1", "C_1"),
        ("c_", "C_1"),
    ],
)
def test_the_beginning_of_a_code(guests: Ledger, typed: str, codes: str) -> None:
    assert found(guests, typed) == codes.split()


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("ross", "A38"),
        ("ARIA RO", "A38"),
        ("niccolò", "A37"),
        ("NICCOLÒ", "A37"),
        ("niccolo", "A37"),
        ("nicolò", "b37"),
        ("d'amico", "A37"),
        ("D’AMICO", "A37"),
        ("serban", "b37"),
        ("zoe", "C_1"),
        ("FRANCOIS", "CX1"),
        ("muller", "CX1"),
        ("[asporto]", "C_1"),
        ("*bis*", "C_1"),
        ("*", "C_1"),
        ("?", ""),
        ("zzyzx", ""),
    ],
)
def test_a_part_of_a_name_whatever_its_accents_and_capitals(guests: Ledger, typed: str, codes: str) -> None:
    assert found(guests, typed) == codes.split()


@pytest.mark.parametrize(
    ("typed", "codes"), [("333 123", "A37"), ("1234567", "A37"), ("998877", "A38"), ("+44 20", "100%"), ("99", "")]
)
def test_digits_of_a_phone_whatever_stands_between_them(guests: Ledger, typed: str, codes: str) -> None:
    assert found(guests, typed) == codes.split()


@pytest.mark.parametrize("typed", [None, "", "   "])
def test_nothing_typed_finds_all(guests: Ledger, typed: str | None) -> None:
    assert len(guests.orders(search=typed)) == len(GUESTS)


def test_a_guest_who_corrects_the_name_is_found_by_the_new_one(guests: Ledger) -> None:
    order = guests.orders(search="A38")[0]
    married = replace(order.portal.customer, last_name="Bianchi")
    guests.save_order(replace(order, portal=replace(order.portal, customer=married, version=2)))
    assert found(guests, "bianchi") == ["A38"]
    assert found(guests, "rossi") == []


def found(ledger: Ledger, typed: str) -> list[str]:
    return sorted(order.portal.code for order in ledger.orders(search=typed))
