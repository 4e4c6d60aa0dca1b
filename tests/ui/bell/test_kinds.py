"""The other cards: what went wrong, what the till must follow, what to start, what happened while the PC was off."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agent.domain import road
from agent.domain.bell import CardKind
from agent.domain.errands import ErrandKind, ErrandState
from agent.domain.orders import Order, OrderState
from agent.sync import steps
from agent.sync.link_pass import PassReport
from tests.scenes import evening
from tests.scenes.menu import order_from_portal
from tests.scenes.script import Script
from tests.ui.bell.conftest import Stage
from ui.bell.alarm import AlarmContent
from ui.bell.follow import MissedContent, PrepareContent, TillContent
from ui.components import Button


def button(stage: Stage, text: str) -> Button:
    found = [each for each in stage.content().findChildren(Button) if each.text() == text and each.isVisible()]
    assert len(found) == 1, [each.text() for each in stage.content().findChildren(Button)]
    return found[0]


@pytest.fixture
def trouble(stage: Stage) -> Script:
    script = Script(stage.place)
    evening.trouble(script)
    script.play()
    return script


def test_an_alarm_says_what_happened_whom_to_call_and_what_to_do(stage: Stage, trouble: Script) -> None:
    stage.begin()
    assert isinstance(stage.content(), AlarmContent)
    told = stage.told()
    guest = trouble.orders[33].portal.customer
    assert "The order is NOT at the till" in told
    assert "Enter it at the till by hand" in told
    assert "Cassa in Cloud refuses it" in told
    assert guest.name in told
    assert "333 555 1033" in told


def test_an_alarm_that_was_read_is_gone(stage: Stage, trouble: Script) -> None:
    stage.begin()
    stage.tap(button(stage, "I have read it"))
    assert not stage.held(trouble.orders[33]).notices
    stage.settle()
    assert "The guest cancelled the order" in stage.told()
    stage.tap(button(stage, "I have read it"))
    stage.qtbot.waitUntil(lambda: not stage.bell.waiting.of(CardKind.ALARM))


def parked(stage: Stage, order: Order) -> list[ErrandState]:
    sheet = stage.place.agent.order(order.id)
    assert sheet is not None
    return [row.state for row in sheet.errands if row.kind is ErrandKind.CREATE]


def test_what_is_parked_can_be_tried_again_from_the_card(stage: Stage, trouble: Script) -> None:
    stage.begin()
    assert parked(stage, trouble.orders[33]) == [ErrandState.PARKED]
    stage.tap(button(stage, "Try again"))
    assert parked(stage, trouble.orders[33]) == [ErrandState.WAITING]


def test_what_is_parked_can_be_marked_as_resolved(stage: Stage, trouble: Script) -> None:
    stage.begin()
    stage.tap(button(stage, "Mark as resolved"))
    assert parked(stage, trouble.orders[33]) == []


def test_after_a_decision_the_till_must_follow_and_can_be_looked_at_again(stage: Stage) -> None:
    order = evening.arrives(stage.place, 38, 20, 45)
    stage.place.at_till(order, ago=timedelta(minutes=19))
    stage.place.accepts(order, 30, ago=timedelta(minutes=5))
    stage.place.agent.reports = (PassReport("banco"),)
    stage.begin()
    assert isinstance(stage.content(), TillContent)
    assert "Accept it at the till too" in stage.told()
    stage.tap(button(stage, "Done: look again"))
    stage.qtbot.waitUntil(lambda: stage.place.agent.synced == ["banco"])
    stage.place.at_till(order, OrderState.ACCEPTED, ago=timedelta(0))
    stage.reread()
    assert not stage.window.isVisible(), "the till has followed"


def test_an_order_for_later_says_when_to_start(stage: Stage) -> None:
    order = evening.arrives(stage.place, 44, 200, 225)
    stage.place.at_till(order, ago=timedelta(minutes=199))
    stage.place.accepts(order, None, ago=timedelta(minutes=190))
    stage.place.at_till(order, OrderState.ACCEPTED, ago=timedelta(minutes=188))
    stage.begin()
    assert isinstance(stage.content(), PrepareContent)
    assert "Time to start A44" in stage.told()
    assert "It must be ready at 20:39." in stage.told()
    stage.tap(button(stage, "We start"))
    stage.qtbot.waitUntil(lambda: not stage.window.isVisible())
    assert stage.held(order).preparation_told


def test_an_order_for_later_comes_up_by_itself(stage: Stage) -> None:
    order = evening.arrives(stage.place, 44, 100, 140)
    stage.place.at_till(order, ago=timedelta(minutes=99))
    stage.place.accepts(order, None, ago=timedelta(minutes=90))
    stage.place.at_till(order, OrderState.ACCEPTED, ago=timedelta(minutes=88))
    stage.begin()
    assert not stage.window.isVisible()
    stage.passes(11 * 60)
    assert stage.window.isVisible()
    assert isinstance(stage.content(), PrepareContent)


def missed(stage: Stage, number: int) -> Order:
    made = stage.place.clock.at - timedelta(minutes=50)
    order = stage.place.arrives(order_from_portal(number, made, timedelta(minutes=40)), ago=timedelta(minutes=50))
    policy = stage.place.agent.links[0].policy
    assert policy is not None
    with stage.place.store.writing() as ledger:
        held = ledger.order(order.id)
        assert held is not None
        said = replace(held.portal, state=OrderState.CANCELLED, status="annullato", version=2)
        step = road.portal_says(held, said, policy, stage.place.clock.at, while_off=True)
        assert step is not None
        return steps.write(ledger, step, stage.place.clock.at)


def test_what_was_missed_is_one_card_with_one_button(stage: Stage) -> None:
    orders = [missed(stage, number) for number in (41, 42, 43)]
    stage.begin()
    assert isinstance(stage.content(), MissedContent)
    assert stage.window.model.rowCount() == 0
    assert all(code in stage.told() for code in ("A41", "A42", "A43"))
    stage.tap(button(stage, "I have read it"))
    assert all(not stage.held(order).notices for order in orders)
    stage.qtbot.waitUntil(lambda: not stage.window.isVisible())


def test_what_cannot_be_done_any_more_is_said(stage: Stage, trouble: Script) -> None:
    stage.begin()
    again = button(stage, "Try again")
    stage.place.finishes(trouble.orders[33], ErrandKind.CREATE)
    stage.tap(again)
    assert "This was already taken care of" in str(stage.window.attention.refusals(stage.place.clock.at))
