"""JSON in and out without a float between: an amount of money keeps every cent.

The standard library reads numbers as `Decimal` when asked, but cannot write them.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

PLAIN_DIGITS = 30
"""A longer number is written with its exponent: what a server once sent must not fill the memory on its way back."""


def read(text: bytes) -> object:
    """Raises `ValueError` for what is no JSON, or nested beyond reason."""
    try:
        # A byte that is no UTF-8 costs one character of a note, not the order.
        parsed: object = json.loads(text.decode("utf-8-sig", "replace"), parse_float=Decimal, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return parsed


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


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number")
