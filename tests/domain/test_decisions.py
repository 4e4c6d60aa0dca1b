"""What a person decides: what follows of it, and what does not count."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agent.domain import decisions, road
from agent.domain.errands import ErrandKind
from agent.domain.failures import DecisionRefused
from agent.domain.orders import Actor, DecisionKind, NoticeKind, Order, OrderState, PaymentMethod
from agent.domain.road import noticed
from agent.domain.step import Step
from tests.domain.making import BELL_FIRST, NOON, SHARED, arrived, portal_order, said, seconds, till_order

SOON = NOON + seconds(20)


def accepted(order: Order | None = None, by: Actor = Actor.CLI) -> Order:
    return decisions.accept(order or arrived(), timedelta(minutes=20), SHARED, by, SOON).order


def kinds(step: Step) -> list[ErrandKind]:
    return [errand.kind for errand in step.errands]


def test_accepting_promises_minutes_from_now_and_tells_the_portal() -> None:
    step = decisions.accept(arrived(), timedelta(minutes=20), SHARED, Actor.CLI, SOON)
    assert step.order.state is OrderState.ACCEPTED
    assert step.order.promised_at == SOON + timedelta(minutes=20)
    assert kinds(step) == [ErrandKind.ACCEPT]
    assert step.errands[0].payload["ready_at"] == step.order.promised_at.isoformat()
    assert step.order.decision is not None
    assert (step.order.decision.kind, step.order.decision.by) == (DecisionKind.ACCEPT, Actor.CLI)


def test_accepting_without_minutes_promises_what_the_guest_wants() -> None:
    assert decisions.accept(arrived(), None, SHARED, Actor.CLI, SOON).order.promised_at == portal_order().due_at


def test_a_wanted_time_that_is_past_is_promised_in_the_future() -> None:
    late = portal_order().due_at + timedelta(minutes=1)
    step = decisions.accept(arrived(accept_by=None), None, SHARED, Actor.CLI, late)
    assert step.order.promised_at == late + timedelta(minutes=5)


def test_bell_first_creates_the_order_at_the_till_when_it_is_accepted_and_not_before() -> None:
    first = road.arrive(portal_order(), "banco", BELL_FIRST, NOON, first_look=False, while_off=False)
    assert kinds(first) == [ErrandKind.RECEIVED]
    step = decisions.accept(arrived(BELL_FIRST), None, BELL_FIRST, Actor.CLI, SOON)
    assert kinds(step) == [ErrandKind.ACCEPT, ErrandKind.CREATE]
    assert step.errands[1].payload == {"state": "accepted"}


@pytest.mark.parametrize(
    ("by", "to_the_deadline", "delay"),
    [(Actor.SCREEN, 31, 5), (Actor.SCREEN, 29, 0), (Actor.CLI, 300, 0)],
)
def test_only_the_screen_has_time_to_take_it_back_and_not_when_the_deadline_is_near(
    by: Actor, to_the_deadline: int, delay: int
) -> None:
    now = NOON + timedelta(minutes=10) - seconds(to_the_deadline)
    step = decisions.accept(arrived(), None, SHARED, by, now)
    assert step.errands[0].delay == seconds(delay)
    assert step.order.sent_by == (now + seconds(5) if delay else None)


def test_a_second_decision_is_told_who_was_first_and_when() -> None:
    with pytest.raises(DecisionRefused) as refused:
        decisions.reject(accepted(), "no", SHARED, Actor.SCREEN, SOON)
    assert refused.value.reason == "decision.already_decided"
    assert refused.value.params["by"] == "cli"
    assert refused.value.params["at"] == SOON.isoformat()


def test_rejecting_carries_the_sentence_for_the_guest() -> None:
    step = decisions.reject(arrived(), "  troppi \n ordini ", SHARED, Actor.CLI, SOON)
    assert step.order.state is OrderState.REJECTED
    assert step.errands[0].payload["reason"] == "troppi ordini"


@pytest.mark.parametrize(
    ("reason", "told"), [("  ", "decision.reason_missing"), ("x" * 501, "decision.reason_too_long")]
)
def test_a_rejection_needs_a_reason_that_the_portal_takes(reason: str, told: str) -> None:
    with pytest.raises(DecisionRefused, match=told):
        decisions.reject(arrived(), reason, SHARED, Actor.CLI, SOON)


def test_postponing_adds_to_the_promise_and_replaces_an_acceptance_that_is_still_here() -> None:
    order = accepted(by=Actor.SCREEN)
    step = decisions.postpone(order, timedelta(minutes=10), Actor.SCREEN, SOON + seconds(2))
    assert step.order.promised_at == SOON + timedelta(minutes=30)
    assert step.withdrawn >= {ErrandKind.ACCEPT}
    assert kinds(step) == [ErrandKind.POSTPONE]


@pytest.mark.parametrize("order", [arrived(), decisions.reject(arrived(), "no", SHARED, Actor.CLI, SOON).order])
def test_only_an_order_in_progress_can_be_postponed_or_closed(order: Order) -> None:
    with pytest.raises(DecisionRefused):
        decisions.postpone(order, timedelta(minutes=10), Actor.CLI, SOON)
    with pytest.raises(DecisionRefused):
        decisions.close(order, Actor.CLI, SOON)


def test_an_order_paid_online_closes_only_after_its_document() -> None:
    order = accepted(arrived(payment=PaymentMethod.ONLINE, paid=True))
    order = replace(order, till=till_order(OrderState.READY))
    assert decisions.why_not_close(order) == "decision.document_not_printed"
    printed = replace(order, till=till_order(OrderState.READY, printed=True))
    assert kinds(decisions.close(printed, Actor.CLI, SOON)) == [ErrandKind.COMPLETE]


def test_undo_brings_the_order_back_while_it_is_here() -> None:
    order = accepted(by=Actor.SCREEN)
    step = decisions.undo(order, SHARED, Actor.SCREEN, SOON + seconds(4))
    assert (step.order.state, step.order.decision, step.order.promised_at) == (OrderState.NEW, None, None)
    assert step.all_withdrawn
    assert ErrandKind.CREATE not in step.withdrawn
    with pytest.raises(DecisionRefused, match="undo_too_late"):
        decisions.undo(order, SHARED, Actor.SCREEN, SOON + seconds(5))


def test_undo_of_bell_first_keeps_the_order_from_the_till() -> None:
    order = decisions.accept(arrived(BELL_FIRST), None, BELL_FIRST, Actor.SCREEN, SOON).order
    assert ErrandKind.CREATE in decisions.undo(order, BELL_FIRST, Actor.SCREEN, SOON).withdrawn


def test_undo_of_closing_returns_to_what_the_till_says() -> None:
    order = replace(accepted(), till=till_order(OrderState.READY))
    closed = decisions.close(order, Actor.SCREEN, SOON).order
    assert decisions.undo(closed, SHARED, Actor.SCREEN, SOON).order.state is OrderState.READY


def test_acknowledging_clears_every_notice() -> None:
    order = noticed(noticed(accepted(), NoticeKind.TELL_GUEST, SOON), NoticeKind.TELL_GUEST, SOON)
    assert len(order.notices) == 1
    assert decisions.acknowledge(order, Actor.SCREEN, SOON).order.notices == ()


def test_a_decision_the_portal_did_not_take_gives_way_to_the_portals_word_and_is_told() -> None:
    order = decisions.reject(arrived(), "no", SHARED, Actor.CLI, SOON).order
    heard = replace(order, portal=said(order.portal, OrderState.ACCEPTED, ready_at=NOON + timedelta(minutes=30)))
    lost = road.decision_lost(heard, SOON).order
    assert lost.state is OrderState.ACCEPTED
    assert [notice.kind for notice in lost.notices] == [NoticeKind.DECISION_LOST]
