"""What is read for the list: one day, some states, a search. For tasks: not for the face's thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Protocol
from zoneinfo import ZoneInfo

from agent.domain.floor import Room
from agent.domain.reservations import ReservationState
from agent.reading import ReservationSheet
from agent.texts import N_

MOST = 1000
"""Lines of one list: more than a house has guests in a day. A search that finds more shows the latest ones."""

ASKS_FOR = timedelta(days=2)
"""How long after its guests were there a reservation still asks for a person. What is parked asks until it is done."""

AFTERNOON = time(17)
"""Local time at which lunch ends and dinner begins."""

S = ReservationState


class Shift(Enum):
    ALL = N_("All day")
    LUNCH = N_("Lunch")
    DINNER = N_("Dinner")


class Choice(Enum):
    """Which states are shown."""

    ALL = N_("All states")
    ANSWER = N_("To be answered")
    OPEN = N_("Expected")
    HERE = N_("Here")
    OVER = N_("Over")

    @property
    def states(self) -> tuple[ReservationState, ...] | None:
        match self:
            case Choice.ALL:
                return None
            case Choice.ANSWER:
                return (S.PENDING,)
            case Choice.OPEN:
                return tuple(state for state in S if not state.over and not state.here)
            case Choice.HERE:
                return (S.ARRIVED, S.SEATED)
            case Choice.OVER:
                return tuple(state for state in S if state.over)


@dataclass(frozen=True)
class Query:
    """`search` looks through all days."""

    day: date
    shift: Shift = Shift.ALL
    choice: Choice = Choice.ALL
    link: str | None = None
    search: str = ""


@dataclass(frozen=True)
class Leaf:
    """What a look brought. `rooms` by link."""

    query: Query
    asking: tuple[ReservationSheet, ...]
    sheets: tuple[ReservationSheet, ...]
    rooms: Mapping[str, tuple[Room, ...]]


class ReservationReads(Protocol):
    """The part of `agent.app.Agent` that reads reservations."""

    def reservations(
        self,
        *,
        link: str | None = None,
        starting: tuple[datetime, datetime] | None = None,
        states: tuple[ReservationState, ...] | None = None,
        search: str | None = None,
        limit: int = 500,
        latest: bool = False,
    ) -> tuple[ReservationSheet, ...]: ...

    def reservations_unanswered(self) -> tuple[ReservationSheet, ...]: ...

    def reservations_asking(self) -> tuple[ReservationSheet, ...]: ...

    def rooms(self, link: str) -> tuple[Room, ...]: ...


def read(agent: ReservationReads, query: Query, zone: ZoneInfo, links: tuple[str, ...], now: datetime) -> Leaf:
    sheets = agent.reservations(
        link=query.link,
        starting=None if query.search else span(query, zone),
        states=query.choice.states,
        search=query.search or None,
        limit=MOST,
        latest=bool(query.search),
    )
    asking = tuple(each for each in asking_of(agent, now) if query.link in (None, each.reservation.link))
    return Leaf(query, asking, sheets, {link: agent.rooms(link) for link in links})


def asking_of(agent: ReservationReads, now: datetime) -> tuple[ReservationSheet, ...]:
    """What asks for a person, over all days: not what nobody can mend any more."""
    since = now - ASKS_FOR
    return tuple(
        sheet for sheet in agent.reservations_asking() if sheet.parked or sheet.reservation.booking.starts_at > since
    )


def waiting(agent: ReservationReads, now: datetime) -> int:
    """The number on the rail: guests who wait for an answer, and what asks for a person."""
    both = (*agent.reservations_unanswered(), *asking_of(agent, now))
    return len({sheet.reservation.id for sheet in both})


def span(query: Query, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants of that day's shift in the restaurant."""
    midnight = datetime.combine(query.day, time(), zone)
    noon = datetime.combine(query.day, AFTERNOON, zone)
    after = datetime.combine(query.day + timedelta(days=1), time(), zone)
    match query.shift:
        case Shift.LUNCH:
            return midnight, noon
        case Shift.DINNER:
            return noon, after
        case Shift.ALL:
            return midnight, after
