"""Another time, other tables: what that does on both sides, said before it is done. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from agent.domain.commands import Command, MoveReservation, SetReservationTable
from agent.domain.floor import Room, Table
from agent.domain.reservations import ReservationState
from agent.reading import ReservationSheet
from agent.sentences import word
from agent.texts import _, format_instant, format_time
from ui.reservations.face import table_codes
from ui.reservations.sittings import Sitting


@dataclass(frozen=True)
class Change:
    """What a person would have otherwise. Equal to what is held: nothing."""

    sheet: ReservationSheet
    starts_at: datetime
    tables: tuple[str, ...]

    @property
    def moves(self) -> bool:
        return self.starts_at != self.sheet.reservation.booking.starts_at

    @property
    def seats(self) -> bool:
        return set(self.tables) != set(table_codes(self.sheet.reservation))

    def commands(self) -> tuple[Command, ...]:
        held = self.sheet.reservation.id
        moved: tuple[Command, ...] = (MoveReservation(held, self.starts_at),) if self.moves else ()
        return (*moved, SetReservationTable(held, self.tables)) if self.seats else moved


@dataclass(frozen=True)
class Effect:
    told: str
    """Empty: nothing would change."""
    warnings: tuple[str, ...] = ()


def unchanged(sheet: ReservationSheet) -> Change:
    return Change(sheet, sheet.reservation.booking.starts_at, table_codes(sheet.reservation))


def effect_of(
    change: Change,
    others: Iterable[Sitting],
    rooms: Sequence[Room],
    stay: int,
    portal: str,
    zone: ZoneInfo,
    now: datetime,
) -> Effect:
    """`others`: the parties around that time; `stay`: minutes of whoever says nothing; `portal`: its name."""
    if not (change.moves or change.seats):
        return Effect("")
    tables = {table.code: table for room in rooms for table in room.tables}
    warnings = [*_overlaps(change, others, tables, stay, zone), *_places(change, tables)]
    if change.moves and change.starts_at < now:
        warnings.append(_("That is in the past."))
    if len(change.tables) > 1:
        warnings.append(_("Where a side holds one table alone, it has the first."))
    return Effect(_told(change, tables, portal, zone), tuple(warnings))


def _told(change: Change, tables: Mapping[str, Table], portal: str, zone: ZoneInfo) -> str:
    held = change.sheet.reservation.booking
    named = ", ".join(tables[code].name if code in tables else code for code in change.tables)
    before, after = format_instant(held.starts_at, zone), format_instant(change.starts_at, zone)
    if before.partition(" ")[0] == after.partition(" ")[0]:
        before, after = format_time(held.starts_at, zone), format_time(change.starts_at, zone)
    match change.moves, change.seats, bool(named):
        case True, True, False:
            form = _("At the till and on {portal} the reservation goes from {before} to {after}, without a table.")
        case True, _any, True:
            form = _("At the till and on {portal} the reservation goes from {before} to {after}, table {tables}.")
        case True, _any, False:
            form = _("At the till and on {portal} the reservation goes from {before} to {after}.")
        case _any, _seats, True:
            form = _("At the till and on {portal} the reservation gets table {tables}.")
        case _:
            form = _("At the till and on {portal} the reservation has no table any more.")
    told = form.format(portal=portal, before=before, after=after, tables=named)
    becomes = _becomes(change)
    return f"{told} {_('It becomes “{state}”.').format(state=word(becomes))}" if becomes else told


def _becomes(change: Change) -> ReservationState | None:
    """As `seating.choose_tables` has it."""
    if not change.seats:
        return None
    switched = {ReservationState.TO_ASSIGN: ReservationState.ASSIGNED}
    if not change.tables:
        switched = {ReservationState.ASSIGNED: ReservationState.TO_ASSIGN}
    state = change.sheet.reservation.booking.state
    return switched.get(state) if state else None


def _overlaps(
    change: Change, others: Iterable[Sitting], tables: Mapping[str, Table], stay: int, zone: ZoneInfo
) -> Iterable[str]:
    held = change.sheet.reservation
    ends_at = change.starts_at + timedelta(minutes=held.booking.stay or stay)
    for other in others:
        if other.id == held.id or other.link != held.link or not other.takes:
            continue
        if other.starts_at >= ends_at or other.ends_at <= change.starts_at:
            continue
        for code in change.tables:
            if code in other.tables:
                name = tables[code].name if code in tables else code
                between = f"{format_time(other.starts_at, zone)}–{format_time(other.ends_at, zone)}"
                yield _("Table {table} is taken then: {guest}, {between}.").format(
                    table=name, guest=other.guest, between=between
                )


def _places(change: Change, tables: Mapping[str, Table]) -> Iterable[str]:
    known = [tables[code].covers for code in change.tables if code in tables]
    covers = change.sheet.reservation.booking.covers
    # A table without a number of places says nothing of them.
    if known and all(known) and len(known) == len(change.tables) and sum(known) < covers:
        yield _("They are {covers}, and at the table is room for {places}.").format(covers=covers, places=sum(known))
