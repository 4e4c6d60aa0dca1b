"""Reservations as the outbox sees them."""

from agent.domain.errands import Errand, ErrandKind, OutboxRow
from agent.domain.events import ReservationChanged
from agent.domain.failures import Failure
from agent.domain.history import Entry
from agent.domain.ledger import Ledger
from agent.domain.meeting import ReservationStep, owed
from agent.domain.orders import Actor, NoticeKind
from agent.domain.ports import Clock
from agent.domain.reservations import Reservation
from agent.domain.seating import ReservationPolicy
from agent.sync import reservation_steps


class ReservationCounter:
    """Fulfils `Counter`."""

    def __init__(self, policy: ReservationPolicy, clock: Clock) -> None:
        self._policy = policy
        self._clock = clock

    def of(self, ledger: Ledger, row: OutboxRow) -> Reservation:
        assert row.reservation_id is not None, "these errands belong to reservations"
        held = ledger.reservation(row.reservation_id)
        assert held is not None, "reservations are not deleted while something is owed"
        return held

    def still_wanted(self, subject: Reservation, row: OutboxRow) -> bool:
        if row.kind in (ErrandKind.RESERVATION_TO_POS, ErrandKind.RESERVATION_TO_PORTAL):
            return any(errand.kind is row.kind for errand in owed(subject, self._policy.meeting))
        return row.kind is not ErrandKind.GUEST_SALE or self._policy.guest_sales

    def write(self, ledger: Ledger, step: ReservationStep) -> Reservation:
        return reservation_steps.write(ledger, step, self._clock.now())

    def key(self, subject: Reservation, kind: ErrandKind, again: int) -> str:
        return reservation_steps.key_of(subject, Errand(kind), again)

    def told(
        self, ledger: Ledger, subject: Reservation, row: OutboxRow, failure: Failure, notice: NoticeKind | None
    ) -> None:
        """The parked errand itself is what a person sees, on top of the list; the time line keeps it."""
        entry = Entry(
            self._clock.now(), Actor.AGENT, "history.parked", {"kind": row.kind.value, "failure": failure.message}
        )
        ledger.record(subject, subject.link, [entry])

    def changed(self, subject: Reservation) -> ReservationChanged:
        return ReservationChanged(subject.link, subject.id)
