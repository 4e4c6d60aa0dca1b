"""JSON in and out without a float between: an amount of money keeps every cent.

The standard library reads numbers as `Decimal` when asked, but cannot write them. What no restaurant's record holds
(NaN, a number of thousands of digits, a hundred brackets within each other) is read as `UNREADABLE`, which fits no
field: it costs the record that it stands in, and not the whole page.
"""

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

PLAIN_DIGITS = 30
"""A longer number is written with its exponent: what a server once sent must not fill the memory on its way back."""

LONGEST_NUMBER: Final = 60
"""Characters."""

LARGEST_EXPONENT: Final = 60
"""Ten to the power of a hundred million takes minutes to be made an integer of, and any check begins with that."""

DEEPEST: Final = 64
"""Brackets within each other that are still read, where there are more than the parser can bear."""

MOST_VALUES: Final = 1_000_000
"""A list of empty lists takes thirty times as much memory as its text. A menu with a thousand dishes has 40,000."""


class Unreadable:
    """Stands where something could not be read. No field takes it, and it is never written."""

    def __repr__(self) -> str:
        return "unreadable"


UNREADABLE: Final = Unreadable()


def read(text: bytes) -> object:
    """Raises `ValueError` for what is no JSON, or more than memory should be given for."""
    # A byte that is no UTF-8 costs one character of a note, not the order.
    decoded = text.decode("utf-8-sig", "replace")
    if _values(decoded) > MOST_VALUES and _values(_TEXT.sub('""', decoded)) > MOST_VALUES:
        raise ValueError("too many values")
    try:
        return _parsed(decoded)
    except RecursionError:
        return _parsed(_shallow(decoded))


def _parsed(text: str) -> object:
    parsed: object = json.loads(text, parse_float=_decimal, parse_int=_whole, parse_constant=lambda _name: UNREADABLE)
    return parsed


def _whole(text: str) -> int | Unreadable:
    return int(text) if len(text) <= LONGEST_NUMBER else UNREADABLE


def _decimal(text: str) -> Decimal | Unreadable:
    if len(text) > LONGEST_NUMBER:
        return UNREADABLE
    try:
        number = Decimal(text)
    except InvalidOperation:
        # An exponent that not even `Decimal` can hold.
        return UNREADABLE
    return number if abs(number.adjusted()) <= LARGEST_EXPONENT else UNREADABLE


def _values(text: str) -> int:
    return text.count(",") + text.count("[") + text.count("{")


def _shallow(text: str) -> str:
    """With NaN, which is read as `UNREADABLE`, for whatever is nested deeper than `DEEPEST`."""
    kept: list[str] = []
    depth, end = 0, 0
    for found in _TEXT_OR_BRACKET.finditer(text):
        bracket = found.group()
        if bracket in ("[", "{"):
            depth += 1
            if depth == DEEPEST + 1:
                kept.append(text[end : found.start()])
        elif bracket in ("]", "}"):
            depth -= 1
            if depth == DEEPEST:
                kept.append("NaN")
                end = found.end()
    return "".join([*kept, text[end:]]) if depth <= DEEPEST else ""


_TEXT: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.S)
_TEXT_OR_BRACKET: Final = re.compile(_TEXT.pattern + r"|[][{}]", re.S)


def write(value: object) -> bytes:
    """Raises `TypeError` for a float and for whatever JSON does not know."""
    return _text(value).encode("utf-8", "replace")


def _text(value: object) -> str:
    if value is None or isinstance(value, bool | int | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise TypeError("not a number that JSON knows")
        return format(value, "f") if abs(value.adjusted()) < PLAIN_DIGITS else str(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{json.dumps(str(key))}:{_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return "[" + ",".join(_text(item) for item in value) + "]"
    raise TypeError(f"not for JSON: {type(value).__name__}")
