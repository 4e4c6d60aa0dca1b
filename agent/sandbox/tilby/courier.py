"""The till's webhooks: registered by the API, confirmed by a SUBSCRIBED notice, never signed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from agent.sandbox.courier import Delivery, Letter, Post
from agent.sandbox.wire import Json, encoded

PAUSES = (0.1, 0.3, 1.0)
"""Seconds before each of the 3 retries, which the real till makes every 15 minutes."""

ENVIRONMENT = "sandbox"


@dataclass
class Webhook:
    id: int
    entity_type: str
    event_type: str
    url: str
    email: str | None
    confirmed: bool = False
    """Its SUBSCRIBED notice was answered 2xx; before that nothing is sent to it."""

    def wire(self) -> Json:
        names = ("id", "entity_type", "event_type", "url", "email")
        return {name: getattr(self, name) for name in names}


class Courier(Post):
    def __init__(self, stamp: Callable[[], str], client_id: str) -> None:
        super().__init__("sandbox-tilby-webhooks", PAUSES)
        self._stamp = stamp
        self._client_id = client_id
        self.webhooks: dict[int, Webhook] = {}
        self.copies = 1
        """How often each notice is delivered, with the same `notification_uuid`."""

    def subscribe(self, webhook: Webhook) -> None:
        self.webhooks[webhook.id] = webhook

        def confirm() -> None:
            webhook.confirmed = True

        told = self._notice("SUBSCRIBED", webhook.entity_type, [])
        delivery = self._delivery(webhook, told)
        delivery.arrived = confirm
        self.send(delivery)

    def publish(self, entity: str, event: str, content: Json) -> None:
        """Returns at once."""
        told = self._notice(event, entity, [content])
        for webhook in list(self.webhooks.values()):
            if (webhook.entity_type, webhook.event_type) == (entity, event):
                for _ in range(self.copies):
                    delivery = self._delivery(webhook, told)
                    delivery.wanted = partial(self._listens, webhook)
                    self.send(delivery)

    def _listens(self, webhook: Webhook) -> bool:
        return webhook.confirmed and webhook.id in self.webhooks

    def _notice(self, event: str, entity: str, entities: list[Json]) -> Json:
        return {
            "type": event,
            "entity_name": entity,
            "time": self._stamp(),
            "notification_uuid": str(uuid4()),
            "environment_id": ENVIRONMENT,
            "client_id": self._client_id,
            "entities": entities,
        }

    def _delivery(self, webhook: Webhook, told: Json) -> Delivery:
        """Written now: what the entity becomes later is another notice."""
        written = [encoded({**told, "nRetry": attempt}) for attempt in range(len(self.pauses) + 1)]
        return Delivery(
            webhook.url, f"{told['entity_name']}/{told['type']}", lambda attempts: Letter(written[attempts], {})
        )
