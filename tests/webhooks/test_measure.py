"""Replays, sizes, slow clients, floods: none wakes a link, and none holds the door."""

import socket
import statistics
import threading
import time
from contextlib import ExitStack

import httpx
import pytest

from agent.domain.failures import Side
from agent.webhooks import application, server
from agent.webhooks.bucket import Bucket
from agent.webhooks.hook import BURST, PER_SECOND, STRANGERS_BURST
from agent.webhooks.probe import GREETING, greets
from agent.webhooks.schemes import TIMESTAMP_WINDOW
from agent.webhooks.seen import MOST, Seen
from agent.webhooks.waker import AT_ONCE
from tests.webhooks import vendors
from tests.webhooks.conftest import Doorway
from tests.webhooks.vendors import SECRET, body

CASSA = "/hooks/banco/pos"
LARGEST = 1024 * 1024


class TestReplays:
    def test_the_same_notice_again_is_answered_and_wakes_nobody(self, doorway: Doorway) -> None:
        sent = body(id="e1")
        signed = vendors.lasagna(sent)
        tilby = body(type="UPDATED", notification_uuid="u1", nRetry=0)
        retried = body(type="UPDATED", notification_uuid="u1", nRetry=1)
        for _time in range(3):
            assert doorway.post(CASSA, sent, vendors.cassa(sent)).status_code == 200
            assert doorway.post("/hooks/crm/portal", sent, signed).status_code == 200
        assert doorway.post(f"/hooks/crm/pos/{SECRET}", tilby).status_code == 200
        assert doorway.post(f"/hooks/crm/pos/{SECRET}", retried).status_code == 200
        assert len(doorway.wakes(3)) == 3
        assert [(tally.accepted, tally.repeated) for tally in doorway.door.tallies()] == [(1, 2), (1, 2), (1, 1)]

    def test_an_edit_and_a_deletion_of_the_same_body_are_two(self, doorway: Doorway) -> None:
        sent = body(id="e1")
        for operation in ("ORDER/EDIT", "ORDER/DELETE", "what/ever", "something/else"):
            doorway.post(CASSA, sent, vendors.cassa(sent, operation=operation))
        assert len(doorway.wakes(3)) == 3, "operations that nobody knows are one"

    def test_a_replay_after_lasagnas_window_is_refused(self, doorway: Doorway) -> None:
        sent = body(id="e1")
        signed = vendors.lasagna(sent, at=time.time() - TIMESTAMP_WINDOW + 2)
        assert doorway.post("/hooks/crm/portal", sent, signed).status_code == 200
        time.sleep(2.1)
        assert doorway.post("/hooks/crm/portal", sent, signed).status_code == 401

    def test_the_memory_is_bounded_and_outlasts_the_window(self) -> None:
        now = [0.0]
        seen = Seen(lambda: now[0], most=3, seconds=10.0)
        for id_ in "abcd":
            seen.add(id_)
        assert (len(seen), "a" in seen, "b" in seen, "d" in seen) == (3, False, True, True)
        now[0] = 10.0
        assert "d" not in seen
        assert BURST + PER_SECOND * 2 * TIMESTAMP_WINDOW < MOST, "so many can come while a timestamp counts"


