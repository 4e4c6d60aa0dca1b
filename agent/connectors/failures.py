"""The table from statuses and exceptions to failures; the only place that decides what a bad answer means.

    no connection, DNS, TLS, proxy          Transient      not acted
    request sent, no answer or half of it   Transient      a write: nobody knows
    3xx                                     Transient      not acted
    408, 425                                Transient      a write: nobody knows
    429, 503 with Retry-After               RateLimited    not acted
    5xx                                     Transient      a write: nobody knows
    401, 403                                AuthRefused    not acted
    404, 410                                Gone           not acted (not the vendor's words: Transient)
    409, 412                                Conflict       not acted
    other 4xx                               Refused        not acted
    2xx that cannot be read                 Malformed      a write: nobody knows

A failure's parameters hold codes, never a sentence of the server: those quote what was sent.
"""

import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from agent.domain.failures import (
    AuthRefused,
    Conflict,
    Failed,
    Gone,
    Malformed,
    RateLimited,
    Refused,
    Side,
    Transient,
)

LONGEST_WAIT = timedelta(days=1)
"""A longer `Retry-After` is taken for this; what the lane believes of it is the lane's."""


@dataclass(frozen=True)
class Exchange:
    """One request, as far as a failure may tell of it."""

    system: str
    """The vendor's name, as a person knows it."""
    side: Side
    host: str
    writes: bool
    """Whether the request asks the other side to change something."""

    @property
    def unknown(self) -> bool | None:
        """`acted` once the request is on its way and its answer cannot be had."""
        return None if self.writes else False


def of_exception(exchange: Exchange, error: httpx.HTTPError) -> Failed:
    """What httpx could not do."""
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError):
        return _not_reached(exchange, error)
    if isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return _transient(exchange, "side.unreachable", acted=False, host=exchange.host, why="network")
    if isinstance(error, httpx.TimeoutException):
        return _transient(exchange, "side.timeout", acted=exchange.unknown, host=exchange.host)
    return _transient(exchange, "side.broken_answer", acted=exchange.unknown, host=exchange.host)


def of_status(
    exchange: Exchange, status: int, headers: Mapping[str, str], now: datetime, *, code: str = "", field: str = ""
) -> Failed | None:
    """What the status means; None for success. `code` and `field` are the vendor's words for what it refused."""
    if 200 <= status < 300 or status == 304:
        return None
    system, side = exchange.system, exchange.side
    if status in (429, 503) and (status == 429 or retry_after(headers, now) is not None):
        after = retry_after(headers, now)
        return RateLimited("side.busy", side=side, after=after, system=system, status=str(status))
    if status >= 500:
        return _transient(exchange, "side.server_error", acted=exchange.unknown, status=str(status))
    if status in (408, 425):
        return _transient(exchange, "side.timeout", acted=exchange.unknown, host=exchange.host)
    if status < 400:
        return _transient(exchange, "side.redirected", acted=False, status=str(status), host=_moved_to(headers))
    kind, message = _OF_REQUEST.get(status, (Refused, "side.refused"))
    return kind(
        message,
        side=side,
        acted=False,
        after=None,
        system=system,
        status=str(status),
        code=word(code),
        field=word(field),
    )


def malformed(exchange: Exchange, what: str) -> Malformed:
    """An answer of success that cannot be read. `what`: the field or the code word, never its value."""
    return Malformed(
        "side.malformed", side=exchange.side, acted=exchange.unknown, system=exchange.system, what=word(what)
    )


def stranger(exchange: Exchange, status: int) -> Transient:
    """A 404 that is no word of the vendor: a page of a proxy, of a provider, of a server under maintenance.

    Not `Gone`: an order must not be given up because somebody else does not know it.
    """
    return _transient(exchange, "side.stranger", acted=False, host=exchange.host, status=str(status))


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """The header in seconds or as a date; a date counts from the server's own `Date`, else from `now`."""
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d*)?", text, re.ASCII):
        return min(timedelta(seconds=float(text)), LONGEST_WAIT)
    until = http_date(text)
    if until is None:
        return None
    wait = until - (http_date(headers.get("Date", "")) or now)
    return min(max(wait, timedelta(0)), LONGEST_WAIT)


def http_date(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant


def word(text: str) -> str:
    """A code as a parameter may hold it: anything that is no plain word is dropped, since it may quote a guest."""
    return text if re.fullmatch(r"[A-Za-z0-9_.\-\[\]]{1,60}", text, re.ASCII) else ""


_OF_REQUEST: Mapping[int, tuple[type[Failed], str]] = {
    401: (AuthRefused, "side.credentials_refused"),
    403: (AuthRefused, "side.credentials_refused"),
    404: (Gone, "side.gone"),
    410: (Gone, "side.gone"),
    409: (Conflict, "side.conflict"),
    412: (Conflict, "side.conflict"),
}


def _transient(exchange: Exchange, message: str, *, acted: bool | None, **params: str) -> Transient:
    return Transient(message, side=exchange.side, acted=acted, after=None, system=exchange.system, **params)


def _not_reached(exchange: Exchange, error: httpx.HTTPError) -> Failed:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = _CERTIFICATE.get(cause.verify_code, "other")
            return _transient(exchange, "side.certificate", acted=False, host=exchange.host, why=why)
    return _transient(exchange, "side.unreachable", acted=False, host=exchange.host, why=_why(error))


def _why(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.ProxyError):
        return "proxy"
    if isinstance(error, httpx.TimeoutException):
        return "timeout"
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):
            return "name"
        if isinstance(cause, ConnectionRefusedError):
            return "refused"
        if isinstance(cause, ssl.SSLError):
            return "tls"
    return "network"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and what led to it. httpcore drops the chain on the way but keeps the first one as argument."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [argument for argument in cause.args if isinstance(argument, BaseException)]
        waiting += [linked for linked in (cause.__cause__, cause.__context__) if linked is not None]


def _moved_to(headers: Mapping[str, str]) -> str:
    try:
        return httpx.URL(headers.get("Location", "")).host
    except httpx.InvalidURL:
        return ""


_CERTIFICATE = {
    9: "not_yet_valid",
    10: "expired",
    18: "self_signed",
    19: "self_signed",
    20: "unknown_issuer",
    21: "unknown_issuer",
    23: "revoked",
    62: "wrong_host",
    64: "wrong_host",
    0x800B0101: "expired",
    0x800B0109: "unknown_issuer",
    0x800B010A: "unknown_issuer",
    0x800B010C: "revoked",
    0x800B010F: "wrong_host",
}
"""OpenSSL's X509_V_ERR_* and, from truststore on Windows, the CERT_E_* of the system."""
