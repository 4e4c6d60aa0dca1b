"""A side that keeps reservations in memory: what any system of the field does, with failures on demand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from agent.domain.failures import Conflict, Gone, Side, Transient
from agent.domain.floor import Room
from agent.domain.ports import Account, Page, Prerequisite
from agent.domain.reservation_ports import Days
from agent.domain.reservations import Booking, Field, ReservationDraft, ReservationState, SideReservation
from agent.domain.sales import Check, Sale

ROME = ZoneInfo("Europe/Rome")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class StoppedClock:
    def __init__(self) -> None:
        self.at = NOON
        self.steady = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.steady

    def passes(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.steady += seconds


@dataclass
class MemorySide:
    """`voids`: whether a void record stays void for ever, as a till's deleted booking does."""

    side: Side
    clock: StoppedClock
    states: Callable[[ReservationState], ReservationState]
    keeps_answers: bool = True
    voids: bool = False
    forgets: bool = False
    """Whether a void record is neither listed nor found by its id any more."""
    records: dict[str, SideReservation] = field(default_factory=dict)
    marked: dict[str, list[str]] = field(default_factory=dict)
    """By the other side's id those that carry it."""
    faults: list[str] = field(default_factory=list)
    """What the next calls suffer: "" nothing, "before" not reached, "after" done with the answer lost."""
    writes: int = 0
    budget_used: float | None = None

    # What guests and hosts do there

    def taken(self, booking: Booking) -> str:
        return self._add(booking, None, own=False).ref

    def edited(self, ref: str, which: Field, value: object) -> None:
        self._change(ref, self.records[ref].booking.with_(which, value))

    def living(self) -> list[SideReservation]:
        return [said for said in self.records.values() if not (said.booking.state and said.booking.state.void)]

    # The port

    def test(self) -> Account:
        return Account("memory")

    def prerequisites(self) -> tuple[Prerequisite, ...]:
        return ()

    def close(self) -> None:
        return None

    def rooms(self, at: datetime | None = None) -> tuple[Room, ...]:
        return ()

    def reservations(
        self, days: Days | None = None, *, changed_since: datetime | None = None
    ) -> Iterator[Page[SideReservation]]:
        self._reached()
        listed = self.living() if self.forgets else self.records.values()
        found = sorted(listed, key=lambda said: said.changed_at or NOON)
        if days is not None:
            found = [s for s in found if days.first <= s.booking.starts_at.astimezone(ROME).date() <= days.last]
        if changed_since is not None:
            found = [s for s in found if s.changed_at is None or s.changed_at >= changed_since]
        for at in range(0, max(len(found), 1), 3):
            part = tuple(found[at : at + 3])
            yield Page(part, (), max((s.changed_at for s in part if s.changed_at), default=None))

    def reservation(self, ref: str) -> SideReservation:
        self._reached()
        if ref not in self.records or (self.forgets and self.records[ref] not in self.living()):
            raise Gone("side.gone", side=self.side)
        return self.records[ref]

    def find_reservation(self, draft: ReservationDraft) -> SideReservation | None:
        self._reached()
        return self.find_quietly(draft)

    def create_reservation(self, draft: ReservationDraft, *, key: str) -> SideReservation:
        lost = self._reached()
        assert self.find_quietly(draft) is None, "nothing is ever created twice"
        made = self._add(self.as_said(draft.booking), draft.pair_ref, own=True)
        self.writes += 1
        self._answered(lost)
        return made

    def change_reservation(
        self, seen: SideReservation, wanted: Booking, fields: frozenset[Field], *, key: str, message: str = ""
    ) -> SideReservation:
        lost = self._reached()
        held = self.records[seen.ref]
        if held.version != seen.version:
            raise Conflict("side.conflict", side=self.side)
        booking, said = held.booking, self.as_said(wanted)
        for each in fields:
            booking = booking.with_(each, said.of(each))
        if booking != held.booking:
            self._change(seen.ref, booking)
        self.writes += 1
        self._answered(lost)
        return self.records[seen.ref]

    def as_said(self, booking: Booking) -> Booking:
        state = booking.state and self.states(booking.state)
        return replace(booking, state=state, answers=booking.answers if self.keeps_answers else ())

    def find_quietly(self, draft: ReservationDraft) -> SideReservation | None:
        marked = (self.records[ref] for ref in self.marked.get(draft.pair_ref, ()) if ref not in draft.ignore)
        return next((said for said in marked if said.booking.state and not said.booking.state.void), None)

    def _add(self, booking: Booking, pair_ref: str | None, *, own: bool) -> SideReservation:
        self.clock.passes(1)
        ref = f"{self.side.value}-{len(self.records) + 1}"
        status = booking.state.value if booking.state else "?"
        if pair_ref is not None:
            self.marked.setdefault(pair_ref, []).append(ref)
        self.records[ref] = SideReservation(ref, booking, status, "1", self.clock.now(), pair_ref, own)
        return self.records[ref]

    def _change(self, ref: str, booking: Booking) -> None:
        self.clock.passes(1)
        held = self.records[ref]
        if self.voids and held.booking.state is ReservationState.CANCELLED:
            # A deleted booking can be looked at, not changed.
            return
        self.records[ref] = replace(
            held,
            booking=booking,
            status=booking.state.value if booking.state else held.status,
            version=str(int(held.version) + 1),
            changed_at=self.clock.now(),
        )

    def _reached(self) -> bool:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "before":
            raise Transient("side.unreachable", side=self.side)
        return fault == "after"

    def _answered(self, lost: bool) -> None:
        if lost:
            raise Transient("side.timeout", side=self.side, acted=None)


