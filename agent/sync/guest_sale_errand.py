"""Tells a portal what a guest spent. Idempotent by the receipt: it may be sent again without harm."""

from collections.abc import Callable

from agent.domain.errands import OutboxRow
from agent.domain.failures import Failed
from agent.domain.history import Entry
from agent.domain.meeting import ReservationStep
from agent.domain.menu_ports import GuestSalePortal
from agent.domain.orders import Actor, NoticeKind
from agent.domain.ports import Clock
from agent.domain.reservations import Reservation
from agent.domain.takings import TillSale
from agent.sync.errand_road import Carried, SendAgain, Settled

Kept = Settled[Reservation, ReservationStep]


class GuestSaleErrand:
    """`receipt` makes the receipt's id of a sale's."""

    def __init__(self, portal: Callable[[], GuestSalePortal], receipt: Callable[[str], str], clock: Clock) -> None:
        self._portal = portal
        self._receipt = receipt
        self._clock = clock

    def send(self, held: Reservation, row: OutboxRow) -> Kept:
        ref = row.payload["check"]
        sold = next((sale for sale in held.sold if sale.check_ref == ref), None)
        if sold is None or held.portal is None:
            # Created anew at the till meanwhile: what was paid is matched again.
            return Carried()
        sale = TillSale(ref, sold.closed_at, sold.total, sold.covers, sold.lines)
        self._portal().send_guest_sale(
            sale,
            receipt_id=self._receipt(ref),
            reservation_ref=held.portal.said.ref,
            guest=held.booking.guest,
        )
        entry = Entry(self._clock.now(), Actor.AGENT, "history.sale_told", {"total": str(sale.total)})
        return Carried(lambda now_held: ReservationStep(now_held, (entry,)))

    def verify(self, held: Reservation, row: OutboxRow) -> Kept:
        return SendAgain()

    def settle(self, held: Reservation, row: OutboxRow, failed: Failed) -> Kept:
        raise failed

    def refused_notice(self, held: Reservation) -> NoticeKind | None:
        return NoticeKind.DECISION_NOT_SENT
