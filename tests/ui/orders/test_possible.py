"""What the sheet offers, and the sentence of a rejection."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agent.domain import decisions
from agent.domain.commands import AcceptOrder
from agent.domain.decisions import REASON_LENGTH
from agent.domain.orders import Actor, OrderKind, OrderState, PaymentMethod
from agent.domain.waiting import waiting_for
from agent.reading import OrderSheet
from tests.domain.making import NOON, SHARED, arrived, till_order
from tests.scenes.restaurant import Restaurant, StoppedClock
from ui.orders.house import House
from ui.orders.possible import Possible, possible
from ui.orders.reasons import Reason, reasons_for, sentence_for
from ui.orders.sheet_actions import preset_minutes


@pytest.fixture
def house(place: Restaurant) -> House:
    return House(place.agent.links, StoppedClock(NOON))


def sheet(order: object) -> OrderSheet:
    return OrderSheet(order, (), waiting_for(order, ()))  # type: ignore[arg-type]  # every caller gives an order


def test_a_new_order_can_be_answered_and_nothing_else(house: House) -> None:
    assert possible(sheet(arrived()), house, NOON) == Possible(answer=True)


def test_an_accepted_one_can_be_put_off_and_closed(house: House) -> None:
    can = possible(sheet(replace(arrived(), state=OrderState.ACCEPTED)), house, NOON)
    assert can == Possible(postpone=True, close=True)


def test_one_paid_online_says_why_it_cannot_be_closed_yet(house: House) -> None:
    paid = replace(arrived(paid=True, payment=PaymentMethod.ONLINE), state=OrderState.READY)
    assert possible(sheet(paid), house, NOON).close_hindrance == "decision.document_not_printed"
    printed = replace(paid, till=till_order(OrderState.READY, printed=True))
    assert possible(sheet(printed), house, NOON) == Possible(postpone=True, close=True)


def test_a_decision_can_be_taken_back_until_it_is_sent(house: House) -> None:
    decided = decisions.accept(arrived(), None, SHARED, Actor.SCREEN, NOON).order
    assert possible(sheet(decided), house, NOON).undo_until == NOON + timedelta(seconds=5)
    assert possible(sheet(decided), house, NOON + timedelta(seconds=5)).undo_until is None


def test_what_is_over_offers_nothing(house: House) -> None:
    can = possible(sheet(replace(arrived(), state=OrderState.COMPLETED)), house, NOON)
    assert can == Possible()
    assert can.nothing_to_press


def test_an_order_of_a_link_that_is_gone_can_only_be_read(house: House) -> None:
    assert possible(sheet(replace(arrived(), link="former")), house, NOON) == Possible()


def test_the_presets_of_a_preference_that_is_nonsense_are_the_ordinary_ones() -> None:
    assert preset_minutes(None) == preset_minutes("") == preset_minutes("many, 0") == (15, 20, 30, 45)
    assert preset_minutes("40 10, 20 x") == (10, 20, 40)
    assert len(preset_minutes("1 2 3 4 5 6 7")) == 5
    assert AcceptOrder(1, timedelta(minutes=preset_minutes("10")[0])).within == timedelta(minutes=10)


class TestReasons:
    def test_only_a_delivery_can_be_out_of_the_area(self) -> None:
        assert Reason.OUT_OF_AREA not in reasons_for(arrived())
        assert Reason.OUT_OF_AREA in reasons_for(arrived(kind=OrderKind.DELIVERY))

    def test_sold_out_names_the_dishes_once(self) -> None:
        lines = arrived().portal.lines
        assert sentence_for(Reason.SOLD_OUT, (*lines, *lines), " a domani ") == "Sold out: Margherita. a domani"

    @pytest.mark.parametrize(("reason", "words"), [(Reason.SOLD_OUT, "words alone"), (Reason.OTHER, "  ")])
    def test_while_something_is_missing_there_is_no_sentence(self, reason: Reason, words: str) -> None:
        assert sentence_for(reason, (), words) == ""

    def test_it_never_is_longer_than_the_portal_takes(self) -> None:
        assert len(sentence_for(Reason.OTHER, (), "x" * 900)) == REASON_LENGTH
