"""The till's book of reservations, read: lists, single bookings, and the guest of each."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from agent.connectors.answer import Answer
from agent.connectors.failures import malformed
from agent.connectors.fields import as_object, parted, reference
from agent.connectors.pos.tilby.api import Api
from agent.connectors.pos.tilby.customers import CUSTOMERS
from agent.connectors.pos.tilby.mapping import OURS, read_booking, read_changed_at
from agent.domain.failures import Gone, Malformed
from agent.domain.ports import Page, SetAside
from agent.domain.reservation_ports import Days
from agent.domain.reservations import ReservationState, SideReservation

BOOKINGS: Final = "/bookings"


class Book:
    """`states`: what the shop's codes mean. Holds nothing between two calls."""

    def __init__(self, api: Api, zone: ZoneInfo, states: Mapping[str, ReservationState]) -> None:
        self._api = api
        self._zone = zone
        self._states = states

    def pages(self, days: Days | None, changed_since: datetime | None) -> Iterator[Page[SideReservation]]:
        """As `ReservationSide.reservations`."""
        guests: dict[str, object] = {}
        between = [] if days is None else self._between(days)
        for sheet, upto in self._api.changes(BOOKINGS, between, _changed, changed_since):
            read, aside = parted(self._read(record, guests) for record in sheet.records)
            yield Page(read, aside, None if changed_since is None else upto)

    def marked(self, pair_ref: str, *, all_of_them: bool = False) -> Iterator[SideReservation]:
        """Those that carry the mark of that reservation of the portal, as far as they are listed and can be read.

        `all_of_them`: raises `Malformed` where one cannot be read.
        """
        guests: dict[str, object] = {}
        for record in self._api.listed(BOOKINGS, [("source", f"{OURS}{pair_ref}")]):
            found = self._read(record, guests)
            if isinstance(found, SetAside):
                if all_of_them:
                    raise self._unreadable()
            elif found.pair_ref == pair_ref:
                yield found

    def said(self, record: object) -> SideReservation:
        """What a record says that was read by its id."""
        found = self._read(record, {})
        if isinstance(found, SetAside):
            raise self._unreadable()
        return found

    def stands(self, answer: Answer) -> SideReservation:
        """What the answer of a write says. Its guest is read by another call where the answer leaves him out."""
        found = self._read(answer.json(), {})
        if isinstance(found, SetAside):
            raise answer.malformed("booking")
        return found

    def _unreadable(self) -> Malformed:
        return malformed(self._api.client.exchange(writes=False), "booking")

    def _read(self, record: object, guests: dict[str, object]) -> SideReservation | SetAside:
        return read_booking(self._with_customer(record, guests), self._states)

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
        """From the first second of the first day to the last one of the last."""
        start, end = span_of(days, self._zone)
        last = datetime.fromtimestamp(end.timestamp() - 1, self._zone)
        return [("booked_for_since", start.isoformat()), ("booked_for_max", last.isoformat())]


def span_of(days: Days, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the beginning of the first day to that of the day after the last, as the restaurant counts days."""
    start = datetime.combine(days.first, time(), zone)
    return start, datetime.combine(days.last + timedelta(days=1), time(), zone)


def path_of(ref: str) -> str:
    return f"{BOOKINGS}/{quote(ref, safe='')}"


def _changed(records: list[object]) -> tuple[datetime, ...]:
    return tuple(instant for instant in map(read_changed_at, records) if instant is not None)
