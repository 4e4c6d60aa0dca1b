"""Read models: what a screen, the terminal or a script sees of the ledger. Short reads, nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from agent.domain import bell
from agent.domain.errands import ErrandState, OutboxRow
from agent.domain.failures import Failure, FailureKind
from agent.domain.health import FlowHealth, LinkHealth, LinkStatus
from agent.domain.history import Entry
from agent.domain.ledger import Ledger
from agent.domain.orders import Order, OrderPolicy, OrderState
from agent.domain.waiting import WaitingFor, waiting_for

STALE = timedelta(minutes=5)
"""A flow whose last success is older than this and than three of its cadences needs attention."""


ASIDE = timedelta(days=1)
"""How long a record that could not be read asks for attention."""


@dataclass(frozen=True)
class OrderSheet:
    """An order with whom it waits for, its open errands and, when asked for, its time line."""

    order: Order
    errands: tuple[OutboxRow, ...]
    waiting_for: WaitingFor | None
    history: tuple[Entry, ...] = ()


class LinkFacts(Protocol):
    """What reading needs to know of a configured link."""

    @property
    def name(self) -> str: ...

    @property
    def pair(self) -> str: ...

    @property
    def cadence(self) -> Mapping[str, timedelta]: ...

    @property
    def policy(self) -> OrderPolicy: ...


def sheet(ledger: "Shelf", order: Order, *, history: bool = False) -> OrderSheet:
    errands = ledger.errands_of(order.id)
    told = ledger.history(order.id) if history else ()
    return OrderSheet(order, errands, waiting_for(order, errands), told)


def cards(ledger: "Shelf", links: Sequence[LinkFacts], now: datetime) -> tuple[bell.Card, ...]:
    """All that the bell shows, arranged."""
    policies = {link.name: link.policy for link in links}
    made = (
        bell.card_of(order, ledger.errands_of(order.id), policies[order.link], now)
        for order in ledger.standing_orders()
        if order.link in policies
    )
    return bell.arranged(card for card in made if card is not None)


def link_status(
    ledger: "Shelf",
    link: LinkFacts,
    now: datetime,
    *,
    skewed: bool,
    trouble: Failure | None = None,
    budget_used: float | None = None,
) -> LinkStatus:
    stored = ledger.flow_health(link.name)
    flows = {flow: stored.get(flow, FlowHealth()) for flow in link.cadence}
    count = ledger.outbox_count(link.name)
    aside = ledger.set_aside_since(link.name, now - ASIDE)
    health = _health(flows, link.cadence, now, failing=bool(skewed or trouble or aside or count.parked))
    return LinkStatus(link.name, link.pair, ledger.paused(link.name), health, flows, count, aside, budget_used)


def _health(
    flows: Mapping[str, FlowHealth],
    cadence: Mapping[str, timedelta],
    now: datetime,
    *,
    failing: bool,
) -> LinkHealth:
    failures = [flow.failure for flow in flows.values() if flow.failure is not None]
    if any(failure.kind in (FailureKind.TRANSIENT, FailureKind.RATE_LIMITED) for failure in failures):
        return LinkHealth.OFFLINE
    stale = any(
        flow.last_success is None or now - flow.last_success > max(STALE, 3 * cadence[name])
        for name, flow in flows.items()
    )
    if failures or stale or failing:
        return LinkHealth.ATTENTION
    return LinkHealth.OK


def find(ledger: "Shelf", reference: str) -> Order | None:
    """The order by our id, else by the code that people say aloud (the newest of that code)."""
    if reference.isdigit() and (order := ledger.order(int(reference))) is not None:
        return order
    matching = [order for order in ledger.orders(search=reference) if order.portal.code.lower() == reference.lower()]
    return matching[0] if matching else None


class Shelf(Ledger, Protocol):
    """The reading half of the ledger that only read models need."""

    def orders(
        self,
        *,
        link: str | None = None,
        states: Sequence[OrderState] | None = None,
        search: str | None = None,
        limit: int = 200,
        before_id: int | None = None,
    ) -> tuple[Order, ...]: ...

    def history(self, order_id: int) -> tuple[Entry, ...]: ...

    def activity(
        self, *, link: str | None = None, limit: int = 200, before_id: int | None = None
    ) -> tuple[Entry, ...]: ...

    def errands(
        self, link: str | None = None, states: Sequence[ErrandState] | None = None
    ) -> tuple[OutboxRow, ...]: ...
