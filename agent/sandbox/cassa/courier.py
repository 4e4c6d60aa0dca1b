"""The till's webhooks: who is told what, and the signature."""

import hashlib
import hmac
from collections.abc import Callable

from agent.sandbox.courier import Delivery, Letter, Post
from agent.sandbox.wire import Json, encoded

PAUSES = (0.1, 0.3, 1.0)
"""Seconds before each of the 3 retries. The real pauses are not known."""


class Courier(Post):
    def __init__(self, signing_key: Callable[[], str]) -> None:
        super().__init__("sandbox-cassa-webhooks", PAUSES)
        self._signing_key = signing_key
        self.subscriptions: list[tuple[str, str]] = []
        """(url, entity), as a merchant enters them in the back office."""

    def publish(self, entity: str, operation: str, body: Json) -> None:
        """Returns at once."""
        for url, wanted in self.subscriptions:
            if wanted == entity:
                self.send(self._delivery(url, f"{entity}/{operation}", encoded(body)))

    def _delivery(self, url: str, operation: str, body: bytes) -> Delivery:
        def write(attempts: int) -> Letter:
            signed = signature(self._signing_key(), body)
            return Letter(body, {"x-cn-operation": operation, "x-cn-signature": signed})

        return Delivery(url, operation, write)


def signature(signing_key: str, body: bytes) -> str:
    """HMAC-SHA1 over the raw body, hex in lower case."""
    return hmac.new(signing_key.encode(), body, hashlib.sha1).hexdigest()
