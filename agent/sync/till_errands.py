"""Brings an order to the till, exactly once: its external id is unique there, and is looked for before a repetition."""

from collections.abc import Callable

from agent.domain import road
from agent.domain.errands import OutboxRow
from agent.domain.failures import Failed, Refused
from agent.domain.ledger import Books
from agent.domain.orders import NoticeKind, Order, OrderPolicy, OrderState, TillOrder
from agent.domain.ports import Clock, OrderTill, TillDraft, TillPlacement
from agent.domain.step import Step
from agent.sync.errand_road import Carried, SendAgain, Settled, Stopped


class CreateErrand:
    """Creates the order and its customer at the till."""

    def __init__(
        self, till: Callable[[], OrderTill], portal_name: str, policy: OrderPolicy, books: Books, clock: Clock
    ) -> None:
        self._till = till
        self._portal_name = portal_name
        self._policy = policy
        self._books = books
        self._clock = clock

    def send(self, order: Order, row: OutboxRow) -> Carried[Order, Step]:
        draft = TillDraft(
            external_id=self.external_id(order),
            order=order.portal,
            state=OrderState(row.payload["state"]),
            promised_at=order.promised_at,
            guest_ref=self._guest(order),
        )
        return self._placed(self._till().place_order(draft))

    def verify(self, order: Order, row: OutboxRow) -> Settled[Order, Step]:
        found = self._found(order)
        return SendAgain() if found is None else self._placed(TillPlacement(found))

    def settle(self, order: Order, row: OutboxRow, failed: Failed) -> Settled[Order, Step]:
        found = self._found(order)
        if found is None:
            # The till says that it has the order and does not show it: deleted there, or beyond the days it lists.
            return Stopped(failed, NoticeKind.NOT_AT_TILL)
        return self._placed(TillPlacement(found))

    def refused_notice(self, order: Order) -> NoticeKind | None:
        return NoticeKind.NOT_AT_TILL

    def external_id(self, order: Order) -> str:
        return f"{self._portal_name}:{order.portal.ref}"

    def _found(self, order: Order) -> TillOrder | None:
        return self._till().find_order(self.external_id(order), order.portal.created_at)

    def _placed(self, placement: TillPlacement) -> Carried[Order, Step]:
        now = self._clock.now()

        def placed(held: Order) -> Step:
            return road.placed_at_till(held, placement.order, placement.unmatched, self._policy, now)

        return Carried(placed)

    def _guest(self, order: Order) -> str | None:
        customer = order.portal.customer
        with self._books.reading() as ledger:
            known = ledger.guest_ref(order.link, customer.ref)
        try:
            ref = self._till().guest(customer, known)
        except Refused:
            # A till that does not like the customer's card must not keep the kitchen from the order.
            return None
        if ref is not None and ref != known:
            with self._books.writing() as ledger:
                ledger.pair_guest(order.link, customer.ref, ref)
        return ref
