"""All or nothing, one consistent look, one writer at a time: in one process and between two."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from agent.domain.alignment import FindingArea
from agent.domain.errands import Errand, ErrandKind
from agent.domain.failures import Overtaken
from agent.domain.history import Entry
from agent.domain.orders import Actor, Order, OrderState
from agent.domain.ports import SetAside
from agent.domain.proposals import MenuLook
from agent.store import Ledger, Store
from tests.domain.making import NOON
from tests.store.engine import opens
from tests.store.making import LINK, PRECISE, full_order, keep
from tests.store.making_alignment import a_finding, menu_proposal
from tests.store.making_reservations import full_reservation

PATIENCE = 10.0


class Mistake(Exception):
    pass


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """As another process has it."""
    other = opens(store._path)
    yield other
    other.close()


def write_everything(ledger: Ledger) -> None:
    order = ledger.add_order(full_order())
    ledger.record(order, LINK, [Entry(PRECISE, Actor.AGENT, "history.arrived")])
    ledger.announce(order, Errand(ErrandKind.ACCEPT), key="k", now=NOON)
    ledger.save_cursor(LINK, "orders", NOON)
    ledger.flow_succeeded(LINK, "orders", NOON)
    ledger.set_aside(LINK, "orders", SetAside("1", "x"), NOON)
    ledger.pair_guest(LINK, "9", "c1")
    ledger.set_paused(LINK, True)
    ledger.set_preference("language", "it")
    ledger.ask("sync", LINK, NOON)
    ledger.add_reservation(full_reservation())
    ledger.save_rooms(LINK, [])
    ledger.add_proposal(menu_proposal())
    ledger.save_menu_look(LINK, MenuLook(compared_at=NOON))
    ledger.save_findings(LINK, FindingArea.MENU, [a_finding()], NOON)
    ledger._tables.takings.insert(
        link=LINK, receipt_id="r1", closed_at="", day="", hour=0, cents=1, covers=1, source="order", cancelled=0
    ).execute()


def test_a_mistake_in_the_middle_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.writing() as ledger:
            write_everything(ledger)
            assert min(ledger.table_counts().values()) > 0, "every table was written to"
            raise Mistake

    with pytest.raises(Mistake):
        fail()
    with store.reading() as ledger:
        assert set(ledger.table_counts().values()) == {0}
    with store.writing() as ledger:
        write_everything(ledger)


def test_a_transaction_in_a_transaction_is_refused_and_ends_the_outer_one_too(store: Store) -> None:
    def nest() -> None:
        with store.writing() as ledger:
            ledger.set_preference("a", "b")
            with store.reading():
                pass

    with pytest.raises(AssertionError, match="a transaction in a transaction"):
        nest()
    with store.writing() as ledger:
        assert ledger.preferences() == {}


def test_what_is_not_committed_is_seen_by_nobody_else(store: Store, other: Store) -> None:
    with store.writing() as ledger:
        ledger.set_preference("language", "it")
        with other.reading() as elsewhere:
            assert elsewhere.preference("language") is None
    with other.reading() as elsewhere:
        assert elsewhere.preference("language") == "it"


def test_a_look_stays_the_same_while_others_write(store: Store, other: Store) -> None:
    with store.reading() as ledger:
        before = ledger.preferences()
        with other.writing() as elsewhere:
            elsewhere.set_preference("language", "it")
        assert ledger.preferences() == before == {}


def test_two_threads_write_and_nothing_is_lost(store: Store) -> None:
    with store.writing() as ledger:
        order = keep(ledger)
    both = threading.Barrier(2, timeout=PATIENCE)

    def write(name: str) -> None:
        both.wait()
        for number in range(20):
            with store.writing() as ledger:
                ledger.record(order, LINK, [Entry(PRECISE, Actor.AGENT, f"{name}{number}")])
                read = ledger.order(order.id)
                assert read is not None
                ledger.save_order(replace(read, preparation_told=not read.preparation_told))

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(write, "ab"))
    with store.reading() as ledger:
        recorded = [entry.what for entry in ledger.history(order.id)]
        after = ledger.order(order.id)
    assert [what for what in recorded if what.startswith("a")] == [f"a{number}" for number in range(20)]
    assert [what for what in recorded if what.startswith("b")] == [f"b{number}" for number in range(20)]
    assert after is not None
    assert after.version == order.version + 40


def test_of_two_processes_that_read_the_same_one_decides(store: Store, other: Store) -> None:
    with store.writing() as ledger:
        order = keep(ledger)
    both = threading.Barrier(2, timeout=PATIENCE)

    def decide(decision: tuple[Store, OrderState]) -> bool:
        where, state = decision
        both.wait()
        try:
            with where.writing() as ledger:
                ledger.save_order(replace(order, state=state))
        except Overtaken:
            return False
        return True

    decisions = [(store, OrderState.ACCEPTED), (other, OrderState.REJECTED)]
    with ThreadPoolExecutor(2) as threads:
        won = list(threads.map(decide, decisions))
    assert sorted(won) == [False, True]
    assert _state(store, order) is decisions[won.index(True)][1]


def _state(store: Store, order: Order) -> OrderState:
    with store.reading() as ledger:
        read = ledger.order(order.id)
    assert read is not None
    return read.state


def test_the_data_version_tells_that_somebody_wrote(store: Store, other: Store) -> None:
    versions = [store.data_version()]
    assert store.data_version() == versions[0], "nobody wrote"
    for writer in (store, other):
        with writer.writing() as ledger:
            ledger.set_preference("language", writer.origin)
        versions.append(store.data_version())
    with store.reading() as ledger:
        ledger.preferences()
    assert store.data_version() == versions[-1], "reading is not writing"
    assert len(set(versions)) == 3


def test_what_was_rolled_back_is_no_new_data_version(store: Store) -> None:
    before = store.data_version()

    def fail() -> None:
        with store.writing() as ledger:
            ledger.set_preference("language", "it")
            raise Mistake

    with pytest.raises(Mistake):
        fail()
    assert store.data_version() == before


def test_two_stores_have_two_origins(store: Store, other: Store) -> None:
    assert store.origin != other.origin
