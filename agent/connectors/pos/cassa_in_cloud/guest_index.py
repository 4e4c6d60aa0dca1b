"""The till's customers by phone, which its API cannot filter: read whole once, then what changed since.

Holds references and no cards: the index of a big till stays small, and nobody's data outlives the question.
"""

from typing import Final

from agent.connectors.pos.cassa_in_cloud.api import PAGE, Api
from agent.connectors.pos.cassa_in_cloud.guest_card import GuestCard, read_card
from agent.connectors.pos.cassa_in_cloud.mapping import WireId
from agent.connectors.pos.cassa_in_cloud.query import Value

PAGES_AT_ONCE: Final = 30
"""An order waits for its guest: a till with more than 3,000 customers is indexed over several orders."""


class GuestIndex:
    """E-mails and phones to the till's ids. Not for two threads at once."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._by_email: dict[str, WireId] = {}
        self._by_phone: dict[str, WireId] = {}
        self._start = 0
        self._whole = False
        self._newest: int | None = None

    def refresh(self) -> bool:
        """Whether the index now holds every customer. A chore: raises `RateLimited` before orders suffer."""
        query: dict[str, Value] = {}
        if self._whole and self._newest is not None:
            query["lastUpdateFrom"] = self._newest
        start = 0 if self._whole else self._start
        listing = self._api.pages("/customers", "customers", query, chore=True, start=start)
        for pages, records in enumerate(listing, 1):
            for record in records:
                card = read_card(record)
                if card is not None:
                    self.learn(card)
            self._start = start + pages * PAGE
            if pages >= PAGES_AT_ONCE and not self._whole:
                return False
        self._whole = True
        return True

    def learn(self, card: GuestCard) -> None:
        if card.email:
            self._by_email.setdefault(card.email, card.id)
        if card.phone:
            self._by_phone.setdefault(card.phone, card.id)
        if card.last_update is not None:
            self._newest = max(self._newest or 0, card.last_update)

    def forget(self, gone: WireId) -> None:
        """The till does not have it any more."""
        for index in (self._by_email, self._by_phone):
            for known in [known for known, held in index.items() if held == gone]:
                del index[known]

    def find(self, email: str | None, phone: str | None) -> WireId | None:
        by_email = self._by_email.get(email) if email else None
        return by_email if by_email is not None or not phone else self._by_phone.get(phone)
