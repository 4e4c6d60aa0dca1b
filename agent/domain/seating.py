"""What persons decide of a reservation, and what a check at the till means for it. Pure.

What does not count (any more) raises `DecisionRefused`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from agent.domain.errands import Errand, ErrandKind
from agent.domain.failures import DecisionRefused
from agent.domain.history import Entry
from agent.domain.meeting import MeetingRules, ReservationStep, owed
from agent.domain.money import ZERO
from agent.domain.orders import Actor
from agent.domain.reservations import Field, Reservation, ReservationState
from agent.domain.sales import Check, Sale

S = ReservationState


@dataclass(frozen=True)
class SeatingRules:
    """What a pair lets persons do from here."""

    actions: Mapping[ReservationState, tuple[ReservationState, ...]] = field(default_factory=dict)
    """From each state those that may be chosen, the likeliest first."""
    tables: bool = False
    """Whether a table chosen here travels."""
    move: bool = False
    """Whether another instant chosen here travels."""


@dataclass(frozen=True)
class ReservationPolicy:
    """All rules of one link's reservations."""

    meeting: MeetingRules
    seating: SeatingRules
    first_days: int = 1
    """Reservations from so many days ago are kept in step ..."""
    last_days: int = 365
    """... to so many days ahead."""
    guest_sales: bool = False
    """Whether the portal is told what each guest spent, as the till's closed sales have it."""


def choose_state(
    held: Reservation, state: ReservationState, message: str, policy: ReservationPolicy, by: Actor, now: datetime
) -> ReservationStep:
    """A person's word on the guest: confirmed, rejected, waiting, arrived, not come."""
    if held.closed_pair:
        raise DecisionRefused("decision.reservation_closed")
    current = held.booking.state
    assert current is not None
    if state not in policy.seating.actions.get(current, ()):
        raise DecisionRefused("decision.reservation_state", becomes=current.value, wanted=state.value)
    moved = replace(held, booking=replace(held.booking, state=state))
    entry = Entry(now, by, "history.reservation_chosen", {"becomes": state.value})
    return ReservationStep(
        moved, (entry,), _to_portal(state, "person", message, policy.meeting) + owed(moved, policy.meeting), _REPLACED
    )


def choose_tables(
    held: Reservation, tables: tuple[str, ...], policy: ReservationPolicy, by: Actor, now: datetime
) -> ReservationStep:
    if not policy.seating.tables:
        raise DecisionRefused("decision.reservation_table")
    assert held.booking.state is not None
    if held.booking.state.over:
        raise DecisionRefused("decision.reservation_over", becomes=held.booking.state.value)
    state = held.booking.state
    if tables and state is S.TO_ASSIGN:
        state = S.ASSIGNED
    elif not tables and state is S.ASSIGNED:
        state = S.TO_ASSIGN
    moved = replace(held, booking=replace(held.booking, tables=tables, state=state))
    entry = Entry(now, by, "history.reservation_table", {"tables": ", ".join(tables)})
    return ReservationStep(moved, (entry,), owed(moved, policy.meeting))


def undo_conflict(
    held: Reservation, which: Field, policy: ReservationPolicy, by: Actor, now: datetime
) -> ReservationStep:
    """The value that lost is what is held from now on; the one that had won is not kept."""
    conflict = next((each for each in held.conflicts if each.field is which), None)
    if conflict is None:
        raise DecisionRefused("decision.no_conflict", field=which.value)
    moved = replace(
        held,
        booking=held.booking.with_(which, conflict.lost.of(which)),
        conflicts=tuple(each for each in held.conflicts if each is not conflict),
    )
    entry = Entry(now, by, "history.reservation_undone", {"field": which.value, "side": conflict.side.value})
    return ReservationStep(moved, (entry,), owed(moved, policy.meeting))


