"""How Cassa in Cloud wants query values written, and the windows of days that its lists allow. Pure.

Lists travel as JSON, texts in double quotes, booleans bare, instants as epoch milliseconds (seen in working clients).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

Scalar = str | int | bool | datetime
Value = Scalar | Sequence[str | int]

WINDOW: Final = timedelta(hours=71)
"""The lists of documents refuse three days and more."""

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def encoded(query: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Name and value of each parameter, before URL encoding."""
    return [(name, _text(value)) for name, value in query.items()]


def milliseconds(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(milliseconds=1)


def windows(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The span in pieces that the lists allow; neighbours share the instant between them."""
    while start < end:
        upto = min(start + WINDOW, end)
        yield start, upto
        start = upto


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return str(milliseconds(value))
    if isinstance(value, int):
        return str(value)
    return json.dumps(value if isinstance(value, str) else list(value), ensure_ascii=False, separators=(",", ":"))
