"""Orders as the outbox sees them."""

from agent.domain import road
from agent.domain.errands import ErrandKind, OutboxRow
from agent.domain.events import OrderChanged
from agent.domain.failures import Failure
from agent.domain.history import Entry
from agent.domain.ledger import Ledger
from agent.domain.orders import Actor, NoticeKind, Order
from agent.domain.ports import Clock
from agent.domain.step import Step
from agent.domain.waiting import still_wanted
from agent.sync import steps


class OrderCounter:
    """Fulfils `Counter`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def of(self, ledger: Ledger, row: OutboxRow) -> Order:
        assert row.order_id is not None, "these errands belong to orders"
        order = ledger.order(row.order_id)
        assert order is not None, "orders are never deleted"
        return order

    def still_wanted(self, subject: Order, row: OutboxRow) -> bool:
        return still_wanted(subject, row.kind)

    def write(self, ledger: Ledger, step: Step) -> Order:
        return steps.write(ledger, step, self._clock.now())

    def key(self, subject: Order, kind: ErrandKind, again: int) -> str:
        return steps.key_of(subject, kind, again)

    def told(self, ledger: Ledger, subject: Order, row: OutboxRow, failure: Failure, notice: NoticeKind | None) -> None:
        now = self._clock.now()
        entry = Entry(now, Actor.AGENT, "history.parked", {"kind": row.kind.value, "failure": failure.message})
        steps.write(ledger, Step(road.noticed(subject, notice, now) if notice else subject, (entry,)), now)

    def changed(self, subject: Order) -> OrderChanged:
        return OrderChanged(subject.link, subject.id)
