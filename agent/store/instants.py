"""Instants as text: UTC, microseconds, fixed width: the text sorts as the instants do, and a person can read it."""

from datetime import UTC, datetime

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


def text_of(at: datetime) -> str:
    """Raises `ValueError` for a naive instant."""
    if at.tzinfo is None:
        raise ValueError("an instant without a zone cannot be stored")
    return at.astimezone(UTC).strftime(_FORM)


def text_or_none(at: datetime | None) -> str | None:
    return None if at is None else text_of(at)


def instant_of(text: str) -> datetime:
    # Statistics read tens of thousands: `strptime` takes fifty times as long.
    return datetime.fromisoformat(text)


def instant_or_none(text: str | None) -> datetime | None:
    return None if text is None else instant_of(text)
