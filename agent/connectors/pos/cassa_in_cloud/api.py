"""Calls to Cassa in Cloud: token, version, paging, and its errors read by their word.

The vendor does not say which status an error has, so the word decides whatever the 4xx.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from agent.connectors.answer import Answer
from agent.connectors.failures import of_status
from agent.connectors.fields import as_list, as_object, ref_of
from agent.connectors.http import SideClient
from agent.connectors.pos.cassa_in_cloud.auth import Access
from agent.connectors.pos.cassa_in_cloud.query import Value, encoded
from agent.domain.failures import Failed

VERSION: Final = "1.0.0"
PAGE: Final = 100
MOST_PAGES: Final = 1000
"""A list that never comes to an end is not believed."""

STATUS_OF_WORD: Final[Mapping[str, int]] = {
    "ConflictValue": 409,
    "InvalidId": 404,
    "InvalidParams": 422,
    "InvalidIdSalesPoint": 422,
}
"""What each of the vendor's words means in the words of HTTP, which the table of failures knows."""


class Api:
    """Every call of this till goes through here."""

    def __init__(self, client: SideClient, access: Access) -> None:
        self.client = client
        self._access = access

    def one(self, path: str, singular: str, *, chore: bool = False) -> Mapping[str, object]:
        """The object at a path that names its id. Raises `Gone` when the till has none."""
        answer = self._call("GET", path, by_id=True, chore=chore)
        found = as_object((as_object(answer.json()) or {}).get(singular))
        if found is None:
            raise answer.malformed(singular)
        return found

    def listed(self, path: str, plural: str, query: Mapping[str, Value], *, chore: bool = False) -> Iterator[object]:
        """Every record of a list, once, though the list may change between its pages."""
        for records in self.pages(path, plural, query, chore=chore):
            yield from records

    def pages(
        self, path: str, plural: str, query: Mapping[str, Value], *, chore: bool = False, start: int = 0
    ) -> Iterator[list[object]]:
        seen: set[str] = set()
        before: int | None = None
        for _ in range(MOST_PAGES):
            answer = self._call("GET", path, query={**query, "start": start, "limit": PAGE}, chore=chore)
            body = as_object(answer.json()) or {}
            records = as_list(body.get(plural))
            if records is None:
                raise answer.malformed(plural)
            yield _unseen(records, seen)
            total = _count(body.get("totalCount"))
            shrunk = max((before or 0) - total, 0) if total is not None else 0
            before = total
            if shrunk and start:
                # What was taken away has moved records into the pages before this one: look there again.
                start = max(start - shrunk, 0)
                continue
            start += len(records)
            if not records or (len(records) < PAGE if total is None else start >= total):
                return
        raise answer.malformed("totalCount")

    def count(self, path: str, query: Mapping[str, Value], plural: str) -> int:
        """How many records a list has, by one small page. A chore."""
        answer = self._call("GET", path, query={**query, "start": 0, "limit": 1}, chore=True)
        body = as_object(answer.json()) or {}
        records = as_list(body.get(plural))
        if records is None:
            raise answer.malformed(plural)
        total = _count(body.get("totalCount"))
        return len(records) if total is None else total

    def send(self, method: str, path: str, body: Mapping[str, object], *, by_id: bool = False) -> Answer:
        """A write. Its answer's body is the caller's to read."""
        return self._call(method, path, body=body, by_id=by_id)

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Value] | None = None,
        body: Mapping[str, object] | None = None,
        by_id: bool = False,
        chore: bool = False,
    ) -> Answer:
        token = self._access.token()
        answer = self._once(token, method, path, query, body, chore)
        if answer.status == 401:
            answer = self._once(self._access.instead_of(token), method, path, query, body, chore)
        failure = failure_of(answer, by_id=by_id)
        if failure is not None:
            raise failure
        return answer

    def _once(
        self,
        token: str,
        method: str,
        path: str,
        query: Mapping[str, Value] | None,
        body: Mapping[str, object] | None,
        chore: bool,
    ) -> Answer:
        headers = {"Authorization": f"Bearer {token}", "X-Version": VERSION, "Content-Type": "application/json"}
        if body is not None:
            headers["X-Requested-With"] = "*"
        return self.client.call(method, path, query=encoded(query or {}), headers=headers, body=body, chore=chore)


def failure_of(answer: Answer, *, by_id: bool = False) -> Failed | None:
    """What an answer means; None for success. `by_id`: the path names a record, so "no such id" is that record's."""
    said = as_object(answer.json_or_nothing()) or {}
    word = said.get("error")
    if not isinstance(word, str):
        if answer.status in (404, 410):
            # Not the till's word: a missing order would be taken for a cancelled one.
            return answer.stranger()
        return answer.failure()
    status = answer.status
    if status < 500 and status not in (401, 429):
        status = STATUS_OF_WORD.get(word, 422 if answer.ok else status)
    if status in (404, 410) and not by_id:
        status = 422
    return of_status(answer.exchange, status, answer.headers, answer.at, code=word)


def _unseen(records: list[object], seen: set[str]) -> list[object]:
    """Records without an id are always passed on: their reader sets them aside."""
    fresh = [record for record in records if not ref_of(record) or ref_of(record) not in seen]
    seen.update(ref_of(record) for record in records)
    return fresh


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
