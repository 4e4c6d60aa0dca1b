"""Plateform's guests at Cassa in Cloud by the program's own flows, over sockets: each once, completed, never blanked.

Judged by the till's own cards, and by what every write took from them.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from agent.sandbox import Fault, Sandbox
from agent.sandbox.wire import Json
from agent.sync.link_pass import PassReport
from tests.journeys.banco import Banco, HouseClock

MARIA = {
    "first_name": "Maria",
    "last_name": "De Rossi",
    "email": "maria.derossi@posta.invalid",
    "phone": "399 000 1234",
}
ONE_PIZZA = {"lines": [{"name": "Margherita", "quantity": 1}], "type": "takeaway"}


class Door(Banco):
    """The link with its guests."""

    def brings(self, times: int = 1) -> list[PassReport]:
        """What the cadence of the guests does."""
        self.work.take_up()
        flows = frozenset({"guests"})
        return [self.work.run(pull=False, full=False, go_on=lambda: True, flows=flows) for _look in range(times)]

    def cards(self) -> list[Json]:
        """The till's customers; nothing that one of them had may have been taken by a write."""
        with self.till.state.lock:
            held = list(self.till.state.customers.values())
            assert [name for card in held for write in card.writes for name in write.blanked] == []
            return [dict(card.content) for card in held]

    def card(self) -> Json:
        (card,) = self.cards()
        return card

    def orders(self, customer: dict[str, Any]) -> int:
        return int(self.portal.place_order(customer=customer, **ONE_PIZZA)["id"])

    def of_order(self, ref: int) -> str:
        guest: str = self.at_till(ref)["document"]["idCustomer"]
        return guest


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    clock = HouseClock()
    with Sandbox(clock=clock.now) as town:
        door = Door(tmp_path, town, clock)
        yield door
        door.close()


def test_a_guest_of_the_portal_is_at_the_till_with_all_that_is_known(door: Door) -> None:
    door.portal.add_customer(**MARIA)
    door.portal.book(customer={"first_name": "Ugo", "last_name": "Neri", "email": "ugo@posta.invalid", "phone": None})
    door.brings(3)
    maria, ugo = sorted(door.cards(), key=lambda card: str(card["name"]))
    assert (maria["name"], maria["email"], maria["phoneNumber"]) == (
        "Maria De Rossi",
        "maria.derossi@posta.invalid",
        "+393990001234",
    )
    assert (ugo["name"], ugo["email"], ugo["phoneNumber"]) == ("Ugo Neri", "ugo@posta.invalid", None)


@pytest.mark.parametrize("replaces", [True, False])
def test_who_is_at_the_till_already_is_completed_and_never_blanked(door: Door, replaces: bool) -> None:
    door.till.state.put_replaces = replaces
    door.till.add_customer(name="Sig.ra De Rossi", email="Maria.DeRossi@posta.invalid", note="Celiaca", city="Roma")
    door.portal.add_customer(**MARIA)
    door.brings(2)
    card = door.card()
    assert {name: card[name] for name in ("name", "email", "phoneNumber", "note", "city")} == {
        "name": "Sig.ra De Rossi",
        "email": "Maria.DeRossi@posta.invalid",
        "phoneNumber": "+393990001234",
        "note": "Celiaca",
        "city": "Roma",
    }


def test_a_guest_who_tells_less_than_before_blanks_nothing(door: Door) -> None:
    door.portal.add_customer(**MARIA)
    door.brings()
    door.portal.add_customer(email=MARIA["email"], first_name="", last_name=None, phone=None)
    door.brings()
    assert (door.card()["name"], door.card()["phoneNumber"]) == ("Maria De Rossi", "+393990001234")


def test_two_orders_of_one_new_guest_in_one_page(door: Door) -> None:
    refs = [door.orders(MARIA), door.orders(MARIA)]
    door.passes(2)
    assert {door.of_order(ref) for ref in refs} == {door.card()["id"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"email": "Maria@Posta.invalid"}, {"email": "maria@posta.invalid "}),
        ({"phone": "399 000 1234"}, {"phone": "+39 3990001234"}),
        ({"phone": "0039-399-0001234", "email": "a@posta.invalid"}, {"phone": "3990001234"}),
        ({"email": "a@posta.invalid"}, {"email": "A@posta.invalid", "phone": "3990001234"}),
    ],
)
@pytest.mark.parametrize("way", ["orders", "guests", "both"])
def test_two_accounts_of_one_person_in_two_spellings(
    door: Door, one: dict[str, str], other: dict[str, str], way: str
) -> None:
    told = [{"first_name": "Maria", "last_name": "Rossi", **each} for each in (one, other)]
    if way == "guests":
        ids = {door.portal.add_customer(**each)["id"] for each in told}
    else:
        ids = {door.portal.order(door.orders(each))["customer"]["id"] for each in told}
    assert len(ids) == 2, "the portal takes them for two"
    if way == "guests":
        door.brings(2)
    else:
        door.passes(1) if way == "both" else door.work.run(pull=True, full=False, go_on=lambda: True)
    assert door.card()["name"] == "Maria Rossi"


