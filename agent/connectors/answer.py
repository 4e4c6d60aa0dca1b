"""One answer of a side, of whatever status, and what it means. Its representation shows neither headers nor body."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import httpx

from agent.connectors import exact_json
from agent.connectors.failures import Exchange, malformed, of_status, stranger
from agent.domain.failures import Failed, Malformed, Transient


@dataclass(frozen=True)
class Answer:
    """What came back, of whatever status."""

    exchange: Exchange
    status: int
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)
    at: datetime

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> object:
        """Raises `Malformed`."""
        readable, value = self._read
        if not readable:
            raise malformed(self.exchange, "json")
        return value

    def json_or_nothing(self) -> object:
        """The body of a refusal, which may be anything."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[bool, object]:
        try:
            return True, exact_json.read(self.body)
        except ValueError:
            return False, None

    def failure(self, *, code: str = "", field: str = "") -> Failed | None:
        """What its status means; None for success."""
        return of_status(self.exchange, self.status, self.headers, self.at, code=code, field=field)

    def malformed(self, what: str) -> Malformed:
        return malformed(self.exchange, what)

    def stranger(self) -> Transient:
        """It is not the vendor that answered, but something in between or another server."""
        return stranger(self.exchange, self.status)
