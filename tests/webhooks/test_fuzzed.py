"""Whatever comes over the socket: without proof nobody is woken, and who has proof is heard afterwards as before.

`CAMPANELLO_EXAMPLES` asks for more than the suite's own.
"""

import gc
import os
import socket
import time
import tracemalloc
import warnings
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.domain.failures import Side
from agent.webhooks.server import MOST_CONNECTIONS
from tests.webhooks import vendors
from tests.webhooks.conftest import HOOKS, Doorway
from tests.webhooks.vendors import SECRET, body

EXAMPLES: Final = int(os.environ.get("CAMPANELLO_EXAMPLES", "150"))
MEGABYTE: Final = 1024 * 1024

fuzzed: Final = settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

PATHS: Final[Sequence[bytes]] = (
    b"/hooks/banco/pos",
    b"/hooks/crm/portal",
    b"/hooks/crm/pos/" + b"x" * len(SECRET),
    b"/hooks/crm/pos/",
    b"/hooks/crm/pos/" + SECRET[:-1].encode(),
    b"/hooks/crm/pos//" + SECRET.encode(),
    b"/hooks/crm/portal/" + SECRET.encode(),
    b"/hooks/banco/pos/" + SECRET.encode(),
    b"/hooks/../hooks/banco/pos",
    b"/hooks/banco%2Fpos",
    b"/ristorante/hooks/banco/pos",
    b"/%00",
    b"*",
    b"http://elsewhere/hooks/banco/pos",
    b"/" + b"a" * 20_000,
    b"/\xff\xfe",
)
METHODS: Final = (b"POST", b"GET", b"HEAD", b"PUT", b"DELETE", b"OPTIONS", b"CONNECT", b"TRACE", b"PRI", b"post", b"")
FRAMES: Final[Sequence[bytes]] = (
    b"Content-Length: 40",
    b"Content-Length: 0",
    b"Content-Length: -1",
    b"Content-Length: 1e3",
    b"Content-Length: \xb2",
    b"Content-Length: 99999999999999999999999999",
    b"Content-Length: " + b"9" * 5000,
    b"Content-Length: 3\r\nContent-Length: 40",
    b"Content-Length: 1048577",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: chunked\r\nContent-Length: 3",
    b"Transfer-Encoding: gzip, chunked",
    b"Transfer-Encoding: xchunked",
    b"Expect: 100-continue\r\nContent-Length: 10",
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13",
    b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings",
    b"X: " + b"h" * 30_000,
    b"\r\n".join(b"X-%d: y" % number for number in range(900)),
    b" folded: header",
    b"Content-Encoding: gzip",
)
CONTENTS: Final[Sequence[bytes]] = (
    b"",
    b"{}",
    b"[" * 5000,
    b'{"id":' + b"9" * 5000 + b"}",
    b'{"id": NaN}',
    b"\xff\xfe\x00",
    b"5\r\nabcde\r\n0\r\n\r\n",
    b"FFFFFFFFFFFFFFFFFFFF\r\nabc",
    b"-5\r\nabc\r\n0\r\n\r\n",
    b"zz\r\n\r\n",
    b"5;" + b"e" * 20_000 + b"\r\nabcde\r\n0\r\n\r\n",
    b"5\r\nabcdefg\r\n0\r\n\r\n",
    b"1\r\na\r\n" * 2000 + b"0\r\n" + b"Trailer: x\r\n" * 50 + b"\r\n",
    b"POST /hooks/banco/pos HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
)
PROOFS: Final[Sequence[bytes]] = (
    b"x-cn-signature: " + vendors.cassa(b"{}", "another secret")["x-cn-signature"].encode(),
    b"x-cn-signature: " + vendors.cassa(b"another body")["x-cn-signature"].encode(),
    b"x-cn-signature: sha1=",
    b"x-cn-signature: \xff\xfe",
    b"x-cn-signature: " + b"0" * 5000,
    b"X-Lasagna-Timestamp: 0\r\nX-Lasagna-Signature: sha256=" + b"0" * 64,
    b"X-Lasagna-Timestamp: " + b"9" * 5000 + b"\r\nX-Lasagna-Signature: sha256=",
    b"X-Lasagna-Timestamp: \xb2\r\nX-Lasagna-Signature: ",
    b"Authorization: Bearer " + SECRET.encode(),
    b"Cookie: secret=" + SECRET.encode(),
    b"",
)


