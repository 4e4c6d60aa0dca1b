"""Whatever is switched off in between: every order once at the till, every decision once on the portal."""

import threading
from datetime import timedelta

import pytest

from agent.domain.commands import AcceptOrder, RejectOrder, RetryErrand
from agent.domain.errands import ErrandState
from agent.domain.events import ClockJumped
from agent.domain.failures import FailureKind, Side, Unavailable
from agent.domain.health import LinkHealth
from agent.domain.orders import Actor, NoticeKind
from agent.domain.waiting import WaitingFor
from agent.sandbox import Fault
from agent.vault import secret_name
from tests.journeys.world import World


def settled(world: World, ref: int) -> bool:
    """Nothing is owed to either side for that order."""
    return not [row for row in world.sheet(ref).errands if row.state.open]


def test_the_network_is_gone_for_a_while_and_all_goes_by_itself(world: World) -> None:
    world.start()
    first = world.place()
    world.until(lambda: world.till_count(first) == 1)
    world.portal.down()
    world.till.down()
    world.accept(first)
    world.until(lambda: world.agent.status().links[0].health is LinkHealth.OFFLINE)
    assert world.sheet(first).waiting_for is WaitingFor.PORTAL
    # The sandbox's state lives on while its socket is closed: guests order meanwhile.
    second = world.place()
    world.portal.up()
    world.till.up()
    world.until(lambda: world.status(first) == "confermato", 30)
    world.until(lambda: world.till_count(second) == 1, 30)
    world.until(lambda: world.agent.status().links[0].health is LinkHealth.OK, 30)
    assert world.told(first) == ["confermato"]


def test_the_till_is_gone_and_the_portal_is_served_all_the_same(world: World) -> None:
    world.till.down()
    world.start()
    ref = world.place()
    world.until(lambda: world.portal.order(ref)["received"] == 1)
    world.accept(ref)
    world.until(lambda: world.status(ref) == "confermato")
    world.until(lambda: world.sheet(ref).waiting_for is WaitingFor.TILL)
    world.till.up()
    world.until(lambda: world.till_count(ref) == 1, 30)


@pytest.mark.parametrize("kind", ["lose_answer", "cut", "twice", "malformed"])
def test_an_answer_lost_after_the_decision_was_made_is_asked_for_and_not_repeated(world: World, kind: str) -> None:
    world.start()
    ref = world.place()
    world.until(lambda: world.till_count(ref) == 1)
    world.portal.faults.add(Fault(kind, method="PATCH"))  # type: ignore[arg-type]  # the literals of the parameters
    world.accept(ref)
    world.until(lambda: world.status(ref) == "confermato", 20)
    world.until(lambda: settled(world, ref), 20)
    assert world.told(ref) == ["confermato"]


@pytest.mark.parametrize("kind", ["lose_answer", "cut", "malformed"])
def test_an_answer_lost_after_the_till_took_the_order_is_asked_for_and_not_repeated(world: World, kind: str) -> None:
    world.till.faults.add(Fault(kind, method="POST", path="/documents/orders/batch"))  # type: ignore[arg-type]  # as above
    world.start()
    ref = world.place()
    world.until(lambda: world.till_count(ref) >= 1, 20)
    world.until(lambda: settled(world, ref), 20)
    assert world.till_count(ref) == 1
    assert world.sheet(ref).order.till is not None


@pytest.mark.parametrize(
    ("steps", "status", "told"),
    [
        (("accept",), "confermato", ["confermato"]),
        (("accept", "print_receipt"), "evaso", ["confermato", "evaso"]),
        (("reject",), "rifiutato", ["rifiutato"]),
    ],
)
def test_what_the_till_decided_before_its_answer_was_asked_for_counts(
    world: World, steps: tuple[str, ...], status: str, told: list[str]
) -> None:
    world.till.faults.add(Fault("lose_answer", method="POST", path="/documents/orders/batch"))
    world.start(lanes=False)
    ref = world.place()
    world.agent._pass_here(world.agent.links[0])
    for step in steps:
        getattr(world.operator, step)(f"plateform:{ref}")
    world.sync(2)
    assert (world.status(ref), world.told(ref)) == (status, told)
    assert world.till_count(ref) == 1


