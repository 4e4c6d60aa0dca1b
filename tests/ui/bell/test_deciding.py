"""Accept, reject and take back, by the finger, over a real store."""

from datetime import timedelta

import pytest

from agent.domain.commands import AcceptOrder, Command
from agent.domain.failures import Unavailable
from agent.domain.orders import Actor, DecisionKind, OrderState
from tests.scenes import evening
from tests.scenes.menu import DELIVERY
from tests.scenes.restaurant import EVENING
from tests.ui.bell.conftest import Stage
from ui.orders.reasons import Reason


def test_an_order_shows_itself_and_is_accepted_by_one_tap(stage: Stage) -> None:
    order = evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    assert stage.window.isVisible()
    assert stage.decide().accept_button.text() == "ACCEPT 20:44"
    stage.tap(stage.decide().accept_button)
    held = stage.held(order)
    assert held.state is OrderState.ACCEPTED
    assert held.promised_at == order.portal.due_at
    assert held.decision is not None
    assert held.decision.by is Actor.SCREEN


def test_the_chosen_minutes_are_promised_and_stand_on_the_button(stage: Stage) -> None:
    order = evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.tap(stage.decide().chips[timedelta(minutes=20)])
    assert stage.decide().accept_button.text() == "ACCEPT 20:34"
    assert not stage.decide().late.isVisible()
    stage.tap(stage.decide().accept_button)
    assert stage.held(order).promised_at == EVENING + timedelta(minutes=20)


def test_a_promise_later_than_wanted_is_said(stage: Stage) -> None:
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.tap(stage.decide().chips[timedelta(minutes=45)])
    assert stage.decide().late.text() == "15 min later than the guest wants (20:44)"
    assert stage.decide().late.isVisible()


def test_the_promise_moves_with_the_clock(stage: Stage) -> None:
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.tap(stage.decide().chips[timedelta(minutes=20)])
    stage.passes(61)
    assert stage.decide().accept_button.text() == "ACCEPT 20:35"


def test_the_presets_are_the_persons_own(stage: Stage) -> None:
    stage.place.agent.prefer("preset_minutes", "10 25")
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.qtbot.waitUntil(lambda: timedelta(minutes=25) in stage.decide().chips)
    assert set(stage.decide().chips) == {timedelta(minutes=10), timedelta(minutes=25), None}


def test_what_happened_is_told_with_its_way_to_the_guest(stage: Stage) -> None:
    order = evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.tap(stage.decide().accept_button)
    stage.qtbot.waitUntil(lambda: order.id in stage.window.strips.shown)
    strip = stage.window.strips.shown[order.id]
    assert strip.what.text == "A38 accepted, ready at 20:44"
    assert strip.way.text == "Is sent in 5 s"
    stage.passes(5.5)
    assert strip.way.text == "Being sent …"
    assert not strip.undo.isVisible()
    stage.place.finishes(order, *[row.kind for row in stage.place.agent.cards()[0].errands])
    stage.reread()
    assert strip.way.text == "Sent to the portal"
    stage.passes(4)
    assert not stage.window.isVisible(), "nothing waits any more"


def test_without_a_network_it_says_that_it_leaves_by_itself(stage: Stage) -> None:
    order = evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.tap(stage.decide().accept_button)
    stage.passes(6)
    with stage.place.store.writing() as ledger:
        row = next(row for row in ledger.errands_of(order.id) if row.kind.decision)
        ledger.begin_errand(row.id)
        later = stage.place.clock.at + timedelta(seconds=30)
        ledger.wait_errand(row.id, not_before=later, failure=evening.REFUSED_BY_TILL)
    stage.reread()
    assert stage.window.strips.shown[order.id].way.text == "Waits for the network: it leaves by itself"


def test_undo_takes_the_decision_back(stage: Stage) -> None:
    order = evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.tap(stage.decide().accept_button)
    stage.qtbot.waitUntil(lambda: order.id in stage.window.strips.shown)
    stage.window.guard.lift()
    stage.tap(stage.window.strips.shown[order.id].undo)
    assert stage.state(order) is OrderState.NEW
    stage.qtbot.waitUntil(lambda: stage.window.opened.key is not None)
    assert stage.window.opened.key is not None
    assert stage.window.opened.key[1] == order.id


