"""The till's own way of writing query parameters, read strictly: a wrong encoding is refused, never guessed.

Arrays are JSON (`["a","b"]`, `[77]`), texts stand in double quotes, booleans are bare, instants are epoch
milliseconds or a day in double quotes. `start` and `limit` are needed on every list.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

from agent.sandbox.cassa.refusal import Refusal, invalid
from agent.sandbox.instants import day_start, from_ms, to_ms
from agent.sandbox.wire import Json, json_answer

Kind = Literal["ids", "points", "text", "instant", "flag"]

COMMON: dict[str, Kind] = {
    "ids": "ids",
    "idsSalesPoint": "points",
    "externalId": "text",
    "lastUpdateFrom": "instant",
    "lastUpdateTo": "instant",
}
MOST = 100
WINDOW = timedelta(days=3)
"""The longest window of documents, itself refused."""


class Query:
    def __init__(self, request: Request, **more: Kind) -> None:
        self._asked = dict(request.query_params)
        self._kinds: dict[str, Kind] = {**COMMON, **more}
        if "sorts" in self._asked:
            raise Refusal("InternalError", "sorts", status=500)
        if odd := set(self._asked) - set(self._kinds) - {"start", "limit"}:
            raise invalid(f"unknown parameter {sorted(odd)[0]}")
        self._values = {name: self._read(name) for name in self._asked if name in self._kinds}
        self._start = self._count("start", least=0, most=None)
        self._limit = self._count("limit", least=1, most=MOST)

    def get(self, name: str) -> Any:
        """Its value: a list, a text, an instant or a bool; None when not asked."""
        return self._values.get(name)

    def window(self) -> tuple[datetime, datetime]:
        """`datetimeFrom` and `datetimeTo`, both needed, less than 3 days apart. A day as the end means all of it."""
        first, last = self._values.get("datetimeFrom"), self._values.get("datetimeTo")
        if not isinstance(first, datetime) or not isinstance(last, datetime):
            raise invalid("datetimeFrom and datetimeTo are required")
        if self._asked["datetimeTo"].startswith('"'):
            last += timedelta(days=1)
        if not timedelta() <= last - first < WINDOW:
            raise invalid("the window must be shorter than 3 days")
        return first, last

    def page(
        self,
        plural: str,
        entities: Iterable[Json],
        passes: Callable[[Json], bool] = lambda entity: True,
        **more: object,
    ) -> Response:
        """The answer: those that pass the common filters and `passes`, from `start` on."""
        found = [entity for entity in entities if self._passes(entity) and passes(entity)]
        given = found[self._start : self._start + self._limit]
        return json_answer({plural: given, "totalCount": len(found), **more})

    def _passes(self, entity: Json) -> bool:
        ids, points, external = self.get("ids"), self.get("idsSalesPoint"), self.get("externalId")
        since, until = self.get("lastUpdateFrom"), self.get("lastUpdateTo")
        changed = entity.get("lastUpdate", 0)
        return (
            (ids is None or entity["id"] in ids)
            and (points is None or entity.get("idSalesPoint", points[0] if points else None) in points)
            and (external is None or entity.get("externalId") == external)
            and (since is None or changed >= to_ms(since))
            and (until is None or changed <= to_ms(until))
        )

    def _count(self, name: str, least: int, most: int | None) -> int:
        text = self._asked.get(name, "")
        if not text.isdecimal() or int(text) < least or (most is not None and int(text) > most):
            raise invalid(f"{name} is required: a number from {least} on" + (f" to {most}" if most else ""))
        return int(text)

    def _read(self, name: str) -> object:
        text = self._asked[name]
        try:
            told: object = json.loads(text)
        except ValueError as error:
            raise invalid(f"{name}: {text!r} is not JSON: arrays as JSON, texts in double quotes") from error
        kind = self._kinds[name]
        if kind == "instant":
            return _instant(name, told)
        fits = {
            "ids": isinstance(told, list) and all(isinstance(item, str) for item in told),
            "points": isinstance(told, list) and bool(told) and all(type(item) is int for item in told),
            "text": isinstance(told, str),
            "flag": isinstance(told, bool),
        }
        if not fits[kind]:
            raise invalid(f"{name}: {text!r} has the wrong form")
        return told


def _instant(name: str, told: object) -> datetime:
    if type(told) is int:
        return from_ms(told)
    if isinstance(told, str):
        try:
            return day_start(date.fromisoformat(told))
        except ValueError as error:
            raise invalid(f'{name}: a day is "YYYY-MM-DD"') from error
    raise invalid(f"{name}: epoch milliseconds or a day in double quotes")