def recreate(held: Reservation, policy: ReservationPolicy, by: Actor, now: datetime) -> ReservationStep:
    """The closed record is left as it is; a new one is created."""
    state = held.booking.state
    assert state is not None
    if not held.closed_pair or held.pos is None:
        raise DecisionRefused("decision.reservation_not_closed")
    if state.over:
        raise DecisionRefused("decision.reservation_over", becomes=state.value)
    anew = without_pos(replace(held, closed_pair=False, reopened=False))
    return ReservationStep(anew, (Entry(now, by, "history.reservation_recreated"),), owed(anew, policy.meeting))


def without_pos(held: Reservation) -> Reservation:
    """The till's record is closed for good: the next one is another."""
    assert held.pos is not None
    return replace(
        held, pos=None, former_refs=held.former_refs | {held.pos.said.ref}, checks=(), sold=(), sale_differs=False
    )


def checks_say(
    held: Reservation, checks: Iterable[Check], policy: ReservationPolicy, now: datetime
) -> ReservationStep | None:
    """What the till tells of this reservation's checks. None: nothing new."""
    known = {check.ref: check for check in held.checks}
    fresh = {**known, **{check.ref: check for check in checks}}
    moved = replace(held, checks=tuple(fresh[ref] for ref in sorted(fresh)))
    if moved.checks == held.checks:
        return None
    entries = [
        Entry(now, Actor.TILL, "history.check_opened", {"table": check.table})
        for ref, check in fresh.items()
        if ref not in known
    ]
    reopened = [ref for ref, check in fresh.items() if not check.paid and ref in known and known[ref].paid]
    if reopened and held.sold:
        moved = replace(moved, sale_differs=True)
        entries.append(Entry(now, Actor.TILL, "history.check_reopened"))
    step = ReservationStep(moved, tuple(entries))
    attached_anew = any(ref not in known and not check.paid for ref, check in fresh.items())
    if moved.paid and not held.paid:
        return _paid(step, policy, now)
    return arrived_by_check(step, policy, now, anew=attached_anew) if moved.attached else step


def arrived_by_check(step: ReservationStep, policy: ReservationPolicy, now: datetime, *, anew: bool) -> ReservationStep:
    """A check is open: the portal hears "arrived", if it says confirmed. Else a person must correct it there first.

    `anew`: another check was attached, so what was refused before is tried again.
    """
    held = step.reservation
    portal = held.portal
    if portal is None or held.closed_pair:
        return step
    said = portal.said.booking.state
    if said in (S.CONFIRMED, S.TABLE_READY):
        if held.booking.state is not None and held.booking.state.here:
            return step
        return _moved(step, S.ARRIVED, "attached", policy, now)
    if said is not None and (said.here or said is S.COMPLETED):
        return step
    if not anew:
        return step
    # It will be refused, and says why: the errand is parked where everything that needs a person is.
    errands = _to_portal(S.ARRIVED, "attached", "", policy.meeting)
    return replace(step, errands=(*step.errands, *errands), withdrawn=step.withdrawn | _REPLACED)


def sold(
    held: Reservation, sales: Sequence[Sale], since: datetime, now: datetime, kind: ErrandKind = ErrandKind.SALE
) -> ReservationStep | None:
    """The bills of its checks, complete from `since` on. Each is told once; what changes afterwards is shown.

    None: nothing new.
    """
    standing = {sale.check_ref: sale for sale in sales}
    kept = tuple(_looked_at_again(sale, standing, since) for sale in held.sold)
    differs = kept != held.sold
    known = {sale.check_ref for sale in held.sold}
    fresh = [sale for ref, sale in standing.items() if ref not in known]
    if not fresh and not differs:
        return None
    moved = replace(held, sold=(*kept, *fresh), sale_differs=held.sale_differs or differs)
    entries = [
        Entry(now, Actor.TILL, "history.sold", {"total": str(sale.total), "covers": str(sale.covers)}) for sale in fresh
    ]
    if differs and not held.sale_differs:
        entries.append(Entry(now, Actor.TILL, "history.sale_differs"))
    errands = tuple(Errand(kind, {"check": sale.check_ref}) for sale in fresh)
    return ReservationStep(moved, tuple(entries), errands)


