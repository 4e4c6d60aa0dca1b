"""Tilby as the flows see it: bookings read, and written whole, because a PUT replaces; rooms, menu and sales read."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from pydantic import ValidationError

from agent.connectors.answer import Answer
from agent.connectors.manifest import Surroundings
from agent.connectors.pos.tilby import notices
from agent.connectors.pos.tilby.api import Api
from agent.connectors.pos.tilby.book import BOOKINGS, Book, path_of
from agent.connectors.pos.tilby.carte import Carte
from agent.connectors.pos.tilby.customers import Customers
from agent.connectors.pos.tilby.draft import Pen
from agent.connectors.pos.tilby.mapping import (
    DELETED,
    OURS,
    WireSession,
    as_said,
    read_rooms,
    wire_id,
)
from agent.connectors.pos.tilby.settings import Settings
from agent.connectors.pos.tilby.till_sales import TillSales
from agent.domain.failures import Conflict, Gone, Refused, Side
from agent.domain.floor import Room
from agent.domain.menu import TillMenu
from agent.domain.ports import Account, Page, Prerequisite
from agent.domain.reservation_ports import Days
from agent.domain.reservations import NOBODY, Booking, Field, ReservationDraft, ReservationState, SideReservation
from agent.domain.takings import TillSale
from agent.domain.webhooks import RegisteredWebhook


class Tilby:
    """Fulfils `ReservationSide`, `FloorTill`, `MenuTill`, `SalesTill` and `WebhookSide`."""

    def __init__(self, api: Api, settings: Settings, surroundings: Surroundings) -> None:
        self._api = api
        states = settings.states.states()
        self._book = Book(api, surroundings.zone, states)
        self._pen = Pen(surroundings.zone, {state: code for code, state in states.items()})
        self._customers = Customers(api)
        self._carte = Carte(api, settings.price_list)
        self._sales = TillSales(api, surroundings.zone)
        self._webhook_email = settings.webhook_email

    @property
    def budget_used(self) -> float | None:
        """Share (0 to 1) of this second's calls that is spent."""
        budget = self._api.client.budget
        return budget.used if budget else None

    def close(self) -> None:
        self._api.close()

    def test(self) -> Account:
        answer = self._api.send("GET", "/sessions/me")
        try:
            session = WireSession.model_validate(answer.json())
        except ValidationError:
            raise answer.malformed("session") from None
        shop = session.shop
        name = (shop.name if shop else None) or session.username or session.id
        return Account(name, (shop.id if shop else None) or "")

    def prerequisites(self) -> tuple[Prerequisite, ...]:
        """None that a call could tell."""
        return ()

    def reservations(
        self, days: Days | None = None, *, changed_since: datetime | None = None
    ) -> Iterator[Page[SideReservation]]:
        """Those deleted softly may or may not be listed: who misses one asks for it by its id."""
        return self._book.pages(days, changed_since)

    def reservation(self, ref: str) -> SideReservation:
        return self._book.said(self._api.one(path_of(ref)))

    def find_reservation(self, draft: ReservationDraft) -> SideReservation | None:
        """One that is alive before one that was deleted."""
        fitting = [said for said in self._book.marked(draft.pair_ref) if said.ref not in draft.ignore]
        return min(fitting, key=lambda said: said.status == DELETED, default=None)

    def create_reservation(self, draft: ReservationDraft, *, key: str) -> SideReservation:
        """The till takes no key: `find_reservation`, asked before, sees what an earlier attempt left.

        Raises `Refused` for a state that a till has no code for: what is void is never created.
        """
        if draft.booking.state is not None and draft.booking.state.void:
            raise self._not_offered(Field.STATE.value)
        mark = f"{OURS}{draft.pair_ref}"
        customer: object = wire_id(draft.guest_ref) if draft.guest_ref else None
        if customer is None:
            customer = self._customers.card(as_said(draft.booking).guest, mark).id
        assert isinstance(customer, int | str)
        return self._book.stands(self._api.send("POST", BOOKINGS, self._pen.new(draft, customer)))

    def change_reservation(
        self, seen: SideReservation, wanted: Booking, fields: frozenset[Field], *, key: str, message: str = ""
    ) -> SideReservation:
        """Reads, compares, writes the whole: the till has no condition that would do it in one.

        Raises `Conflict` for a booking that was deleted; only its deletion, asked for again, is granted.
        """
        record = self._api.one(path_of(seen.ref))
        now = self._book.said(record)
        ends = Field.STATE in fields and wanted.state is not None and wanted.state.void
        if now.status == DELETED and ends:
            return now
        if now.status == DELETED or _another(now, seen):
            raise Conflict("side.conflict", side=Side.POS, system=self._system, status="", code="changed", field="")
        if Field.STATE in fields and wanted.state is None:
            raise self._not_offered(Field.STATE.value)
        said = self._written(record, now, wanted, fields - {Field.STATE} if ends else fields)
        return self._ended(said) if ends else said

    def as_said(self, booking: Booking) -> Booking:
        return as_said(booking)

    def rooms(self, at: datetime | None = None) -> tuple[Room, ...]:
        """No call tells which tables are free."""
        return read_rooms(self._api.listed("/rooms"))

    def menu_changed(self, since: datetime) -> bool:
        return self._carte.changed(since)

    def menu(self) -> TillMenu:
        return self._carte.menu()

    def closed_sales(self, days: Days, *, changed_since: datetime | None = None) -> Iterator[Page[TillSale]]:
        """All of these days at every look: the till has no filter for what changed since."""
        return self._sales.pages(days)

    def register_webhook(self, url: str) -> RegisteredWebhook:
        """For bookings made, changed and deleted. What is asked for already is not asked for again.

        The vendor signs nothing: `url` must hold the secret.
        """
        notices.register(self._api, url, self._webhook_email)
        return RegisteredWebhook()

    @property
    def _system(self) -> str:
        return self._api.client.system

    def _written(
        self, record: dict[str, object], now: SideReservation, wanted: Booking, fields: frozenset[Field]
    ) -> SideReservation:
        body = dict(self._pen.edited(record, now, wanted, fields))
        guest = as_said(wanted).guest
        if Field.GUEST in fields and guest not in (NOBODY, now.booking.guest):
            customer = self._customers.card(guest, now.source if now.own else _mark(now), now.guest_ref)
            if customer.ref != now.guest_ref:
                # The customer that was read with it is another one's by now.
                body = {name: value for name, value in body.items() if name != "customer"}
                body["customer_id"] = customer.id
        if body == record:
            # Nothing of the booking itself; perhaps its customer's card was corrected.
            return self.reservation(now.ref) if Field.GUEST in fields else now
        return self._book.stands(self._put(now, body))

    def _put(self, now: SideReservation, body: Mapping[str, object]) -> Answer:
        """A booking taken at the till without a customer gets one only where the till insists: it asks every writer."""
        try:
            return self._api.send("PUT", path_of(now.ref), body)
        except Refused as refused:
            if isinstance(refused, Gone) or body.get("customer_id") is not None:
                raise
        nameless = self._customers.card(NOBODY, _mark(now)).id
        return self._api.send("PUT", path_of(now.ref), {**body, "customer_id": nameless})

    def _ended(self, said: SideReservation) -> SideReservation:
        """Looked at afterwards: a page of somebody in between is a success too, and deletes nothing."""
        gone = replace(said, booking=said.booking.with_(Field.STATE, ReservationState.CANCELLED), status=DELETED)
        try:
            answer = self._api.send("DELETE", path_of(said.ref))
            now = self.reservation(said.ref)
        except Gone:
            # By us or by somebody else: it is what was wanted.
            return gone
        if now.status != DELETED:
            raise answer.malformed("record")
        return now

    def _not_offered(self, what: str) -> Refused:
        return Refused("side.not_offered", side=Side.POS, system=self._system, what=what)


def _mark(now: SideReservation) -> str:
    """Of the card of a guest who cannot be reached, for a booking that was taken at the till."""
    return f"tilby:{now.ref}"


def _another(now: SideReservation, seen: SideReservation) -> bool:
    """Somebody wrote in between. The content too: two changes may carry the same second."""
    return (now.version, now.booking, now.status, now.guest_ref) != (
        seen.version,
        seen.booking,
        seen.status,
        seen.guest_ref,
    )
