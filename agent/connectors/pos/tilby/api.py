"""Calls to Tilby: the token, renewed once when it is refused; filters and pages; and its errors as it words them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from agent.connectors.answer import Answer
from agent.connectors.fields import as_list, as_object
from agent.connectors.http import SideClient
from agent.connectors.pos.tilby.auth import Access
from agent.connectors.walk import Sheet, walk
from agent.domain.failures import Failed, Gone

PAGE: Final = 100

EMPTY: Final = "50"
"""`error.code` of a 404 that means an empty list."""

REFUSED: Final = (401, 403)

Filters = Sequence[tuple[str, str]]


class Api:
    """Every call of this till goes through here."""

    def __init__(self, client: SideClient, access: Access) -> None:
        self.client = client
        self._access = access

    def close(self) -> None:
        self.client.close()
        self._access.close()

    def one(self, path: str) -> dict[str, object]:
        """The object at a path that names its id. Raises `Gone` when the till has none."""
        answer = self.send("GET", path)
        found = answer.json()
        if not isinstance(found, dict):
            raise answer.malformed("record")
        return found

    def send(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Answer:
        """An answer of success. Raises `Failed`."""
        answer = self._answered(method, path, (), body)
        failure = failure_of(answer)
        if failure is not None:
            raise failure
        return answer

    def listed(self, path: str, filters: Filters = ()) -> Iterator[object]:
        """Every record of a small list, by page numbers."""
        for sheet, _ in walk(lambda since, skipped: self._sheet(path, filters, skipped, _no_instants), None):
            yield from sheet.records

    def changes(
        self,
        path: str,
        filters: Filters,
        changed: Callable[[list[object]], tuple[datetime, ...]],
        since: datetime | None,
        by: str = "updated_at",
    ) -> Iterator[tuple[Sheet, datetime | None]]:
        """As `walk`, over what carries the instant `by`. `changed`: those of these records, in their order."""

        def ask(start: datetime | None, skipped: int) -> Sheet:
            from_when = [] if start is None else [(f"{by}_since", start.isoformat())]
            return self._sheet(path, [*filters, *from_when, ("orderby_asc", by)], skipped, changed)

        return walk(ask, since)

    def last_changed(self, path: str) -> tuple[list[object], int]:
        """The record that changed last (none: the list is empty), and how many there are. One call."""
        query = [("orderby_desc", "updated_at"), ("pagination", "true"), ("per_page", "1"), ("page", "0")]
        answer = self._answered("GET", path, query, None)
        if answer.status == 404 and _code(answer) == EMPTY:
            return [], 0
        failure = failure_of(answer)
        if failure is not None:
            raise failure
        said = answer.json()
        page = as_object(said) or {}
        whole = as_list(said)
        records, total = (whole, len(whole)) if whole is not None else (as_list(page.get("results")), page.get("total"))
        if records is None:
            raise answer.malformed("results")
        if not isinstance(total, int) or isinstance(total, bool):
            raise answer.malformed("total")
        return records, total

    def _sheet(
        self, path: str, filters: Filters, number: int, changed: Callable[[list[object]], tuple[datetime, ...]]
    ) -> Sheet:
        query = [*filters, ("pagination", "true"), ("per_page", str(PAGE)), ("page", str(number))]
        answer = self._answered("GET", path, query, None)
        if answer.status == 404 and _code(answer) == EMPTY:
            return Sheet(answer, [], (), more=False)
        failure = failure_of(answer)
        if failure is not None:
            raise failure
        said = answer.json()
        whole = as_list(said)
        if whole is not None:
            # A list that takes no notice of paging is all of it.
            return Sheet(answer, whole, changed(whole), more=False)
        page = as_object(said) or {}
        records, pages = as_list(page.get("results")), page.get("pages")
        if records is None:
            raise answer.malformed("results")
        if not isinstance(pages, int) or isinstance(pages, bool):
            raise answer.malformed("pages")
        return Sheet(answer, records, changed(records), more=bool(records) and number + 1 < pages)

    def _answered(self, method: str, path: str, query: Filters, body: Mapping[str, object] | None) -> Answer:
        """An answer of any status, but not of a token that has merely expired."""

        def once(token: str) -> Answer:
            headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
            return self.client.call(method, path, query=query, headers=headers, body=body)

        token = self._access.token()
        answer = once(token)
        if answer.status in REFUSED:
            other = self._access.instead_of(token)
            if other is not None:
                return once(other)
        return answer


def failure_of(answer: Answer) -> Failed | None:
    """What an answer means; None for success."""
    said = as_object(answer.json_or_nothing()) or {}
    error = as_object(said.get("error"))
    failure = answer.failure(code=str((error or {}).get("type") or _code(answer)))
    if isinstance(failure, Gone) and error is None:
        # A page of somebody in between is no word of the till that the booking does not exist.
        return answer.stranger()
    return failure


def _code(answer: Answer) -> str:
    said = as_object(answer.json_or_nothing()) or {}
    error = as_object(said.get("error")) or {}
    code = error.get("code")
    return str(code) if isinstance(code, int | str) else ""


def _no_instants(records: list[object]) -> tuple[datetime, ...]:
    return ()