def test_a_customer_whose_creation_was_lost_is_not_created_twice(world: World) -> None:
    world.till.faults.add(Fault("lose_answer", method="POST", path="/customers$"))
    world.start()
    ref = world.place(customer={"first_name": "Ada", "last_name": "Neri", "email": "ada@example.org"})
    world.until(lambda: world.till_count(ref) == 1, 20)
    customers = [
        customer for customer in world.till.state_json()["customers"] if customer.get("email") == "ada@example.org"
    ]
    assert len(customers) == 1


@pytest.mark.parametrize("retry_after", [1, None])
def test_a_side_that_asks_to_wait_is_left_in_peace(world: World, retry_after: int | None) -> None:
    world.start()
    ref = world.place()
    world.until(lambda: world.till_count(ref) == 1)
    world.portal.faults.add(Fault("rate_limit", method="PATCH", times=2, retry_after=retry_after))
    world.accept(ref)
    world.until(lambda: world.status(ref) == "confermato", 20)
    world.until(lambda: settled(world, ref))
    assert world.told(ref) == ["confermato"]


def test_an_expired_token_is_renewed_without_anybody_noticing(world: World) -> None:
    world.start()
    first = world.place()
    world.until(lambda: world.till_count(first) == 1)
    world.till.expire_tokens()
    second = world.place()
    world.until(lambda: world.till_count(second) == 1, 20)
    assert world.agent.status().links[0].outbox.parked == 0


def test_refused_credentials_block_the_side_count_no_attempt_and_resume_with_new_ones(world: World) -> None:
    right = world.vault.read(secret_name("banco", Side.POS, "api_key"))
    assert right is not None
    world.vault.write(secret_name("banco", Side.POS, "api_key"), "sbagliata")
    world.start()
    ref = world.place()
    world.until(lambda: bool(world.agent.orders()) and bool(world.sheet(ref).errands))
    world.until(lambda: world.portal.order(ref)["received"] == 1)
    world.until(lambda: any(row.failure for row in world.sheet(ref).errands))
    row = next(row for row in world.sheet(ref).errands if row.failure)
    assert row.failure is not None
    assert (row.failure.kind, row.attempts) == (FailureKind.AUTH_REFUSED, 0)
    world.vault.write(secret_name("banco", Side.POS, "api_key"), right)
    world.agent.sync()
    world.until(lambda: world.till_count(ref) == 1)


def test_a_secret_that_was_never_entered_is_told_and_nothing_is_lost(world: World) -> None:
    world.vault.delete(secret_name("banco", Side.POS, "api_key"))
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    row = next(row for row in world.sheet(ref).errands if row.kind.side is Side.POS)
    assert row.failure is not None
    assert row.failure.message == "side.credentials_missing"
    world.vault.write(secret_name("banco", Side.POS, "api_key"), world.till.api_key)
    world.sync()
    assert world.till_count(ref) == 1


def test_a_refusal_is_parked_rings_and_goes_through_when_a_person_tries_again(world: World) -> None:
    refusal = Fault("error", method="POST", path="/documents/orders/batch", status=422, times=None)
    world.till.faults.add(refusal)
    world.start(lanes=False)
    ref = world.place()
    world.sync(2)
    sheet = world.sheet(ref)
    assert [notice.kind for notice in sheet.order.notices] == [NoticeKind.NOT_AT_TILL]
    parked = [row for row in sheet.errands if row.state is ErrandState.PARKED]
    assert len(parked) == 1
    world.till.faults.clear()
    world.agent.submit(RetryErrand(parked[0].id), Actor.CLI)
    world.sync()
    assert world.till_count(ref) == 1
    assert world.sheet(ref).order.notices == ()


def test_a_bad_record_is_set_aside_and_the_rest_of_the_page_goes_on(world: World) -> None:
    world.start(lanes=False)
    bad = world.place()
    world.portal.state.orders[bad].content["total"] = "tanto"
    good = world.place()
    world.sync()
    assert world.till_count(good) == 1
    held = [sheet.order.portal.ref for sheet in world.agent.orders()]
    assert str(bad) not in held
    assert world.agent.status().links[0].health is LinkHealth.ATTENTION
    told = [entry.params for entry in world.agent.activity() if entry.what == "history.set_aside"]
    assert [params["ref"] for params in told] == [str(bad)], "told once, though it is read at every pass"


