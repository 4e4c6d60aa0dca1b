"""The guest of a booking among the till's customers: found, completed, corrected, created; never blanked, never two."""

import json
from collections.abc import Mapping
from dataclasses import replace

import httpx
import pytest
import respx

from agent.connectors.pos.tilby.client import Tilby
from agent.connectors.pos.tilby.mapping import read_booking
from agent.domain.orders import Customer
from agent.domain.reservations import NOBODY, Field, ReservationDraft, SideReservation
from tests.connectors.tilby.making import STATES, wire_booking, wire_customer

MARIA = Customer("", "Maria", "Rossi", "Maria.Rossi@example.test", "+39 333 1234567")
GUEST = frozenset({Field.GUEST})


class Till:
    """A till's customers and its one booking, as its API has them: filters exact or `_like`, a PUT replaces."""

    def __init__(self, wire: respx.MockRouter, *cards: Mapping[str, object]) -> None:
        self.cards = {int(str(card["id"])): dict(card) for card in cards}
        self.booking = dict(wire_booking())
        self.queries: list[dict[str, str]] = []
        self.refuses_cards = False
        wire.get("/customers").mock(side_effect=self._list)
        wire.post("/customers").mock(side_effect=self._create)
        wire.put(path__regex=r"/customers/(?P<ref>\d+)").mock(side_effect=self._replace)
        wire.post("/bookings").mock(side_effect=self._book)
        wire.get("/bookings/901").mock(side_effect=lambda request: self._booking())
        wire.put("/bookings/901").mock(side_effect=self._rebook)

    def _list(self, request: httpx.Request) -> httpx.Response:
        asked = {
            name: text for name, text in request.url.params.items() if name not in ("pagination", "per_page", "page")
        }
        self.queries.append(asked)
        found = [card for card in self.cards.values() if all(_fits(card, *each) for each in asked.items())]
        if not found:
            return httpx.Response(404, json={"error_code": 404, "error": {"code": 50}})
        return httpx.Response(200, json={"total": 1, "pages": 1, "per_page": 100, "page": 0, "results": found})

    def _create(self, request: httpx.Request) -> httpx.Response:
        ref = max(self.cards, default=100) + 1
        self.cards[ref] = {"id": ref, **json.loads(request.content)}
        return httpx.Response(201, json=self.cards[ref])

    def _replace(self, request: httpx.Request, ref: str) -> httpx.Response:
        if self.refuses_cards:
            return httpx.Response(422, json={"error_code": 422, "error": {"type": "ValidationError", "code": 30}})
        self.cards[int(ref)] = {"id": int(ref), **json.loads(request.content)}
        return httpx.Response(200, json=self.cards[int(ref)])

    def _book(self, request: httpx.Request) -> httpx.Response:
        self.booking = {**wire_booking(), **json.loads(request.content)}
        return self._booking()

    def _rebook(self, request: httpx.Request) -> httpx.Response:
        self.booking = json.loads(request.content)
        return self._booking()

    def _booking(self) -> httpx.Response:
        ref = self.booking["customer_id"]
        return httpx.Response(200, json={**self.booking, "customer": self.cards.get(int(str(ref))) if ref else None})


def _fits(card: Mapping[str, object], name: str, text: str) -> bool:
    if name.endswith("_like"):
        return text in str(card.get(name.removesuffix("_like")) or "")
    return card.get(name) == text


def booked(connector: Tilby, guest: Customer, ref: str = "L-1") -> SideReservation:
    said = read_booking(wire_booking(), STATES)
    assert isinstance(said, SideReservation)
    return connector.create_reservation(ReservationDraft(ref, replace(said.booking, guest=guest)), key="k")


def changed(connector: Tilby, guest: Customer) -> SideReservation:
    seen = connector.reservation("901")
    return connector.change_reservation(seen, replace(seen.booking, guest=guest), GUEST, key="k")


def test_a_guest_whom_the_till_does_not_know(till: Tilby, wire: respx.MockRouter) -> None:
    world = Till(wire)
    said = booked(till, MARIA)
    assert said.booking.guest == MARIA
    assert world.cards[101] == {
        "id": 101,
        "first_name": "Maria",
        "last_name": "Rossi",
        "email": "Maria.Rossi@example.test",
        "phone": "+39 333 1234567",
        "external_id": "lasagna:L-1",
    }
    assert world.booking["customer_id"] == 101