@dataclass
class PlateformSide(MemorySide):
    """Takes states alone, tells the guest of each, refuses what its rules do not allow; and takes sales."""

    told: list[tuple[str, ReservationState]] = field(default_factory=list)
    sales: dict[str, tuple[str, Sale]] = field(default_factory=dict)
    refuses: set[ReservationState] = field(default_factory=set)

    def create_reservation(self, draft: ReservationDraft, *, key: str) -> SideReservation:
        raise AssertionError("nobody creates a reservation on this portal")

    def change_reservation(
        self, seen: SideReservation, wanted: Booking, fields: frozenset[Field], *, key: str, message: str = ""
    ) -> SideReservation:
        assert fields == {Field.STATE}, "only its state is ever written"
        assert wanted.state is not None
        assert self.records[seen.ref].booking.state is not wanted.state, "the guest would be told again"
        if wanted.state in self.refuses:
            self._reached()
            raise Conflict("side.conflict", side=self.side)
        lost = self._reached()
        self._change(seen.ref, self.records[seen.ref].booking.with_(Field.STATE, wanted.state))
        self.told.append((seen.ref, wanted.state))
        self._answered(lost)
        return self.records[seen.ref]

    def send_sale(self, reservation_ref: str, receipt_id: str, sale: Sale) -> None:
        lost = self._reached()
        self.sales.setdefault(receipt_id, (reservation_ref, sale))
        self._answered(lost)


@dataclass
class MenuSide(MemorySide):
    """The till of the restaurant's network: its host opens checks, and bills are paid."""

    open_checks: dict[str, Check] = field(default_factory=dict)
    paid_sales: dict[str, Sale] = field(default_factory=dict)
    lists_paid: bool = True

    def opens(self, ref: str, covers: int = 4) -> str:
        """The host opens a check from that reservation."""
        check = f"c{len(self.open_checks) + 1}"
        self.open_checks[check] = Check(check, ref, False, covers, "Sala", "3", self.clock.now())
        return check

    def pays(self, check: str, total: str) -> None:
        self.open_checks[check] = replace(self.open_checks[check], paid=True)
        held = self.open_checks[check]
        self.paid_sales[check] = Sale(check, self.clock.now(), held.covers, Decimal(total))

    def checks(self, days: Days, *, changed_since: datetime | None = None) -> tuple[Check, ...]:
        self._reached()
        return tuple(check for check in self.open_checks.values() if self.lists_paid or not check.paid)

    def check(self, ref: str) -> Check | None:
        self._reached()
        check = self.open_checks.get(ref)
        return check if check is not None and (self.lists_paid or not check.paid) else None

    def sales(self, checks: Sequence[Check], days: Days) -> tuple[Sale, ...]:
        self._reached()
        return tuple(self.paid_sales[check.ref] for check in checks if check.ref in self.paid_sales)
