"""Instants as text: UTC, microseconds, fixed width: the text sorts as the instants do, and a person can read it."""

from datetime import UTC, datetime
from functools import lru_cache

_OFFSET = len("+00:00")


@lru_cache(maxsize=256)
def text_of(at: datetime) -> str:
    """Raises `ValueError` for a naive instant."""
    if at.tzinfo is None:
        raise ValueError("an instant without a zone cannot be stored")
    # `strftime` takes four times as long, and every row has a few.
    return f"{at.astimezone(UTC).isoformat(timespec='microseconds')[:-_OFFSET]}Z"


def text_or_none(at: datetime | None) -> str | None:
    return None if at is None else text_of(at)


def instant_of(text: str) -> datetime:
    # Statistics read tens of thousands: `strptime` takes fifty times as long.
    return datetime.fromisoformat(text)


def instant_or_none(text: str | None) -> datetime | None:
    return None if text is None else instant_of(text)
