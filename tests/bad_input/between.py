"""A server between a connector and a sandbox system, which passes everything on but what a test wants spoiled.

The sandbox stays an honest witness: it never knows what was made of its answers.
"""

import http.client
import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"
PASSED_ON = frozenset({"content-type", "etag", "date", "retry-after", "location"})
OF_THE_WAY = frozenset({"host", "content-length", "connection", "accept-encoding"})


@dataclass(frozen=True)
class Asked:
    """One request; `name` tells calls of one address apart."""

    method: str
    path: str
    name: str
    """Method and path without its query; of SOAP: the operation."""


@dataclass(frozen=True)
class Answered:
    """What the system said."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


Spoil = Callable[[Asked, Answered], Answered | bytes]
"""Another answer in its place; or bytes that go out as they are, after which the connection is ended."""


def honest(asked: Asked, answered: Answered) -> Answered:
    return answered


class Between:
    """Stands before the system at `port`. `spoil` may be changed at any time; `asked` holds what went through."""

    def __init__(self, port: int) -> None:
        self.spoil: Spoil = honest
        self.asked: list[Asked] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # An answer of two parts would wait for the other end's word on the first.
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                self.system = http.client.HTTPConnection(LOOPBACK, port, timeout=30)

            def finish(self) -> None:
                self.system.close()
                with suppress(OSError):  # the agent hung up in the middle
                    super().finish()

            def handle(self) -> None:
                with suppress(OSError):  # as above
                    super().handle()

            def pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                sent = {name: value for name, value in self.headers.items() if name.lower() not in OF_THE_WAY}
                self.system.request(self.command, self.path, body, sent)
                response = self.system.getresponse()
                kept = tuple((name, value) for name, value in response.getheaders() if name.lower() in PASSED_ON)
                asked = Asked(self.command, self.path, self._name())
                outer.asked.append(asked)
                said = outer.spoil(asked, Answered(response.status, kept, response.read()))
                if isinstance(said, bytes):
                    self.close_connection = True
                    self.connection.sendall(said)
                    return
                self.connection.sendall(written(said))

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = pass_on

            def _name(self) -> str:
                action = self.headers.get("SOAPAction", "").strip('"').rpartition("/")[2]
                return action or f"{self.command} {self.path.partition('?')[0]}"

            def log_message(self, format: str, *args: object) -> None:
                """Tests are quiet."""

        class Listener(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 32

            def handle_error(self, request: object, client_address: object) -> None:
                """A cut connection is what is being tried; a mistake of the test shows in what did not arrive."""

        self._listener = Listener((LOOPBACK, 0), Handler)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._listener.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown()
        self._thread.join(10)
        self._listener.server_close()


def written(answered: Answered) -> bytes:
    """As it goes over the wire. A length or an encoding that it brings itself stays: it may be a lie."""
    own = {name.lower() for name, _ in answered.headers}
    length = () if {"content-length", "transfer-encoding"} & own else (("Content-Length", str(len(answered.body))),)
    head = [f"HTTP/1.1 {answered.status} Said", *(f"{name}: {value}" for name, value in (*answered.headers, *length))]
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + answered.body
