"""Simple values as XML Schema writes them, and the till's own way with local times. Never reads a clock."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from agent.sandbox.instants import ROME

Simple: TypeAlias = str | int | bool | Decimal | datetime

MISSING_DATE = "0001-01-01T00:00:00"
"""What .NET writes for a date that nobody set and that may not be null."""
SMALLEST, LARGEST = -(2**31), 2**31 - 1
"""Of xs:int."""


def local(moment: datetime) -> datetime:
    """The instant as the till keeps it: wall time alone, which standard time is taken to complete.

    A moment without offset is the restaurant's wall time. Of the hour that an autumn night has twice the till knows
    only the second, as .NET does with an ambiguous local time (ASSUMED of the real till); an hour that a spring night
    leaves out keeps its wall time.
    """
    wall = moment if moment.tzinfo is None else moment.astimezone(ROME).replace(tzinfo=None)
    first, second = (wall.replace(tzinfo=ROME, fold=fold) for fold in (0, 1))
    return first if _offset(first) <= _offset(second) else second


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


def read_simple(kind: str, text: str) -> Simple:
    """Raises ValueError when `text` is no such value; spaces around it do not matter, but in a string."""
    return _READERS[kind](text if kind == "string" else text.strip())


def write_simple(value: Simple) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return _written_moment(value)
        case _:
            return str(value)


def missing(kind: str) -> str:
    """What stands for a value that nobody set where null is not allowed."""
    return {"boolean": "false", "dateTime": MISSING_DATE}.get(kind, "0")


def _written_moment(moment: datetime) -> str:
    """With the restaurant's offset; a fraction without zeros at its end."""
    text = moment.astimezone(ROME).isoformat()
    return re.sub(r"(\.\d*?)0+(?=[+-])", r"\1", text)


def _moment(text: str) -> datetime:
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", text):
        raise ValueError(f"no xs:dateTime: {text}")
    try:
        return local(datetime.fromisoformat(text))
    except OverflowError as error:
        raise ValueError(f"out of the calendar: {text}") from error


def _whole(text: str) -> int:
    if not re.fullmatch(r"[+-]?\d+", text) or not SMALLEST <= int(text) <= LARGEST:
        raise ValueError(f"no xs:int: {text}")
    return int(text)


def _decimal(text: str) -> Decimal:
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text):
        raise ValueError(f"no xs:decimal: {text}")
    return Decimal(text)


def _truth(text: str) -> bool:
    if text not in ("true", "false", "1", "0"):
        raise ValueError(f"no xs:boolean: {text}")
    return text in ("true", "1")


_READERS: dict[str, Callable[[str], Simple]] = {
    "string": str,
    "int": _whole,
    "decimal": _decimal,
    "boolean": _truth,
    "dateTime": _moment,
}
