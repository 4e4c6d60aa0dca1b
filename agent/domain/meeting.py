"""How the two sides of a reservation meet: a three-way merge by field. Pure.

Each side's record keeps what it last said and what of ours that stands for (`SideRecord`). A statement is compared with
the side's own last one: only what that side itself has changed counts as changed, so an own write comes back as nothing
new and a system that cannot say a state never pulls it back. A field that changed on one side travels. One that changed
while the other side's newer value was still owed to this side has two authors: its owner wins, the loser is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from agent.domain.errands import Errand, ErrandKind
from agent.domain.failures import Side
from agent.domain.history import Entry
from agent.domain.orders import Actor
from agent.domain.reservations import (
    Booking,
    Conflict,
    Field,
    Reservation,
    ReservationState,
    SideRecord,
    SideReservation,
)

Says = Callable[[Booking], Booking]
"""How one side would say a booking: `ReservationSide.as_said`."""

FIELDS = tuple(Field)
"""Walking through an enumeration takes longer than comparing two bookings."""

ALL = frozenset(FIELDS)
NOTHING: frozenset[Field] = frozenset()


def owned_by_portal(_field: Field, _portal: Booking, _pos: Booking) -> Side:
    return Side.PORTAL


@dataclass(frozen=True)
class MeetingRules:
    """What a pair agrees on: which fields travel which way, and who wins when both changed one."""

    to_pos: frozenset[Field] = ALL
    to_portal: frozenset[Field] = ALL
    """Also: which fields a statement of the POS can change here."""
    owner: Callable[[Field, Booking, Booking], Side] = owned_by_portal
    """Of a field that both changed, given both new bookings (portal, POS)."""
    portal_states: bool = False
    """The portal takes states one by one, each telling the guest; else it is written to as the POS is."""
    create_on_portal: bool = True
    closes: bool = False
    """A void state sent to the POS closes the pair for good."""
    sends_whole: bool = False
    """A change sends every field to the POS: what was edited there meanwhile does not stay."""
    send_pending: bool = True
    keeps_losers: bool = True
    default_stay: int | None = None
    """Minutes, where the portal says nothing else."""
    plain_stay: int | None = None
    """What the portal says when nobody chose a stay: it says nothing."""

    def stay(self, side: Side, said: int | None) -> int | None:
        """What a side's stay means; None: nothing."""
        unsaid = said is None or (side is Side.PORTAL and said == self.plain_stay)
        return (self.default_stay if side is Side.PORTAL else None) if unsaid else said


@dataclass(frozen=True)
class ReservationStep:
    """What one statement or one decision does: the new reservation, its time line, the errands that follow."""

    reservation: Reservation
    entries: tuple[Entry, ...] = ()
    errands: tuple[Errand, ...] = ()
    withdrawn: frozenset[ErrandKind] = frozenset()
    """Waiting or parked errands of these kinds are dropped before the new ones are written."""


@dataclass
class _Reading:
    """The state of one comparison while it goes field by field."""

    booking: Booking
    stands_for: Booking
    changed: list[Field] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def first_heard(link: str, side: Side, said: SideReservation, rules: MeetingRules, now: datetime) -> ReservationStep:
    """A reservation that nobody here knew. Void or over before it was ever sent: never created on the other side."""
    booking = said.booking if said.booking.state is not None else replace(said.booking, state=ReservationState.PENDING)
    stay = rules.stay(side, booking.stay) or rules.default_stay
    if stay != booking.stay:
        booking = replace(booking, stay=stay)
    record = SideRecord(said, booking)
    portal, pos = (record, None) if side is Side.PORTAL else (None, record)
    held = Reservation(link, booking, now, portal, pos)
    entry = Entry(now, _actor(side), "history.reservation_heard", {"side": side.value})
    return ReservationStep(held, (entry,), owed(held, rules))


def heard(
    held: Reservation, side: Side, said: SideReservation, says: Says, rules: MeetingRules, now: datetime
) -> ReservationStep | None:
    """One side's newer statement. None: nothing new."""
    record = held.record(side)
    if record is not None and said == record.said:
        return None
    if record is None:
        return _paired(held, side, said, says, rules, now)
    reading = _Reading(held.booking, record.stands_for)
    for each in FIELDS:
        if said.booking.of(each) != record.said.booking.of(each):
            _hear_field(held, side, each, said, says, rules, now, reading)
    conflicts = held.conflicts
    if reading.conflicts:
        fresh = {conflict.field for conflict in reading.conflicts}
        conflicts = (*(old for old in conflicts if old.field not in fresh), *reading.conflicts)
    booking = reading.booking
    moved = replace(held, booking=booking, conflicts=conflicts)
    moved = moved.with_record(side, SideRecord(said, reading.stands_for))
    entries = tuple(_entries(held, side, record.said, said, reading, now))
    if held.closed_pair:
        return _after_closing(held, moved, entries, now)
    return ReservationStep(moved, entries, owed(moved, rules))


