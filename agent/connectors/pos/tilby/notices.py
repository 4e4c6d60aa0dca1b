"""The till's notices: for what they are asked, and that they are asked for once."""

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from agent.connectors.fields import as_object, ref_of
from agent.connectors.pos.tilby.api import Api
from agent.connectors.pos.tilby.mapping import WireSubscription

WEBHOOKS: Final = "/webhooks"

ENTITY: Final = "bookings"
EVENTS: Final = ("CREATED", "UPDATED", "DELETED")
"""Each to be asked for by itself."""


def register(api: Api, url: str, email: str | None) -> None:
    """What is asked for already, for that address, is not asked for again."""
    there = _there(api, url)
    for event in EVENTS:
        if event not in there:
            _subscribe(api, event, url, email)


def _there(api: Api, url: str) -> frozenset[str]:
    """The events that are asked for; a subscription that cannot be read is somebody else's."""
    found = set()
    for record in api.listed(WEBHOOKS):
        try:
            known = WireSubscription.model_validate(record)
        except ValidationError:
            continue
        if known.url == url and known.entity_type == ENTITY and known.event_type is not None:
            found.add(known.event_type)
    return frozenset(found)


def _subscribe(api: Api, event: str, url: str, email: str | None) -> None:
    told: Mapping[str, object] = {"entity_type": ENTITY, "event_type": event, "url": url}
    answer = api.send("POST", WEBHOOKS, {**told, "email": email} if email else told)
    said = as_object(answer.json()) or {}
    if not (ref_of(said.get("result")) or ref_of(said)):
        raise answer.malformed("id")
