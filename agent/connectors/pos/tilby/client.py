"""Tilby as the flows see it: bookings read, and written whole, because a PUT replaces; rooms; notices asked for."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final
from urllib.parse import quote

from pydantic import ValidationError

from agent.connectors.answer import Answer
from agent.connectors.failures import malformed
from agent.connectors.fields import as_object, ref_of, reference
from agent.connectors.manifest import Surroundings
from agent.connectors.pos.tilby.api import Api
from agent.connectors.pos.tilby.customers import CUSTOMERS, Customers
from agent.connectors.pos.tilby.draft import Pen
from agent.connectors.pos.tilby.mapping import (
    DELETED,
    OURS,
    WireSession,
    WireSubscription,
    as_said,
    read_booking,
    read_changed_at,
    read_rooms,
    wire_id,
)
from agent.connectors.pos.tilby.settings import Settings
from agent.connectors.webhook import Webhook
from agent.domain.failures import Conflict, Gone, Refused, Side
from agent.domain.floor import Room
from agent.domain.ports import Account, Page, Prerequisite, SetAside
from agent.domain.reservation_ports import Days
from agent.domain.reservations import NOBODY, Booking, Field, ReservationDraft, ReservationState, SideReservation

BOOKINGS: Final = "/bookings"

NOTICES: Final = ("CREATED", "UPDATED", "DELETED")
"""Of bookings, each to be asked for by itself."""


class Tilby:
    """Fulfils `ReservationSide` and `FloorTill`."""

    def __init__(self, api: Api, settings: Settings, surroundings: Surroundings) -> None:
        self._api = api
        self._zone = surroundings.zone
        self._states = settings.states.states()
        self._pen = Pen(surroundings.zone, {state: code for code, state in self._states.items()})
        self._customers = Customers(api)
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
        guests: dict[str, object] = {}
        between = [] if days is None else self._between(days)
        for sheet, upto in self._api.changes(BOOKINGS, between, _changed, changed_since):
            read, aside = [], []
            for record in sheet.records:
                found = read_booking(self._with_customer(record, guests), self._states)
                if isinstance(found, SetAside):
                    aside.append(found)
                else:
                    read.append(found)
            yield Page(tuple(read), tuple(aside), None if changed_since is None else upto)

    def reservation(self, ref: str) -> SideReservation:
        return self._said(self._api.one(_path(ref)))

    def find_reservation(self, draft: ReservationDraft) -> SideReservation | None:
        """One that is alive before one that was deleted."""
        mark = f"{OURS}{draft.pair_ref}"
        found = (
            read_booking(self._with_customer(record, {}), self._states)
            for record in self._api.listed(BOOKINGS, [("source", mark)])
        )
        fitting = [
            said
            for said in found
            if isinstance(said, SideReservation) and said.pair_ref == draft.pair_ref and said.ref not in draft.ignore
        ]
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
        return self._as_stands(self._api.send("POST", BOOKINGS, self._pen.new(draft, customer)))

    def change_reservation(
        self, seen: SideReservation, wanted: Booking, fields: frozenset[Field], *, key: str, message: str = ""
    ) -> SideReservation:
        """Reads, compares, writes the whole: the till has no condition that would do it in one.

        Raises `Conflict` for a booking that was deleted; only its deletion, asked for again, is granted.
        """
        record = self._api.one(_path(seen.ref))
        now = self._said(record)
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

    def register_webhook(self, url: str) -> Webhook:
        """For bookings made, changed and deleted. What is asked for already is not asked for again.

        The vendor signs nothing: `url` must hold the secret.
        """
        there = {known.event_type: known.id for known in self._subscriptions() if known.url == url}
        ids = [there.get(event) or self._subscribe("bookings", event, url) for event in NOTICES]
        return Webhook(",".join(ids))

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
        return self._as_stands(self._put(now, body))

    def _put(self, now: SideReservation, body: Mapping[str, object]) -> Answer:
        """A booking taken at the till without a customer gets one only where the till insists: it asks every writer."""
        try:
            return self._api.send("PUT", _path(now.ref), body)
        except Refused as refused:
            if isinstance(refused, Gone) or body.get("customer_id") is not None:
                raise
        nameless = self._customers.card(NOBODY, _mark(now)).id
        return self._api.send("PUT", _path(now.ref), {**body, "customer_id": nameless})

    def _ended(self, said: SideReservation) -> SideReservation:
        with suppress(Gone):  # somebody else has deleted it meanwhile: it is what was wanted
            self._api.send("DELETE", _path(said.ref))
        try:
            return self.reservation(said.ref)
        except Gone:
            gone = said.booking.with_(Field.STATE, ReservationState.CANCELLED)
            return replace(said, booking=gone, status=DELETED)

    def _as_stands(self, answer: Answer) -> SideReservation:
        """The answer of a write. Its guest is read by another call where the answer leaves him out."""
        found = read_booking(self._with_customer(answer.json(), {}), self._states)
        if isinstance(found, SetAside):
            raise answer.malformed("booking")
        return found

    def _said(self, record: object) -> SideReservation:
        found = read_booking(self._with_customer(record, {}), self._states)
        if isinstance(found, SetAside):
            raise malformed(self._api.client.exchange(writes=False), "booking")
        return found

    def _with_customer(self, record: object, known: dict[str, object]) -> object:
        """The record with its customer, which a list may leave out. `known`: those that were asked for already."""
        booking = as_object(record)
        ref = reference((booking or {}).get("customer_id"))
        if booking is None or not isinstance(ref, str) or not ref or as_object(booking.get("customer")) is not None:
            return record
        if ref not in known:
            try:
                known[ref] = self._api.one(f"{CUSTOMERS}/{quote(ref, safe='')}")
            except Gone:
                known[ref] = None
        return {**booking, "customer": known[ref]}

    def _between(self, days: Days) -> list[tuple[str, str]]:
        """From the first second of the first day to the last one of the last, as the restaurant counts days."""
        start = datetime.combine(days.first, time(), self._zone)
        end = datetime.combine(days.last + timedelta(days=1), time(), self._zone)
        last = datetime.fromtimestamp(end.timestamp() - 1, self._zone)
        return [("booked_for_since", start.isoformat()), ("booked_for_max", last.isoformat())]

    def _subscriptions(self) -> Iterator[WireSubscription]:
        for record in self._api.listed("/webhooks"):
            try:
                known = WireSubscription.model_validate(record)
            except ValidationError:
                continue
            if known.entity_type == "bookings":
                yield known

    def _subscribe(self, entity: str, event: str, url: str) -> str:
        told: Mapping[str, object] = {"entity_type": entity, "event_type": event, "url": url}
        email = {"email": self._webhook_email} if self._webhook_email else {}
        answer = self._api.send("POST", "/webhooks", {**told, **email})
        said = as_object(answer.json()) or {}
        ref = ref_of(said.get("result")) or ref_of(said)
        if not ref:
            raise answer.malformed("id")
        return ref

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


def _changed(records: list[object]) -> tuple[datetime, ...]:
    return tuple(instant for instant in map(read_changed_at, records) if instant is not None)


def _path(ref: str) -> str:
    return f"{BOOKINGS}/{quote(ref, safe='')}"