class TestSize:
    def test_one_megabyte_is_taken_and_a_byte_more_is_not(self, doorway: Doorway) -> None:
        whole = b"x" * LARGEST
        assert doorway.post(CASSA, whole, vendors.cassa(whole)).status_code == 200
        more = whole + b"x"
        answered = doorway.post(CASSA, more, vendors.cassa(more))
        assert (answered.status_code, len(doorway.wakes(1))) == (413, 1)

    def test_it_is_refused_before_it_is_read(self, doorway: Doorway) -> None:
        with socket.create_connection(("127.0.0.1", doorway.door.port)) as line:
            line.sendall(f"POST {CASSA} HTTP/1.1\r\nHost: x\r\nContent-Length: {LARGEST + 1}\r\n\r\n".encode())
            line.settimeout(3)
            assert line.recv(100).startswith(b"HTTP/1.1 413")

    def test_one_without_a_length_is_refused_while_it_comes(self, doorway: Doorway) -> None:
        with socket.create_connection(("127.0.0.1", doorway.door.port)) as line:
            line.sendall(f"POST {CASSA} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
            for _piece in range(17):
                line.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            line.settimeout(3)
            assert line.recv(100).startswith(b"HTTP/1.1 413"), "the end of the body was never sent"

    def test_the_one_who_sends_on_gets_his_answer_too(self, doorway: Doorway) -> None:
        assert doorway.post(CASSA, b"x" * (8 * LARGEST)).status_code == 413


class TestSlow:
    def test_a_body_that_does_not_come_is_given_up(self, doorway: Doorway, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(application, "BODY_WITHIN", 0.2)
        with socket.create_connection(("127.0.0.1", doorway.door.port)) as line:
            line.sendall(f"POST {CASSA} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123".encode())
            line.settimeout(3)
            assert line.recv(100).startswith(b"HTTP/1.1 408")
            while line.recv(1000):
                pass

    @pytest.mark.parametrize("said", [b"", b"POST /hooks/banco/pos HTTP/1.1\r\nHo"])
    def test_one_who_says_nothing_is_ended(
        self, doorway: Doorway, monkeypatch: pytest.MonkeyPatch, said: bytes
    ) -> None:
        monkeypatch.setattr(server, "LIFETIME", 0.2)
        with socket.create_connection(("127.0.0.1", doorway.door.port)) as line:
            line.sendall(said)
            line.settimeout(3)
            assert ended(line)

    def test_a_crowd_that_hangs_keeps_nobody_out(self, doorway: Doorway) -> None:
        sent = body()
        with ExitStack() as crowd:
            lines = []
            for _one in range(3 * server.MOST_CONNECTIONS):
                line = crowd.enter_context(socket.create_connection(("127.0.0.1", doorway.door.port)))
                lines.append(line)
                line.sendall(f"POST {CASSA} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123".encode())
            began = time.monotonic()
            assert doorway.post(CASSA, sent, vendors.cassa(sent)).status_code == 200
            assert time.monotonic() - began < 2
            lines[0].settimeout(application.BODY_WITHIN / 2)
            assert ended(lines[0]), "the oldest had to go, before its time was over"
            began = time.monotonic()
            doorway.door.stop()
            assert time.monotonic() - began < 2, "nor can they keep it from closing"

    def test_a_head_without_end_is_refused(self, doorway: Doorway) -> None:
        with socket.create_connection(("127.0.0.1", doorway.door.port)) as line:
            line.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * (2 * server.LARGEST_HEAD))
            line.settimeout(3)
            assert line.recv(100).startswith(b"HTTP/1.1 4")


class TestFlood:
    def test_more_than_the_measure_is_429_with_its_time(self, doorway: Doorway) -> None:
        with doorway.client() as client:
            answers = [_posted(client, body(id=number)) for number in range(BURST + 10)]
        statuses = [answer.status_code for answer in answers]
        assert statuses[:BURST] == [200] * BURST
        (refused, *_rest) = [answer for answer in answers if answer.status_code == 429]
        assert int(refused.headers["Retry-After"]) >= 1
        doorway.later = 30.0
        with doorway.client() as client:
            late = _posted(client, body(id=BURST + 9))
        assert late.status_code == 200, "it was not taken for a repetition"

    def test_strangers_use_up_a_measure_of_their_own(self, doorway: Doorway) -> None:
        with doorway.client() as client:
            statuses = [client.post(CASSA, content=b"x").status_code for _one in range(STRANGERS_BURST + 10)]
            assert statuses[:STRANGERS_BURST] == [401] * STRANGERS_BURST
            assert 429 in statuses[STRANGERS_BURST:]
            assert _posted(client, body()).status_code == 200
        assert doorway.tally("banco", Side.POS).refused == STRANGERS_BURST + 10

    def test_wakes_are_paced_and_the_last_one_is_not_lost(self, doorway: Doorway) -> None:
        with doorway.client() as client:
            for number in range(AT_ONCE + 20):
                assert _posted(client, body(id=number)).status_code == 200
        assert len(doorway.wakes(AT_ONCE + 1)) == AT_ONCE + 1, "twenty more changes are one more look"

    def test_a_bucket(self) -> None:
        now = [0.0]
        bucket = Bucket(2, 0.5, lambda: now[0])
        assert [bucket.take(), bucket.take(), bucket.take()] == [0.0, 0.0, 2.0]
        now[0] = 1.0
        assert bucket.take() == 1.0
        now[0] = 100.0
        assert [bucket.take(), bucket.take(), bucket.take()] == [0.0, 0.0, 2.0]


class TestEverybodyElse:
    @pytest.mark.parametrize("path", ["/", CASSA, f"/hooks/crm/pos/{SECRET}", "/hooks/nobody/pos", "/hooks"])
    def test_who_looks_is_greeted_and_learns_nothing(self, doorway: Doorway, path: str) -> None:
        with doorway.client() as client:
            looked, asked = client.get(path), client.head(path)
        assert (looked.status_code, looked.text) == (200, GREETING)
        assert (asked.status_code, asked.content) == (200, b"")
        assert "server" not in looked.headers
        assert greets("127.0.0.1", doorway.door.port)

    @pytest.mark.parametrize(
        "path",
        ["/", "/hooks", "/hooks/banco", "/hooks/nobody/pos", "/hooks/banco/portal", f"{CASSA}/x", f"{CASSA}/", "//"],
    )
    def test_nobody_lives_elsewhere(self, doorway: Doorway, path: str) -> None:
        sent = body()
        answered = doorway.post(path, sent, vendors.cassa(sent))
        assert (answered.status_code, answered.text) == (404, "Not Found")
        assert doorway.woken == []

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
    def test_other_methods_are_not_known(self, doorway: Doorway, method: str) -> None:
        with doorway.client() as client:
            answered = client.request(method, CASSA)
        assert (answered.status_code, answered.headers["allow"]) == (405, "GET, HEAD, POST")

    def test_every_answer_ends_its_connection(self, doorway: Doorway) -> None:
        with doorway.client() as client:
            for answered in (client.get("/"), client.post(CASSA, content=b"x"), client.post("/x", content=b"x")):
                assert answered.headers["connection"] == "close"


def test_a_verified_notice_is_answered_as_fast_as_a_greeting(doorway: Doorway) -> None:
    """The issue's 50 ms, told as a ratio to what a mere GET takes on this machine in this moment."""
    rounds = 30

    def seconds(post: bool, number: int) -> float:
        sent = body(id=number, more="x" * 20_000)
        headers = vendors.cassa(sent)
        with doorway.client() as client:
            began = time.perf_counter()
            answered = client.post(CASSA, content=sent, headers=headers) if post else client.get("/")
            took = time.perf_counter() - began
        assert answered.status_code == 200
        return took

    seconds(True, 0), seconds(False, 0)
    pairs = [(seconds(False, number), seconds(True, number)) for number in range(1, rounds)]
    floor, notice = (statistics.median(side) for side in zip(*pairs, strict=True))
    # A greeting takes 1 to 3 ms where nothing else runs; 50 ms is more than 10 times that.
    assert notice < 10 * floor, (floor, notice)


def test_many_at_once_are_all_answered(doorway: Doorway) -> None:
    answers: list[int] = []

    def send(number: int) -> None:
        sent = body(id=number)
        answers.append(doorway.post(CASSA, sent, vendors.cassa(sent)).status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(server.MOST_CONNECTIONS // 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * len(threads)


def ended(line: socket.socket) -> bool:
    """By an end, or by a reset where something that was sent was never read; raises TimeoutError when by neither."""
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def _posted(client: httpx.Client, sent: bytes) -> httpx.Response:
    return client.post(CASSA, content=sent, headers=vendors.cassa(sent))
