"""One side's client on real sockets: deadlines, limits, half answers, closing, the log."""

import gzip
import logging
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from agent.connectors.budget import Budget
from agent.connectors.http import LARGEST_ANSWER, Patience, SideClient
from agent.domain.failures import Failed, Malformed, RateLimited, Refused, Side, Transient
from tests.connectors.clocks import RunningClock
from tests.connectors.raw_server import RawServer, Script, answer, closed_port, saying

SHORT = Patience(connect=timedelta(seconds=2), read=timedelta(seconds=2), whole=timedelta(milliseconds=400))
CERTIFICATES = Path(__file__).parent / "certificates"


class Skew:
    def __init__(self) -> None:
        self.told: list[tuple[Side, float]] = []

    def __call__(self, side: Side, ahead: float) -> None:
        self.told.append((side, ahead))


@pytest.fixture
def skew() -> Skew:
    return Skew()


@pytest.fixture
def clients() -> Iterator[list[SideClient]]:
    opened: list[SideClient] = []
    yield opened
    for client in opened:
        client.close()


class Opener:
    def __init__(self, clients: list[SideClient], skew: Skew) -> None:
        self._clients = clients
        self._skew = skew

    def __call__(
        self,
        url: str,
        *,
        patience: Patience | None = None,
        budget: Budget | None = None,
        longest_turn: timedelta = timedelta(0),
        largest_request: int | None = None,
    ) -> SideClient:
        client = SideClient(
            "Plateform",
            Side.PORTAL,
            url,
            self._skew,
            patience=patience,
            budget=budget,
            longest_turn=longest_turn,
            largest_request=largest_request,
        )
        self._clients.append(client)
        return client


@pytest.fixture
def opened(clients: list[SideClient], skew: Skew) -> Opener:
    return Opener(clients, skew)


def failure_of(client: SideClient, method: str = "GET", path: str = "/orders") -> Failed:
    with pytest.raises(Failed) as caught:
        client.call(method, path, body={} if method != "GET" else None)
    return caught.value


def test_an_answer_is_read_whole(opened: Opener) -> None:
    with RawServer(saying(answer(b'{"total": 12.50}'))) as server:
        said = opened(server.url).call("GET", "/orders", query=[("updated_since", "2026-11-23T20:00:00+01:00")])
        assert str(said.json()) == "{'total': Decimal('12.50')}"
        head = server.requests[0].decode()
        assert head.startswith("GET /orders?updated_since=2026-11-23T20%3A00%3A00%2B01%3A00 HTTP/1.1\r\n")
        assert "user-agent: campanello/" in head.lower()


def test_the_constructor_opens_nothing(opened: Opener) -> None:
    before = threading.active_count()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        opened(f"http://127.0.0.1:{listener.getsockname()[1]}")
        listener.settimeout(0.05)
        with pytest.raises(TimeoutError):
            listener.accept()
    assert threading.active_count() == before


def test_nobody_listens(opened: Opener) -> None:
    with closed_port() as port:
        failed = failure_of(opened(f"http://127.0.0.1:{port}"), "POST")
    assert isinstance(failed, Transient)
    assert (failed.failure.message, failed.failure.acted) == ("side.unreachable", False)
    assert failed.failure.params["why"] == "refused"


