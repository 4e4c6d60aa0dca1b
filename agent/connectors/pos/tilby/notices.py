"""The till's notices: for what they are asked, and that they are asked for once."""

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from agent.connectors.fields import as_object, ref_of
from agent.connectors.pos.tilby.api import Api
from agent.connectors.pos.tilby.mapping import WireSubscription
from agent.connectors.webhook import Webhook

WEBHOOKS: Final = "/webhooks"

ENTITY: Final = "bookings"
EVENTS: Final = ("CREATED", "UPDATED", "DELETED")
"""Each to be asked for by itself."""


def registered(api: Api, url: str, email: str | None) -> Webhook:
    """What is asked for already, for that address, is not asked for again."""
    there = _there(api, url)
    return Webhook(",".join(there.get(event) or _subscribed(api, event, url, email) for event in EVENTS))


def _there(api: Api, url: str) -> Mapping[str, str]:
    """The ids of what is asked for, by event; a subscription that cannot be read is somebody else's."""
    found = {}
    for record in api.listed(WEBHOOKS):
        try:
            known = WireSubscription.model_validate(record)
        except ValidationError:
            continue
        if known.url == url and known.entity_type == ENTITY and known.event_type is not None:
            found[known.event_type] = known.id
    return found


def _subscribed(api: Api, event: str, url: str, email: str | None) -> str:
    told: Mapping[str, object] = {"entity_type": ENTITY, "event_type": event, "url": url}
    answer = api.send("POST", WEBHOOKS, {**told, "email": email} if email else told)
    said = as_object(answer.json()) or {}
    ref = ref_of(said.get("result")) or ref_of(said)
    if not ref:
        raise answer.malformed("id")
    return ref
