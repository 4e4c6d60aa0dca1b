"""Passepartout Menu as the flows see it: reservations go in, tables, comande and bills come out.

There is no push and no delete; lists are asked day by day. A row that is changed is read first and goes back whole: a
member left out might be emptied, and rooms and tables are the till's.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from agent.connectors.answer import Answer
from agent.connectors.failures import http_date, malformed, word
from agent.connectors.manifest import Surroundings
from agent.connectors.pos.passepartout_menu import booking as wire
from agent.connectors.pos.passepartout_menu.api import Api, Heard, heard, login_refused
from agent.connectors.pos.passepartout_menu.booking import as_said, read_booking
from agent.connectors.pos.passepartout_menu.contracts import BOOKING
from agent.connectors.pos.passepartout_menu.local_time import A_DAY, each_day, midnight, since, wall
from agent.connectors.pos.passepartout_menu.rooms import read_room
from agent.connectors.pos.passepartout_menu.settings import Settings
from agent.connectors.pos.passepartout_menu.soap import revised
from agent.connectors.pos.passepartout_menu.till_sales import TillSales
from agent.connectors.remembered import Remembered
from agent.domain.failures import Conflict, Failed, Gone
from agent.domain.floor import Room
from agent.domain.ports import Account, Page, Prerequisite, SetAside
from agent.domain.reservation_ports import Days
from agent.domain.reservations import Booking, Field, ReservationDraft, ReservationState, SideReservation

LISTED: Final = "GetPrenotazioniMenuGiorno"

OVERLAP: Final = timedelta(minutes=5)
"""Asked again with every `ultimaModifica`: the tills of a house write it, and their clocks need not agree."""

FAR: Final = timedelta(days=62)
"""How far ahead is looked when only the changes are asked for: the far window of the pair, two months."""


class PassepartoutMenu(TillSales):
    """Fulfils `ReservationSide`, `FloorTill`, `CheckTill` and `SalesTill`.

    May be used from several threads: they take turns.
    """

    def __init__(self, api: Api, settings: Settings, surroundings: Surroundings) -> None:
        super().__init__(api, surroundings.zone)
        self._settings = settings
        self._clock = surroundings.clock
        self._remembered = Remembered()

    @property
    def budget_used(self) -> float | None:
        """Not limited in number; only in how many at once."""
        return None

    def close(self) -> None:
        self._api.client.close()

    def test(self) -> Account:
        heard = self._api.ask("PingLogin")
        if heard.text() != "true":
            raise login_refused(heard.answer, heard.text("errore"))
        return Account(self._settings.company, self._api.ask("GetVersioneGestionale").text())

    def prerequisites(self) -> tuple[Prerequisite, ...]:
        """None that a call could tell: the login is all that the service asks for."""
        return ()

    def reservations(
        self, days: Days | None = None, *, changed_since: datetime | None = None
    ) -> Iterator[Page[SideReservation]]:
        """A page a day. `upto` is on the last one: when the till began to answer, by its own clock.

        A night's service may belong to its evening, at the till: what begins after midnight is then listed under the
        day before. So that one is asked too, and only what begins on the days that were wanted is told.
        """
        span = self._both_windows() if days is None else Days(days.first - A_DAY, days.last)
        filtered = {} if changed_since is None else {"ultimaModifica": since(changed_since - OVERLAP, self._zone)}
        began: datetime | None = None
        for day in each_day(span):
            answer = self._api.answer(LISTED, {"giorno": midnight(day), **filtered})
            if day == span.first:
                began = http_date(answer.headers.get("Date", ""))
            # Only at the ends can a day list what begins outside of those that were wanted.
            kept = days if day in (span.first, span.last) else None
            # A failure's status is no part of its body: one that happens to look like a list must be judged.
            page, _ = self._remembered.page((kept, answer.status), answer.body, partial(self._told, answer, kept))
            yield replace(page, upto=began if day == span.last and changed_since is not None else None)

    def _told(self, answer: Answer, days: Days | None) -> Iterator[SideReservation | SetAside]:
        for record in heard(LISTED, answer).listed():
            read = read_booking(record, self._zone)
            if isinstance(read, SetAside) or self._within(read, days):
                yield read

    def reservation(self, ref: str) -> SideReservation:
        return self._read(self._row(ref))

    def find_reservation(self, draft: ReservationDraft) -> SideReservation | None:
        """Looked for by its Tag on the booking's day and its neighbours. A missed row is not it: that one is closed."""
        day = draft.booking.starts_at.astimezone(self._zone).date()
        unreadable = False
        for page in self.reservations(Days(day - A_DAY, day + A_DAY)):
            for found in page.records:
                known = found.pair_ref == draft.pair_ref and found.ref not in draft.ignore
                if known and found.status != wire.MISSED:
                    return found
            unreadable = unreadable or bool(page.set_aside)
        if unreadable and draft.perhaps_there:
            raise malformed(self._api.client.exchange(writes=False), "prenotazione")
        return None

    def create_reservation(self, draft: ReservationDraft, *, key: str) -> SideReservation:
        """`key` is not used: the Tag is what makes it findable."""
        booking = draft.booking
        members = wire.members_of(booking, frozenset(Field), self._zone)
        members |= wire.covers_members(booking.covers, {}, adults=self._settings.covers_are_adults)
        members |= wire.state_members(booking.state or ReservationState.PENDING, {}) or {}
        members |= {"Tag": wire.tag_of(draft.pair_ref), "OrigineEnum": wire.PORTAL}
        row = revised(None, BOOKING, {name: value for name, value in members.items() if value is not None})
        heard = self._api.ask("PutPrenotazioneMenu", {"prenotazione": row}, writes=True)
        # Read again, always: some versions of the till answer a Put with the id alone.
        try:
            return self.reservation(self._created(heard, draft))
        except Failed as error:
            raise _written(error) from None

    def change_reservation(
        self, seen: SideReservation, wanted: Booking, fields: frozenset[Field], *, key: str, message: str = ""
    ) -> SideReservation:
        """Tables are never written, and what the row says already is not written again.

        `key` is not used, nor is `message`: the till tells the guest nothing.
        """
        heard = self._row(seen.ref)
        now, record = self._read(heard), heard.record() or {}
        if now.version != seen.version:
            raise self._conflict(now)
        asked = frozenset(field for field in fields if self.as_said(wanted).of(field) != now.booking.of(field))
        members = wire.members_of(wanted, asked, self._zone)
        if Field.COVERS in asked:
            members |= wire.covers_members(wanted.covers, record, adults=self._settings.covers_are_adults)
        if Field.STATE in asked and wanted.state is not None:
            state = wire.state_members(wanted.state, record)
            if state is None:
                raise self._conflict(now)
            members |= state
        if not members:
            return now
        # Always written anew, because it is read with an offset and must go back without.
        members.setdefault("DataOra", wall(now.booking.starts_at, self._zone))
        row = revised(heard.reply.row(), BOOKING, members)
        self._api.ask("PutPrenotazioneMenu", {"prenotazione": row}, writes=True, by_id=True)
        try:
            return self.reservation(seen.ref)
        except Failed as error:
            raise _written(error) from None

    def as_said(self, booking: Booking) -> Booking:
        return as_said(booking, self._zone)

    def rooms(self, at: datetime | None = None) -> tuple[Room, ...]:
        instant = None if at is None else wall(at, self._zone)
        names = [name for name in self._api.ask("GetSaleMenu").listed() if isinstance(name, str)]
        asked = (
            self._api.ask("GetDisponibilitaTavoliMenu", {"sala": name, "inizioPrenotazione": instant}) for name in names
        )
        return tuple(
            read_room(name, heard.record(), told_free=at is not None) for name, heard in zip(names, asked, strict=True)
        )

    def _row(self, ref: str) -> Heard:
        """Raises `Gone` for an id that the till does not know, or could never have given."""
        heard = self._by_id("GetPrenotazioneMenu", ref)
        if heard is None:
            raise self._gone()
        return heard

    def _read(self, heard: Heard) -> SideReservation:
        found = read_booking(heard.record(), self._zone)
        if isinstance(found, SetAside):
            raise heard.answer.malformed("prenotazione")
        return found

    def _created(self, heard: Heard, draft: ReservationDraft) -> str:
        """The new row's id. Where the till does not answer it, the row is found by its Tag."""
        ref = (heard.record() or {}).get("IdGestionale")
        if isinstance(ref, str) and ref.isdigit() and int(ref) > 0:
            return ref
        found = self.find_reservation(draft)
        if found is None:
            raise heard.answer.malformed("IdGestionale")
        return found.ref

    def _within(self, said: SideReservation, days: Days | None) -> bool:
        return days is None or days.first <= said.booking.starts_at.astimezone(self._zone).date() <= days.last

    def _both_windows(self) -> Days:
        today: date = self._clock.now().astimezone(self._zone).date()
        return Days(today - A_DAY, today + FAR)

    def _conflict(self, now: SideReservation) -> Conflict:
        client, status = self._api.client, word(now.status)
        return Conflict("side.conflict", side=client.side, system=client.system, status=status, code="", field="")

    def _gone(self) -> Gone:
        client = self._api.client
        return Gone("side.gone", side=client.side, system=client.system, status="200", code="", field="")


def _written(error: Failed) -> Failed:
    """The till took the row; only how it stands now is not known. Nobody may take that for a refusal."""
    return type(error).of(replace(error.failure, acted=None))
