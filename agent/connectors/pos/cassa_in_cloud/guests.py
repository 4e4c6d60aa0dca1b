"""Finds the guest of an order among the till's customers, or creates the card. Completes, never blanks.

By the known reference, then e-mail, then the id that an earlier creation left, then phone.
"""

from collections.abc import Callable, Mapping
from urllib.parse import quote

import structlog

from agent.connectors.fields import as_object
from agent.connectors.identity import same_email, same_phone
from agent.connectors.pos.cassa_in_cloud.api import Api
from agent.connectors.pos.cassa_in_cloud.guest_card import EXTERNAL, GuestCard, new_record, read_card
from agent.connectors.pos.cassa_in_cloud.guest_index import GuestIndex
from agent.connectors.pos.cassa_in_cloud.mapping import WireId, read_id
from agent.connectors.pos.cassa_in_cloud.query import Value
from agent.domain.failures import Conflict, RateLimited, Refused
from agent.domain.orders import Customer

log = structlog.get_logger()


class Guests:
    """The till's customers, as orders ask for them. Not for two threads at once."""

    def __init__(self, api: Api, sales_point: int) -> None:
        self._api = api
        self._sales_point = sales_point
        self._index = GuestIndex(api)
        self._ids: dict[str, WireId] = {}

    def wire_id(self, ref: str) -> WireId:
        """The id as the till wrote it, where it was seen; text otherwise (ASSUMED)."""
        return self._ids.get(ref, ref)

    def find_or_create(self, customer: Customer, known_ref: str | None) -> str | None:
        if not same_email(customer.email) and not same_phone(customer.phone):
            return None
        card = self._found_directly(customer, known_ref)
        if card is None:
            whole = self._refreshed()
            card = self._found_in_index(customer)
            if card is None:
                # Half an index can't tell that the till has no such guest: better no card than two.
                return self._created(customer) if whole else None
        self._ids[card.ref] = card.id
        self._complete(card, customer)
        return card.ref

    def _found_directly(self, customer: Customer, known_ref: str | None) -> GuestCard | None:
        card = self._by_id(self.wire_id(known_ref)) if known_ref else None
        email = same_email(customer.email)
        if card is None and customer.email and email:
            card = self._one({"email": customer.email.strip()}, lambda found: found.email == email)
        if card is None:
            left = f"{EXTERNAL}{customer.ref}"
            card = self._one({"externalId": left}, lambda found: found.external_id == left)
        return card

    def _found_in_index(self, customer: Customer) -> GuestCard | None:
        found = self._index.find(same_email(customer.email), same_phone(customer.phone))
        if found is None:
            return None
        card = self._by_id(found)
        if card is None:
            self._index.forget(found)
        return card

    def _refreshed(self) -> bool:
        try:
            return self._index.refresh()
        except RateLimited as limited:
            if limited.failure.message != "side.budget":
                raise
            log.info("guests.index_postponed", after=str(limited.failure.after))
            return False

    def _by_id(self, wanted: WireId) -> GuestCard | None:
        """By the filter that lists have: no call for a single customer is known."""
        try:
            return self._one({"ids": [wanted]}, lambda found: found.ref == str(wanted))
        except Refused:
            # An id that was kept as text, of a till whose ids are numbers: the other ways remain.
            return None

    def _one(self, query: Mapping[str, Value], fits: Callable[[GuestCard], bool]) -> GuestCard | None:
        """The first that fits; compared again here, since how exact the till's filters are is not known."""
        cards = (read_card(record) for record in self._api.listed("/customers", "customers", query))
        return next((card for card in cards if card is not None and fits(card)), None)

    def _complete(self, card: GuestCard, customer: Customer) -> None:
        record = card.completed(customer)
        if record is None:
            return
        try:
            self._api.send("PUT", f"/customers/{quote(card.ref, safe='')}", record, by_id=True)
        except (Refused, Conflict) as refused:
            # The guest is known all the same, and the order must not wait for a nicer card.
            log.info("guests.not_completed", failure=refused.failure.message)

    def _created(self, customer: Customer) -> str:
        answer = self._api.send("POST", "/customers", new_record(customer, self._sales_point))
        said = as_object(answer.json()) or {}
        ref = read_id((as_object(said.get("customer")) or said).get("id"))
        if ref is None:
            raise answer.malformed("id")
        self._ids[str(ref)] = ref
        return str(ref)
