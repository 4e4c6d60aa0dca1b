"""The portal's guests become the till's customers: found and completed, or created once."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from agent.domain.failures import Conflict, Malformed, Refused
from agent.domain.ledger import Books
from agent.domain.menu_ports import GuestPortal, GuestTill
from agent.domain.orders import Customer
from agent.domain.ports import Clock, Page, SetAside

FLOW = "guests"

FIRST_LOOK = timedelta(days=30)
"""How far back the first look at a portal goes: older guests come with their next order."""

MOST_WAITING = 2000
"""Guests read and not yet at the till; more are read at the next look."""

MOST_TRIES = 5
"""Looks at which the till's answer about one guest was no answer, until the guest is set aside."""

log = structlog.get_logger("guests")


class GuestFlow:
    """Two steps in one pass, because they ask two sides: `read` at the portal, `bring` at the till.

    The cursor moves when the till has them: a guest read and not brought is read again.
    """

    def __init__(self, link: str, books: Books, clock: Clock) -> None:
        self._link = link
        self._books = books
        self._clock = clock
        self._waiting: list[Customer] = []
        self._tries: Counter[str] = Counter()
        """Answers that were none, by the guest's reference."""
        self._upto: datetime | None = None

    @property
    def has_read(self) -> bool:
        return bool(self._waiting) or self._upto is not None

    def read(self, portal: GuestPortal) -> None:
        if self._waiting:
            # The portal does not say again what it said already: first those go that could not be brought.
            return
        self._upto = None
        with self._books.reading() as ledger:
            since = ledger.cursor(self._link, FLOW)
        if since is None:
            since = self._clock.now() - FIRST_LOOK
            self._upto = since
        for page in portal.guests(since):
            self._note(page.set_aside)
            self._take(page)
            if len(self._waiting) >= MOST_WAITING:
                return

    def bring(self, till: GuestTill, go_on: Callable[[], bool]) -> None:
        """One after the other: two orders of one new guest find the card that the first one made.

        Raises `Failed`; who was not brought waits for the next look, and the cursor with them.
        """
        unclear: Malformed | None = None
        again: list[Customer] = []
        while self._waiting:
            if not go_on():
                break
            guest = self._waiting[0]
            try:
                self._bring_one(till, guest)
            except (Refused, Conflict) as refused:
                # This one is set aside; the others go on.
                self._note((SetAside(guest.ref, refused.failure.message),))
            except Malformed as malformed:
                self._tries[guest.ref] += 1
                if self._tries[guest.ref] < MOST_TRIES:
                    again.append(guest)
                    unclear = malformed
                else:
                    self._note((SetAside(guest.ref, malformed.failure.message),))
            self._waiting.pop(0)
        self._waiting = again + self._waiting
        if unclear is not None:
            raise unclear
        if not self._waiting:
            self._move_on()

    def _bring_one(self, till: GuestTill, guest: Customer) -> None:
        with self._books.reading() as ledger:
            known = ledger.guest_ref(self._link, guest.ref)
        found = till.guest(guest, known)
        if found is not None and found != known:
            with self._books.writing() as ledger:
                ledger.pair_guest(self._link, guest.ref, found)

    def _move_on(self) -> None:
        self._tries.clear()
        upto, self._upto = self._upto, None
        if upto is not None:
            with self._books.writing() as ledger:
                before = ledger.cursor(self._link, FLOW)
                if before is None or upto > before:
                    ledger.save_cursor(self._link, FLOW, upto)

    def _take(self, page: Page[Customer]) -> None:
        self._waiting += page.records
        if page.upto is not None:
            # Never in the future: one card that says so would make all others old.
            upto = min(page.upto, self._clock.now())
            self._upto = max(self._upto or upto, upto)

    def _note(self, records: tuple[SetAside, ...]) -> None:
        if not records:
            return
        with self._books.writing() as ledger:
            new = [record for record in records if ledger.set_aside(self._link, FLOW, record, self._clock.now())]
        for record in new:
            log.warning("set_aside", link=self._link, reason=record.reason)
