"""The door for notices, with everything pushed at it that a stranger on the LAN can think of: nothing gets in.

And afterwards who knows the secret is let in as before.
"""

import contextlib
import os
import random
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from agent.diagnostics.log import start_log
from tests.webhooks import vendors
from tests.webhooks.conftest import Doorway, doorway
from tests.webhooks.vendors import body

__all__ = ["doorway"]

CASSA = "/hooks/banco/pos"
LASAGNA = "/hooks/crm/portal"
EXAMPLES = int(os.environ.get("CAMPANELLO_EXAMPLES", "500")) // 10
PATIENCE = 5.0

paths = st.one_of(
    st.sampled_from([CASSA, LASAGNA, "/hooks/crm/pos", "/", "//", "/hooks/../hooks/banco/pos", "/hooks/%2e%2e/x", "*"]),
    st.text(st.characters(codec="latin-1", exclude_characters="\r\n \x00"), min_size=1, max_size=60).map("/{}".format),
)
methods = st.sampled_from(["POST", "GET", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PRI", "post", "P\x00ST"])
names = st.sampled_from(
    [
        "X-Lasagna-Signature",
        "X-Lasagna-Timestamp",
        "x-cn-signature",
        "Content-Length",
        "Transfer-Encoding",
        "Expect",
        "X",
    ]
)
values = st.one_of(
    st.sampled_from(["sha256=", "sha1=00", "-1", "chunked", "99999999999999999999", "100-continue", "nan", "0x10"]),
    st.text(st.characters(codec="latin-1", exclude_characters="\r\n\x00"), max_size=80),
)
requests = st.builds(
    lambda method, path, headers, sent: (
        (f"{method} {path} HTTP/1.1\r\nHost: x\r\n" + "".join(f"{n}: {v}\r\n" for n, v in headers) + "\r\n").encode(
            "latin-1"
        )
        + sent
    ),
    methods,
    paths,
    st.lists(st.tuples(names, values), max_size=6),
    st.binary(max_size=300),
)


def pushed(port: int, sent: bytes) -> bytes:
    """What comes back; the other end may hang up at any moment."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line, contextlib.suppress(OSError):
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := line.recv(65536):
            answer += piece
        return answer
    return b""


def still_lets_in(doorway: Doorway) -> None:
    before = len(doorway.woken)
    sent = body(id=str(random.random()))
    assert doorway.post(CASSA, sent, vendors.cassa(sent)).status_code == 200
    assert doorway.wakes(before + 1)[-1][0] == "banco"


@pytest.mark.timeout(300)
def test_any_bytes_and_any_requests(doorway: Doorway) -> None:
    @seed(1)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(st.binary(max_size=400), requests))
    def push(sent: bytes) -> None:
        answer = pushed(doorway.door.port, sent)
        # The greeting at "/" says that somebody is here, and nothing else.
        greeted = sent.startswith((b"GET ", b"HEAD ")) and b"content-length: 27\r\n" in answer
        assert greeted or not answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 5")), answer[:100]
        assert b"Traceback" not in answer

    push()
    assert doorway.woken == []
    still_lets_in(doorway)


def test_a_right_notice_with_anything_of_it_changed(doorway: Doorway) -> None:
    dice = random.Random(1)
    sent = body(id="7d8f")
    for make, path in ((vendors.cassa, CASSA), (vendors.lasagna, LASAGNA)):
        for _each in range(30):
            headers = dict(make(sent))
            other = bytearray(sent)
            if dice.random() < 0.5:
                other[dice.randrange(len(other))] ^= 1 << dice.randrange(8)
            else:
                name = next(name for name in headers if name.lower().endswith("signature"))
                at = dice.randrange(len(headers[name]))
                changed = "0" if headers[name][at] != "0" else "1"
                headers[name] = headers[name][:at] + changed + headers[name][at + 1 :]
            assert doorway.post(path, bytes(other), headers).status_code in (401, 429)
    assert doorway.woken == []


def test_the_same_notice_again_wakes_nobody_twice(doorway: Doorway) -> None:
    sent = body(id="7d8f")
    headers = vendors.lasagna(sent)
    answers = [doorway.post(LASAGNA, sent, headers).status_code for _each in range(5)]
    assert answers[0] == 200
    doorway.wakes(1)
    time.sleep(0.2)
    assert len(doorway.woken) == 1


@pytest.fixture
def slow(doorway: Doorway) -> Iterator[list[socket.socket]]:
    """Many who begin and never end."""
    lines: list[socket.socket] = []
    for number in range(60):
        line = socket.create_connection(("127.0.0.1", doorway.door.port), timeout=PATIENCE)
        with contextlib.suppress(OSError):
            line.sendall(f"POST {CASSA} HTTP/1.1\r\nHost: x\r\nContent-Length: {number * 1000 + 10}\r\n".encode())
        lines.append(line)
    yield lines
    for line in lines:
        line.close()


def test_many_who_never_end_keep_nobody_out(doorway: Doorway, slow: list[socket.socket]) -> None:
    still_lets_in(doorway)
    for line in slow:
        with contextlib.suppress(OSError):
            line.sendall(b"X: y\r\n")
    still_lets_in(doorway)


def test_a_body_without_an_end_is_refused_and_not_kept(doorway: Doorway) -> None:
    head = f"POST {CASSA} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    before = psutil.Process().memory_info().rss
    with socket.create_connection(("127.0.0.1", doorway.door.port), timeout=PATIENCE) as line:
        line.sendall(head)
        with contextlib.suppress(OSError):
            for _each in range(400):
                line.sendall(chunk)
        assert line.recv(20).startswith(b"HTTP/1.1 413")
    assert psutil.Process().memory_info().rss - before < 20_000_000, "it was kept"
    assert doorway.woken == []
    still_lets_in(doorway)


def test_a_stranger_fills_no_log(doorway: Doorway, tmp_path: Path) -> None:
    """A line for each of his requests would fill the disk of a till in a night."""
    end = start_log(tmp_path)
    try:
        for _each in range(50):
            pushed(doorway.door.port, b"\xff\xfe\r\n\r\n")
    finally:
        end()
    assert (tmp_path / "campanello.log").read_text(encoding="utf-8").count("\n") < 5
