"""What a person types to find an order, as a condition on a few columns.

Accents, capitals and kinds of apostrophe do not matter in a name. No order is read: `orders_search` covers all of it.
"""

import unicodedata
from collections import defaultdict
from typing import Any

import peewee

FEWEST_DIGITS = 3
"""Fewer digits would find every phone."""

LATIN = (*range(0x00C0, 0x0180), *range(0x0218, 0x021C))
"""The letters with accents of Western and Central Europe, and the Romanian ones. Each one more slows every search."""


def searchable(name: str) -> str:
    """A name as it is stored for the search: each letter one character with its accent."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def digits_of(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def found(orders: Any, search: str) -> Any:
    """The beginning of a code, a part of a name, digits of a phone: the condition on orders, or on reservations."""
    matching = orders.alias("matching")
    said = matching.code.startswith(search) | _glob(matching.guest_name, f"*{pattern(search)}*")
    digits = digits_of(search)
    if len(digits) >= FEWEST_DIGITS:
        said = said | _glob(matching.guest_phone, f"*{digits}*")
    return orders.id.in_(matching.select(matching.id).where(said))


def pattern(search: str) -> str:
    """For GLOB: each character as the class of those that count as the same."""
    return "".join(_class_of(_plain(character)) for character in searchable(search))


def _glob(column: Any, wanted: str) -> Any:
    return peewee.Expression(column, "GLOB", peewee.Value(wanted))


def _plain(character: str) -> str:
    return unicodedata.normalize("NFD", character)[0].lower()


def _same() -> dict[str, str]:
    """Of each plain lower-case letter all its forms."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for number in (*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1), *LATIN):
        forms[_plain(chr(number))].add(chr(number))
    apostrophes = "'’‘`´ʼ"
    return {letter: "".join(sorted(same)) for letter, same in forms.items()} | dict.fromkeys(apostrophes, apostrophes)


_SAME = _same()


def _class_of(plain: str) -> str:
    same = _SAME.get(plain, plain)
    return f"[{same}]" if len(same) > 1 or same in "*?[" else same
