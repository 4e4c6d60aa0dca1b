"""Finds the guest of a booking among the till's customers, or creates the card. Completes, never blanks.

By e-mail, then by phone or mobile; a guest who left neither has a card of the booking's own.
"""

from collections.abc import Callable
from urllib.parse import quote

import structlog

from agent.connectors.identity import same_email, same_phone
from agent.connectors.pos.tilby.api import Api
from agent.connectors.pos.tilby.customer_card import PHONES, CustomerCard, new_card, read_card
from agent.domain.failures import Conflict, Refused
from agent.domain.orders import Customer

CUSTOMERS = "/customers"

TAIL = 4
"""Digits at the end of a number by which the till is asked: they stand together in nearly every way of writing it.

ASSUMED: `_like` looks for the text anywhere. What is found is compared here, as a whole number.
"""

log = structlog.get_logger()


class Customers:
    """The till's customers, as bookings ask for them."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def card(self, guest: Customer, mark: str, known_ref: str = "") -> CustomerCard:
        """`mark`: what ties a guest who cannot be reached to this booking. `known_ref`: whose booking it is by now.

        The very customer of the booking is corrected, since the guest's own word has changed; another one completed.
        """
        found = self._found(guest, mark)
        if found is None:
            return self._created(guest, mark)
        record = found.corrected(guest) if found.ref == known_ref else found.completed(guest)
        if record is not None:
            self._write(found, record)
        return found

    def _found(self, guest: Customer, mark: str) -> CustomerCard | None:
        email, phone = same_email(guest.email), same_phone(guest.phone)
        found = None
        if guest.email and email:
            spellings = dict.fromkeys((guest.email.strip(), email))
            found = self._first([("email", text) for text in spellings], lambda card: card.email == email)
        if found is None and phone:
            asked = [(f"{name}_like", phone[-TAIL:]) for name in PHONES] + [(name, phone) for name in PHONES]
            found = self._first(asked, lambda card: phone in card.phones)
        if found is None and not email and not phone:
            found = self._first([("external_id", mark)], lambda card: card.external_id == mark and not card.reachable)
        return found

    def _first(self, filters: list[tuple[str, str]], fits: Callable[[CustomerCard], bool]) -> CustomerCard | None:
        """The first that fits, one filter after the other; how exact the till's filters are is not known."""
        for each in filters:
            for record in self._api.listed(CUSTOMERS, [each]):
                card = read_card(record)
                if card is not None and fits(card):
                    return card
        return None

    def _write(self, card: CustomerCard, record: object) -> None:
        assert isinstance(record, dict)
        try:
            self._api.send("PUT", f"{CUSTOMERS}/{quote(card.ref, safe='')}", record)
        except (Refused, Conflict) as refused:
            # The guest is known all the same, and the booking must not wait for a nicer card.
            log.info("customers.not_completed", failure=refused.failure.message)

    def _created(self, guest: Customer, mark: str) -> CustomerCard:
        answer = self._api.send("POST", CUSTOMERS, new_card(guest, mark))
        card = read_card(answer.json())
        if card is None:
            raise answer.malformed("id")
        return card
