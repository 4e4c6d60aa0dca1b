"""What the room map says of each table at one instant. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from agent.domain.floor import Room, Table
from agent.texts import N_, _, format_time
from ui.reservations.plan import Places, Seat
from ui.reservations.sittings import Sitting
from ui.theme import Tone

SOON = timedelta(minutes=30)
"""Nobody is seated any more at a table that is booked for so soon: it is shown as reserved."""


class Use(Enum):
    """What a table is at that instant, with its word, its colour and its sign."""

    FREE = (N_("Free"), Tone.NEUTRAL, "table")
    RESERVED = (N_("Reserved"), Tone.INFO, "clock")
    TAKEN = (N_("Guests here"), Tone.GOOD, "covers")

    @property
    def text(self) -> str:
        return _(self.value[0])

    @property
    def tone(self) -> Tone:
        return self.value[1]

    @property
    def icon(self) -> str:
        return self.value[2]


@dataclass(frozen=True)
class Tile:
    seat: Seat
    name: str
    covers: int | None
    """Places at the table; None: not known."""
    use: Use
    who: str
    """Covers and name of who sits there, or is expected."""
    when: str
    then: str
    """Who comes after that."""
    clash: bool
    """Two parties have it at that instant."""
    found: bool
    """Whether the search means somebody of that table; True where nothing is searched."""
    parties: tuple[Sitting, ...]
    """All of the day, by time."""

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        places = _("{count} covers").format(count=self.covers) if self.covers else ""
        parts = (
            _("Table {tables}").format(tables=self.name),
            places,
            self.use.text,
            self.when,
            self.who.replace(" · ", " "),
            self.then,
            _("another party has this table then") if self.clash else "",
        )
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class RoomTiles:
    title: str
    tiles: tuple[Tile, ...]


def tiles_of(
    sittings: Sequence[Sitting],
    rooms: Mapping[str, Sequence[Room]],
    at: datetime,
    zone: ZoneInfo,
    found: frozenset[int] | None = None,
) -> tuple[RoomTiles, ...]:
    """In the till's order."""
    places = Places(rooms)
    held: dict[Seat, list[Sitting]] = {}
    for sitting in sittings:
        for seat in places.seats_of(sitting):
            held.setdefault(seat, []).append(sitting)
    return tuple(
        RoomTiles(title, tuple(_tile(seat, table, held.get(seat, ()), at, zone, found) for seat, table in tables))
        for title, tables in places.rooms
    )


def _tile(
    seat: Seat,
    table: Table,
    parties: Sequence[Sitting],
    at: datetime,
    zone: ZoneInfo,
    found: frozenset[int] | None,
) -> Tile:
    coming = [sitting for sitting in parties if sitting.takes]
    here = [sitting for sitting in coming if sitting.state.here and sitting.starts_at - SOON <= at]
    now = [sitting for sitting in coming if not sitting.state.here and sitting.starts_at - SOON <= at < sitting.ends_at]
    later = [sitting for sitting in coming if sitting.starts_at - SOON > at]
    use = Use.TAKEN if here else Use.RESERVED if now else Use.FREE
    first = next(iter((*here, *now)), None)
    rest = [sitting for sitting in (*here, *now, *later) if sitting is not first]
    return Tile(
        seat,
        table.name,
        table.covers or None,
        use,
        who=f"{first.covers} · {first.guest}" if first else "",
        when=_between(first, at, zone) if first else "",
        then=_then(rest[0], zone) if rest else "",
        clash=any(one.meets(other) for one in (*here, *now) for other in (*here, *now) if one is not other),
        found=found is None or any(sitting.id in found for sitting in parties),
        parties=tuple(parties),
    )


def _between(sitting: Sitting, at: datetime, zone: ZoneInfo) -> str:
    if sitting.state.here and sitting.ends_at <= at:
        # They stay longer than they said: an end that has passed tells nobody anything.
        return _("since {time}").format(time=format_time(sitting.starts_at, zone))
    return f"{format_time(sitting.starts_at, zone)}–{format_time(sitting.ends_at, zone)}"


def _then(sitting: Sitting, zone: ZoneInfo) -> str:
    return _("then {time} {guest}").format(time=format_time(sitting.starts_at, zone), guest=sitting.guest)
