"""Lists of the till: filters on any first-level property, order, and pages that begin at 0.

Without `pagination=true` a bare array of at most 1000. A parameter that is no property is refused: a client that
misspells a filter shall hear of it.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Literal, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from agent.sandbox.instants import parse_iso
from agent.sandbox.tilby.refusal import EMPTY, Refusal, invalid
from agent.sandbox.tilby.state import Switches
from agent.sandbox.wire import Json, json_answer

MOST = 1000
"""Of a bare array."""
USUAL = 20
PAGING = {"pagination", "per_page", "page", "orderby_asc", "orderby_desc"}

Comparison = Literal["", "_since", "_max", "_like"]
Comparable = TypeVar("Comparable", datetime, Decimal, str)
COMPARISONS: tuple[Comparison, ...] = ("_since", "_max", "_like", "")


class Query:
    def __init__(self, request: Request, properties: Iterable[str], switches: Switches) -> None:
        """`properties`: those that the list's entities can be filtered by. Raises Refusal 422."""
        self._asked = dict(request.query_params)
        self._properties = set(properties)
        self._switches = switches
        self._filters = [self._filter(name) for name in self._asked if name not in PAGING]

    def answer(self, entities: Iterable[Json]) -> Response:
        """Those that pass every filter. Raises Refusal 404 for none, where the switch says so, and 422."""
        found = self._ordered([entity for entity in entities if all(self._passes(entity, *f) for f in self._filters)])
        if not found and self._filters and self._switches.empty_is_404:
            raise Refusal(404, "nothing found", code=EMPTY)
        if self._asked.get("pagination") != "true":
            return json_answer(found[:MOST])
        size = min(self._number("per_page", USUAL, least=1), self._switches.most_per_page)
        page = self._number("page", 0, least=0)
        return json_answer(
            {
                "total": len(found),
                "pages": -(-len(found) // size),
                "per_page": size,
                "page": page,
                "results": found[page * size : (page + 1) * size],
            }
        )

    def _filter(self, name: str) -> tuple[str, Comparison, str]:
        for comparison in COMPARISONS:
            stem = name.removesuffix(comparison)
            if name.endswith(comparison) and stem in self._properties:
                return stem, comparison, self._asked[name]
        raise invalid(f"{name}: no such property")

    def _passes(self, entity: Json, name: str, comparison: Comparison, text: str) -> bool:
        value = entity[name]
        if value is None:
            return comparison == "" and text == "null"
        if comparison == "_like":
            return text.strip("%").casefold() in str(value).casefold()
        sign = _compared(name, value, text)
        return {"": sign == 0, "_since": sign >= 0, "_max": sign <= 0}[comparison]

    def _ordered(self, found: list[Json]) -> list[Json]:
        """By id when nothing else is asked; what has no value comes last."""
        found.sort(key=lambda entity: entity["id"])
        for name, downward in (("orderby_asc", False), ("orderby_desc", True)):
            if name in self._asked:
                by = self._asked[name]
                if by not in self._properties:
                    raise invalid(f"{name}: no such property")
                valued = [entity for entity in found if entity[by] is not None]
                valued.sort(key=lambda entity: entity[by], reverse=downward)
                found = [*valued, *(entity for entity in found if entity[by] is None)]
        return found

    def _number(self, name: str, usual: int, *, least: int) -> int:
        text = self._asked.get(name, str(usual))
        if not text.isdecimal() or int(text) < least:
            raise invalid(f"{name}: a number from {least} on")
        return int(text)


def _compared(name: str, value: object, text: str) -> int:
    """-1, 0 or 1: both as instants, numbers or texts, whatever the property holds. Raises Refusal 422."""
    try:
        if name.endswith("_at") or name == "booked_for":
            return _sign(parse_iso(str(value)), parse_iso(text))
        if isinstance(value, bool):
            return _sign(str(value).lower(), {"1": "true", "0": "false"}.get(text, text))
        if isinstance(value, int | Decimal):
            return _sign(Decimal(value), Decimal(text))
    except InvalidOperation as error:
        raise invalid(f"{name}: a number") from error
    except ValueError as error:
        raise invalid(f"{name}: an instant with its offset, URL-encoded") from error
    return _sign(str(value), text)


def _sign(one: Comparable, other: Comparable) -> int:
    return (one > other) - (one < other)
