"""The till's webhooks: signs, sends, tries again. One thread, which `stop` ends even while a receiver hangs."""

import contextlib
import hashlib
import hmac
import http.client
import queue
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from agent.sandbox.wire import Json, encoded

PAUSES = (0.1, 0.3, 1.0)
"""Seconds before each of the 3 retries. The real pauses are not known."""
PATIENCE = 5.0
"""Seconds that a receiver has to answer."""


@dataclass
class Delivery:
    url: str
    operation: str
    body: bytes
    attempts: int = 0
    status: int | None = None
    """Of the last answer; None while there was none."""

    def wire(self) -> Json:
        return {"url": self.url, "operation": self.operation, "attempts": self.attempts, "status": self.status}


class Courier:
    def __init__(self, signing_key: Callable[[], str]) -> None:
        self._signing_key = signing_key
        self.subscriptions: list[tuple[str, str]] = []
        """(url, entity), as a merchant enters them in the back office."""
        self.deliveries: list[Delivery] = []
        self._waiting: queue.SimpleQueue[Delivery | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._line: http.client.HTTPConnection | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._ended.clear()
            self._thread = threading.Thread(target=self._deliver_all, name="sandbox-cassa-webhooks")
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

    def publish(self, entity: str, operation: str, body: Json) -> None:
        """Returns at once."""
        for url, wanted in self.subscriptions:
            if wanted == entity:
                delivery = Delivery(url, f"{entity}/{operation}", encoded(body))
                self.deliveries.append(delivery)
                self._waiting.put(delivery)

    def _deliver_all(self) -> None:
        while not self._ended.is_set():
            delivery = self._waiting.get()
            if delivery is not None:
                self._deliver(delivery)

    def _deliver(self, delivery: Delivery) -> None:
        for pause in (0.0, *PAUSES):
            if self._ended.wait(pause):
                return
            delivery.attempts += 1
            delivery.status = self._sent(delivery)
            if delivery.status is not None and 200 <= delivery.status < 300:
                return

    def _sent(self, delivery: Delivery) -> int | None:
        """The status of the answer; None when there was none."""
        parts = urlsplit(delivery.url)
        self._line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=PATIENCE)
        headers = {
            "Content-Type": "application/json",
            "x-cn-operation": delivery.operation,
            "x-cn-signature": signature(self._signing_key(), delivery.body),
        }
        try:
            self._line.connect()
            if self._ended.is_set():  # `stop` looked for the socket before there was one
                return None
            self._line.request("POST", parts.path or "/", delivery.body, headers)
            return self._line.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            self._line.close()


def signature(signing_key: str, body: bytes) -> str:
    """HMAC-SHA1 over the raw body, hex in lower case."""
    return hmac.new(signing_key.encode(), body, hashlib.sha1).hexdigest()