def whole(method: bytes, path: bytes, version: bytes, frame: bytes, proof: bytes, content: bytes, end: bytes) -> bytes:
    return end.join([b"%s %s %s" % (method, path, version), b"Host: x", proof, frame, b"", content])


requests: Final = st.builds(
    whole,
    st.sampled_from((b"POST", *METHODS)),
    st.sampled_from(PATHS) | st.binary(max_size=30),
    st.sampled_from((b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/9", b"")),
    st.sampled_from(FRAMES) | st.binary(max_size=30),
    st.sampled_from(PROOFS),
    st.sampled_from(CONTENTS) | st.binary(max_size=300),
    st.sampled_from((b"\r\n", b"\r\n", b"\r\n", b"\n", b"\r")),
)


def said(doorway: Doorway, sent: bytes, *, hang: bool = False) -> bytes:
    """What the door answers to these bytes, and then to the end of them; with `hang` the end is never said."""
    with socket.create_connection(("127.0.0.1", doorway.door.port), timeout=5) as line:
        answer = b""
        with suppress(OSError):  # hung up in the middle of what it did not want to hear
            line.sendall(sent)
            if hang:
                return b""
            line.shutdown(socket.SHUT_WR)
            while part := line.recv(65536):
                answer += part
        return answer


def hears_the_right_ones(doorway: Doorway, number: int) -> None:
    """Each vendor is let in with a notice of its own, and wakes its side; nobody else had woken one before."""
    assert doorway.woken == []
    doorway.later += 3600  # the measure for strangers is full again
    sent = body(id=f"right-{number}")
    notice = body(type="UPDATED", notification_uuid=f"right-{number}")
    assert doorway.post("/hooks/banco/pos", sent, vendors.cassa(sent)).status_code == 200
    assert doorway.post("/hooks/crm/portal", sent, vendors.lasagna(sent)).status_code == 200
    assert doorway.post(f"/hooks/crm/pos/{SECRET}", notice).status_code == 200
    assert sorted(doorway.wakes(3)) == sorted((link, side) for link, side, _ in HOOKS)


def test_no_bytes_without_proof_wake_anybody(doorway: Doorway) -> None:
    @fuzzed
    @given(st.one_of(st.binary(max_size=400), requests, requests), st.integers(0, 100), st.booleans())
    def knocks(sent: bytes, kept: int, hang: bool) -> None:
        doorway.later += 60
        answer = said(doorway, sent[: len(sent) * kept // 100] if kept < 50 else sent, hang=hang)
        assert not answer or answer.startswith(b"HTTP/1.")
        assert SECRET.encode() not in answer
        assert b"500 " not in answer.partition(b"\r\n")[0], "a defect"
        assert doorway.woken == []

    knocks()
    assert [tally.accepted for tally in doorway.door.tallies()] == [0, 0, 0]
    hears_the_right_ones(doorway, 0)


def test_no_byte_of_a_notice_or_of_its_proof_may_be_another(doorway: Doorway) -> None:
    sent = body(id="e1")
    right = {
        "/hooks/banco/pos": vendors.cassa(sent),
        "/hooks/crm/portal": vendors.lasagna(sent),
        f"/hooks/crm/pos/{SECRET}": {},
    }
    proofs = ("x-cn-signature", "X-Lasagna-Timestamp", "X-Lasagna-Signature")

    @fuzzed
    @given(st.sampled_from(sorted(right)), st.sampled_from(["body", "proof"]), st.integers(0, 200), st.integers(1, 255))
    def knocks(path: str, where: str, at: int, by: int) -> None:
        doorway.later += 60
        headers = {name: value for name, value in right[path].items() if name in proofs}
        content = sent
        if where == "body" and headers:
            content = bytes(byte ^ (by if place == at % len(sent) else 0) for place, byte in enumerate(sent))
        elif headers:
            name = sorted(headers)[at % len(headers)]
            headers[name] = _changed(headers[name], at, by)
        else:
            path = path[: -len(SECRET)] + _changed(SECRET, at, by)
        lines = b"".join(f"{name}: {value}\r\n".encode("latin-1") for name, value in headers.items())
        head = b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n" % (path.encode("latin-1"), len(content))
        answer = said(doorway, head + lines + b"\r\n" + content)
        assert answer.partition(b"\r\n")[0].split(b" ")[1] in (b"400", b"401", b"404"), answer[:100]
        assert doorway.woken == []

    knocks()
    hears_the_right_ones(doorway, 1)


def _changed(text: str, at: int, by: int) -> str:
    """One letter is another one; never the case or a blank alone, which say the same."""
    place = at % len(text)
    other = "ghijklmnopqrstuvwxyz"[by % 20]
    return text[:place] + (other if text[place].lower() != other else "0") + text[place + 1 :]


@pytest.mark.parametrize("seconds", [-301, -3600, -(10**9), 301, 3600, 10**9, 10**11])
def test_a_late_or_early_notice_of_the_vendor_himself_is_not_taken(doorway: Doorway, seconds: int) -> None:
    sent = body(id="e1")
    at = max(time.time() + seconds, 0.0)
    assert doorway.post("/hooks/crm/portal", sent, vendors.lasagna(sent, at=at)).status_code == 401
    hears_the_right_ones(doorway, 2)


def test_one_proof_opens_no_other_door(doorway: Doorway) -> None:
    """The same secret everywhere here: even so, each system's way of proving is its own."""
    sent = body(id="e1", type="UPDATED", notification_uuid="u1")
    headers = {**vendors.cassa(sent), **vendors.lasagna(sent)}
    assert doorway.post("/hooks/crm/pos", sent, headers).status_code == 401
    assert doorway.post("/hooks/crm/portal", sent, vendors.cassa(sent)).status_code == 401
    assert doorway.post("/hooks/banco/pos", sent, vendors.lasagna(sent)).status_code == 401
    assert doorway.post(f"/hooks/banco/pos/{SECRET}", sent).status_code == 404
    hears_the_right_ones(doorway, 3)


def test_a_crowd_of_half_bodies_is_held_in_bounds_and_lets_the_right_ones_through(doorway: Doorway) -> None:
    """Four times as many as may be there at once, each with almost a megabyte; none of them ever ends."""
    head = b"POST /hooks/banco/pos HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % MEGABYTE
    lines: list[socket.socket] = []
    tracemalloc.start()
    try:
        for _each in range(4 * MOST_CONNECTIONS):
            line = socket.create_connection(("127.0.0.1", doorway.door.port), timeout=5)
            lines.append(line)
            with suppress(OSError):  # the oldest are ended
                line.sendall(head + b"x" * (MEGABYTE - 1))
        time.sleep(0.2)
        hears_the_right_ones(doorway, 4)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        for line in lines:
            line.close()
    # A body, its growing copy, and what uvicorn has read ahead.
    assert peak < MOST_CONNECTIONS * 4 * MEGABYTE


@pytest.mark.parametrize(
    "begun",
    [b"", b"POST /hooks/ban", b"POST /hooks/banco/pos HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nabc"],
    ids=["nothing", "half a line", "half a body"],
)
def test_shut_in_the_middle_it_leaves_no_socket_to_the_collector(begun: bytes) -> None:
    """Also none that was accepted in the very round of the loop in which it was shut."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ResourceWarning)
        for _each in range(10):
            doorway = Doorway()
            doorway.door.start()
            lines = [socket.create_connection(("127.0.0.1", doorway.door.port)) for _line in range(6)]
            for line in lines:
                line.sendall(begun)
            doorway.door.stop()
            for line in lines:
                line.close()
            gc.collect()
    assert [str(each.message) for each in told if "unclosed" in str(each.message)] == []


def test_a_side_without_a_secret_takes_nothing() -> None:
    doorway = Doorway()
    for link, side, _system in HOOKS:
        doorway.vault.delete(f"{link}/{side.value}")
    doorway.door.start()
    try:
        sent = body(id="e1")
        for secret in ("", "None", SECRET):
            for path, headers in (
                ("/hooks/banco/pos", vendors.cassa(sent, secret)),
                ("/hooks/crm/portal", vendors.lasagna(sent, secret)),
                (f"/hooks/crm/pos/{secret}", {}),
            ):
                assert doorway.post(path, sent, headers).status_code in (401, 404)
        assert doorway.woken == []
        assert doorway.tally("banco", Side.POS).accepted == 0
    finally:
        doorway.door.stop()
