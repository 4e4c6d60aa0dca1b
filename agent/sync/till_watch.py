"""The till's word: what its operator did with the orders that are there. Costs no call while none is there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from agent.domain import road
from agent.domain.events import Event, OrderChanged
from agent.domain.failures import Gone
from agent.domain.ledger import Books
from agent.domain.orders import Order, OrderPolicy, OrderState, TillOrder
from agent.domain.ports import Clock, OrderTill
from agent.domain.step import Step
from agent.domain.waiting import till_demand
from agent.sync import steps

FEW = 2
"""So many orders are read one by one; more, by the till's list."""

LIST_REACH = timedelta(hours=60)
"""The list serves orders placed within this time (one window of the till); older ones are read by id."""

SECOND_LOOK = timedelta(seconds=5)
"""A missing order is looked for again no sooner."""


class TillWatch:
    """Reads the state of one link's orders at the till."""

    def __init__(
        self, link: str, policy: OrderPolicy, books: Books, clock: Clock, publish: Callable[[Event], None]
    ) -> None:
        self._link = link
        self._policy = policy
        self._books = books
        self._clock = clock
        self._publish = publish

    def watched(self) -> tuple[Order, ...]:
        """The orders whose next news may come from the till."""
        with self._books.reading() as ledger:
            standing = ledger.standing_orders(self._link)
        return tuple(order for order in standing if order.till and (not order.state.over or till_demand(order)))

    def pull(self, till: OrderTill) -> None:
        """Raises `Failed` when the till fails midway; what was applied stays."""
        watched = self.watched()
        if not watched:
            return
        listed = self._listed(till, watched) if len(watched) > FEW else {}
        printed = self._printed(till, watched)
        for order in watched:
            assert order.till is not None
            said = listed.get(order.till.ref)
            try:
                said = said or till.order(order.till.ref)
            except Gone:
                self._missing(order)
                continue
            if said.ref in printed:
                said = replace(said, printed=True, state=OrderState.COMPLETED)
            self._said(order, said)

    def _listed(self, till: OrderTill, watched: tuple[Order, ...]) -> dict[str, TillOrder]:
        earliest = min(order.portal.created_at for order in watched)
        since = max(earliest, self._clock.now() - LIST_REACH)
        return {order.ref: order for page in till.orders_since(since) for order in page.records}

    def _printed(self, till: OrderTill, watched: tuple[Order, ...]) -> frozenset[str]:
        """Asked only while an order that was paid online waits for its document."""
        prepaid = [order for order in watched if order.portal.prepaid and order.till and not order.till.printed]
        in_progress = [order.arrived_at for order in prepaid if order.state.in_progress]
        if not in_progress:
            return frozenset()
        return till.printed_orders(max(min(in_progress), self._clock.now() - LIST_REACH))

    def _said(self, order: Order, said: TillOrder) -> None:
        now = self._clock.now()
        self._write(order, lambda held: road.till_says(held, said, self._policy, now))

    def _missing(self, order: Order) -> None:
        now = self._clock.now()
        self._write(order, lambda held: road.till_missing(held, now, SECOND_LOOK, self._policy))

    def _write(self, order: Order, follow: Callable[[Order], Step | None]) -> None:
        if follow(order) is None:
            return
        with self._books.writing() as ledger:
            held = ledger.order(order.id)
            # Read again inside the transaction: a person may have decided since the watch list was made.
            step = follow(held) if held is not None else None
            if step is not None:
                steps.write(ledger, step, self._clock.now())
        if step is not None:
            self._publish(OrderChanged(self._link, order.id))