@pytest.mark.parametrize("reason", [Reason.TOO_MANY, Reason.CLOSING])
def test_a_rejection_sends_the_sentence_that_was_shown(stage: Stage, reason: Reason) -> None:
    order = evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.tap(stage.decide().reject_button)
    panel = stage.decide().panel
    assert not panel.send.isEnabled(), "the guest deserves a reason"
    stage.tap(panel.chips[reason])
    shown = panel.words.toPlainText()
    assert shown
    stage.tap(panel.send)
    held = stage.held(order)
    assert held.state is OrderState.REJECTED
    assert held.decision is not None
    assert (held.decision.kind, held.decision.reason) == (DecisionKind.REJECT, shown)


def test_what_is_sold_out_is_chosen_and_the_sentence_can_be_changed(stage: Stage) -> None:
    order = evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.tap(stage.decide().reject_button)
    panel = stage.decide().panel
    stage.tap(panel.chips[Reason.SOLD_OUT])
    assert not panel.send.isEnabled()
    stage.qtbot.waitUntil(lambda: panel.dishes[0].isVisible())
    panel.dishes[0].click()
    assert panel.sentence == f"Sold out: {order.portal.lines[0].name}."
    panel.words.setPlainText(panel.words.toPlainText() + "\nDomani torna.")
    stage.tap(panel.send)
    held = stage.held(order)
    assert held.decision is not None
    assert held.decision.reason == f"Sold out: {order.portal.lines[0].name}. Domani torna."


def test_out_of_area_is_offered_for_deliveries_alone(stage: Stage) -> None:
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    assert Reason.OUT_OF_AREA not in stage.decide().panel.chips
    stage.tap(stage.decide().accept_button)
    evening.arrives(stage.place, 39, 0.2, 31, DELIVERY)
    stage.reread()
    assert Reason.OUT_OF_AREA in stage.decide().panel.chips


def test_a_reason_that_is_too_long_cannot_be_sent(stage: Stage) -> None:
    evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    stage.tap(stage.decide().reject_button)
    panel = stage.decide().panel
    stage.tap(panel.chips[Reason.OTHER])
    panel.words.setPlainText("x" * 501)
    assert not panel.send.isEnabled()
    panel.words.setPlainText("x" * 500)
    assert panel.send.isEnabled()


def test_somebody_else_was_first(stage: Stage) -> None:
    order = evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    accept = stage.decide().accept_button
    # Another process on the same database: no event of this one tells of it.
    stage.place.accepts(order, 25, ago=timedelta(0), by=Actor.CLI)
    stage.tap(accept)
    held = stage.held(order)
    assert held.promised_at == EVENING + timedelta(minutes=25), "the first decision counts"
    stage.qtbot.waitUntil(lambda: order.id in stage.window.strips.shown)
    assert "Already decided at 20:14: accepted (terminal)" in stage.window.strips.shown[order.id].what.text


def test_a_decision_that_could_not_be_kept_is_told_on_its_card_and_can_be_made_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()

    def full(_command: Command, _by: Actor) -> None:
        raise Unavailable("store.disk_full")

    monkeypatch.setattr(stage.place.agent, "submit", full)
    stage.tap(stage.decide().accept_button)
    assert "The disk is full" in stage.told()
    assert stage.state(order) is OrderState.NEW
    monkeypatch.undo()
    stage.qtbot.wait(1)  # the card has grown by the sentence
    stage.tap(stage.decide().accept_button)
    assert stage.state(order) is OrderState.ACCEPTED


def test_two_taps_decide_once(stage: Stage) -> None:
    order = evening.arrives(stage.place, 38, 0.3, 31)
    stage.begin()
    accept = stage.decide().accept_button
    accept.click()
    accept.click()
    assert stage.state(order) is OrderState.ACCEPTED
    assert not stage.window.attention.refusals(stage.place.clock.at), "the second tap asked nothing"


def test_a_decision_of_the_terminal_does_not_bring_the_window_up(stage: Stage) -> None:
    stage.begin()
    order = evening.arrives(stage.place, 38, 0.3, 31)
    stage.place.agent.submit(AcceptOrder(order.id), Actor.CLI)
    stage.reread()
    assert stage.bell.waiting.cards, "it is on its way"
    assert not stage.window.isVisible()
