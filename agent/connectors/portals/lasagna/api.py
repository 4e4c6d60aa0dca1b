"""Calls to Lasagna: the token, renewed once when it is refused; pages; and which 404 is its own word."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from agent.connectors.answer import Answer
from agent.connectors.fields import as_list, as_object
from agent.connectors.http import SideClient
from agent.connectors.portals.lasagna.auth import Access
from agent.connectors.walk import Sheet, walk
from agent.domain.failures import Failed, Gone

API: Final = "/api/v1"

PAGE: Final = 100
"""The most that the profile allows."""


class Api:
    """Every call of this portal goes through here."""

    def __init__(self, client: SideClient, access: Access) -> None:
        self.client = client
        self._access = access

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Sequence[tuple[str, str]] = (),
        version: str | None = None,
        body: object | None = None,
    ) -> Answer:
        """An answer of success. Raises `Failed`; `Conflict` when the record is not of that version any more."""
        answer = self.answer(method, path, query=query, version=version, body=body)
        failure = failure_of(answer)
        if failure is not None:
            raise failure
        return answer

    def answer(
        self,
        method: str,
        path: str,
        *,
        query: Sequence[tuple[str, str]] = (),
        version: str | None = None,
        body: object | None = None,
    ) -> Answer:
        """An answer of any status, but not of a token that has merely expired."""
        headers = {"Accept": "application/json"}
        if version is not None:
            headers["If-Match"] = f'"{version}"'

        def once(token: str) -> Answer:
            sent = {**headers, "Authorization": f"Bearer {token}"}
            return self.client.call(method, API + path, query=query, headers=sent, body=body)

        token = self._access.token()
        answer = once(token)
        return once(self._access.instead_of(token)) if answer.status == 401 else answer

    def sheets(
        self,
        path: str,
        filters: Sequence[tuple[str, str]],
        changed: Callable[[object], datetime | None],
        since: datetime | None,
    ) -> Iterator[tuple[Sheet, datetime | None]]:
        """As `walk`. `changed` tells when a record did."""

        def ask(start: datetime | None, skipped: int) -> Sheet:
            from_when = [] if start is None else [("updated_since", start.isoformat())]
            query = [*filters, *from_when, ("page", str(skipped + 1)), ("per_page", str(PAGE))]
            answer = self.call("GET", path, query=query)
            said = as_object(answer.json()) or {}
            records, pages = as_list(said.get("items")), said.get("pages")
            if records is None:
                raise answer.malformed("items")
            if not isinstance(pages, int) or isinstance(pages, bool):
                raise answer.malformed("pages")
            instants = tuple(instant for instant in map(changed, records) if instant is not None)
            return Sheet(answer, records, instants, more=bool(records) and skipped + 1 < pages)

        return walk(ask, since)


def failure_of(answer: Answer) -> Failed | None:
    """What an answer means; None for success."""
    said: Mapping[str, object] = as_object(answer.json_or_nothing()) or {}
    code, field = said.get("error"), said.get("field")
    failure = answer.failure(code=str(code or ""), field=str(field or ""))
    if isinstance(failure, Gone) and not isinstance(code, str):
        # A page of somebody in between is no word of the portal that the reservation does not exist.
        return answer.stranger()
    return failure
