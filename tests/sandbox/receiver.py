"""A place that webhooks are sent to: keeps what comes, and answers as it is told."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Self


@dataclass(frozen=True)
class Call:
    operation: str
    """Of the till Cassa in Cloud, as its signature; empty from others."""
    signature: str
    body: bytes
    headers: dict[str, str] = field(compare=False, hash=False)
    """By names in lower case."""
    path: str = field(compare=False)


class Receiver:
    def __init__(self, *statuses: int) -> None:
        """`statuses`: of the first answers; 200 after that."""
        self._statuses = list(statuses)
        self._calls: list[Call] = []
        self._news = threading.Condition()
        receiver = self

        class Desk(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                headers = {name.lower(): value for name, value in self.headers.items()}
                signed = (headers.get("x-cn-operation", ""), headers.get("x-cn-signature", ""))
                call = Call(*signed, self.rfile.read(length), headers, self.path)
                self.send_response(receiver._came(call))
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self._server = HTTPServer(("127.0.0.1", 0), Desk)
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhook"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def _came(self, call: Call) -> int:
        with self._news:
            self._calls.append(call)
            self._news.notify_all()
            return self._statuses.pop(0) if self._statuses else 200

    def calls(self, count: int) -> list[Call]:
        """The first `count` of them, as soon as they are there."""
        with self._news:
            assert self._news.wait_for(lambda: len(self._calls) >= count, timeout=5)
            return self._calls[:count]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
