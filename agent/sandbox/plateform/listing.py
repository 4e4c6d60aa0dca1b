"""Pages of a list, oldest change first, with an opaque cursor that skips nothing while things change.

The cursor holds the place of the last entity given out and the filters of the first page. What changes meanwhile
moves to the end of the list and is met there, so an entity can be met twice and never missed.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from agent.sandbox.instants import parse_iso
from agent.sandbox.plateform.refusal import invalid
from agent.sandbox.wire import Json, encoded

MOST = 200
"""Of the profile: `limit` is 1 to 200, and 100 when not said."""
USUAL = 100


class Listed(Protocol):
    place: int
    updated_at: datetime

    def wire(self) -> Json: ...


Item = TypeVar("Item", bound=Listed)


class Query:
    """One request for a page: the filters of its list, and where it goes on."""

    def __init__(self, request: Request, filters: Iterable[str]) -> None:
        asked = dict(request.query_params)
        self.limit = _limit(asked.get("limit"))
        self.after = 0
        self._filters = {name: asked[name] for name in (*filters, "updated_since") if name in asked}
        if "cursor" in asked:
            self.after, self._filters = _read_cursor(asked["cursor"])

    def text(self, name: str) -> str | None:
        return self._filters.get(name)

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self._filters.get(name, ""))
        except ValueError as error:
            raise invalid(name, "a day as YYYY-MM-DD is required") from error

    def instant(self, name: str) -> datetime | None:
        text = self._filters.get(name)
        try:
            return None if text is None else parse_iso(text)
        except ValueError as error:
            raise invalid(name, "an instant with its offset, URL-encoded, is required") from error

    def cursor_after(self, place: int) -> str:
        text = json.dumps({"after": place, "filters": self._filters})
        return base64.urlsafe_b64encode(text.encode()).decode()


def page(request: Request, query: Query, items: Iterable[Item]) -> Response:
    """The answer for `query` out of all `items` that pass its own filters; 304 when the client has it already."""
    since = query.instant("updated_since")
    left = [item for item in items if item.place > query.after and (since is None or item.updated_at >= since)]
    left.sort(key=lambda item: item.place)
    given = left[: query.limit]
    more = query.cursor_after(given[-1].place) if len(left) > len(given) else None
    body = encoded({"data": [item.wire() for item in given], "next_cursor": more})
    return tagged(request, body, f'"{hashlib.sha256(body).hexdigest()[:24]}"')


def tagged(request: Request, body: bytes, tag: str) -> Response:
    known = [text.strip().removeprefix("W/") for text in request.headers.get("if-none-match", "").split(",")]
    if tag in known:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(body, headers={"ETag": tag}, media_type="application/json")


def _limit(text: str | None) -> int:
    if text is None:
        return USUAL
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise invalid("limit", f"1 to {MOST}")
    return int(text)


def _read_cursor(text: str) -> tuple[int, dict[str, str]]:
    try:
        told = json.loads(base64.urlsafe_b64decode(text.encode()))
        return int(told["after"]), {str(name): str(value) for name, value in told["filters"].items()}
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise invalid("cursor", "not a cursor of this portal") from error
