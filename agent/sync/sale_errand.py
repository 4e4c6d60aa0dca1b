"""Tells a portal what a party spent. Idempotent by the receipt: it may be sent again without harm."""

from collections.abc import Callable

from agent.domain.errands import OutboxRow
from agent.domain.failures import Failed
from agent.domain.history import Entry
from agent.domain.meeting import ReservationStep
from agent.domain.orders import Actor, NoticeKind
from agent.domain.ports import Clock
from agent.domain.reservation_ports import SalePortal
from agent.domain.reservations import Reservation
from agent.sync.errand_road import Carried, SendAgain, Settled

Kept = Settled[Reservation, ReservationStep]


class SaleErrand:
    """`receipt` makes the receipt's id of a check's."""

    def __init__(self, portal: Callable[[], SalePortal], receipt: Callable[[str], str], clock: Clock) -> None:
        self._portal = portal
        self._receipt = receipt
        self._clock = clock

    def send(self, held: Reservation, row: OutboxRow) -> Kept:
        check = row.payload["check"]
        sale = next((sale for sale in held.sold if sale.check_ref == check), None)
        if sale is None or held.portal is None:
            # Created anew at the till meanwhile: its sale is another.
            return Carried()
        self._portal().send_sale(held.portal.said.ref, self._receipt(check), sale)
        entry = Entry(self._clock.now(), Actor.AGENT, "history.sale_told", {"total": str(sale.total)})
        return Carried(lambda now_held: ReservationStep(now_held, (entry,)))

    def verify(self, held: Reservation, row: OutboxRow) -> Kept:
        return SendAgain()

    def settle(self, held: Reservation, row: OutboxRow, failed: Failed) -> Kept:
        raise failed

    def refused_notice(self, held: Reservation) -> NoticeKind | None:
        return NoticeKind.DECISION_NOT_SENT