def carried(
    held: Reservation, side: Side, sent: Booking, said: SideReservation, rules: MeetingRules, now: datetime
) -> ReservationStep:
    """That side was brought to `sent`, and answered `said`."""
    before = held.record(side)
    moved = held.with_record(side, SideRecord(said, sent))
    told = {"side": side.value, "ref": said.ref}
    entry = Entry(
        now, Actor.AGENT, "history.reservation_created" if before is None else "history.reservation_told", told
    )
    closing = rules.closes and side is Side.POS and sent.state is not None and sent.state.void
    if closing:
        moved = replace(moved, closed_pair=True)
        entry = replace(entry, what="history.reservation_closed")
    return ReservationStep(moved, (entry,), owed(moved, rules, but=side))


def state_told(
    held: Reservation, answered: SideReservation, wanted: ReservationState, rules: MeetingRules, now: datetime
) -> ReservationStep:
    """The portal took a state. Only the state is taken from its answer: the rest of it is heard as any statement.

    What was taken back here after a refusal, and told all the same by another try, counts again.
    """
    assert held.portal is not None
    said = replace(
        held.portal.said,
        booking=held.portal.said.booking.with_(Field.STATE, answered.booking.state),
        status=answered.status,
    )
    undecided = held.booking.state is held.portal.stands_for.state
    booking = held.booking.with_(Field.STATE, wanted) if undecided else held.booking
    stands_for = held.portal.stands_for.with_(Field.STATE, wanted)
    told = {"side": Side.PORTAL.value, "ref": answered.ref, "becomes": wanted.value}
    entry = Entry(now, Actor.AGENT, "history.reservation_state_told", told)
    moved = replace(held, booking=booking, portal=SideRecord(said, stands_for))
    return ReservationStep(moved, (entry,), owed(moved, rules, but=Side.PORTAL))


def as_gone(said: SideReservation) -> SideReservation:
    """What a side says by not knowing its record any more: nobody comes."""
    booking = replace(said.booking, state=ReservationState.CANCELLED)
    return replace(said, booking=booking, status="(deleted)", version="(deleted)")


def agreed(held: Reservation, side: Side, meant: Booking, fields: frozenset[Field]) -> ReservationStep:
    """That side already says `meant` in these fields, as far as it can: nothing had to be written."""
    record = held.record(side)
    if record is None:
        return ReservationStep(held)
    stands_for = record.stands_for
    for each in fields:
        stands_for = stands_for.with_(each, meant.of(each))
    return ReservationStep(held.with_record(side, replace(record, stands_for=stands_for)))


def owed(held: Reservation, rules: MeetingRules, *, but: Side | None = None) -> tuple[Errand, ...]:
    """The errands that bring both sides to what is held. More than needed does no harm: they look before they write."""
    errands = []
    if but is not Side.POS and _owed_to_pos(held, rules):
        errands.append(Errand(ErrandKind.RESERVATION_TO_POS))
    if but is not Side.PORTAL and _owed_to_portal(held, rules):
        errands.append(Errand(ErrandKind.RESERVATION_TO_PORTAL))
    return tuple(errands)


def differing(held: Reservation, side: Side, says: Says, fields: frozenset[Field]) -> frozenset[Field]:
    """What that side does not say as it could: these fields must be written. It must have a record."""
    record = held.record(side)
    assert record is not None
    wanted, stands = says(held.booking), says(record.stands_for)
    return frozenset(each for each in fields if wanted.of(each) != stands.of(each))


def _owed_to_pos(held: Reservation, rules: MeetingRules) -> bool:
    if held.closed_pair or (held.portal is None and held.pos is None):
        return False
    state = held.booking.state
    assert state is not None
    if held.pos is None:
        if state is ReservationState.PENDING and not rules.send_pending:
            return False
        # What is over before it was ever sent has no place on the other side.
        return bool(rules.to_pos) and not state.over
    return _lags(held.pos, held.booking, rules.to_pos)


