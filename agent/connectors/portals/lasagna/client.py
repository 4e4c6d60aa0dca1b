"""Lasagna as the flows see it. Decides nothing: it asks, sends, and says what came back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from agent.connectors.answer import Answer
from agent.connectors.fields import as_object
from agent.connectors.portals.lasagna.api import Api, failure_of
from agent.connectors.portals.lasagna.floor import floor_body, read_floor
from agent.connectors.portals.lasagna.guest_sale import sale_body
from agent.connectors.portals.lasagna.mapping import (
    WireAccount,
    WireWebhook,
    as_said,
    body_of,
    read_changed_at,
    read_reservation,
    read_reservations,
)
from agent.connectors.portals.lasagna.menu import as_published, read_menu
from agent.connectors.portals.lasagna.menu import body_of as menu_body
from agent.domain.failures import Refused, Side
from agent.domain.floor import Room
from agent.domain.menu import Menu
from agent.domain.orders import Customer
from agent.domain.ports import Account, Page, Prerequisite, SetAside
from agent.domain.reservation_ports import Days
from agent.domain.reservations import Booking, Field, ReservationDraft, ReservationState, SideReservation
from agent.domain.takings import TillSale
from agent.domain.webhooks import RegisteredWebhook

RESERVATIONS: Final = "/reservations"
MENU: Final = "/menu"
FLOOR: Final = "/floor-plan"

CREATED: Final = 201

EVENTS: Final = ("reservation.created", "reservation.updated", "reservation.status_changed")

AROUND: Final = timedelta(days=1)
"""How far from its day a reservation is looked for: it may have been moved over midnight."""

EVERYTHING: Final = frozenset(Field)


class Lasagna:
    """Fulfils `ReservationSide`, `MenuPortal`, `FloorPortal`, `GuestSalePortal` and `WebhookSide`."""

    def __init__(self, api: Api, zone: ZoneInfo) -> None:
        self._api = api
        self._zone = zone

    @property
    def budget_used(self) -> float | None:
        budget = self._api.client.budget
        return budget.used if budget else None

    def close(self) -> None:
        self._api.client.close()

    def test(self) -> Account:
        answer = self._api.call("GET", "/me")
        try:
            account = WireAccount.model_validate(answer.json())
        except ValidationError:
            raise answer.malformed("account") from None
        return Account(account.name, account.restaurant_id, account.timezone)

    def prerequisites(self) -> tuple[Prerequisite, ...]:
        """None that a call could tell."""
        return ()

    def reservations(
        self, days: Days | None = None, *, changed_since: datetime | None = None
    ) -> Iterator[Page[SideReservation]]:
        between = () if days is None else (("from", days.first.isoformat()), ("to", days.last.isoformat()))
        for sheet, upto in self._api.sheets(RESERVATIONS, between, read_changed_at, changed_since):
            records, aside = read_reservations(sheet.records)
            yield Page(records, aside, None if changed_since is None else upto)

    def reservation(self, ref: str) -> SideReservation:
        return _read(self._api.call("GET", _path(ref)))

    def find_reservation(self, draft: ReservationDraft) -> SideReservation | None:
        """Among those of its days: the profile has no filter by `external_id` (ASSUMED).

        One that was moved further away is not found here; creating it is then answered with it.
        """
        day = draft.booking.starts_at.astimezone(self._zone).date()
        for page in self.reservations(Days(day - AROUND, day + AROUND)):
            for said in page.records:
                if said.pair_ref == draft.pair_ref and said.ref not in draft.ignore:
                    return said
        return None

    def create_reservation(self, draft: ReservationDraft, *, key: str) -> SideReservation:
        """`external_id` makes it happen once: what is stored under it already is the answer, and no conflict.

        Raises `Conflict` when that one is closed for good (`draft.ignore`) or cannot be told.
        """
        state = draft.booking.state or ReservationState.PENDING
        told = body_of(replace(draft.booking, state=state), EVERYTHING, self._zone)
        answer = self._api.answer("POST", RESERVATIONS, body={"external_id": draft.pair_ref, **told})
        if answer.status == 409:
            stored = read_reservation(_stored(answer))
            if (
                isinstance(stored, SideReservation)
                and stored.pair_ref == draft.pair_ref
                and stored.ref not in draft.ignore
            ):
                return stored
        failure = failure_of(answer)
        if failure is not None:
            raise failure
        return _read(answer)

    def change_reservation(
        self, seen: SideReservation, wanted: Booking, fields: frozenset[Field], *, key: str, message: str = ""
    ) -> SideReservation:
        """`key` and `message` have no place in the profile: the revision makes it happen once."""
        if Field.STATE in fields and wanted.state is None:
            raise Refused("side.not_offered", side=Side.PORTAL, system=self._api.client.system, what=Field.STATE.value)
        body = body_of(wanted, fields, self._zone)
        if not body:
            return seen
        return _read(self._api.call("PATCH", _path(seen.ref), version=seen.version, body=body))

    def as_said(self, booking: Booking) -> Booking:
        return as_said(booking)

    def portal_menu(self) -> Menu:
        return _menu(self._api.call("GET", MENU))

    def publish_menu(self, menu: Menu, *, key: str) -> Menu:
        """`key` has no place in the profile: the same menu again changes nothing."""
        return _menu(self._api.call("PUT", MENU, body=menu_body(menu)))

    def as_published(self, menu: Menu) -> Menu:
        return as_published(menu)

    def portal_rooms(self) -> tuple[Room, ...]:
        return _rooms(self._api.call("GET", FLOOR))

    def publish_rooms(self, rooms: Sequence[Room]) -> tuple[Room, ...]:
        return _rooms(self._api.call("PUT", FLOOR, body=floor_body(rooms)))

    def send_guest_sale(self, sale: TillSale, *, receipt_id: str, reservation_ref: str | None, guest: Customer) -> None:
        """The same receipt again is answered with what is stored under it."""
        answer = self._api.call("POST", "/sales", body=sale_body(sale, receipt_id, reservation_ref, guest, self._zone))
        if answer.status != CREATED:
            # A page of somebody in between is no word of the portal that it has the sale.
            answer.json()

    def register_webhook(self, url: str, events: Sequence[str] = EVENTS) -> RegisteredWebhook:
        """Each registration has a secret of its own; the profile has no call to list or to end one."""
        answer = self._api.call("POST", "/webhooks", body={"url": url, "events": list(events)})
        try:
            made = WireWebhook.model_validate(answer.json())
        except ValidationError:
            raise answer.malformed("webhook") from None
        return RegisteredWebhook(made.secret)


def _read(answer: Answer) -> SideReservation:
    found = read_reservation(answer.json())
    if isinstance(found, SetAside):
        raise answer.malformed("reservation")
    return found


def _stored(answer: Answer) -> object:
    """The reservation that a refusal tells: the body itself, or within it (ASSUMED)."""
    said = answer.json_or_nothing()
    return (as_object(said) or {}).get("reservation") or said


def _menu(answer: Answer) -> Menu:
    menu = read_menu(answer.json())
    if menu is None:
        raise answer.malformed("menu")
    return menu


def _rooms(answer: Answer) -> tuple[Room, ...]:
    rooms = read_floor(answer.json())
    if rooms is None:
        raise answer.malformed("floor_plan")
    return rooms


def _path(ref: str) -> str:
    return f"{RESERVATIONS}/{quote(ref, safe='')}"