def _looked_at_again(told: Sale, standing: Mapping[str, Sale], since: datetime) -> Sale:
    """The sale that was told, with what the till says of it by now."""
    if told.check_ref in standing:
        says = standing[told.check_ref].total
    elif told.closed_at >= since:
        says = ZERO
    else:
        return told
    before = told.total if told.till_says is None else told.till_says
    return told if says == before else replace(told, till_says=says)


def accept_as_it_is(held: Reservation, by: Actor, now: datetime) -> ReservationStep:
    """A person has seen what lost, and that a sale differs: nothing is sent, and nobody is asked any more."""
    if not held.conflicts and not held.sale_differs:
        raise DecisionRefused("decision.nothing_to_accept")
    moved = replace(held, conflicts=(), sale_differs=False)
    return ReservationStep(moved, (Entry(now, by, "history.reservation_accepted_as_is"),))


def move(
    held: Reservation, starts_at: datetime, policy: ReservationPolicy, by: Actor, now: datetime
) -> ReservationStep:
    """To another instant, on both sides."""
    if not policy.seating.move:
        raise DecisionRefused("decision.reservation_move")
    if held.closed_pair:
        raise DecisionRefused("decision.reservation_closed")
    assert held.booking.state is not None
    if held.booking.state.over:
        raise DecisionRefused("decision.reservation_over", becomes=held.booking.state.value)
    moved = replace(held, booking=replace(held.booking, starts_at=starts_at))
    entry = Entry(now, by, "history.reservation_moved", {"starts_at": moved.booking.starts_at.isoformat()})
    return ReservationStep(moved, (entry,), owed(moved, policy.meeting))


def state_refused(held: Reservation, wanted: ReservationState, rules: MeetingRules, now: datetime) -> ReservationStep:
    """The portal does not take that state: its own counts again."""
    said = held.portal.said.booking.state if held.portal else None
    if said is None or held.booking.state is not wanted:
        return ReservationStep(held)
    back = replace(held, booking=replace(held.booking, state=said))
    entry = Entry(now, Actor.PORTAL, "history.reservation_refused", {"becomes": wanted.value})
    return ReservationStep(back, (entry,), owed(back, rules))


def unanswered(held: Reservation, now: datetime) -> bool:
    """Somebody should say yes or no to the guest."""
    return (
        held.booking.state is S.PENDING and held.booking.starts_at > now - timedelta(hours=1) and not held.closed_pair
    )


def _paid(step: ReservationStep, policy: ReservationPolicy, now: datetime) -> ReservationStep:
    portal = step.reservation.portal
    said = portal.said.booking.state if portal else None
    if portal is None or step.reservation.closed_pair or said is S.COMPLETED:
        return step
    return _moved(step, S.COMPLETED, "paid", policy, now)


def _moved(
    step: ReservationStep, state: ReservationState, cause: str, policy: ReservationPolicy, now: datetime
) -> ReservationStep:
    held = step.reservation
    moved = replace(held, booking=replace(held.booking, state=state))
    entry = Entry(now, Actor.TILL, _BY_CAUSE[cause], {"becomes": state.value})
    errands = _to_portal(state, cause, "", policy.meeting) + owed(moved, policy.meeting)
    return replace(
        step,
        reservation=moved,
        entries=(*step.entries, entry),
        errands=(*step.errands, *errands),
        withdrawn=step.withdrawn | _REPLACED,
    )


def _to_portal(state: ReservationState, cause: str, message: str, rules: MeetingRules) -> tuple[Errand, ...]:
    if not rules.portal_states:
        return ()
    payload = {"state": state.value, "cause": cause, **({"message": message} if message else {})}
    return (Errand(ErrandKind.RESERVATION_STATE, payload),)


_BY_CAUSE = {"attached": "history.reservation_attached", "paid": "history.reservation_paid"}

_REPLACED = frozenset({ErrandKind.RESERVATION_STATE})
"""A newer word replaces one that is still here."""
