"""Plateform's reservations as the flows see them: read whole, written in their state alone; and what a party spent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from agent.connectors.answer import Answer
from agent.connectors.portals.plateform.api import Subject, path_of
from agent.connectors.portals.plateform.seats import WORDS, as_said, read_reservation, read_reservations, sale_body
from agent.domain.failures import Conflict, Refused, Side
from agent.domain.ports import Page, SetAside
from agent.domain.reservation_ports import Days
from agent.domain.reservations import Booking, Field, ReservationDraft, SideReservation
from agent.domain.sales import Sale

SYSTEM: Final = "Plateform"
RESERVATIONS: Final = "/reservations"

EVERY_DAY: Final = Days(date(2000, 1, 1), date(2100, 1, 1))
"""The portal wants days with every question, also with the one for all that changed."""

CREATED: Final = 201


class Reservations(Subject):
    """The part of `ReservationSide` that is about reservations, and `SalePortal`."""

    def reservations(
        self, days: Days | None = None, *, changed_since: datetime | None = None
    ) -> Iterator[Page[SideReservation]]:
        """With `changed_since`: what has not changed since the last complete answer (its ETag) yields no page.

        Without it every page is given, each time: who looks for what is missing needs all of it.
        """
        asked = days or EVERY_DAY
        query = {"from": asked.first.isoformat(), "to": asked.last.isoformat()}
        if changed_since is None:
            yield from self._api.leaves(RESERVATIONS, query, read_reservation)
            return
        # Exactly as given: an instant cut to its second lies before it, and asks for more, never for less.
        query["updated_since"] = changed_since.isoformat(timespec="seconds")
        for page in self._api.pages(RESERVATIONS, query, read_reservations, conditional=True):
            yield replace(page, upto=_newest(page))

    def reservation(self, ref: str) -> SideReservation:
        return _read(self._api.call("GET", path_of(RESERVATIONS, ref)))

    def find_reservation(self, draft: ReservationDraft) -> SideReservation | None:
        """None, always: the portal keeps no reference of the other side, and nothing is ever created there."""
        return None

    def create_reservation(self, draft: ReservationDraft, *, key: str) -> SideReservation:
        """Raises `Refused`: guests book on Plateform, and no call does so for them."""
        raise _not_offered("create_reservation")

    def change_reservation(
        self, seen: SideReservation, wanted: Booking, fields: frozenset[Field], *, key: str, message: str = ""
    ) -> SideReservation:
        """Writes the state; `message` goes to the guest with it. Raises `Refused` for any other field.

        A state that the portal has already is not sent: it would tell the guest again.
        """
        others = fields - {Field.STATE}
        if others:
            raise _not_offered(min(others))
        if not fields:
            return seen
        if wanted.state is None:
            raise _not_offered(Field.STATE)
        word = WORDS[wanted.state]
        if word == seen.status:
            return self._still(seen)
        body = {"status": word, "message": message} if message else {"status": word}
        return _read(self._api.change(path_of(RESERVATIONS, seen.ref), body, key=key, version=seen.version))

    def _still(self, seen: SideReservation) -> SideReservation:
        """As it stands now. Raises `Conflict` when it does not have the state any more that it was seen with."""
        now = self.reservation(seen.ref)
        if now.status != seen.status:
            raise Conflict("side.conflict", side=Side.PORTAL, system=SYSTEM, status="", code="changed", field="")
        return now

    def as_said(self, booking: Booking) -> Booking:
        return as_said(booking)

    def send_sale(self, reservation_ref: str, receipt_id: str, sale: Sale) -> None:
        """201: stored; 200: stored under this receipt before. The profile says nothing of their bodies."""
        path = f"{path_of(RESERVATIONS, reservation_ref)}/sale"
        answer = self._api.call("POST", path, body=sale_body(receipt_id, sale))
        if answer.status != CREATED:
            # A page of somebody in between is no word of the portal that it has the sale.
            answer.json()


def _read(answer: Answer) -> SideReservation:
    found = read_reservation(answer.json())
    if isinstance(found, SetAside):
        raise answer.malformed("reservation")
    return found


def _newest(page: Page[SideReservation]) -> datetime | None:
    return max((said.changed_at for said in page.records if said.changed_at is not None), default=None)


def _not_offered(what: str) -> Refused:
    return Refused("side.not_offered", side=Side.PORTAL, system=SYSTEM, what=str(what))
