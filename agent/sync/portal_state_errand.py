"""Carries one state of a reservation to a portal that may write to the guest with each: never twice the same."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from agent.domain import meeting
from agent.domain.errands import OutboxRow
from agent.domain.failures import Failed, Refused, Side
from agent.domain.meeting import ReservationStep
from agent.domain.orders import NoticeKind
from agent.domain.ports import Clock
from agent.domain.reservation_ports import ReservationSide
from agent.domain.reservations import Field, Reservation, ReservationState, SideReservation
from agent.domain.seating import ReservationPolicy, arrived_by_check, state_refused
from agent.sync.errand_road import Carried, SendAgain, Settled, Stopped

Kept = Settled[Reservation, ReservationStep]

Allowed = Mapping[str, Mapping[ReservationState, Collection[ReservationState]]]
"""By the cause (`person`, `attached`, `paid`): the portal's states from which each state may be reached."""

_FURTHER: Mapping[ReservationState, frozenset[ReservationState]] = {
    ReservationState.ARRIVED: frozenset({ReservationState.SEATED, ReservationState.COMPLETED}),
    ReservationState.COMPLETED: frozenset(),
}
"""Who is seated has arrived: the portal already says more than it would be told."""


class PortalStateErrand:
    """Confirm, reject, waiting list, arrived, no-show, completed."""

    def __init__(
        self, portal: Callable[[], ReservationSide], policy: ReservationPolicy, allowed: Allowed, clock: Clock
    ) -> None:
        self._portal = portal
        self._policy = policy
        self._rules = policy.meeting
        self._allowed = allowed
        self._clock = clock

    def send(self, held: Reservation, row: OutboxRow) -> Kept:
        portal = self._portal()
        assert held.portal is not None, "only the portal's reservations have states to send"
        said = portal.reservation(held.portal.said.ref)
        settled = self._settled_by(portal, said, row)
        if settled is not None:
            return settled
        wanted = _wanted(row)
        booking = said.booking.with_(Field.STATE, wanted)
        answered = portal.change_reservation(
            said,
            booking,
            frozenset({Field.STATE}),
            key=row.idempotency_key,
            message=row.payload.get("message", ""),
        )
        return Carried(self._told(portal, said, answered, wanted))

    def verify(self, held: Reservation, row: OutboxRow) -> Kept:
        """Sending looks first: it is its own verification."""
        return SendAgain()

    def settle(self, held: Reservation, row: OutboxRow, failed: Failed) -> Kept:
        portal = self._portal()
        assert held.portal is not None
        said = portal.reservation(held.portal.said.ref)
        settled = self._settled_by(portal, said, row)
        if settled is not None:
            return settled
        if said.version != held.portal.said.version:
            return SendAgain(self._heard(portal, said))
        return Stopped(failed, NoticeKind.DECISION_NOT_SENT, self._refused(portal, said, _wanted(row)))

    def refused_notice(self, held: Reservation) -> NoticeKind | None:
        return NoticeKind.DECISION_NOT_SENT

    def _settled_by(self, portal: ReservationSide, said: SideReservation, row: OutboxRow) -> Kept | None:
        """What the portal says now may make the write needless, or forbid it."""
        wanted, state = _wanted(row), said.booking.state
        if state is wanted or state in _FURTHER.get(wanted, ()):
            return Carried(self._carried(portal, said))
        cause = row.payload.get("cause", "person")
        if state is None or state not in self._allowed.get(cause, {}).get(wanted, ()):
            message = "reservation.not_to_be_attached" if cause == "attached" else "reservation.state_refused"
            refused = Refused(
                message, side=Side.PORTAL, becomes=state.value if state else said.status, wanted=wanted.value
            )
            return Stopped(refused, NoticeKind.DECISION_NOT_SENT, self._refused(portal, said, wanted))
        return None

    def _heard(self, portal: ReservationSide, said: SideReservation) -> Callable[[Reservation], ReservationStep]:
        now = self._clock.now()

        def follow(held: Reservation) -> ReservationStep:
            step = meeting.heard(held, Side.PORTAL, said, portal.as_said, self._rules, now)
            return step or ReservationStep(held)

        return follow

    def _carried(self, portal: ReservationSide, said: SideReservation) -> Callable[[Reservation], ReservationStep]:
        heard, now = self._heard(portal, said), self._clock.now()
        return lambda held: self._seated(heard(held), now)

    def _seated(self, step: ReservationStep, now: datetime) -> ReservationStep:
        """A comanda that waits for the portal's "confirmed" does so also where we are the one who said it."""
        return arrived_by_check(step, self._policy, now, anew=False) if step.reservation.attached else step

    def _refused(
        self, portal: ReservationSide, said: SideReservation, wanted: ReservationState
    ) -> Callable[[Reservation], ReservationStep]:
        heard, now = self._heard(portal, said), self._clock.now()

        def follow(held: Reservation) -> ReservationStep:
            step = heard(held)
            back = state_refused(step.reservation, wanted, self._rules, now)
            return ReservationStep(
                back.reservation, (*step.entries, *back.entries), (*step.errands, *back.errands), step.withdrawn
            )

        return follow

    def _told(
        self, portal: ReservationSide, before: SideReservation, answered: SideReservation, wanted: ReservationState
    ) -> Callable[[Reservation], ReservationStep]:
        heard_before, heard_after, now = self._heard(portal, before), self._heard(portal, answered), self._clock.now()

        def follow(held: Reservation) -> ReservationStep:
            step = heard_before(held)
            told = meeting.state_told(step.reservation, answered, wanted, self._rules, now)
            after = heard_after(told.reservation)
            whole = ReservationStep(
                after.reservation,
                (*step.entries, *told.entries, *after.entries),
                (*step.errands, *told.errands, *after.errands),
                step.withdrawn | after.withdrawn,
            )
            return self._seated(whole, now)

        return follow


def _wanted(row: OutboxRow) -> ReservationState:
    return ReservationState(row.payload["state"])
