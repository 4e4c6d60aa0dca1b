"""An order is decided at the PC, at the till, or on the portal: both servers agree, each notice is sent once."""

from datetime import timedelta

import pytest

from agent.domain.commands import AcceptOrder, AcknowledgeOrder, CloseOrder, PostponeOrder, RejectOrder, UndoDecision
from agent.domain.failures import DecisionRefused
from agent.domain.orders import Actor, NoticeKind, OrderState
from agent.domain.waiting import WaitingFor
from agent.sandbox import Fault
from tests.journeys.world import World


def test_an_order_rings_is_accepted_prepared_and_closed(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    assert world.sheet(ref).waiting_for is WaitingFor.DECISION
    assert world.portal.order(ref)["received"] == 1
    assert world.at_till(ref)["externalWorkflowStatus"] == "REQUESTED"
    world.submit(ref, lambda order: AcceptOrder(order, timedelta(minutes=20)))
    world.sync()
    assert world.status(ref) == "confermato"
    assert world.sheet(ref).waiting_for is WaitingFor.TILL
    name = f"plateform:{ref}"
    for step, state in [
        (world.operator.accept, OrderState.ACCEPTED),
        (world.operator.prepare, OrderState.IN_PREPARATION),
        (world.operator.ready, OrderState.READY),
        (world.operator.complete, OrderState.COMPLETED),
    ]:
        step(name)
        world.sync()
        assert world.sheet(ref).order.state is state
    if not world.portal.order(ref)["payment"]["paid"]:
        assert world.status(ref) == "evaso"
        assert world.told(ref) == ["confermato", "evaso"]
    assert world.till_count(ref) == 1
    assert world.sheet(ref).waiting_for is None


def test_rejected_at_the_pc_with_a_reason_that_reaches_the_guest(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.submit(ref, lambda order: RejectOrder(order, "Forno guasto"))
    world.sync()
    assert world.status(ref) == "rifiutato"
    assert world.portal.order(ref)["rejection_reason"] == "Forno guasto"
    assert world.told(ref) == ["rifiutato"]
    # The till's operator must still reject it there.
    assert world.sheet(ref).waiting_for is WaitingFor.TILL
    world.operator.reject(f"plateform:{ref}")
    world.sync()
    assert world.sheet(ref).waiting_for is None
    assert world.told(ref) == ["rifiutato"]


@pytest.mark.parametrize("reason", ["Finito l'impasto", None])
def test_the_till_rejects_first(world: World, reason: str | None) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.operator.reject(f"plateform:{ref}", reason)
    world.sync()
    assert world.status(ref) == "rifiutato"
    assert world.portal.order(ref)["rejection_reason"] == (reason or "Non possiamo preparare l'ordine")
    with pytest.raises(DecisionRefused, match="already_decided"):
        world.accept(ref)


def test_the_till_accepts_first_and_the_pc_is_told_who(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.operator.accept(f"plateform:{ref}")
    world.sync()
    assert world.status(ref) == "confermato"
    with pytest.raises(DecisionRefused) as refused:
        world.submit(ref, lambda order: RejectOrder(order, "no"))
    assert refused.value.params["by"] == "till"


def test_both_decide_the_pc_rejects_what_the_till_had_just_accepted(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.operator.accept(f"plateform:{ref}")
    world.submit(ref, lambda order: RejectOrder(order, "Troppi ordini"))
    world.sync(2)
    assert world.status(ref) == "rifiutato"
    assert world.told(ref) == ["rifiutato"]
    assert world.sheet(ref).waiting_for is WaitingFor.TILL


def test_the_till_rejects_what_the_pc_accepted_and_the_portal_refuses_to_take_it_back(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.accept(ref)
    world.sync()
    world.operator.reject(f"plateform:{ref}", "Manca la mozzarella")
    world.sync()
    sheet = world.sheet(ref)
    assert world.status(ref) == "confermato"
    assert [notice.kind for notice in sheet.order.notices] == [NoticeKind.TELL_GUEST]
    assert sheet.waiting_for is WaitingFor.PERSON
    assert world.told(ref) == ["confermato"]
    world.submit(ref, AcknowledgeOrder)
    assert world.sheet(ref).waiting_for is WaitingFor.PERSON, "it is still parked"


def test_the_till_rejects_what_the_pc_accepted_and_the_portal_takes_it_back(world: World) -> None:
    world.portal.state.late_rejection_allowed = True
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.accept(ref)
    world.sync()
    world.operator.reject(f"plateform:{ref}", "Manca la mozzarella")
    world.sync()
    assert world.status(ref) == "rifiutato"
    assert world.told(ref) == ["confermato", "rifiutato"]


def test_the_till_rejects_before_the_acceptance_was_sent(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.portal.down()
    world.accept(ref)
    world.sync()
    world.operator.reject(f"plateform:{ref}", "Manca la mozzarella")
    world.sync()
    world.portal.up()
    world.sync()
    assert world.status(ref) == "rifiutato"
    assert world.told(ref) == ["rifiutato"], "the guest never heard of an acceptance that did not stand"


def test_an_order_deleted_at_the_till_counts_as_cancelled_there_at_the_second_look(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.sync.till_watch.SECOND_LOOK", timedelta(0))
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.operator.delete(f"plateform:{ref}")
    world.sync()
    assert world.status(ref) == "nuovo"
    world.sync()
    assert world.status(ref) == "rifiutato"


def test_the_guest_cancels_after_acceptance(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.accept(ref)
    world.sync()
    world.operator.accept(f"plateform:{ref}")
    world.portal.cancel_order(ref)
    world.sync()
    sheet = world.sheet(ref)
    assert sheet.order.state is OrderState.CANCELLED
    assert [notice.kind for notice in sheet.order.notices] == [NoticeKind.CANCELLED_BY_GUEST]
    world.submit(ref, AcknowledgeOrder)
    assert world.sheet(ref).waiting_for is WaitingFor.TILL, "stop it at the till too"
    world.operator.cancel(f"plateform:{ref}")
    world.sync()
    assert world.sheet(ref).waiting_for is None


def test_a_decision_that_comes_after_the_guest_cancelled_rings_and_says_so(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.portal.cancel_order(ref)
    world.accept(ref)
    world.sync()
    sheet = world.sheet(ref)
    assert sheet.order.state is OrderState.CANCELLED
    assert NoticeKind.DECISION_LOST in [notice.kind for notice in sheet.order.notices]
    assert world.status(ref) == "annullato"
    assert not [row for row in sheet.errands if row.kind.decision]


def test_somebody_accepts_on_the_portal_what_the_pc_accepts_too(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.portal.decide(ref, "confermato")
    world.accept(ref)
    world.sync()
    assert world.told(ref) == ["confermato"]
    assert world.sheet(ref).order.notices == ()


def test_somebody_accepts_on_the_portal_what_the_pc_rejects(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.portal.decide(ref, "confermato")
    world.submit(ref, lambda order: RejectOrder(order, "Chiusura"))
    world.sync()
    sheet = world.sheet(ref)
    assert sheet.order.state is OrderState.ACCEPTED, "the guest comes: the order stands"
    assert [notice.kind for notice in sheet.order.notices] == [NoticeKind.DECISION_LOST]
    assert world.told(ref) == ["confermato"]


def test_postponing_tells_the_guest_once_more(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.submit(ref, lambda order: AcceptOrder(order, timedelta(minutes=20)))
    world.sync()
    first = world.portal.order(ref)["ready_at"]
    world.submit(ref, lambda order: PostponeOrder(order, timedelta(minutes=15)))
    world.sync()
    assert world.portal.order(ref)["ready_at"] > first
    assert len(world.told(ref)) == 2


def test_an_order_paid_online_closes_only_after_its_document(world: World) -> None:
    world.start(lanes=False)
    ref = world.place(payment={"method": "online", "paid": True})
    world.sync()
    world.accept(ref)
    world.sync()
    name = f"plateform:{ref}"
    world.operator.accept(name)
    world.operator.complete(name)
    world.sync()
    assert world.status(ref) == "confermato"
    with pytest.raises(DecisionRefused, match="document_not_printed"):
        world.submit(ref, CloseOrder)
    world.operator.print_receipt(name, processed=False)
    world.sync()
    assert world.status(ref) == "evaso"
    assert world.told(ref) == ["confermato", "evaso"]


def test_closing_at_the_pc_waits_for_the_till_to_follow(world: World) -> None:
    world.start(lanes=False)
    ref = world.place(payment={"method": "cash", "paid": False})
    world.sync()
    world.operator.accept(f"plateform:{ref}")
    world.sync()
    world.submit(ref, CloseOrder)
    world.sync()
    assert world.status(ref) == "evaso"
    assert world.sheet(ref).waiting_for is WaitingFor.TILL
    world.operator.complete(f"plateform:{ref}")
    world.sync()
    assert world.sheet(ref).waiting_for is None
    assert world.told(ref) == ["confermato", "evaso"]


def test_undo_on_the_screen_sends_nothing(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.submit(ref, AcceptOrder, Actor.SCREEN)
    world.sync()
    assert world.status(ref) == "nuovo", "it may still be taken back"
    world.submit(ref, UndoDecision, Actor.SCREEN)
    world.submit(ref, lambda order: RejectOrder(order, "Chiusura"))
    world.sync()
    assert world.told(ref) == ["rifiutato"]


def test_the_portal_cancels_by_itself_when_nobody_answers(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.portal.faults.add(Fault("skew", seconds=3600))
    world.sync()
    assert world.status(ref) == "annullato"
    assert [notice.kind for notice in world.sheet(ref).order.notices] == [NoticeKind.EXPIRED]


class TestBellFirst:
    def test_the_till_sees_nothing_before_it_is_accepted_and_then_an_accepted_order(self, bell_first: World) -> None:
        bell_first.start(lanes=False)
        ref = bell_first.place()
        bell_first.sync()
        assert bell_first.till_count(ref) == 0
        bell_first.accept(ref)
        bell_first.sync()
        assert bell_first.at_till(ref)["externalWorkflowStatus"] == "ACCEPTED"
        assert bell_first.status(ref) == "confermato"
        assert bell_first.sheet(ref).waiting_for is None

    def test_a_rejected_order_never_reaches_the_till(self, bell_first: World) -> None:
        bell_first.start(lanes=False)
        ref = bell_first.place()
        bell_first.sync()
        bell_first.submit(ref, lambda order: RejectOrder(order, "Chiusura"))
        bell_first.sync()
        assert (bell_first.till_count(ref), bell_first.status(ref)) == (0, "rifiutato")

    def test_a_till_that_refuses_rings_and_the_portal_knows_all_the_same(self, bell_first: World) -> None:
        bell_first.till.faults.add(
            Fault("error", method="POST", path="/documents/orders/batch", status=422, times=None)
        )
        bell_first.start(lanes=False)
        ref = bell_first.place()
        bell_first.sync()
        bell_first.accept(ref)
        bell_first.sync()
        assert bell_first.status(ref) == "confermato"
        sheet = bell_first.sheet(ref)
        assert NoticeKind.NOT_AT_TILL in [notice.kind for notice in sheet.order.notices]
        assert sheet.waiting_for is WaitingFor.PERSON


def test_an_order_does_not_wait_for_a_menu_that_hangs(world: World) -> None:
    world.till.faults.add(Fault("hang", "GET", "/(products|categories|modifiers|salesmodes)", times=None))
    ref = world.place()
    world.start()
    world.until(lambda: world.portal.order(ref)["received"] == 1, 5.0, "the guest's order waits for the menu")
    world.till.faults.clear()
    world.until(lambda: world.till_count(ref) == 1)
