"""The portal's guests at the till: every one once, completed and never blanked, whatever gets lost on the way.

Judged by the till's own cards, and what was written to them.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.sandbox import Fault, Sandbox
from tests.journeys.by_hand import ByHand

MARIA = {"first_name": "Maria", "last_name": "Rossi", "email": "maria@posta.invalid", "phone": "333 9900011"}


class Cards(ByHand):
    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        super().__init__(folder, sandbox)
        self.portal, self.till = sandbox.plateform, sandbox.cassa

    def look(self, times: int = 1) -> None:
        for _ in range(times):
            self.work.take_up()
            self.work.run(pull=False, full=False, go_on=lambda: True, flows=frozenset({"guests"}))

    def cards(self) -> list[dict[str, Any]]:
        return [customer.content for customer in self.till.state.customers.values()]

    def blanked(self) -> list[str]:
        return [name for each in self.till.state.customers.values() for write in each.writes for name in write.blanked]


@pytest.fixture
def cards(tmp_path: Path) -> Iterator[Cards]:
    with Sandbox() as sandbox:
        world = Cards(tmp_path, sandbox)
        world.look()
        yield world
        world.close()


def test_a_new_guest_gets_a_card_with_all_that_is_known(cards: Cards) -> None:
    cards.portal.add_customer(**MARIA)
    cards.look(3)
    (card,) = cards.cards()
    assert (card["name"], card["email"]) == ("Maria Rossi", "maria@posta.invalid")
    assert card["phoneNumber"] == "+393339900011"


def test_a_card_that_is_there_is_completed_and_never_blanked(cards: Cards) -> None:
    cards.till.add_customer(name="La Maria", phoneNumber="+39 333 99 000 11", note="tavolo 7", address="Via Roma 1")
    cards.portal.add_customer(**MARIA)
    cards.look(2)
    (card,) = cards.cards()
    assert (card["name"], card["email"], card["note"]) == ("La Maria", "maria@posta.invalid", "tavolo 7")
    assert card["phoneNumber"] == "+39 333 99 000 11"
    assert cards.blanked() == []


def test_the_e_mail_comes_before_the_phone(cards: Cards) -> None:
    cards.till.add_customer(name="Il marito", phoneNumber="3339900011")
    cards.till.add_customer(name="Maria", email="MARIA@posta.invalid")
    cards.portal.add_customer(**MARIA)
    cards.look(2)
    husband, maria = cards.cards()
    assert (husband.get("email"), maria["phoneNumber"]) == (None, "+393339900011")


@pytest.mark.parametrize(
    "other",
    [
        {"first_name": "M.", "last_name": "Rossi", "email": "Maria@Posta.invalid", "phone": None},
        {"first_name": "Mary", "last_name": "R", "email": None, "phone": "0039 333 990 0011"},
    ],
    ids=["one e-mail", "one phone in two spellings"],
)
def test_two_guests_of_the_portal_who_are_one_person(cards: Cards, other: dict[str, str | None]) -> None:
    for guest in (MARIA, other):
        with cards.portal.state.lock:
            made = cards.portal.add_customer(**guest)
        assert made
    cards.look(2)
    assert len(cards.cards()) == 1


def test_two_orders_of_one_new_guest_in_one_page_make_one_card(cards: Cards) -> None:
    for _ in range(2):
        cards.portal.place_order(customer=dict(MARIA))
    cards.passes(3, full=True)
    cards.look()
    assert len(cards.till.state.live_orders()) == 2
    (card,) = cards.cards()
    orders = [order.content["document"]["idCustomer"] for order in cards.till.state.live_orders()]
    assert orders == [card["id"]] * 2


@pytest.mark.parametrize(
    "fault",
    [
        Fault("lose_answer", method="POST", path="/customers"),
        Fault("cut", method="POST", path="/customers"),
        Fault("error", method="POST", path="/customers", status=503),
        Fault("refuse", method="POST", path="/customers"),
        Fault("error", method="GET", path="/customers", status=500),
        Fault("twice", method="POST", path="/customers"),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.method}",
)
@pytest.mark.parametrize("ordering", [False, True], ids=["guest", "order"])
def test_never_two_cards_whatever_is_lost(cards: Cards, fault: Fault, ordering: bool) -> None:
    harm = Fault(fault.kind, fault.method, fault.path, status=fault.status)
    cards.till.faults.add(harm)
    if ordering:
        for _ in range(2):
            cards.portal.place_order(customer=dict(MARIA))
    else:
        cards.portal.add_customer(**MARIA)
    for _ in range(4):
        cards.passes(1, full=True)
        cards.look()
    assert harm.struck == 1
    expected = 2 if fault.kind == "twice" else 1
    assert len(cards.cards()) <= expected
    assert cards.cards()
    assert cards.blanked() == []


def test_a_killed_agent_makes_no_second_card(cards: Cards) -> None:
    cards.till.faults.add(Fault("lose_answer", method="POST", path="/customers"))
    cards.portal.add_customer(**MARIA)
    cards.look()
    cards.killed()
    cards.look(3)
    assert len(cards.cards()) == 1


def test_one_that_the_till_refuses_does_not_stop_the_others(cards: Cards) -> None:
    cards.till.faults.add(Fault("error", method="POST", path="/customers", status=400))
    cards.portal.add_customer(**MARIA)
    cards.portal.add_customer(first_name="Ugo", last_name="Neri", email="ugo@posta.invalid")
    cards.look()
    assert [card["name"] for card in cards.cards()] == ["Ugo Neri"]
    with cards.store.reading() as ledger:
        assert [row.flow for row in ledger.set_asides()] == ["guests"]


def test_guests_that_did_not_change_cost_one_request(cards: Cards) -> None:
    cards.portal.add_customer(**MARIA)
    cards.look(2)
    before = sum(cards.till.state.requests.values())
    cards.look(3)
    assert sum(cards.till.state.requests.values()) == before
