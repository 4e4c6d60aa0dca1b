"""Finds the line of a key: a small scan of the text, since tomllib keeps no positions.

It reads only what tomllib has accepted, and a key that it misses is told by the table around it.
"""

import re
from collections.abc import Iterator, Sequence

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=\s*(.*)")
_INNER = re.compile(rf"[{{,]\s*({_DOTTED})\s*=")
_LONG_QUOTES = ('"""', "'''")


class KeyLines:
    """Places are dotted, with the number of a link among the tables of that name: `links.0.portal.base_url`."""

    def __init__(self, text: str) -> None:
        self._where: dict[str, int] = {}
        for names, number in _scanned(text):
            # The tables that a dotted key makes on the way have no line of their own.
            for depth in range(1, len(names) + 1):
                self._where.setdefault(".".join(names[:depth]), number)

    def of(self, at: str) -> int | None:
        """The key's line, else that of the table around it."""
        while at:
            if at in self._where:
                return self._where[at]
            at = at.rpartition(".")[0]
        return None


def _scanned(text: str) -> Iterator[tuple[list[str], int]]:
    """Every table and every key with its line, in the order of the text."""
    table: list[str] = []
    counts: dict[str, int] = {}
    inside = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if inside:
            inside = "" if inside in line else inside
            continue
        if (header := _HEADER.match(line)) is not None:
            table = _table(_names(header[2]), counts, repeated=header[1] == "[[")
            yield table, number
        elif (key := _KEY.match(line)) is not None:
            at = [*table, *_names(key[1])]
            yield at, number
            # Inline tables: their keys are on the same line.
            yield from (([*at, *_names(inner[1])], number) for inner in _INNER.finditer(line))
            inside = next((quotes for quotes in _LONG_QUOTES if _left_open(key[2], quotes)), "")


def _table(names: Sequence[str], counts: dict[str, int], *, repeated: bool) -> list[str]:
    first, rest = names[0], names[1:]
    if repeated and not rest:
        counts[first] = counts.get(first, -1) + 1
    return [first, str(counts[first]), *rest] if first in counts else [first, *rest]


def _names(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(_PART, dotted)]


def _left_open(value: str, quotes: str) -> bool:
    return value.startswith(quotes) and value.count(quotes) == 1
