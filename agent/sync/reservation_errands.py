"""Brings one side of a reservation to what is held here. It always looks before it writes.

Looking first is what makes a write happen once: an answer that was lost, a program that was killed, a change made by
somebody meanwhile are all seen in what the side says now.
"""

from collections.abc import Callable
from dataclasses import replace

from agent.domain import meeting
from agent.domain.errands import OutboxRow
from agent.domain.failures import Failed, Gone, Side
from agent.domain.meeting import MeetingRules, ReservationStep
from agent.domain.orders import NoticeKind
from agent.domain.ports import Clock
from agent.domain.reservation_ports import ReservationSide
from agent.domain.reservations import Booking, Field, Reservation, ReservationDraft, SideReservation
from agent.domain.seating import without_pos
from agent.sync.errand_road import Carried, SendAgain, Settled

Kept = Settled[Reservation, ReservationStep]


class MeetErrand:
    """Creates, changes or cancels a reservation on one side, whatever it lacks there."""

    def __init__(self, side: Side, connector: Callable[[], ReservationSide], rules: MeetingRules, clock: Clock) -> None:
        self._side = side
        self._connector = connector
        self._rules = rules
        self._clock = clock
        self._fields = rules.to_pos if side is Side.POS else rules.to_portal

    def send(self, held: Reservation, row: OutboxRow) -> Kept:
        side = self._connector()
        record = held.record(self._side)
        if record is None:
            return self._create(side, held, row)
        fields = meeting.differing(held, self._side, side.as_said, self._fields)
        if not fields:
            return Carried(self._agreed(held.booking))
        now_said = self._now_said(side, record.said)
        if now_said != record.said:
            return SendAgain(self._heard(side, now_said))
        if self._void(now_said):
            if not _is_void(held.booking):
                return self._create_anew(side, held, row)
            # Both sides know that nobody comes: what else was edited is of no use to a record that is void.
            return Carried(self._agreed(held.booking))
        if self._rules.sends_whole:
            wanted = side.as_said(held.booking)
            fields |= {each for each in self._fields if wanted.of(each) != now_said.booking.of(each)}
        answered = side.change_reservation(now_said, held.booking, fields, key=row.idempotency_key)
        return Carried(self._carried(side, held.booking, now_said, answered, fields))

    def verify(self, held: Reservation, row: OutboxRow) -> Kept:
        """Sending looks first: it is its own verification. Only for what may have been made it must look closer."""
        draft = self._draft(held) if held.record(self._side) is None else None
        if draft is not None:
            side = self._connector()
            found = side.find_reservation(replace(draft, perhaps_there=True))
            if found is not None:
                return Carried(self._heard(side, found))
        return SendAgain()

    def settle(self, held: Reservation, row: OutboxRow, failed: Failed) -> Kept:
        side = self._connector()
        record = held.record(self._side)
        if record is None:
            return SendAgain()
        return SendAgain(self._heard(side, side.reservation(record.said.ref)))

    def refused_notice(self, held: Reservation) -> NoticeKind | None:
        return NoticeKind.DECISION_NOT_SENT

    def _create(self, side: ReservationSide, held: Reservation, row: OutboxRow) -> Kept:
        draft = self._draft(held)
        if draft is None:
            return Carried()
        found = side.find_reservation(draft)
        if found is not None:
            return Carried(self._heard(side, found))
        made = side.create_reservation(draft, key=row.idempotency_key)
        sent, now = held.booking, self._clock.now()
        return Carried(lambda now_held: meeting.carried(now_held, self._side, sent, made, self._rules, now))

    def _draft(self, held: Reservation) -> ReservationDraft | None:
        """None: nothing is to be created."""
        other = held.pos if self._side is Side.PORTAL else held.portal
        if other is None or held.booking.state is None or held.booking.state.over:
            return None
        return ReservationDraft(other.said.ref, held.booking, held.former_refs)

    def _create_anew(self, side: ReservationSide, held: Reservation, row: OutboxRow) -> Kept:
        """Alive here, void there: a till's void record is not brought back to life, another takes its place."""
        if self._side is Side.PORTAL:
            raise AssertionError("a portal's reservation comes to life again by its state")
        anew = without_pos(held)
        settled = self._create(side, anew, row)
        assert isinstance(settled, Carried)
        follow = settled.follow
        if follow is None:
            return settled
        return Carried(lambda now_held: follow(without_pos(now_held) if now_held.pos is not None else now_held))

    def _now_said(self, side: ReservationSide, last: SideReservation) -> SideReservation:
        """A till that does not know its record any more says that somebody deleted it.

        Raises `Gone` for a portal's: a reservation never just disappears there, so a person must look.
        """
        try:
            return side.reservation(last.ref)
        except Gone:
            if self._side is Side.PORTAL:
                raise
            return meeting.as_gone(last)

    def _void(self, said: SideReservation) -> bool:
        """On a side whose void records stay void."""
        return self._side is Side.POS and not self._rules.closes and _is_void(said.booking)

    def _agreed(self, meant: Booking) -> Callable[[Reservation], ReservationStep]:
        return lambda held: meeting.agreed(held, self._side, meant, self._fields)

    def _heard(self, side: ReservationSide, said: SideReservation) -> Callable[[Reservation], ReservationStep]:
        now = self._clock.now()

        def follow(held: Reservation) -> ReservationStep:
            step = meeting.heard(held, self._side, said, side.as_said, self._rules, now)
            return step or ReservationStep(held)

        return follow

    def _carried(
        self,
        side: ReservationSide,
        sent: Booking,
        before: SideReservation,
        answered: SideReservation,
        fields: frozenset[Field],
    ) -> Callable[[Reservation], ReservationStep]:
        """What was not written and yet differs in the answer, somebody else has changed in between: it is heard."""
        ours = answered
        for each in Field:
            if each not in fields:
                ours = replace(ours, booking=ours.booking.with_(each, before.booking.of(each)))
        now = self._clock.now()

        def follow(held: Reservation) -> ReservationStep:
            stands_for = held.record(self._side).stands_for if held.record(self._side) else sent  # type: ignore[union-attr]
            meant = stands_for
            for each in self._fields:
                meant = meant.with_(each, sent.of(each))
            step = meeting.carried(held, self._side, meant, ours, self._rules, now)
            if ours.booking == answered.booking:
                return replace(step, reservation=_with_said(step.reservation, self._side, answered))
            heard = meeting.heard(step.reservation, self._side, answered, side.as_said, self._rules, now)
            if heard is None:
                return step
            return replace(heard, entries=(*step.entries, *heard.entries), errands=heard.errands)

        return follow


def _with_said(held: Reservation, side: Side, said: SideReservation) -> Reservation:
    record = held.record(side)
    assert record is not None
    return held.with_record(side, replace(record, said=said))


def _is_void(booking: Booking) -> bool:
    return booking.state is not None and booking.state.void
