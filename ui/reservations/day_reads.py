"""What is read for the planning and the room map: all parties of a day. For tasks: not for the face's thread."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from agent.domain.floor import Room
from ui.reservations.reads import MOST, Query, ReservationReads, span
from ui.reservations.sittings import Sitting, sittings_of

LINGERS = timedelta(hours=6)
"""So long before a shift begins a party is looked for that may still be at its table."""

AROUND = timedelta(hours=12)
"""On both sides of an instant: whoever may be at a table then."""


@dataclass(frozen=True)
class DayLeaf:
    """What a look brought. `rooms` by link."""

    query: Query
    sittings: tuple[Sitting, ...]
    found: frozenset[int] | None
    """Those that the search means; None: nothing is searched."""
    rooms: Mapping[str, tuple[Room, ...]]

    def begun(self, zone: ZoneInfo) -> tuple[Sitting, ...]:
        """Without those that only linger from before."""
        begin, _end = span(self.query, zone)
        return tuple(sitting for sitting in self.sittings if sitting.starts_at >= begin)


def read_day(
    agent: ReservationReads, query: Query, zone: ZoneInfo, links: tuple[str, ...], stay: Callable[[str], int]
) -> DayLeaf:
    """The choice of states does not count here: a table is taken whoever asks."""
    begin, end = span(query, zone)
    starting = begin - LINGERS, end
    sheets = agent.reservations(link=query.link, starting=starting, limit=MOST)
    found = None
    if query.search:
        matching = agent.reservations(link=query.link, starting=starting, search=query.search, limit=MOST)
        found = frozenset(sheet.reservation.id for sheet in matching)
    sittings = tuple(sitting for sitting in sittings_of(sheets, stay) if sitting.ends_at > begin)
    rooms = {link: agent.rooms(link) for link in links if query.link in (None, link)}
    return DayLeaf(query, sittings, found, rooms)


def read_around(agent: ReservationReads, link: str, at: datetime, stay: Callable[[str], int]) -> tuple[Sitting, ...]:
    """Who may be at a table of that link's till around that instant."""
    return sittings_of(agent.reservations(link=link, starting=(at - AROUND, at + AROUND), limit=MOST), stay)
