"""One client per side: deadlines, proxy, trust store, budget, and a log that tells of calls but never what they held.

Only `agent.connectors` speaks to httpx. No header, body or query value is ever logged or put into a failure:
queries hold guests' e-mails.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlencode, urlsplit

import httpx
import structlog

from agent import __version__
from agent.clock import wall
from agent.connectors import exact_json
from agent.connectors.answer import Answer
from agent.connectors.budget import Budget
from agent.connectors.failures import Exchange, http_date, malformed, of_exception
from agent.connectors.fields import EARLIEST, LATEST
from agent.connectors.route import SYSTEMS_OWN, Network, Route
from agent.connectors.unpacking import ASKED_FOR, NotUnpacked, TooLong, unpacked
from agent.connectors.wire import Wire
from agent.domain.failures import Failed, RateLimited, Refused, Side, Transient

for _talkative in ("httpx", "httpcore"):
    # They write whole addresses, with the e-mails in their queries, and headers.
    logging.getLogger(_talkative).setLevel(logging.WARNING)

log = structlog.get_logger()

LARGEST_ANSWER = 20 * 1024 * 1024
"""Bytes, decoded. A menu with a thousand dishes is about one megabyte."""

SHORTEST_TURN = timedelta(milliseconds=5)
"""Between two looks at the budget, however soon it says that there is room."""


@dataclass(frozen=True)
class Patience:
    """How long to wait: for a connection, for the next bytes, and for a whole call."""

    connect: timedelta = timedelta(seconds=5)
    read: timedelta = timedelta(seconds=10)
    whole: timedelta = timedelta(seconds=20)


@dataclass(frozen=True)
class Content:
    """A body that is no JSON, with its type. Its representation does not show it."""

    type: str
    body: bytes = field(repr=False)


class SideClient:
    """Calls one side. May be used from several threads; the constructor opens nothing.

    `on_server_date` is told by how many seconds this PC's clock is ahead, at every answer that carries a `Date`.
    """

    def __init__(
        self,
        system: str,
        side: Side,
        base_url: str,
        on_server_date: Callable[[Side, float], None],
        *,
        budget: Budget | None = None,
        longest_turn: timedelta = timedelta(0),
        patience: Patience | None = None,
        largest_request: int | None = None,
        network: Network = SYSTEMS_OWN,
    ) -> None:
        """`longest_turn`: so long a call waits for room in the budget before it is told that there is none."""
        patience = patience or Patience()
        self.system = system
        self.side = side
        self.budget = budget
        self._base_url = base_url.rstrip("/")
        self._host = urlsplit(base_url).hostname or ""
        self._on_server_date = on_server_date
        self._whole = patience.whole.total_seconds()
        self._largest_request = largest_request
        self._wire = Wire()
        read = patience.read.total_seconds()
        self._client = httpx.Client(
            transport=Route(base_url, self._wire, network),
            timeout=httpx.Timeout(read, connect=patience.connect.total_seconds()),
            headers={"User-Agent": f"campanello/{__version__}", "Accept-Encoding": ASKED_FOR},
            # No side needs them; kept, they would grow with every answer that sets one, and go back to it.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            trust_env=False,
        )
        self._longest_turn = longest_turn
        self._gate = threading.Lock()
        self._under_way = 0
        self._closed = False
        self._closing = threading.Event()

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        body: object | None = None,
        form: Mapping[str, str] | None = None,
        writes: bool | None = None,
        chore: bool = False,
    ) -> Answer:
        """One request and its whole answer, of any status. Raises `Failed` when there is no answer.

        `body` goes as JSON, or as it is when it is a `Content`; `form` as a page's form does. `writes` tells whether
        the request asks for a change; without it the method tells. `chore`: orders come first.
        """
        changing = method not in ("GET", "HEAD") if writes is None else writes
        exchange = self.exchange(writes=changing)
        sent = dict(headers or {})
        content: bytes | None = None
        if body is not None:
            written = body if isinstance(body, Content) else Content("application/json", exact_json.write(body))
            content = written.body
            sent["Content-Type"] = written.type
            self._must_fit(content)
        elif form is not None:
            content = urlencode(form).encode("ascii")
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        self._spend(chore)
        with self._place(), self._logged(exchange, method, path) as told:
            request = self._client.build_request(
                method, self._base_url + path, params=list(query) or None, headers=sent, content=content
            )
            answer = self._exchange(exchange, request)
            told["status"] = answer.status
            return answer

    def exchange(self, *, writes: bool) -> Exchange:
        """What a failure may tell of a call to this side."""
        return Exchange(self.system, self.side, self._host, writes)

    def close(self) -> None:
        """Gives the sockets back. A call under way in another thread fails as `Transient` and tidies up."""
        with self._gate:
            self._closed = True
            idle = self._under_way == 0
        self._closing.set()
        self._wire.cut()
        if idle:
            self._client.close()

    def _exchange(self, exchange: Exchange, request: httpx.Request) -> Answer:
        began, began_at = time.monotonic(), wall()
        try:
            with self._wire.until(began + self._whole):
                response = self._client.send(request, stream=True)
                try:
                    self._tell_date(response.headers, began_at, time.monotonic() - began)
                    packing = response.headers.get("Content-Encoding", "")
                    body = unpacked(response.iter_raw(), packing, LARGEST_ANSWER)
                finally:
                    response.close()
        except httpx.HTTPError as error:
            raise of_exception(exchange, error) from None
        except NotUnpacked:
            raise malformed(exchange, "encoding") from None
        except TooLong:
            raise malformed(exchange, "too_long") from None
        return Answer(exchange, response.status_code, response.headers, body, began_at)

    def _tell_date(self, headers: httpx.Headers, began_at: datetime, took: float) -> None:
        """The answer was written about half-way; its `Date` has whole seconds. A cache's answer tells nothing.

        Nor does one of another century: what is taken for now is reckoned with, and must survive it.
        """
        instant = http_date(headers.get("Date", ""))
        if instant is not None and EARLIEST <= instant <= LATEST and "Age" not in headers:
            half_way = began_at + timedelta(seconds=took / 2)
            self._on_server_date(self.side, (half_way - instant).total_seconds() - 0.5)

    def _must_fit(self, content: bytes) -> None:
        if self._largest_request is not None and len(content) > self._largest_request:
            raise Refused("side.refused", side=self.side, system=self.system, status="413", code="too_large", field="")

    def _spend(self, chore: bool) -> None:
        if self.budget is None:
            return
        left = self._longest_turn
        while (after := self.budget.spend(chore=chore)) is not None:
            turn = max(after, SHORTEST_TURN)
            if turn > left:
                raise RateLimited("side.budget", side=self.side, after=after, system=self.system)
            left -= turn
            if self._closing.wait(turn.total_seconds()):
                return  # what is said of a closed side is said where every call begins

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Counts the calls under way: after `close` the last one out gives the sockets back."""
        with self._gate:
            if self._closed:
                raise Transient("side.closed", side=self.side, system=self.system)
            self._under_way += 1
        try:
            yield
        finally:
            with self._gate:
                self._under_way -= 1
                last = self._closed and self._under_way == 0
            if last:
                self._client.close()

    @contextmanager
    def _logged(self, exchange: Exchange, method: str, path: str) -> Iterator[dict[str, int]]:
        began = time.monotonic()
        told: dict[str, int] = {}
        message = ""
        try:
            yield told
        except Failed as error:
            message = error.failure.message
            raise
        finally:
            took = round((time.monotonic() - began) * 1000)
            event = log.bind(system=exchange.system, method=method, path=path, milliseconds=took)
            if message:
                event.debug("side.call_failed", failure=message)
            else:
                event.debug("side.called", **told)
