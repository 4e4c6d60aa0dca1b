"""What follows when the portal or the till speaks: every row of the state tables, and the contrary decisions."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain import decisions, road
from agent.domain.errands import ErrandKind
from agent.domain.orders import Actor, NoticeKind, Order, OrderState, PaymentMethod
from agent.domain.step import Step
from agent.domain.waiting import TillDemand, still_wanted, till_demand
from tests.domain.making import BELL_FIRST, NOON, SHARED, arrived, portal_order, said, till_order

LATER = NOON + timedelta(minutes=2)
PROGRESS = [OrderState.ACCEPTED, OrderState.IN_PREPARATION, OrderState.READY, OrderState.OUT_FOR_DELIVERY]


def kinds(step: Step | None) -> list[ErrandKind]:
    assert step is not None
    return [errand.kind for errand in step.errands]


def notices(step: Step | None) -> list[NoticeKind]:
    assert step is not None
    return [notice.kind for notice in step.order.notices]


def accepted_here(till: OrderState | None = None) -> Order:
    order = decisions.accept(arrived(till=till), None, SHARED, Actor.CLI, NOON).order
    return replace(order, portal=said(order.portal, OrderState.ACCEPTED))


class TestArrival:
    def test_a_new_order_is_told_received_and_goes_to_the_till_at_once(self) -> None:
        step = road.arrive(portal_order(), "banco", SHARED, NOON, first_look=False, while_off=False)
        assert step.order.state is OrderState.NEW
        assert kinds(step) == [ErrandKind.RECEIVED, ErrandKind.CREATE]
        assert step.errands[1].payload == {"state": "new"}

    def test_an_unknown_word_of_the_portal_rings_like_a_new_order(self) -> None:
        unknown = portal_order(state=None, status="in_verifica")
        step = road.arrive(unknown, "banco", SHARED, NOON, first_look=False, while_off=False)
        assert step.order.state is OrderState.NEW
        assert step.order.portal.status == "in_verifica"

    def test_accepted_elsewhere_still_reaches_the_till(self) -> None:
        accepted = portal_order(state=OrderState.ACCEPTED)
        step = road.arrive(accepted, "banco", BELL_FIRST, NOON, first_look=True, while_off=True)
        assert ErrandKind.CREATE in kinds(step)
        assert step.order.decision is not None
        assert step.order.decision.by is Actor.PORTAL

    def test_accepted_elsewhere_long_ago_is_history(self) -> None:
        old = portal_order(state=OrderState.ACCEPTED, due_at=NOON - timedelta(hours=13))
        assert kinds(road.arrive(old, "banco", SHARED, NOON, first_look=True, while_off=True)) == []

    @pytest.mark.parametrize("state", [OrderState.COMPLETED, OrderState.REJECTED])
    def test_what_is_over_asks_nothing(self, state: OrderState) -> None:
        step = road.arrive(portal_order(state=state), "banco", SHARED, NOON, first_look=False, while_off=False)
        assert (kinds(step), notices(step)) == ([], [])

    def test_cancelled_while_the_pc_was_off_is_listed_and_expired_is_told_apart(self) -> None:
        cancelled = portal_order(state=OrderState.CANCELLED)
        step = road.arrive(cancelled, "banco", SHARED, LATER, first_look=False, while_off=True)
        assert notices(step) == [NoticeKind.CANCELLED]
        assert step.order.notices[0].while_off
        expired = replace(cancelled, updated_at=NOON + timedelta(minutes=10))
        step = road.arrive(expired, "banco", SHARED, LATER, first_look=False, while_off=True)
        assert notices(step) == [NoticeKind.EXPIRED]

    def test_the_first_look_ever_brings_no_old_notices(self) -> None:
        cancelled = portal_order(state=OrderState.CANCELLED)
        assert notices(road.arrive(cancelled, "banco", SHARED, LATER, first_look=True, while_off=True)) == []


class TestPortalsWord:
    def test_the_same_again_and_an_older_one_are_nothing_new(self) -> None:
        order = accepted_here()
        assert road.portal_says(order, order.portal, SHARED, LATER, while_off=False) is None
        assert road.portal_says(order, portal_order(), SHARED, LATER, while_off=False) is None

    def test_our_own_write_coming_back_changes_only_what_the_portal_holds(self) -> None:
        order = decisions.accept(arrived(), None, SHARED, Actor.CLI, NOON).order
        step = road.portal_says(order, said(order.portal, OrderState.ACCEPTED), SHARED, LATER, while_off=False)
        assert step is not None
        assert (step.order.state, step.entries, step.errands) == (OrderState.ACCEPTED, (), ())

    def test_accepted_in_the_back_office(self) -> None:
        order = arrived(BELL_FIRST)
        promised = NOON + timedelta(minutes=40)
        statement = said(order.portal, OrderState.ACCEPTED, ready_at=promised)
        step = road.portal_says(order, statement, BELL_FIRST, LATER, while_off=False)
        assert kinds(step) == [ErrandKind.CREATE]
        assert step is not None
        assert (step.order.state, step.order.promised_at) == (OrderState.ACCEPTED, promised)

    def test_a_guest_who_cancels_after_acceptance_stops_the_kitchen(self) -> None:
        order = accepted_here(OrderState.IN_PREPARATION)
        step = road.portal_says(order, said(order.portal, OrderState.CANCELLED), SHARED, LATER, while_off=False)
        assert notices(step) == [NoticeKind.CANCELLED_BY_GUEST]
        assert step is not None
        assert till_demand(step.order) is TillDemand.STOP

    def test_a_guest_who_cancels_before_is_told_apart_from_time_running_out(self) -> None:
        order = arrived(till=OrderState.NEW)
        step = road.portal_says(order, said(order.portal, OrderState.CANCELLED), SHARED, LATER, while_off=False)
        assert notices(step) == [NoticeKind.CANCELLED]
        assert step is not None
        assert till_demand(step.order) is TillDemand.REJECT
        late = said(order.portal, OrderState.CANCELLED, updated_at=NOON + timedelta(minutes=10))
        assert notices(road.portal_says(order, late, SHARED, LATER, while_off=False)) == [NoticeKind.EXPIRED]

    def test_a_decision_that_the_portal_never_heard_before_it_cancelled_is_lost(self) -> None:
        order = decisions.accept(arrived(), None, SHARED, Actor.CLI, NOON).order
        step = road.portal_says(order, said(order.portal, OrderState.CANCELLED), SHARED, LATER, while_off=False)
        assert notices(step) == [NoticeKind.DECISION_LOST]

    def test_rejected_in_the_back_office_after_acceptance_alarms(self) -> None:
        order = accepted_here()
        step = road.portal_says(order, said(order.portal, OrderState.REJECTED), SHARED, LATER, while_off=False)
        assert notices(step) == [NoticeKind.REJECTED_ON_PORTAL]

    def test_closed_in_the_back_office(self) -> None:
        order = accepted_here(OrderState.READY)
        step = road.portal_says(order, said(order.portal, OrderState.COMPLETED), SHARED, LATER, while_off=False)
        assert step is not None
        assert step.order.state is OrderState.COMPLETED
        assert till_demand(step.order) is TillDemand.CLOSE


class TestTillsWord:
    @pytest.mark.parametrize("state", PROGRESS)
    def test_the_till_decides_first(self, state: OrderState) -> None:
        step = road.till_says(arrived(till=OrderState.NEW), till_order(state), SHARED, LATER)
        assert kinds(step) == [ErrandKind.ACCEPT]
        assert step is not None
        assert step.order.state is state
        assert step.order.promised_at == portal_order().due_at

    @pytest.mark.parametrize("state", [OrderState.REJECTED, OrderState.CANCELLED])
    @pytest.mark.parametrize(("reason", "told"), [("Forno guasto", "Forno guasto"), (None, "Non possiamo")])
    def test_the_till_rejects_first(self, state: OrderState, reason: str | None, told: str) -> None:
        step = road.till_says(arrived(till=OrderState.NEW), till_order(state, rejection_reason=reason), SHARED, LATER)
        assert kinds(step) == [ErrandKind.REJECT]
        assert step is not None
        assert step.errands[0].payload == {"reason": told}

    def test_the_till_rejects_what_the_pc_accepted_and_the_acceptance_is_not_sent_any_more(self) -> None:
        order = decisions.accept(arrived(till=OrderState.NEW), None, SHARED, Actor.SCREEN, NOON).order
        step = road.till_says(order, till_order(OrderState.REJECTED), SHARED, LATER)
        assert kinds(step) == [ErrandKind.REJECT]
        assert step is not None
        assert ErrandKind.ACCEPT in step.withdrawn
        assert not still_wanted(step.order, ErrandKind.ACCEPT)
        assert [entry.what for entry in step.entries][-1] == "history.contrary"

    @pytest.mark.parametrize("state", PROGRESS)
    def test_progress_at_the_till_is_followed_backwards_too(self, state: OrderState) -> None:
        step = road.till_says(accepted_here(OrderState.READY), till_order(state), SHARED, LATER)
        assert step is None or step.order.state is state

    def test_a_till_that_has_not_followed_yet_pulls_nothing_back(self) -> None:
        order = accepted_here(OrderState.NEW)
        assert till_demand(order) is TillDemand.ACCEPT
        assert road.till_says(order, till_order(OrderState.NEW), SHARED, LATER) is None
        followed = road.till_says(order, till_order(OrderState.ACCEPTED), SHARED, LATER)
        assert followed is not None
        assert till_demand(followed.order) is None

    @pytest.mark.parametrize("end", [OrderState.REJECTED, OrderState.CANCELLED])
    def test_what_is_dead_stays_dead_whatever_the_till_cooks(self, end: OrderState) -> None:
        order = replace(arrived(till=OrderState.NEW), state=end)
        step = road.till_says(order, till_order(OrderState.IN_PREPARATION), SHARED, LATER)
        assert step is not None
        assert (step.order.state, step.errands) == (end, ())
        assert till_demand(step.order) is TillDemand.STOP

    def test_completed_at_the_till_closes_on_the_portal(self) -> None:
        step = road.till_says(accepted_here(OrderState.READY), till_order(OrderState.COMPLETED), SHARED, LATER)
        assert kinds(step) == [ErrandKind.COMPLETE]

    def test_completed_without_a_document_does_not_close_what_was_paid_online(self) -> None:
        order = accepted_here(OrderState.READY)
        order = replace(order, portal=replace(order.portal, payment=PaymentMethod.ONLINE, paid=True))
        step = road.till_says(order, till_order(OrderState.COMPLETED), SHARED, LATER)
        assert step is not None
        assert step.order.state.in_progress
        printed = road.till_says(step.order, till_order(OrderState.COMPLETED, printed=True), SHARED, LATER)
        assert kinds(printed) == [ErrandKind.COMPLETE]

    def test_a_document_once_seen_is_never_unseen(self) -> None:
        order = replace(accepted_here(), till=till_order(OrderState.COMPLETED, printed=True))
        assert road.till_says(order, till_order(OrderState.COMPLETED), SHARED, LATER) is None

    def test_an_unknown_word_is_kept_and_changes_nothing(self) -> None:
        step = road.till_says(accepted_here(OrderState.READY), till_order(None, status="PARCHEGGIATO"), SHARED, LATER)
        assert step is not None
        assert step.order.state is OrderState.ACCEPTED
        assert step.order.till is not None
        assert step.order.till.status == "PARCHEGGIATO"


class TestMissingAtTheTill:
    def test_a_first_look_by_a_clock_that_went_back_counts_from_now(self) -> None:
        wait = timedelta(seconds=5)
        first = road.till_missing(accepted_here(OrderState.ACCEPTED), NOON + timedelta(minutes=5), wait, SHARED)
        assert first is not None
        again = road.till_missing(first.order, NOON, wait, SHARED)
        assert again is not None
        assert again.order.till_missing_since == NOON
        assert road.till_missing(again.order, NOON + wait, wait, SHARED) is not None

    def test_one_look_proves_nothing_and_the_second_means_cancelled(self) -> None:
        wait = timedelta(seconds=5)
        first = road.till_missing(accepted_here(OrderState.ACCEPTED), NOON, wait, SHARED)
        assert first is not None
        assert first.order.state is OrderState.ACCEPTED
        assert road.till_missing(first.order, NOON + wait / 2, wait, SHARED) is None
        second = road.till_missing(first.order, NOON + wait, wait, SHARED)
        assert kinds(second) == [ErrandKind.REJECT]

    def test_seen_again_is_as_if_it_had_never_been_missed(self) -> None:
        missing = replace(accepted_here(OrderState.ACCEPTED), till_missing_since=NOON)
        seen = road.till_says(missing, till_order(OrderState.ACCEPTED), SHARED, LATER)
        assert seen is not None
        assert seen.order.till_missing_since is None
        assert seen.errands == ()


@given(
    held=st.sampled_from(list(OrderState)),
    words=st.lists(st.sampled_from([None, *OrderState]), max_size=6),
    prepaid=st.booleans(),
)
def test_whatever_the_till_says_an_end_stays_an_end_and_no_decision_is_sent_twice(
    held: OrderState, words: list[OrderState | None], prepaid: bool
) -> None:
    payment = PaymentMethod.ONLINE if prepaid else PaymentMethod.CASH
    order = replace(arrived(till=OrderState.NEW, payment=payment, paid=prepaid), state=held)
    sent: list[ErrandKind] = []
    for word in words:
        before = order.state
        step = road.till_says(order, till_order(word), SHARED, LATER)
        if step is None:
            continue
        order = step.order
        sent += [errand.kind for errand in step.errands]
        assert not before.over or order.state is before
        assert order.state is not OrderState.NEW or before is OrderState.NEW
    assert len(sent) == len(set(sent))
    assert not ({ErrandKind.COMPLETE} & set(sent)) or order.state is OrderState.COMPLETED
