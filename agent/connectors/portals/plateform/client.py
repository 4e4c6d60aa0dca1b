"""Plateform as the flows see it. Decides nothing: it asks, sends, and says what came back."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

from pydantic import ValidationError

from agent.connectors.answer import Answer
from agent.connectors.fields import as_list, as_object
from agent.connectors.http import SideClient
from agent.connectors.portals.plateform.auth import basic
from agent.connectors.portals.plateform.mapping import WireAccount, read_order, read_orders
from agent.domain.failures import Failed, Gone
from agent.domain.orders import PortalOrder
from agent.domain.ports import Account, Page, Prerequisite, SetAside

OVERLAP: Final = timedelta(minutes=2)
"""Asked again at every poll: a change may become visible a little after the instant that it carries."""

PAGE: Final = 100
MOST_PAGES: Final = 1000
"""A portal that never comes to an end is not believed."""

LONGEST_KEY: Final = 255

OPEN_WORDS: Final = ("nuovo", "confermato")


class Plateform:
    """Fulfils `OrderPortal`."""

    def __init__(self, client: SideClient, restaurant_id: str, api_key: str) -> None:
        self._client = client
        self._authorization = basic(restaurant_id, api_key)
        self._seen: tuple[str, str] | None = None

    @property
    def budget_used(self) -> float | None:
        return self._client.budget.used if self._client.budget else None

    def close(self) -> None:
        self._client.close()

    def test(self) -> Account:
        answer = self._checked(self._call("GET", "/account"))
        try:
            account = WireAccount.model_validate(answer.json())
        except ValidationError:
            raise answer.malformed("account") from None
        return Account(account.name, account.id, account.timezone)

    def prerequisites(self) -> tuple[Prerequisite, ...]:
        """None that a call could tell: the credentials are all that Plateform asks for."""
        return ()

    def order_changes(self, since: datetime) -> Iterator[Page[PortalOrder]]:
        """What has not changed since the last complete answer (its ETag) yields no page."""
        query = {"updated_since": (since - OVERLAP).isoformat(timespec="seconds")}
        for number, (answer, page) in enumerate(self._pages(query, conditional=True)):
            yield page
            # Only now is the page applied: an ETag kept earlier would hide it after a failure of this PC.
            self._remember(query["updated_since"], answer, first=number == 0)

    def open_orders(self) -> Iterator[Page[PortalOrder]]:
        for word in OPEN_WORDS:
            for _, page in self._pages({"status": word}):
                # A list of some states says nothing of what changed in the others.
                yield Page(page.records, page.set_aside)

    def order(self, ref: str) -> PortalOrder:
        return self._read(self._call("GET", _path(ref)))

    def mark_received(self, ref: str) -> None:
        self._checked(self._call("POST", f"{_path(ref)}/received"))

    def accept_order(self, ref: str, ready_at: datetime, *, key: str, version: int) -> PortalOrder:
        promise = {"status": "confermato", "ready_at": ready_at.isoformat(timespec="seconds")}
        return self._decide(ref, promise, key, version)

    def reject_order(self, ref: str, reason: str, *, key: str, version: int) -> PortalOrder:
        return self._decide(ref, {"status": "rifiutato", "rejection_reason": reason}, key, version)

    def complete_order(self, ref: str, *, key: str, version: int) -> PortalOrder:
        return self._decide(ref, {"status": "evaso"}, key, version)

    def _decide(self, ref: str, body: Mapping[str, str], key: str, version: int) -> PortalOrder:
        headers = {"Idempotency-Key": _header_key(key), "If-Match": f'"{version}"'}
        return self._read(self._call("PATCH", _path(ref), headers=headers, body=body))

    def _pages(
        self, query: Mapping[str, str], *, conditional: bool = False
    ) -> Iterator[tuple[Answer, Page[PortalOrder]]]:
        cursor: str | None = None
        cursors: set[str] = set()
        for _ in range(MOST_PAGES):
            asked = {**query, "limit": str(PAGE)} | ({} if cursor is None else {"cursor": cursor})
            answer = self._call("GET", "/orders", query=asked, headers=self._condition(query, cursor, conditional))
            if answer.status == 304:
                return
            body = as_object(self._checked(answer).json()) or {}
            records = as_list(body.get("data"))
            if records is None:
                raise answer.malformed("data")
            yield answer, _page(records)
            cursor = _cursor(body, answer)
            if cursor is None:
                return
            if cursor in cursors:
                raise answer.malformed("next_cursor")
            cursors.add(cursor)
        raise answer.malformed("next_cursor")

    def _condition(self, query: Mapping[str, str], cursor: str | None, conditional: bool) -> Mapping[str, str]:
        if conditional and cursor is None and self._seen and self._seen[0] == query["updated_since"]:
            return {"If-None-Match": self._seen[1]}
        return {}

    def _remember(self, since: str, answer: Answer, *, first: bool) -> None:
        """Only of a listing that is one page: the first page's ETag says nothing of a change on the second."""
        body = as_object(answer.json()) or {}
        tag = answer.headers.get("ETag")
        self._seen = (since, tag) if first and tag and not body.get("next_cursor") else None

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: object | None = None,
    ) -> Answer:
        sent = {"Authorization": self._authorization, "Accept": "application/json", **(headers or {})}
        return self._client.call(method, path, query=list((query or {}).items()), headers=sent, body=body)

    def _checked(self, answer: Answer) -> Answer:
        failure = self._failure(answer)
        if failure is not None:
            raise failure
        return answer

    def _failure(self, answer: Answer) -> Failed | None:
        if answer.ok:
            return None
        said = as_object(answer.json_or_nothing())
        error = as_object((said or {}).get("error")) or {}
        failure = answer.failure(code=str(error.get("code", "")), field=str(error.get("field", "")))
        if isinstance(failure, Gone) and said is None and answer.body:
            # A page of somebody in between is no word of the portal that the order does not exist.
            return answer.stranger()
        return failure

    def _read(self, answer: Answer) -> PortalOrder:
        found = read_order(self._checked(answer).json())
        if isinstance(found, SetAside):
            raise answer.malformed("order")
        return found


def _page(records: list[object]) -> Page[PortalOrder]:
    read, aside = read_orders(records)
    return Page(read, aside, max((order.updated_at for order in read), default=None))


def _cursor(body: Mapping[str, object], answer: Answer) -> str | None:
    cursor = body.get("next_cursor")
    if cursor is None or cursor == "":
        return None
    if not isinstance(cursor, str):
        raise answer.malformed("next_cursor")
    return cursor


def _path(ref: str) -> str:
    return f"/orders/{quote(ref, safe='')}"


def _header_key(key: str) -> str:
    """As a header may hold it, the same for the same key: a link's name may have an accent."""
    safe = quote(key, safe=":-_.")
    return safe if len(safe) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()