def test_a_stopped_agent_leaves_what_is_owed_to_the_next_one(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.submit(ref, lambda order: AcceptOrder(order, timedelta(minutes=30)))
    world.stop()
    world.start()
    world.until(lambda: world.status(ref) == "confermato")
    assert world.told(ref) == ["confermato"]


def test_whoever_starts_the_program_again_has_it_tried_again_at_once(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    world.portal.faults.add(Fault("rate_limit", method="PATCH", retry_after=600))
    world.accept(ref)
    world.agent._pass_here(world.agent.links[0])
    assert world.status(ref) == "nuovo"
    world.stop()
    world.start()
    world.until(lambda: world.status(ref) == "confermato")
    assert world.told(ref) == ["confermato"]


def test_what_happened_while_the_pc_was_off_is_listed_once(world: World) -> None:
    world.start(lanes=False)
    world.sync()
    seen = world.place()
    world.sync()
    world.stop()
    unseen = world.place()
    world.portal.cancel_order(unseen)
    world.portal.cancel_order(seen)
    world.start(lanes=False)
    world.sync()
    for ref in (seen, unseen):
        notices = world.sheet(ref).order.notices
        assert [(notice.kind, notice.while_off) for notice in notices] == [(NoticeKind.CANCELLED, True)]
    assert world.till_count(unseen) == 0


def test_stopping_while_a_call_hangs_does_not_wait_for_it(world: World) -> None:
    world.start()
    world.place()
    world.until(lambda: len(world.agent.orders()) == 1)
    hang = Fault("hang", method="GET", path="/orders", times=None)
    world.portal.faults.add(hang)
    ticket = threading.Thread(target=world.agent.sync, daemon=True)
    ticket.start()
    world.until(lambda: hang.struck > 0)
    world.agent.stop(0.2)
    world.portal.faults.clear()
    ticket.join(10)
    assert not ticket.is_alive()


def test_two_tills_press_at_once_and_one_is_told(world: World) -> None:
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    order_id = world.sheet(ref).order.id
    barrier = threading.Barrier(2)
    lost: list[str] = []

    def press(command: AcceptOrder | RejectOrder) -> None:
        barrier.wait()
        try:
            world.agent.submit(command, Actor.CLI)
        except Exception as refused:  # noqa: BLE001 - the test looks at what it was
            lost.append(str(getattr(refused, "reason", refused)))

    presses = [
        threading.Thread(target=press, args=(command,))
        for command in (AcceptOrder(order_id), RejectOrder(order_id, "Chiusura"))
    ]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    world.sync()
    assert lost == ["decision.already_decided"]
    assert len(world.told(ref)) == 1


def test_the_pcs_clock_is_compared_with_the_portals_and_corrected_inside(world: World) -> None:
    world.portal.faults.add(Fault("skew", seconds=-300))
    world.start(lanes=False)
    ref = world.place()
    world.sync()
    assert 295 < world.agent.status().clock_skew_seconds < 305
    world.submit(ref, lambda order: AcceptOrder(order, timedelta(minutes=20)))
    promised = world.sheet(ref).order.promised_at
    assert promised is not None
    wanted = world.portal.now() + timedelta(minutes=20)
    assert abs(promised - wanted) < timedelta(seconds=5)


def test_after_a_clock_jump_everything_is_read_again(world: World) -> None:
    world.start()
    ref = world.place()
    world.until(lambda: world.till_count(ref) == 1)
    counted = "GET /v1/orders"
    before = world.portal.state.requests[counted]
    world.agent.notice(ClockJumped())
    # A full pass reads the changes, and both states of what is open.
    world.until(lambda: world.portal.state.requests[counted] >= before + 3, 10)


def test_a_full_disk_refuses_the_decision_rather_than_forgetting_it(world: World) -> None:
    world.start(lanes=False)
    refs = [world.place() for _guest in range(25)]
    world.sync()
    refused: dict[int, str] = {}
    with world.full_disk():
        for ref in refs:
            try:
                world.submit(ref, lambda order: RejectOrder(order, "Troppi ordini, ci dispiace. " * 15))
            except Unavailable as trouble:
                refused[ref] = trouble.failure.message
    assert set(refused.values()) == {"store.disk_full"}
    for ref in refused:
        assert world.sheet(ref).waiting_for is WaitingFor.DECISION
        world.accept(ref)
    world.sync()
    assert {world.status(ref) for ref in refused} == {"confermato"}
    assert {world.status(ref) for ref in refs if ref not in refused} <= {"rifiutato"}
