"""Sends a system's webhooks, and tries again. One thread, which `stop` ends even while a receiver hangs.

Each system's own courier decides who is told what and how it is signed.
"""

import contextlib
import http.client
import queue
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from agent.sandbox.wire import Json

PATIENCE = 5.0
"""Seconds that a receiver has to answer."""


@dataclass(frozen=True)
class Letter:
    """What goes over the wire at one attempt."""

    body: bytes
    headers: dict[str, str]


@dataclass(eq=False)
class Delivery:
    url: str
    operation: str
    """What it tells, in the system's own words."""
    write: Callable[[int], Letter]
    """The letter of an attempt, by the number of attempts before it."""
    wanted: Callable[[], bool] = lambda: True
    """Asked when its turn comes; False: it is not sent."""
    arrived: Callable[[], None] = lambda: None
    """Called when a receiver took it."""
    attempts: int = 0
    status: int | None = None
    """Of the last answer; None while there was none."""

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    def wire(self) -> Json:
        return {"url": self.url, "operation": self.operation, "attempts": self.attempts, "status": self.status}


class Post:
    def __init__(self, name: str, pauses: Sequence[float]) -> None:
        """`pauses`: seconds before each retry."""
        self._name = name
        self.pauses = pauses
        self.deliveries: list[Delivery] = []
        self._waiting: queue.SimpleQueue[Delivery | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._line: http.client.HTTPConnection | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._ended.clear()
            self._thread = threading.Thread(target=self._deliver_all, name=self._name)
            self._thread.start()

    def stop(self) -> None:
        """What was not delivered is dropped."""
        if self._thread is None:
            return
        self._ended.set()
        self._waiting.put(None)
        line = self._line
        if line is not None and isinstance(line.sock, socket.socket):
            with contextlib.suppress(OSError):  # it was closed in this very moment, which is what is wanted
                line.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE + 1)
        self._thread = None
        self._waiting = queue.SimpleQueue()

    def send(self, delivery: Delivery) -> None:
        """Returns at once."""
        self.deliveries.append(delivery)
        self._waiting.put(delivery)

    def _deliver_all(self) -> None:
        while not self._ended.is_set():
            delivery = self._waiting.get()
            if delivery is not None and delivery.wanted():
                self._deliver(delivery)

    def _deliver(self, delivery: Delivery) -> None:
        for pause in (0.0, *self.pauses):
            if self._ended.wait(pause):
                return
            letter = delivery.write(delivery.attempts)
            delivery.attempts += 1
            delivery.status = self._sent(delivery.url, letter)
            if delivery.taken:
                delivery.arrived()
                return

    def _sent(self, url: str, letter: Letter) -> int | None:
        """The status of the answer; None when there was none."""
        parts = urlsplit(url)
        address = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        self._line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=PATIENCE)
        try:
            self._line.connect()
            if self._ended.is_set():  # `stop` looked for the socket before there was one
                return None
            self._line.request("POST", address, letter.body, {"Content-Type": "application/json", **letter.headers})
            return self._line.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            self._line.close()
