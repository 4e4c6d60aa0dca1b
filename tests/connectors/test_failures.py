"""The table from statuses and exceptions to failures, row by row."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors.failures import Exchange, of_exception, of_status, retry_after, word
from agent.domain.failures import (
    AuthRefused,
    Conflict,
    Failed,
    Gone,
    RateLimited,
    Refused,
    Side,
    Transient,
)

NOW = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
READ = Exchange("Plateform", Side.PORTAL, "portal.test", writes=False)
WRITE = Exchange("Plateform", Side.PORTAL, "portal.test", writes=True)


@pytest.mark.parametrize("status", [200, 201, 204, 299, 304])
def test_success_is_no_failure(status: int) -> None:
    assert of_status(WRITE, status, {}, NOW) is None


@pytest.mark.parametrize(
    ("status", "kind", "message", "write_acted"),
    [
        (301, Transient, "side.redirected", False),
        (302, Transient, "side.redirected", False),
        (400, Refused, "side.refused", False),
        (401, AuthRefused, "side.credentials_refused", False),
        (403, AuthRefused, "side.credentials_refused", False),
        (404, Gone, "side.gone", False),
        (405, Refused, "side.refused", False),
        (408, Transient, "side.timeout", None),
        (409, Conflict, "side.conflict", False),
        (410, Gone, "side.gone", False),
        (412, Conflict, "side.conflict", False),
        (413, Refused, "side.refused", False),
        (422, Refused, "side.refused", False),
        (425, Transient, "side.timeout", None),
        (429, RateLimited, "side.busy", False),
        (500, Transient, "side.server_error", None),
        (502, Transient, "side.server_error", None),
        (503, Transient, "side.server_error", None),
        (504, Transient, "side.server_error", None),
        (599, Transient, "side.server_error", None),
    ],
)
def test_each_status(status: int, kind: type[Failed], message: str, write_acted: bool | None) -> None:
    written = of_status(WRITE, status, {}, NOW)
    assert type(written) is kind
    assert written.failure.message == message
    assert written.failure.acted is write_acted
    assert written.failure.side is Side.PORTAL
    assert written.failure.params["system"] == "Plateform"
    read = of_status(READ, status, {}, NOW)
    assert read is not None
    assert read.failure.acted is False


@given(st.integers(100, 999), st.dictionaries(st.sampled_from(["Retry-After", "Date", "Location"]), st.text()))
def test_any_status_and_header_is_a_failure_or_none(status: int, headers: dict[str, str]) -> None:
    failure = of_status(WRITE, status, headers, NOW)
    assert (failure is None) == (200 <= status < 300 or status == 304)


@pytest.mark.parametrize(
    ("headers", "after"),
    [
        ({"Retry-After": "7"}, timedelta(seconds=7)),
        ({"Retry-After": " 1.5 "}, timedelta(seconds=1.5)),
        ({"Retry-After": "Mon, 23 Nov 2026 19:01:00 GMT"}, timedelta(seconds=60)),
        # The server's clock is an hour ahead: its date counts from its own.
        (
            {"Retry-After": "Mon, 23 Nov 2026 20:00:30 GMT", "Date": "Mon, 23 Nov 2026 20:00:00 GMT"},
            timedelta(seconds=30),
        ),
        ({"Retry-After": "Mon, 23 Nov 2026 18:00:00 GMT"}, timedelta(0)),
        ({"Retry-After": "999999999"}, timedelta(days=1)),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "٣"}, None),
        ({}, None),
    ],
)
def test_retry_after_in_both_forms(headers: dict[str, str], after: timedelta | None) -> None:
    assert retry_after(headers, NOW) == after
    limited = of_status(WRITE, 429, headers, NOW)
    assert isinstance(limited, RateLimited)
    assert limited.failure.after == after
    unavailable = of_status(WRITE, 503, headers, NOW)
    assert isinstance(unavailable, RateLimited if after is not None else Transient)
    assert unavailable.failure.after == after


@pytest.mark.parametrize(
    ("error", "message", "why", "write_acted"),
    [
        (httpx.ConnectError("refused"), "side.unreachable", "network", False),
        (httpx.ConnectTimeout("slow"), "side.unreachable", "timeout", False),
        (httpx.PoolTimeout("full"), "side.unreachable", "timeout", False),
        (httpx.ProxyError("407"), "side.unreachable", "proxy", False),
        (httpx.UnsupportedProtocol("gopher"), "side.unreachable", "network", False),
        (httpx.ReadTimeout("slow"), "side.timeout", None, None),
        (httpx.WriteTimeout("slow"), "side.timeout", None, None),
        (httpx.ReadError("reset"), "side.broken_answer", None, None),
        (httpx.WriteError("reset"), "side.broken_answer", None, None),
        (httpx.RemoteProtocolError("half"), "side.broken_answer", None, None),
    ],
)
def test_each_exception(error: httpx.HTTPError, message: str, why: str | None, write_acted: bool | None) -> None:
    written = of_exception(WRITE, error)
    assert type(written) is Transient
    assert (written.failure.message, written.failure.acted) == (message, write_acted)
    assert written.failure.params.get("why") == why
    assert of_exception(READ, error).failure.acted is False


@pytest.mark.parametrize("text", ["", "maria.rossi@example.test", "due parole", "a" * 61, "3331234567€", "x\n"])
def test_only_a_plain_code_becomes_a_parameter(text: str) -> None:
    assert word(text) == ""
    assert word("invalid_transition") == "invalid_transition"
    refused = of_status(WRITE, 422, {}, NOW, code=text, field=text)
    assert refused is not None
    assert (refused.failure.params["code"], refused.failure.params["field"]) == ("", "")
