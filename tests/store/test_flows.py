"""What the flows leave behind: cursors, health, records set aside, guests that both sides know."""

from datetime import timedelta

from agent.domain.failures import Failure, FailureKind, Side
from agent.domain.health import FlowHealth
from agent.domain.ports import SetAside
from agent.store import Ledger
from agent.store.flow_shelf import SetAsideRow
from tests.domain.making import NOON
from tests.store.making import LINK, PRECISE

DOWN = Failure(
    FailureKind.TRANSIENT, "side.unreachable", {"system": "Plateform"}, Side.PORTAL, None, timedelta(seconds=9)
)


def test_a_cursor_is_of_one_flow_of_one_link_and_exact(ledger: Ledger) -> None:
    assert ledger.cursor(LINK, "orders") is None
    ledger.save_cursor(LINK, "orders", NOON)
    ledger.save_cursor(LINK, "orders", PRECISE)
    ledger.save_cursor("sala", "orders", NOON)
    assert ledger.cursor(LINK, "orders") == PRECISE
    assert ledger.cursor("sala", "orders") == NOON
    assert ledger.cursor(LINK, "menu") is None


def test_a_cursor_can_go_back(ledger: Ledger) -> None:
    ledger.save_cursor(LINK, "orders", PRECISE)
    ledger.save_cursor(LINK, "orders", NOON)
    assert ledger.cursor(LINK, "orders") == NOON


def test_a_failure_stands_until_a_success_and_both_instants_are_remembered(ledger: Ledger) -> None:
    assert ledger.flow_health(LINK) == {}
    ledger.flow_failed(LINK, "orders", NOON, DOWN)
    assert ledger.flow_health(LINK) == {"orders": FlowHealth(None, NOON, DOWN)}
    ledger.flow_succeeded(LINK, "orders", PRECISE)
    assert ledger.flow_health(LINK) == {"orders": FlowHealth(PRECISE, NOON, None)}
    later = PRECISE + timedelta(minutes=1)
    ledger.flow_failed(LINK, "orders", later, DOWN)
    ledger.flow_succeeded(LINK, "menu", NOON)
    ledger.flow_succeeded("sala", "orders", NOON)
    assert ledger.flow_health(LINK) == {"orders": FlowHealth(PRECISE, later, DOWN), "menu": FlowHealth(NOON)}


def test_a_record_is_set_aside_once_for_each_reason(ledger: Ledger) -> None:
    record = SetAside("77", "totale: «dodici» non è un numero")
    assert ledger.set_aside(LINK, "orders", record, PRECISE)
    assert not ledger.set_aside(LINK, "orders", record, PRECISE + timedelta(hours=1))
    assert ledger.set_aside(LINK, "orders", SetAside("77", "another"), NOON)
    assert ledger.set_aside("sala", "orders", record, PRECISE + timedelta(seconds=1))
    assert ledger.set_asides(LINK) == (
        SetAsideRow(LINK, "orders", SetAside("77", "another"), NOON),
        SetAsideRow(LINK, "orders", record, PRECISE),
    )
    assert len(ledger.set_asides()) == 3
    assert ledger.set_asides("nessuno") == ()


def test_set_aside_since_counts_from_that_instant_on(ledger: Ledger) -> None:
    ledger.set_aside(LINK, "orders", SetAside("1", "x"), NOON)
    ledger.set_aside(LINK, "orders", SetAside("2", "x"), PRECISE)
    assert ledger.set_aside_since(LINK, NOON) == 2
    assert ledger.set_aside_since(LINK, PRECISE) == 1
    assert ledger.set_aside_since(LINK, PRECISE + timedelta(microseconds=1)) == 0
    assert ledger.set_aside_since("sala", NOON) == 0


def test_a_guest_is_paired_for_one_link_and_the_last_pairing_counts(ledger: Ledger) -> None:
    assert ledger.guest_ref(LINK, "9") is None
    ledger.pair_guest(LINK, "9", "c1")
    ledger.pair_guest(LINK, "9", "c2")
    ledger.pair_guest("sala", "9", "s1")
    assert (ledger.guest_ref(LINK, "9"), ledger.guest_ref("sala", "9")) == ("c2", "s1")
