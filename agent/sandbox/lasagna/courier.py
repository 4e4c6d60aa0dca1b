"""The portal's webhooks: who is told what, and the signature. They tell of the agent's own changes too."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from agent.sandbox.courier import Delivery, Letter, Post
from agent.sandbox.instants import iso
from agent.sandbox.wire import Json, encoded

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds before each of the 5 retries, which the profile spreads over 30 minutes."""


@dataclass(frozen=True)
class Subscription:
    id: str
    url: str
    events: tuple[str, ...]
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)


class Courier(Post):
    def __init__(self, now: Callable[[], datetime]) -> None:
        """`now`: what the portal takes for the time, and signs with."""
        super().__init__("sandbox-lasagna-webhooks", PAUSES)
        self._now = now
        self.subscriptions: list[Subscription] = []
        self.copies = 1
        """How often each notice is delivered, with the same id."""

    def subscribe(self, id_: str, url: str, events: tuple[str, ...]) -> Subscription:
        """The same address again is one more subscription, with its own secret."""
        made = Subscription(id_, url, events)
        self.subscriptions.append(made)
        return made

    def publish(self, event: str, reservation: Json) -> None:
        """Returns at once."""
        told = {"id": str(uuid4()), "event": event, "occurred_at": iso(self._now()), "reservation": reservation}
        for subscription in self.subscriptions:
            if event in subscription.events:
                for _ in range(self.copies):
                    self.send(self._delivery(subscription, event, encoded(told)))

    def _delivery(self, subscription: Subscription, event: str, body: bytes) -> Delivery:
        def write(attempts: int) -> Letter:
            """Signed anew at each attempt: a notice that comes late must not look old."""
            moment = str(int(self._now().timestamp()))
            signed = signature(subscription.secret, moment, body)
            return Letter(body, {"X-Lasagna-Timestamp": moment, "X-Lasagna-Signature": signed})

        return Delivery(subscription.url, event, write)


def signature(secret: str, moment: str, body: bytes) -> str:
    """`moment`: the value of X-Lasagna-Timestamp, unix seconds."""
    return "sha256=" + hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
