"""Calls to Plateform: login, keys and versions in headers, pages with their cursor, and which 404 is its own word."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeVar
from urllib.parse import quote

from agent.connectors.answer import Answer
from agent.connectors.fields import as_list, as_object
from agent.connectors.http import SideClient
from agent.connectors.portals.plateform.auth import basic
from agent.connectors.remembered import Remembered
from agent.domain.failures import Failed, Gone
from agent.domain.ports import Page, SetAside
from agent.domain.reservations import SideReservation

PAGE: Final = 100
MOST_PAGES: Final = 1000
"""A portal that never comes to an end is not believed."""

LONGEST_KEY: Final = 255

R = TypeVar("R")

Turned = tuple[Answer, Page[R] | None, str | None]
"""What was answered, its page (None: nothing has changed), and where the next one is."""


class Api:
    """Every call of this portal goes through here."""

    def __init__(self, client: SideClient, restaurant_id: str, api_key: str) -> None:
        self.client = client
        self._authorization = basic(restaurant_id, api_key)
        self._seen: dict[str, tuple[Mapping[str, str], str]] = {}
        self._remembered = Remembered()

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: object | None = None,
    ) -> Answer:
        """An answer of success. Raises `Failed`."""
        return self._checked(self._sent(method, path, query=query, headers=headers, body=body))

    def change(self, path: str, body: Mapping[str, object], *, key: str, version: str) -> Answer:
        """A change that happens once, and only to that version. Raises `Conflict` when it is another one by now."""
        headers = {"Idempotency-Key": header_key(key), "If-Match": f'"{version}"'}
        return self.call("PATCH", path, headers=headers, body=body)

    def pages(
        self,
        path: str,
        query: Mapping[str, str],
        read: Callable[[list[object]], tuple[tuple[R, ...], tuple[SetAside, ...]]],
        *,
        conditional: bool = False,
    ) -> Iterator[Page[R]]:
        """`conditional`: what has not changed since the last complete answer (its ETag) yields no page."""

        def turned(cursor: str | None) -> Turned[R]:
            condition = self._condition(path, query) if conditional and cursor is None else {}
            answer = self._page(path, query, cursor, condition)
            if answer.status == 304:
                return answer, None, None
            found, aside = read(_records(answer))
            return answer, Page(found, aside), _cursor(answer)

        for number, (answer, page) in enumerate(_every(turned)):
            yield page
            if conditional:
                # Only now is the page applied: an ETag kept earlier would hide it after a failure of this PC.
                self._remember(path, query, answer, first=number == 0)

    def leaves(
        self, path: str, query: Mapping[str, str], read: Callable[[object], SideReservation | SetAside]
    ) -> Iterator[Page[SideReservation]]:
        """As `pages`, without a condition. One that comes again as it was is not read again."""

        def turned(cursor: str | None) -> Turned[SideReservation]:
            answer = self._page(path, query, cursor, {})
            page, onward = self._remembered.page(
                path, answer.body, lambda: map(read, _records(answer)), lambda: _cursor(answer)
            )
            return answer, page, onward

        for _answer, page in _every(turned):
            yield page

    def _page(self, path: str, query: Mapping[str, str], cursor: str | None, headers: Mapping[str, str]) -> Answer:
        asked = {**query, "limit": str(PAGE)} | ({} if cursor is None else {"cursor": cursor})
        return self._checked(self._sent("GET", path, query=asked, headers=headers))

    def _condition(self, path: str, query: Mapping[str, str]) -> Mapping[str, str]:
        asked, tag = self._seen.get(path, ({}, ""))
        return {"If-None-Match": tag} if tag and asked == query else {}

    def _remember(self, path: str, query: Mapping[str, str], answer: Answer, *, first: bool) -> None:
        """Only of a listing that is one page: the first page's ETag says nothing of a change on the second."""
        tag = answer.headers.get("ETag")
        if first and tag and _cursor(answer) is None:
            self._seen[path] = (query, tag)
        else:
            self._seen.pop(path, None)

    def _sent(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        body: object | None = None,
    ) -> Answer:
        sent = {"Authorization": self._authorization, "Accept": "application/json", **(headers or {})}
        return self.client.call(method, path, query=list((query or {}).items()), headers=sent, body=body)

    def _checked(self, answer: Answer) -> Answer:
        failure = _failure(answer)
        if failure is not None:
            raise failure
        return answer


class Subject:
    """What the portal's connector consists of: one class for each thing that it exchanges."""

    def __init__(self, api: Api) -> None:
        self._api = api


def path_of(listed: str, ref: str) -> str:
    """The address of one record in that list, whatever its reference holds."""
    return f"{listed}/{quote(ref, safe='')}"


def _failure(answer: Answer) -> Failed | None:
    if answer.ok:
        return None
    said = as_object(answer.json_or_nothing())
    error = as_object((said or {}).get("error")) or {}
    failure = answer.failure(code=str(error.get("code", "")), field=str(error.get("field", "")))
    if isinstance(failure, Gone) and said is None and answer.body:
        # A page of somebody in between is no word of the portal that the record does not exist.
        return answer.stranger()
    return failure


def _every(turned: Callable[[str | None], Turned[R]]) -> Iterator[tuple[Answer, Page[R]]]:
    """One page after the other, each where the one before said. Raises `Malformed` for a list without an end."""
    cursors: set[str] = set()
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        answer, page, cursor = turned(cursor)
        if page is not None:
            yield answer, page
        if cursor is None:
            return
        if cursor in cursors:
            break
        cursors.add(cursor)
    raise answer.malformed("next_cursor")


def _records(answer: Answer) -> list[object]:
    records = as_list((as_object(answer.json()) or {}).get("data"))
    if records is None:
        raise answer.malformed("data")
    return records


def _cursor(answer: Answer) -> str | None:
    cursor = (as_object(answer.json()) or {}).get("next_cursor")
    if cursor is None or cursor == "":
        return None
    if not isinstance(cursor, str):
        raise answer.malformed("next_cursor")
    return cursor


def header_key(key: str) -> str:
    """As a header may hold it, the same for the same key: a link's name may have an accent."""
    safe = quote(key, safe=":-_.")
    return safe if len(safe) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()