def test_a_name_that_does_not_exist(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: object, **kwargs: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    failed = failure_of(opened("http://till.invalid"), "POST")
    assert (failed.failure.message, failed.failure.acted) == ("side.unreachable", False)
    assert failed.failure.params["why"] == "name"
    assert failed.failure.params["host"] == "till.invalid"


def _hang(connection: socket.socket, request: bytes) -> None:
    connection.recv(1)


def _dribble_head(connection: socket.socket, request: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        connection.sendall(b"a")
        time.sleep(0.02)


def _dribble_body(connection: socket.socket, request: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(0.02)


@pytest.mark.parametrize("script", [_hang, _dribble_head, _dribble_body])
@pytest.mark.parametrize(("method", "acted"), [("GET", False), ("POST", None)])
def test_every_call_ends_by_its_deadline(opened: Opener, script: Script, method: str, acted: bool | None) -> None:
    with RawServer(script) as server:
        began = time.monotonic()
        failed = failure_of(opened(server.url, patience=SHORT), method)
        assert time.monotonic() - began < 1.5
    assert isinstance(failed, Transient)
    assert (failed.failure.message, failed.failure.acted) == ("side.timeout", acted)


HALVES = [
    b"",
    b"HTTP/1.1 2",
    b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
    b"not http at all\r\n\r\n",
]


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize(("method", "acted"), [("GET", False), ("PATCH", None)])
def test_half_an_answer(opened: Opener, half: bytes, method: str, acted: bool | None) -> None:
    with RawServer(saying(half)) as server:
        failed = failure_of(opened(server.url), method)
    assert isinstance(failed, Transient)
    assert (failed.failure.message, failed.failure.acted) == ("side.broken_answer", acted)


def test_an_answer_without_end_is_not_kept(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.connectors.http.LARGEST_ANSWER", 1000)
    with RawServer(saying(answer(b" " * 1001))) as server:
        failed = failure_of(opened(server.url), "POST")
    assert isinstance(failed, Malformed)
    assert failed.failure.acted is None


@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b'{"data": [' * 50_000])
def test_a_body_that_is_no_json(opened: Opener, body: bytes) -> None:
    with RawServer(saying(answer(body))) as server:
        said = opened(server.url).call("POST", "/orders", body={})
        with pytest.raises(Malformed) as caught:
            said.json()
    assert caught.value.failure.acted is None


@pytest.mark.parametrize(
    ("body", "packing"),
    [
        (b"not gzip", "gzip"),
        (gzip.compress(b"{}")[:-9], "gzip"),
        (gzip.compress(gzip.compress(b"{}")), "gzip, gzip"),
        (zlib.compress(b"{}"), "deflate"),
        (b"{}", "br"),
        (b"{}", "zstd"),
    ],
    ids=["plain", "half", "twice", "deflate", "br", "zstd"],
)
def test_a_body_that_is_not_packed_as_was_asked_for(opened: Opener, body: bytes, packing: str) -> None:
    with RawServer(saying(answer(body, "200 OK", f"Content-Encoding: {packing}"))) as server:
        failure = failure_of(opened(server.url), "POST")
    assert isinstance(failure, Malformed)
    assert failure.failure.params["what"] == "encoding"
    assert failure.failure.acted is None


@pytest.mark.parametrize("packing", ["gzip", "GZIP", "x-gzip"])
def test_a_packed_body_is_read(opened: Opener, packing: str) -> None:
    with RawServer(saying(answer(gzip.compress(b'{"a":1}'), "200 OK", f"Content-Encoding: {packing}"))) as server:
        assert opened(server.url).call("GET", "/").json() == {"a": 1}
        assert b"accept-encoding: gzip\r\n" in server.requests[0].lower()


def test_a_bomb_is_not_unpacked(opened: Opener) -> None:
    bomb = gzip.compress(b" " * 400_000_000)
    with RawServer(saying(answer(bomb, "200 OK", "Content-Encoding: gzip"))) as server:
        client = opened(server.url)
        tracemalloc.start()
        try:
            failure = failure_of(client)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert isinstance(failure, Malformed)
    assert failure.failure.params["what"] == "too_long"
    # What may be kept, its copy, and the bomb itself.
    assert peak < 3 * LARGEST_ANSWER


def test_nothing_of_a_cookie_is_kept_or_sent_back(opened: Opener) -> None:
    said = answer(b"{}", "200 OK", "Set-Cookie: sid=abc; Path=/", f"Set-Cookie: b={'x' * 4000}")
    with RawServer(saying(said)) as server:
        client = opened(server.url)
        client.call("GET", "/")
        client.call("GET", "/")
        assert b"cookie" not in server.requests[1].lower()


@pytest.mark.parametrize("date", ["Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "x", ""])
def test_a_server_of_another_century_does_not_tell_the_time(opened: Opener, skew: Skew, date: str) -> None:
    with RawServer(saying(answer(b"{}", "200 OK", f"Date: {date}"))) as server:
        opened(server.url).call("GET", "/")
    assert skew.told == []


def test_closing_wakes_a_call_under_way_in_another_thread(opened: Opener) -> None:
    with RawServer(_hang) as server:
        client = opened(server.url)
        caught: list[Failed] = []

        def call() -> None:
            caught.append(failure_of(client, "POST"))

        thread = threading.Thread(target=call)
        thread.start()
        assert server.asked.wait(5)
        began = time.monotonic()
        client.close()
        thread.join(5)
        assert time.monotonic() - began < 2
        assert isinstance(caught[0], Transient)
        assert caught[0].failure.acted is None
        after = failure_of(client, "POST")
    assert (after.failure.message, after.failure.acted) == ("side.closed", False)
    assert len(server.requests) == 1


def test_a_certificate_that_nobody_vouches_for(opened: Opener) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATES / "stranger.crt", CERTIFICATES / "stranger.key")
    with RawServer(saying(answer()), tls) as server:
        failed = failure_of(opened(server.url), "POST")
    assert isinstance(failed, Transient)
    assert (failed.failure.message, failed.failure.acted) == ("side.certificate", False)
    assert failed.failure.params["host"] == "127.0.0.1"
    assert failed.failure.params["why"] in ("self_signed", "unknown_issuer")
    assert server.requests == []


def test_https_to_a_server_that_speaks_plain_http(opened: Opener) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(100)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        failed = failure_of(opened(f"https://127.0.0.1:{listener.getsockname()[1]}"), "POST")
        thread.join(5)
    assert (failed.failure.message, failed.failure.acted) == ("side.unreachable", False)
    assert failed.failure.params["why"] == "tls"


def test_the_budget_is_asked_before_anything_is_sent(opened: Opener) -> None:
    with RawServer(saying(answer())) as server:
        client = opened(server.url, budget=Budget(1, 600, RunningClock().monotonic))
        client.call("GET", "/orders")
        failed = failure_of(client)
        assert len(server.requests) == 1
    assert isinstance(failed, RateLimited)
    assert failed.failure.message == "side.budget"
    assert failed.failure.after is not None
    assert timedelta(seconds=590) < failed.failure.after <= timedelta(seconds=600)


def test_a_body_that_is_too_large_is_not_sent(opened: Opener) -> None:
    with RawServer(saying(answer())) as server:
        client = opened(server.url, largest_request=100)
        with pytest.raises(Refused) as caught:
            client.call("POST", "/orders", body={"note": "x" * 100})
        assert server.requests == []
    assert caught.value.failure.params["code"] == "too_large"
    assert caught.value.failure.acted is False


@pytest.mark.parametrize("seconds", [-3600, -40, 0, 40])
def test_the_servers_clock_is_told(opened: Opener, skew: Skew, seconds: int) -> None:
    date = format_datetime(datetime.now(UTC) - timedelta(seconds=seconds), usegmt=True)
    with RawServer(saying(answer(b"{}", "500 Oh", f"Date: {date}"))) as server:
        opened(server.url).call("GET", "/orders")
    (told,) = skew.told
    assert told[0] is Side.PORTAL
    assert abs(told[1] - seconds) < 2


@pytest.mark.parametrize("headers", [(), ("Date: yesterday",), ("Date: Mon, 23 Nov 2020 19:00:00 GMT", "Age: 9")])
def test_no_date_no_skew(opened: Opener, skew: Skew, headers: tuple[str, ...]) -> None:
    with RawServer(saying(answer(b"{}", "200 OK", *headers))) as server:
        opened(server.url).call("GET", "/orders")
    assert skew.told == []


def test_the_log_tells_of_the_call_and_not_of_its_content(opened: Opener, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with RawServer(saying(answer(b'{"email": "maria@example.test"}'))) as server, capture_logs() as logged:
        client = opened(server.url)
        client.call(
            "POST",
            "/customers",
            query=[("email", "maria@example.test")],
            headers={"Authorization": "Bearer s3cret"},
            body={"email": "maria@example.test"},
        )
    (line,) = logged
    took = line.pop("milliseconds")
    assert isinstance(took, int)
    assert line == {
        "event": "side.called",
        "log_level": "debug",
        "system": "Plateform",
        "method": "POST",
        "path": "/customers",
        "status": 200,
    }
    assert caplog.text == ""


def test_a_failed_call_is_one_line_of_the_log_too(opened: Opener) -> None:
    with closed_port() as port, capture_logs() as logged:
        failure_of(opened(f"http://127.0.0.1:{port}"))
    assert [(line["event"], line["failure"], line["log_level"]) for line in logged] == [
        ("side.call_failed", "side.unreachable", "debug")
    ]


def test_a_connection_is_used_again(opened: Opener) -> None:
    calls = 3

    def script(connection: socket.socket, request: bytes) -> None:
        said = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
        connection.sendall(said)
        for _ in range(calls - 1):
            assert connection.recv(65536)
            connection.sendall(said)

    with RawServer(script) as server:
        client = opened(server.url)
        for _ in range(calls):
            assert client.call("GET", "/orders").status == 200
        assert len(server.requests) == 1


def test_a_form_travels_as_forms_do(opened: Opener) -> None:
    with RawServer(saying(answer())) as server:
        opened(server.url).call("POST", "/oauth/token", form={"client_id": "casa", "client_secret": "à&=+ b"})
        head, _, body = server.requests[0].partition(b"\r\n\r\n")
        assert b"content-type: application/x-www-form-urlencoded" in head.lower()
        assert body == b"client_id=casa&client_secret=%C3%A0%26%3D%2B+b"


def test_a_call_waits_for_its_turn(opened: Opener) -> None:
    with RawServer(saying(answer())) as server:
        budget = Budget(2, 0.2, RunningClock().monotonic)
        client = opened(server.url, budget=budget, longest_turn=timedelta(seconds=5))
        began = time.monotonic()
        for _ in range(5):
            client.call("GET", "/")
        assert time.monotonic() - began >= 0.39  # two full windows before the fifth
        assert len(server.requests) == 5


def test_a_turn_that_is_too_far_away_is_told_at_once(opened: Opener) -> None:
    budget = Budget(1, 60.0, RunningClock().monotonic)
    with RawServer(saying(answer())) as server:
        client = opened(server.url, budget=budget, longest_turn=timedelta(seconds=5))
        client.call("GET", "/")
        began = time.monotonic()
        failed = failure_of(client)
        assert isinstance(failed, RateLimited)
        assert failed.failure.message == "side.budget"
        assert time.monotonic() - began < 1


def test_closing_ends_the_wait_for_a_turn(opened: Opener) -> None:
    budget = Budget(1, 4.0, RunningClock().monotonic)
    with RawServer(saying(answer())) as server:
        client = opened(server.url, budget=budget, longest_turn=timedelta(seconds=5))
        client.call("GET", "/")
        caught: list[Failed] = []
        thread = threading.Thread(target=lambda: caught.append(failure_of(client)))
        thread.start()
        time.sleep(0.05)
        client.close()
        thread.join(2)
        assert [failed.failure.message for failed in caught] == ["side.closed"]