def test_the_guests_and_their_orders_at_once(door: Door) -> None:
    refs = [door.orders({**MARIA, "email": f"maria{n}@posta.invalid", "phone": f"39900012{n:02}"}) for n in range(5)]
    door.passes(2)
    assert len(door.cards()) == 5
    assert {door.of_order(ref) for ref in refs} == {card["id"] for card in door.cards()}


Harm = Literal["lose_answer", "cut", "refuse", "error", "malformed", "rate_limit", "expire_token"]
HARM: tuple[Harm, ...] = ("lose_answer", "cut", "refuse", "error", "malformed", "rate_limit", "expire_token")


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("person", [MARIA, {"first_name": "Maria", "phone": "3990001234"}])
def test_a_new_card_that_is_harmed_on_its_way_is_there_once(
    door: Door, person: dict[str, str], harm: Harm, times: int, later: bool
) -> None:
    if later:
        door.brings()
        door.later(10)
        door.portal.add_customer(first_name="Ugo", email="ugo@posta.invalid")
        door.brings()
    fault = door.till.faults.add(Fault(harm, method="POST", path=r"^/customers$", times=times))
    door.portal.add_customer(**person)
    for _look in range(4):
        door.brings()
        door.later(2)
    acts_first = harm in ("lose_answer", "cut")
    assert fault.struck == (1 if acts_first else times)
    assert sorted(card["name"].split()[0] for card in door.cards()) == ["Maria"] + ["Ugo"] * later


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_orders_and_guests_under_harm_make_one_card(door: Door, harm: Harm, method: str) -> None:
    door.till.faults.add(Fault(harm, method=method, path=r"^/customers$", times=3))
    refs = [door.orders(MARIA), door.orders(MARIA)]
    for _look in range(6):
        door.passes(1)
        door.later(1)
    assert door.card()["email"] == MARIA["email"]
    assert [door.till.state.creations[f"plateform:{ref}"] for ref in refs] == [1, 1]


@pytest.mark.parametrize("killed_after", [1, 2, 3])
def test_a_new_start_between_the_card_and_its_being_written_down(
    door: Door, monkeypatch: pytest.MonkeyPatch, killed_after: int
) -> None:
    door.portal.add_customer(**MARIA)
    door.portal.add_customer(first_name="Ugo", email="ugo@posta.invalid")
    door.cut_at(monkeypatch, killed_after, "before", lambda: door.brings())
    door.killed()
    door.brings(2)
    assert len(door.cards()) == 2


def test_a_guest_whom_the_till_refuses_is_set_aside_and_the_others_go_on(door: Door) -> None:
    for name in ("anna", "bea", "carla"):
        door.portal.add_customer(first_name=name.title(), email=f"{name}@posta.invalid")
    door.till.state.refused_emails.add("bea@posta.invalid")
    door.brings(2)
    assert {card["name"] for card in door.cards()} == {"Anna", "Carla"}
    asked = door.till.state.requests["POST /customers"]
    door.brings(3)
    assert door.till.state.requests["POST /customers"] == asked, "it is not tried at every look"
    door.till.state.refused_emails.clear()
    ref = door.orders({"email": "bea@posta.invalid", "first_name": "Bea"})
    door.passes(2)
    assert len(door.cards()) == 3
    assert door.of_order(ref)


def test_an_order_of_a_guest_whom_the_till_refuses_goes_without_a_card(door: Door) -> None:
    door.till.state.refused_emails.add(MARIA["email"])
    ref = door.orders(MARIA)
    door.passes(2)
    assert door.cards() == []
    assert door.at_till(ref)["document"].get("idCustomer") is None
    assert door.parked() == []


def test_a_till_that_never_answers_about_one_guest_does_not_keep_the_others_out(door: Door) -> None:
    door.portal.add_customer(**MARIA)
    door.portal.add_customer(first_name="Ugo", email="ugo@posta.invalid")
    door.till.faults.add(Fault("malformed", path=r"^/customers\?.*maria", times=None))
    door.brings(6)
    assert door.card()["name"] == "Ugo"
