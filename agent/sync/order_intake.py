"""The portal's word: new and changed orders are applied page by page, and only then the cursor moves."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import structlog

from agent.domain import road
from agent.domain.events import Event, LinkChanged, OrderArrived, OrderChanged
from agent.domain.failures import Gone
from agent.domain.forgetting import forgotten_statement
from agent.domain.history import Entry
from agent.domain.ledger import Books, Ledger
from agent.domain.orders import Actor, Order, OrderPolicy, PortalOrder
from agent.domain.ports import Clock, OrderPortal, Page, SetAside
from agent.sync import steps

log = structlog.get_logger("intake")

FLOW = "orders"

FIRST_LOOK = timedelta(hours=48)
"""How far back the first look at a portal goes."""


class OrderIntake:
    """Pulls the orders of one link's portal."""

    def __init__(
        self, link: str, policy: OrderPolicy, books: Books, clock: Clock, publish: Callable[[Event], None]
    ) -> None:
        self._link = link
        self._policy = policy
        self._books = books
        self._clock = clock
        self._publish = publish
        self._passes = 0

    def pull(self, portal: OrderPortal, *, full: bool) -> None:
        """Reads what changed since the cursor; a full pass also reads again everything that is not over.

        Raises `Failed` when the portal fails midway: what was applied stays, and the cursor stands behind it.
        """
        with self._books.reading() as ledger:
            cursor = ledger.cursor(self._link, FLOW)
        first_look = cursor is None
        since = cursor or self._clock.now() - FIRST_LOOK
        for page in portal.order_changes(since):
            self._apply(page, first_look=first_look, move=True)
        if first_look:
            # An empty portal has no page to take the cursor from; the next pass must not be a first look again.
            self._settle_cursor(since)
        if full or self._passes == 0:
            self._read_all_open(portal, first_look=first_look)
        self._passes += 1

    def take(self, ledger: Ledger, portal_order: PortalOrder, *, first_look: bool = False) -> Event | None:
        """Applies one statement of the portal inside the caller's transaction."""
        now = self._clock.now()
        held = ledger.order_of_portal(self._link, portal_order.ref)
        while_off = self._passes == 0
        if held is None:
            step = road.arrive(portal_order, self._link, self._policy, now, first_look=first_look, while_off=while_off)
            return OrderArrived(self._link, steps.write(ledger, step, now).id)
        if ledger.order_forgotten(held.id):
            # The guest's data were taken out: what the portal still says of him stays with it.
            portal_order = forgotten_statement(portal_order)
        said = road.portal_says(held, portal_order, self._policy, now, while_off=while_off)
        if said is None:
            return None
        return OrderChanged(self._link, steps.write(ledger, said, now).id)

    def _apply(self, page: Page[PortalOrder], *, first_look: bool, move: bool) -> None:
        with self._books.writing() as ledger:
            happened = [self.take(ledger, record, first_look=first_look) for record in page.records]
            for record in page.set_aside:
                self._set_aside(ledger, record)
            if move and page.upto is not None:
                # One order that says it was changed in 2098 must not make all that comes before it old.
                ledger.save_cursor(self._link, FLOW, min(page.upto, self._clock.now()))
        if page.set_aside:
            self._publish(LinkChanged(self._link))
        for event in happened:
            if event is not None:
                self._publish(event)

    def _set_aside(self, ledger: Ledger, record: SetAside) -> None:
        """An order that cannot be read must not be a silent one: it is told once, and the link needs attention."""
        now = self._clock.now()
        if ledger.set_aside(self._link, FLOW, record, now):
            told = {"ref": record.ref, "reason": record.reason}
            ledger.record(None, self._link, [Entry(now, Actor.PORTAL, "history.set_aside", told)])
            log.warning("set_aside", link=self._link, ref=record.ref, reason=record.reason)

    def _settle_cursor(self, since: datetime) -> None:
        with self._books.writing() as ledger:
            if ledger.cursor(self._link, FLOW) is None:
                ledger.save_cursor(self._link, FLOW, since)

    def _read_all_open(self, portal: OrderPortal, *, first_look: bool) -> None:
        listed: set[str] = set()
        for page in portal.open_orders():
            listed.update(order.ref for order in page.records)
            self._apply(page, first_look=first_look, move=False)
        for order in self._unlisted(listed):
            try:
                statement = portal.order(order.portal.ref)
            except Gone:
                # The portal knows it no more and can't say how it ended: it stays as it is, for a person to see.
                continue
            self._apply(Page((statement,)), first_look=False, move=False)

    def _unlisted(self, listed: set[str]) -> Iterator[Order]:
        with self._books.reading() as ledger:
            standing = ledger.standing_orders(self._link)
        return (order for order in standing if not order.portal_over and order.portal.ref not in listed)
