"""Instants as the systems write them. Never reads a clock: the caller says what time it is."""

from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")
"""The restaurant's zone, in every system."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def truncated(instant: datetime) -> datetime:
    """To the millisecond, which is what the wires carry: what is stored equals what a client read."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def iso(instant: datetime) -> str:
    """ISO 8601 with the restaurant's offset."""
    return instant.astimezone(ROME).isoformat(timespec="milliseconds")


def zulu(instant: datetime, timespec: str = "milliseconds") -> str:
    """ISO 8601 in UTC, with a Z."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=timespec) + "Z"


def parse_iso(text: str) -> datetime:
    """Raises ValueError when it is no instant or names no offset (a raw `+` in a query has become a space)."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return instant


def day_start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ROME)


def to_ms(instant: datetime) -> int:
    return (instant - EPOCH) // MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    return EPOCH + milliseconds * MILLISECOND


def http_date(instant: datetime) -> str:
    return format_datetime(instant.astimezone(UTC), usegmt=True)
