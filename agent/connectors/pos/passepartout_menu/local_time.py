"""Instants as Passepartout Menu keeps them: the restaurant's clock on the wall. Pure.

It is written without offset and read with one. A wall clock shows 02:30 twice in the night in which summer time ends,
so Menu holds one instant of the doubled hour. The rule chosen here: **the first one**, still in summer time. The offset
that the till then writes is not believed in that hour (a .NET server takes the second), else what was written would
come back as another instant and travel to and fro. An hour that the clock jumps over does not exist: the instant is
written as the clock then shows it (02:30 becomes 03:30).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from agent.connectors.fields import EARLIEST, LATEST
from agent.domain.reservation_ports import Days

A_DAY: Final = timedelta(days=1)

DOUBLED: Final = timedelta(hours=1)
"""By how much the clock is put back."""


def wall(instant: datetime, zone: ZoneInfo) -> str:
    """As `DataOra` is written: to the second, without offset."""
    return _shown(instant, zone).isoformat(timespec="seconds")


def held(instant: datetime, zone: ZoneInfo) -> datetime:
    """The instant that Menu holds once this one was written; the same for all but the second of two."""
    return _shown(instant, zone).replace(tzinfo=zone).astimezone(UTC)


def read_wall(text: str, zone: ZoneInfo) -> datetime:
    """A `DataOra`. Raises ValueError when it is no instant, or beyond reason."""
    return held(read_stamp(text, zone), zone)


def read_stamp(text: str, zone: ZoneInfo) -> datetime:
    """An instant that the till's own clock made; without offset it is the wall's. Raises ValueError."""
    said = datetime.fromisoformat(text.strip())
    if said.tzinfo is None:
        said = said.replace(tzinfo=zone)
    if not EARLIEST.year < said.year < LATEST.year:
        # Before the arithmetic, which year 1 (.NET's nothing) with an offset does not survive.
        raise ValueError("beyond reason")
    return said.astimezone(UTC)


def since(instant: datetime, zone: ZoneInfo) -> str:
    """As `ultimaModifica` is written. In the doubled hour an hour earlier: neither reading of it misses a change."""
    shown = _shown(instant, zone)
    doubled = shown.replace(tzinfo=zone).utcoffset() != shown.replace(tzinfo=zone, fold=1).utcoffset()
    return (shown - DOUBLED if doubled else shown).isoformat(timespec="seconds")


def midnight(day: date) -> str:
    """As `giorno` is written."""
    return f"{day.isoformat()}T00:00:00"


def each_day(days: Days) -> Iterator[date]:
    for number in range((days.last - days.first).days + 1):
        yield days.first + number * A_DAY


def _shown(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, microsecond=0, fold=0)
