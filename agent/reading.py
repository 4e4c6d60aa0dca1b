"""Read models: what a screen, the terminal or a script sees of the ledger. Short reads, nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, cast

from agent.domain import bell
from agent.domain.errands import ErrandState, OutboxRow
from agent.domain.failures import Failure, FailureKind, Side
from agent.domain.floor import Room
from agent.domain.health import FlowHealth, LinkHealth, LinkStatus
from agent.domain.history import Entry
from agent.domain.ledger import Ledger
from agent.domain.menu_plan import MenuRules
from agent.domain.orders import Order, OrderPolicy, OrderState
from agent.domain.proposals import FloorProposal, MenuProposal, MenuVersion, ProposalKind
from agent.domain.reservations import Reservation, ReservationState
from agent.domain.seating import ReservationPolicy, unanswered
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


@dataclass(frozen=True)
class ReservationSheet:
    """A reservation with whom it waits for, what may be done from here and, when asked for, its time line."""

    reservation: Reservation
    errands: tuple[OutboxRow, ...]
    waiting_for: WaitingFor | None
    actions: tuple[ReservationState, ...]
    """The states that a person may choose, the likeliest first."""
    may_set_table: bool
    may_move: bool
    """Another instant chosen here travels to both sides."""
    history: tuple[Entry, ...] = ()

    @property
    def parked(self) -> bool:
        return any(row.state is ErrandState.PARKED for row in self.errands)

    @property
    def on_its_way(self) -> bool:
        """Something of it has not reached the other side yet: the screen must not say that it has."""
        return any(row.state.open for row in self.errands)

    @property
    def asks(self) -> bool:
        """A person should look: parked, in conflict, or alive again after it was closed."""
        return self.waiting_for is WaitingFor.PERSON


@dataclass(frozen=True)
class MenuSheet:
    """All that a screen shows of one link's menu. None of it was asked for now: the lane keeps it."""

    link: str
    compared_at: datetime | None
    """When both sides were last read whole; None: never."""
    proposal: MenuProposal | None
    """What waits for a person, or is to be sent; else the last one when it was refused."""
    versions: tuple[MenuVersion, ...]
    """Menus sent, newest first; a person can go back to all but the first."""
    held: int | None
    """The proposal that a person went back to, while the till's own menu is not followed."""
    zero_allowed: frozenset[str]
    automatic: bool
    """Small changes go by themselves."""
    limit: int
    """Dishes that may be removed or switched off without asking."""


@dataclass(frozen=True)
class FloorSheet:
    """Of a link whose portal takes the till's rooms and tables."""

    link: str
    proposal: FloorProposal | None
    till_rooms: tuple[Room, ...]


class LinkFacts(Protocol):
    """What reading needs to know of a configured link."""

    @property
    def name(self) -> str: ...

    @property
    def pair(self) -> str: ...

    @property
    def cadence(self) -> Mapping[str, timedelta]: ...

    @property
    def policy(self) -> OrderPolicy | None: ...


def sheet(ledger: "Shelf", order: Order, *, history: bool = False) -> OrderSheet:
    errands = ledger.errands_of(order.id)
    told = ledger.history(order.id) if history else ()
    return OrderSheet(order, errands, waiting_for(order, errands), told)


def reservation_sheet(
    ledger: "Shelf", held: Reservation, policy: ReservationPolicy | None, now: datetime, *, history: bool = False
) -> ReservationSheet:
    """`policy` None: its link is configured no more; then it can only be looked at."""
    errands = ledger.errands_of_reservation(held.id)
    told = ledger.history_of_reservation(held.id) if history else ()
    actions: tuple[ReservationState, ...] = ()
    may_set_table = may_move = False
    if policy is not None and held.booking.state is not None and not held.closed_pair:
        actions = policy.seating.actions.get(held.booking.state, ())
        may_set_table = policy.seating.tables and not held.booking.state.over
        may_move = policy.seating.move and not held.booking.state.over
    waits = _reservation_waits(held, errands, now)
    return ReservationSheet(held, errands, waits, actions, may_set_table, may_move, told)


def _reservation_waits(held: Reservation, errands: Sequence[OutboxRow], now: datetime) -> WaitingFor | None:
    if held.conflicts or held.reopened or held.sale_differs or any(row.state is ErrandState.PARKED for row in errands):
        return WaitingFor.PERSON
    if unanswered(held, now):
        return WaitingFor.DECISION
    sides = {row.kind.side for row in errands if row.state.open}
    if Side.PORTAL in sides:
        return WaitingFor.PORTAL
    return WaitingFor.TILL if sides else None


def cards(ledger: "Shelf", links: Sequence[LinkFacts], now: datetime) -> tuple[bell.Card, ...]:
    """All that the bell shows, arranged."""
    policies = {link.name: link.policy for link in links if link.policy is not None}
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


def menu_sheet(ledger: "Shelf", link: str, rules: MenuRules) -> MenuSheet:
    look = ledger.menu_look(link)
    standing = ledger.standing_proposal(link, ProposalKind.MENU)
    return MenuSheet(
        link,
        look.compared_at,
        cast(MenuProposal | None, standing),
        ledger.menu_versions(link),
        look.held,
        look.zero_allowed,
        rules.automatic,
        rules.limit,
    )


def floor_sheet(ledger: "Shelf", link: str) -> FloorSheet:
    return FloorSheet(
        link, cast(FloorProposal | None, ledger.standing_proposal(link, ProposalKind.FLOOR)), ledger.rooms(link)
    )


def find(ledger: "Shelf", reference: str) -> Order | None:
    """The order by our id, else by the code that people say aloud (the newest of that code)."""
    if reference.isdigit() and (order := ledger.order(int(reference))) is not None:
        return order
    matching = [order for order in ledger.orders(search=reference) if order.portal.code.lower() == reference.lower()]
    return matching[0] if matching else None


def find_reservation(ledger: "Shelf", reference: str) -> Reservation | None:
    if reference.isdigit() and (held := ledger.reservation(int(reference))) is not None:
        return held
    records = [
        (held, record.said.code)
        for held in ledger.reservations(search=reference)
        if (record := held.portal or held.pos)
    ]
    matching = [held for held, code in records if code.lower() == reference.lower()]
    return matching[-1] if matching else None


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

    def history_of_reservation(self, reservation_id: int) -> tuple[Entry, ...]: ...

    def reservations(
        self,
        *,
        link: str | None = None,
        starting: tuple[datetime, datetime] | None = None,
        states: Sequence[ReservationState] | None = None,
        search: str | None = None,
        limit: int = 500,
        after: tuple[datetime, int] | None = None,
        latest: bool = False,
    ) -> tuple[Reservation, ...]: ...

    def asking_reservations(self, link: str | None = None) -> tuple[Reservation, ...]: ...

    def activity(
        self, *, link: str | None = None, limit: int = 200, before_id: int | None = None
    ) -> tuple[Entry, ...]: ...
