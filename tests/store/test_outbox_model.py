"""The outbox against the same thing kept on paper, through whatever happens, the end of the process included."""

import tempfile
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from agent.domain.errands import Errand, ErrandKind, ErrandState, OutboxRow
from agent.domain.failures import Failure, FailureKind
from agent.domain.health import OutboxCount
from agent.store import Ledger, Store
from tests.domain.making import NOON, seconds
from tests.store.making import LINK, keep
from tests.store.outbox_model import Paper, count

KINDS = (ErrandKind.RECEIVED, ErrandKind.ACCEPT, ErrandKind.COMPLETE, ErrandKind.CREATE)
waits = st.integers(0, 3)
failures = st.sampled_from(FailureKind).map(lambda kind: Failure(kind, "side.x"))


class PowerCut(Exception):
    pass


class Outbox(RuleBasedStateMachine):
    """Two orders of one link and one of another; each step is in a transaction that ends only at `commit`."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now, self.keys = NOON, 0
        self.store = Store(Path(self.folder.name) / "campanello.db")
        self.store.open()
        self.begin()
        self.orders = [keep(self.ledger, 1), keep(self.ledger, 2), keep(self.ledger, 3, link="sala")]
        self.paper = Paper()
        self.commit()

    def begin(self) -> None:
        self.transaction: AbstractContextManager[Ledger] = self.store.writing()
        self.ledger = self.transaction.__enter__()

    @rule()
    def commit(self) -> None:
        self.transaction.__exit__(None, None, None)
        self.committed = self.paper.copy()
        self.begin()

    @rule()
    def the_power_fails(self) -> None:
        assert not self.transaction.__exit__(PowerCut, PowerCut(), None), "it is not swallowed"
        self.store.close()
        self.store.open()
        self.paper = self.committed.copy()
        self.begin()

    @rule(number=st.integers(0, 2), kind=st.sampled_from(KINDS), delay=waits)
    def announce(self, number: int, kind: ErrandKind, delay: int) -> None:
        errand = Errand(kind, delay=seconds(delay))
        row = self.ledger.announce(self.orders[number], errand, key=self.new_key(), now=self.now)
        assert all(row.id > known.id for known in self.paper.rows)
        self.paper.rows.append(row)

    @rule(by=st.integers(1, 2))
    def time_passes(self, by: int) -> None:
        self.now += seconds(by)

    @rule()
    def begin_what_is_due(self) -> None:
        for row in self.paper.due(LINK, self.now):
            self.paper.begin(row)
            assert self.ledger.begin_errand(row.id) == self.known(row)

    @precondition(lambda self: self.paper.owed())
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        row = self.any_owed(data)
        self.ledger.finish_errand(row.id)
        self.paper.change(row.id, state=ErrandState.DONE, failure=None)

    @precondition(lambda self: self.paper.owed())
    @rule(data=st.data(), by=waits, failure=st.none() | failures, counted=st.booleans(), unsure=st.booleans())
    def wait(self, data: st.DataObject, by: int, failure: Failure | None, counted: bool, unsure: bool) -> None:
        row, until = self.any_owed(data), self.now + seconds(by)
        self.ledger.wait_errand(row.id, not_before=until, failure=failure, counted=counted, unsure=unsure)
        self.paper.wait(row, until, failure, counted=counted, unsure=unsure)

    @precondition(lambda self: self.paper.owed())
    @rule(data=st.data(), failure=failures)
    def park(self, data: st.DataObject, failure: Failure) -> None:
        row = self.any_owed(data)
        self.ledger.park_errand(row.id, failure)
        self.paper.change(row.id, state=ErrandState.PARKED, failure=failure)

    @precondition(lambda self: self.paper.owed())
    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        row, key = self.any_owed(data), self.new_key()
        self.paper.change(row.id, state=ErrandState.WAITING, attempts=0, idempotency_key=key, not_before=self.now)
        assert self.ledger.retry_errand(row.id, key=key, now=self.now) == self.known(row)

    @rule(number=st.integers(0, 2), kinds=st.sets(st.sampled_from(KINDS), max_size=2))
    def withdraw(self, number: int, kinds: set[ErrandKind]) -> None:
        gone = self.paper.withdraw(self.orders[number].id, kinds)
        assert list(self.ledger.withdraw(self.orders[number].id, kinds)) == gone

    @rule()
    def clear_waits(self) -> None:
        assert self.ledger.clear_waits(LINK, self.now) == self.paper.clear(lambda row: row.link == LINK, self.now)

    @rule(number=st.integers(0, 2))
    def clear_waits_of(self, number: int) -> None:
        order_id = self.orders[number].id
        cleared = self.paper.clear(lambda row: row.order_id == order_id, self.now)
        assert self.ledger.clear_waits_of(order_id, self.now) == cleared

    @invariant()
    def both_say_the_same(self) -> None:
        owed = self.paper.owed()
        assert list(self.ledger.errands()) == owed
        for order in self.orders:
            mine = [row for row in self.paper.rows if row.order_id == order.id]
            assert list(self.ledger.errands_of(order.id, open_only=False)) == mine
            assert list(self.ledger.errands_of(order.id)) == [row for row in mine if row in owed]

    @invariant()
    def it_is_the_turn_of_the_same(self) -> None:
        far = datetime(9000, 1, 1, tzinfo=NOON.tzinfo)
        for link in (LINK, "sala"):
            for at in (self.now, self.now + timedelta(seconds=2), far):
                assert sorted(self.paper.due(link, at), key=_id) == list(self.ledger.due_errands(link, at))
            assert self.ledger.next_due(link) == min(
                (row.not_before for row in self.paper.due(link, far)), default=None
            )
            mine = [row for row in self.paper.owed() if row.link == link]
            counts = (count(mine, state) for state in (ErrandState.WAITING, ErrandState.SENDING, ErrandState.PARKED))
            assert self.ledger.outbox_count(link) == OutboxCount(*counts)

    def any_owed(self, data: st.DataObject) -> OutboxRow:
        return data.draw(st.sampled_from(self.paper.owed()))

    def known(self, row: OutboxRow) -> OutboxRow:
        return next(known for known in self.paper.rows if known.id == row.id)

    def new_key(self) -> str:
        self.keys += 1
        return f"key-{self.keys}"

    def teardown(self) -> None:
        self.transaction.__exit__(None, None, None)
        self.store.close()
        self.folder.cleanup()


def _id(row: OutboxRow) -> int:
    return row.id


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