def test_found_by_e_mail_and_completed_with_all_that_the_card_has(till: Tilby, wire: respx.MockRouter) -> None:
    card = wire_customer(email="maria.rossi@example.test", mobile="011 5551234", first_name="Mary")
    world = Till(wire, card)
    said = booked(till, replace(MARIA, first_name="Maria"))
    assert said.guest_ref == "55"
    assert world.cards == {55: dict(card)}  # called by some name, with a number: nothing was lacking
    assert [query for query in world.queries if "email" in query]


@pytest.mark.parametrize("spelling", ["3331234567", "+393331234567", "333 123 4567", "0039 333-1234567"])
@pytest.mark.parametrize("name", ["phone", "mobile"])
def test_found_by_phone_in_any_spelling(till: Tilby, wire: respx.MockRouter, name: str, spelling: str) -> None:
    other = wire_customer(id=54, email=None, phone="349 0004567", mobile=None)
    card = {"id": 55, "phone": None, "mobile": None, "email": None, "fidelity": "F1", name: spelling}
    world = Till(wire, other, card)
    assert booked(till, MARIA).guest_ref == "55"
    assert world.cards[55] == {**card, "first_name": "Maria", "last_name": "Rossi", "email": "Maria.Rossi@example.test"}
    assert world.cards[54] == dict(other)


def test_one_guest_twice_is_one_card(till: Tilby, wire: respx.MockRouter) -> None:
    world = Till(wire)
    assert booked(till, MARIA).guest_ref == booked(till, MARIA, "L-2").guest_ref
    assert len(world.cards) == 1


def test_a_guest_who_cannot_be_reached_has_a_card_of_the_bookings_own(till: Tilby, wire: respx.MockRouter) -> None:
    world = Till(wire)
    anna = Customer("", "Anna")
    refs = [booked(till, anna).guest_ref, booked(till, anna).guest_ref, booked(till, anna, "L-2").guest_ref]
    assert refs == ["101", "101", "102"]  # its creation was not answered, and came again
    assert len(world.cards) == 2


def test_nobody_has_some_name_at_the_till_and_none_here(till: Tilby, wire: respx.MockRouter) -> None:
    world = Till(wire)
    assert booked(till, NOBODY).booking.guest == NOBODY
    assert world.cards[101]["first_name"] == "Ospite"


def test_the_bookings_own_customer_is_corrected_not_blanked(till: Tilby, wire: respx.MockRouter) -> None:
    card = wire_customer(email="maria.rossi@example.test")
    world = Till(wire, card)
    said = changed(till, Customer("", "Marietta", None, "maria.rossi@example.test", "+393331234567"))
    assert said.booking.guest == Customer("", "Marietta", None, "maria.rossi@example.test", "333 1234567")
    assert world.cards == {55: {**card, "first_name": "Marietta"}}
    assert world.booking == dict(wire_booking())  # the booking itself was not written


def test_a_new_number_takes_the_place_of_the_one_shown(till: Tilby, wire: respx.MockRouter) -> None:
    world = Till(wire, wire_customer(email="maria.rossi@example.test"))
    changed(till, Customer("", "Maria", None, "maria.rossi@example.test", "347 9998888"))
    assert (world.cards[55]["mobile"], world.cards[55]["phone"]) == ("347 9998888", None)


def test_another_person_is_another_card_and_the_old_one_stays(till: Tilby, wire: respx.MockRouter) -> None:
    card = wire_customer(email="maria.rossi@example.test")
    world = Till(wire, card)
    said = changed(till, Customer("", "Bruno", "Neri", "bruno@example.test", "347 9998888"))
    assert (said.guest_ref, said.booking.guest.name) == ("56", "Bruno Neri")
    assert world.cards[55] == dict(card)
    assert "customer" not in world.booking
    assert world.booking["deposit"] == 12.5


def test_a_guest_left_out_is_not_taken_away(till: Tilby, wire: respx.MockRouter) -> None:
    card = wire_customer()
    world = Till(wire, card)
    assert changed(till, NOBODY).guest_ref == "55"
    assert world.cards == {55: dict(card)}


def test_the_same_guest_costs_no_look_up(till: Tilby, wire: respx.MockRouter) -> None:
    world = Till(wire, wire_customer())
    changed(till, till.reservation("901").booking.guest)
    assert world.queries == []


def test_a_card_that_cannot_be_completed_does_not_keep_the_booking_away(till: Tilby, wire: respx.MockRouter) -> None:
    world = Till(wire, {"id": 55, "email": "maria.rossi@example.test"})
    world.refuses_cards = True
    assert booked(till, MARIA).guest_ref == "55"
