"""The planning as lines and blocks: tables by rooms, each with its parties of the day. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from agent.domain.floor import Room, Table
from agent.texts import _
from ui.reservations.reads import Query, Shift, span
from ui.reservations.sittings import Sitting

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)

OPEN: Mapping[Shift, tuple[int, int]] = {Shift.ALL: (12, 23), Shift.LUNCH: (12, 15), Shift.DINNER: (19, 23)}
"""Local hours that are shown though nobody comes then."""

LATEST = timedelta(hours=3)
"""Beyond the day's end: longer than that no party of the evening is drawn."""


@dataclass(frozen=True)
class Axis:
    """The instants from left to right, both full local hours."""

    first: datetime
    last: datetime

    @property
    def quarters(self) -> int:
        return round((self.last - self.first) / QUARTER)

    def quarter_of(self, at: datetime) -> float:
        return (at - self.first) / QUARTER

    def instant(self, quarter: float) -> datetime:
        """The nearest quarter of an hour that is shown."""
        return self.first + min(max(round(quarter), 0), self.quarters - 1) * QUARTER


@dataclass(frozen=True)
class Seat:
    """A line of the planning. `table` empty: no table; else its code."""

    link: str = ""
    room: str = ""
    table: str = ""


@dataclass(frozen=True)
class Block:
    sitting: Sitting
    lane: int
    """Those that meet at one table lie side by side, from 0."""
    clash: bool
    """Another party has this table at the same time."""


@dataclass(frozen=True)
class Line:
    seat: Seat
    name: str
    covers: int | None
    """Places at the table; None: not known."""
    blocks: tuple[Block, ...]

    @property
    def lanes(self) -> int:
        return max((block.lane + 1 for block in self.blocks), default=1)


@dataclass(frozen=True)
class Group:
    """A room."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Plan:
    axis: Axis
    aside: Line
    """Those without a table."""
    groups: tuple[Group, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return (self.aside, *(line for group in self.groups for line in group.lines))


def plan_of(sittings: Sequence[Sitting], rooms: Mapping[str, Sequence[Room]], query: Query, zone: ZoneInfo) -> Plan:
    """`rooms` by link, in the till's order. A table that no room has gets a line of its own: nobody is left out."""
    places = Places(rooms)
    held: dict[Seat, list[Sitting]] = {}
    for sitting in sittings:
        for seat in places.seats_of(sitting):
            held.setdefault(seat, []).append(sitting)
    aside = Line(Seat(), _("No table"), None, _packed(held.get(Seat(), ()), clashing=False))
    groups = [
        Group(title, tuple(_line(seat, table, held.get(seat, ())) for seat, table in tables))
        for title, tables in places.rooms
    ]
    strange = sorted((seat for seat in held if seat.table and seat not in places.known), key=lambda seat: seat.table)
    if strange:
        lines = (_line(seat, Table(seat.table, seat.table, 0), held[seat]) for seat in strange)
        groups.append(Group(_("Other tables"), tuple(lines)))
    return Plan(axis_of(sittings, query, zone), aside, tuple(groups))


class Places:
    """The tables of all links, by their seat."""

    def __init__(self, rooms: Mapping[str, Sequence[Room]]) -> None:
        several = sum(bool(of_link) for of_link in rooms.values()) > 1
        self.rooms = [
            (f"{room.name} ({link})" if several else room.name, self._tables(link, room))
            for link, of_link in rooms.items()
            for room in of_link
        ]
        self.known: Mapping[Seat, Table] = {seat: table for _title, tables in self.rooms for seat, table in tables}
        self._seats: dict[tuple[str, str], list[Seat]] = {}
        for seat in self.known:
            self._seats.setdefault((seat.link, seat.table), []).append(seat)

    def seats_of(self, sitting: Sitting) -> tuple[Seat, ...]:
        """Its tables; where none is given, the seat of those who have none."""
        return tuple(self.seat_of(sitting, code) for code in sitting.tables) or (Seat(),)

    def seat_of(self, sitting: Sitting, code: str) -> Seat:
        seats = self._seats.get((sitting.link, code), [])
        inside = [seat for seat in seats if seat.room == sitting.room]
        return (inside or seats or [Seat(sitting.link, "", code)])[0]

    @staticmethod
    def _tables(link: str, room: Room) -> tuple[tuple[Seat, Table], ...]:
        return tuple((Seat(link, room.code, table.code), table) for table in room.tables)


def axis_of(sittings: Iterable[Sitting], query: Query, zone: ZoneInfo) -> Axis:
    """From the first party to the last, and at least the usual hours."""
    begin, end = span(query, zone)
    opens, closes = (begin.replace(hour=hour) for hour in OPEN[query.shift])
    first, last = opens, closes
    for sitting in sittings:
        first = min(first, max(_hour(sitting.starts_at.astimezone(zone)), begin))
        last = max(last, min(sitting.ends_at, end + LATEST))
    whole = _hour(last.astimezone(zone))
    # In the same zone two hours are taken apart by the clock on the wall: instants are wanted.
    return Axis(_utc(first), _utc(whole) if whole == last else _utc(whole) + HOUR)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _utc(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo("UTC"))


def _line(seat: Seat, table: Table, sittings: Sequence[Sitting]) -> Line:
    return Line(seat, table.name, table.covers or None, _packed(sittings, clashing=True))


def _packed(sittings: Sequence[Sitting], *, clashing: bool) -> tuple[Block, ...]:
    """Each in the first lane that is free when it begins."""
    free: list[datetime] = []
    blocks = []
    for sitting in sittings:
        lane = next((lane for lane, since in enumerate(free) if since <= sitting.starts_at), len(free))
        free[lane : lane + 1] = [sitting.ends_at]
        clash = clashing and any(sitting.meets(other) for other in sittings if other is not sitting)
        blocks.append(Block(sitting, lane, clash))
    return tuple(blocks)