def _owed_to_portal(held: Reservation, rules: MeetingRules) -> bool:
    if rules.portal_states or not rules.to_portal:
        return False
    state = held.booking.state
    assert state is not None
    if held.portal is None:
        return rules.create_on_portal and held.pos is not None and not state.over
    return _lags(held.portal, held.booking, rules.to_portal)


def _lags(record: SideRecord, booking: Booking, fields: frozenset[Field]) -> bool:
    stands_for = record.stands_for
    return stands_for is not booking and any(stands_for.of(each) != booking.of(each) for each in fields)


def _paired(
    held: Reservation, side: Side, said: SideReservation, says: Says, rules: MeetingRules, now: datetime
) -> ReservationStep:
    """The other side's record is found to belong here: created by us with the answer lost, or by hand.

    It stands for what it says; whatever of it is only its way of saying what is held stands for that.
    """
    stands_for = said.booking if said.booking.state is not None else replace(said.booking, state=held.booking.state)
    if stands_for != held.booking:
        expressed = says(held.booking)
        if said.booking == expressed:
            stands_for = held.booking
        else:
            same = [each for each in FIELDS if said.booking.of(each) == expressed.of(each)]
            meant = {each.value: held.booking.of(each) for each in same}
            stands_for = replace(stands_for, **meant)  # type: ignore[arg-type]  # each field's own type, by its name
    if stands_for == held.booking:
        # One value and not two alike: what follows sees at a glance that nothing differs.
        stands_for = held.booking
    moved = held.with_record(side, SideRecord(said, stands_for))
    entry = Entry(now, _actor(side), "history.reservation_paired", {"side": side.value, "ref": said.ref})
    return ReservationStep(moved, (entry,), owed(moved, rules))


def _hear_field(
    held: Reservation,
    side: Side,
    each: Field,
    said: SideReservation,
    says: Says,
    rules: MeetingRules,
    now: datetime,
    reading: _Reading,
) -> None:
    listened = rules.to_portal if side is Side.POS else ALL
    value = rules.stay(side, said.booking.stay) if each is Field.STAY else said.booking.of(each)
    if each not in listened or value is None:
        # Shown beside what is held; a word that is not known, or a silence, is no value.
        return
    current = reading.booking.of(each)
    if value == says(reading.booking).of(each):
        reading.stands_for = reading.stands_for.with_(each, current)
        return
    unsent = says(reading.stands_for).of(each) != says(reading.booking).of(each)
    if unsent:
        portal, pos = (said.booking, held.booking) if side is Side.PORTAL else (held.booking, said.booking)
        winner = rules.owner(each, portal, pos)
        loser = held.booking if winner is side else said.booking
        lost_side = (Side.POS if side is Side.PORTAL else Side.PORTAL) if winner is side else side
        if rules.keeps_losers:
            reading.conflicts.append(Conflict(each, lost_side, loser, now))
        if winner is not side:
            reading.stands_for = reading.stands_for.with_(each, value)
            reading.changed.append(each)
            return
    reading.booking = reading.booking.with_(each, value)
    reading.stands_for = reading.stands_for.with_(each, value)
    reading.changed.append(each)


def _after_closing(held: Reservation, moved: Reservation, entries: tuple[Entry, ...], now: datetime) -> ReservationStep:
    """The pair is closed: shown, never sent. Alive again on the portal: a person is asked."""
    said = moved.portal.said.booking.state if moved.portal else None
    alive = said is not None and not said.over
    if alive and not held.reopened:
        entries = (*entries, Entry(now, Actor.PORTAL, "history.reservation_reopened"))
    return ReservationStep(replace(moved, reopened=alive), entries)


def _entries(
    held: Reservation, side: Side, before: SideReservation, said: SideReservation, reading: _Reading, now: datetime
) -> list[Entry]:
    told = []
    unknown = said.booking.state is None and before.status != said.status
    if before.booking.state is not said.booking.state or unknown:
        state = said.booking.state.value if said.booking.state else said.status
        told.append(Entry(now, _actor(side), "history.reservation_state", {"becomes": state, "status": said.status}))
    others = [
        each.value for each in Field if before.booking.of(each) != said.booking.of(each) and each is not Field.STATE
    ]
    if others:
        told.append(Entry(now, _actor(side), "history.reservation_edited", {"fields": ",".join(others)}))
    told += [
        Entry(
            now,
            Actor.AGENT,
            "history.reservation_conflict",
            {"field": conflict.field.value, "side": conflict.side.value},
        )
        for conflict in reading.conflicts
    ]
    return told


def _actor(side: Side) -> Actor:
    return Actor.PORTAL if side is Side.PORTAL else Actor.TILL
