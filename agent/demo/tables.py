"""The reservations of the demo's evening: two guests who book, two hosts who seat them, and the count at the end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from agent.app import Agent
from agent.demo.places import ZONE
from agent.domain.history import Entry
from agent.reading import ReservationSheet
from agent.sandbox import WholeSandbox
from agent.sentences import sentence_of, word
from agent.texts import _, format_instant

Act = tuple[float, Callable[[], None]]

VOID = ("annullata", "rifiutato", "cancellato", "non_arrivato")
"""Words of the portals for a guest who does not come."""

PATIENCE = 15.0
"""Seconds that a synchronisation may take, which somebody asks for."""


class Tables:
    """Lasagna with Tilby, and Plateform with Menu. `say` tells a line."""

    def __init__(self, agent: Agent, world: WholeSandbox, say: Callable[[str], None]) -> None:
        self._agent = agent
        self._world = world
        self._say = say
        self._booked = ""
        self._party = 0

    def acts(self, share: float) -> list[Act]:
        """Between those of the orders, which are a share of time apart."""
        return [
            (share * 0.5, self._guest_books_on_lasagna),
            (share * 1.5, self._guest_books_on_plateform),
            (share * 2.2, self._guest_brings_more),
            (share * 2.6, self._host_gives_a_table),
            (share * 3.5, self._party_sits_down),
            (share * 4.3, self._guest_is_here),
            (share * 5.2, self._party_pays),
        ]

    def tell(self, entry: Entry) -> None:
        """One line of the agent's own time line."""
        assert entry.reservation_id is not None
        sheet = self._agent.reservation(entry.reservation_id)
        if sheet is None:
            return
        said = sentence_of(entry.what, entry.params, ZONE).title
        what = _what(sheet) if entry.what == "history.reservation_heard" else f"{said} ({word(entry.actor)})"
        self._say(f"{sheet.reservation.booking.guest.name}: {what}")

    def count(self) -> bool:
        """Tells how many live on both sides of each pair, judged by the servers; True when each is there once."""
        lasagna = [each for each in self._world.crm.lasagna.reservations() if each["status"] not in VOID]
        marks = [each["source"] for each in self._world.crm.tilby.bookings() if not each["deleted_at"]]
        clouds = sorted(f"lasagna:{each['id']}" for each in lasagna) == sorted(mark for mark in marks if mark)
        self._told("crm", len(lasagna), clouds)
        portal = [each for each in self._world.banco.plateform.reservations() if each["status"] not in VOID]
        living = [row["Tag"] for row in self._world.sala.menu.reservations() if row["StatoEnum"] != "Mancata"]
        house = sorted(f"plateform:{each['id']}" for each in portal) == sorted(tag for tag in living if tag)
        self._told("sala", len(portal), house)
        return clouds and house

    def _told(self, link: str, count: int, agreed: bool) -> None:
        yes = _("yes") if agreed else _("NO")
        self._say(
            _("Reservations of {link}: {count}, each once on both sides: {yes}").format(link=link, count=count, yes=yes)
        )

    def _guest_books_on_lasagna(self) -> None:
        starts = self._tonight()
        self._booked = str(self._world.crm.lasagna.book(status="confermata", starts_at=starts, covers=4)["id"])

    def _guest_books_on_plateform(self) -> None:
        booked = self._world.banco.plateform.book(status="confermato", starts_at=self._tonight(), covers=3)
        self._party = int(booked["id"])
        self._agent.sync("sala", PATIENCE)

    def _guest_brings_more(self) -> None:
        self._world.crm.lasagna.change(self._booked, covers=6)

    def _host_gives_a_table(self) -> None:
        tilby = self._world.crm.tilby
        for booking in tilby.bookings():
            tilby.host.assign(booking["id"], tilby.host.free_tables()[0])

    def _party_sits_down(self) -> None:
        """The host opens a comanda from the reservation; a manager presses the button for the others to see it."""
        for row in self._world.sala.menu.tagged(f"plateform:{self._party}"):
            self._world.sala.menu.host.open_check(row["IdGestionale"])
        self._agent.sync("sala", PATIENCE)

    def _guest_is_here(self) -> None:
        tilby = self._world.crm.tilby
        for booking in tilby.bookings():
            tilby.host.arrived(booking["id"])

    def _party_pays(self) -> None:
        for check in self._world.sala.menu.checks():
            if not check["IsPagato"]:
                self._world.sala.menu.host.pay(check["IdGestionale"], kind="RomanaSeparato", parts=3)
        self._agent.sync("sala", PATIENCE)

    @staticmethod
    def _tonight() -> datetime:
        return datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(hours=2)


def _what(sheet: ReservationSheet) -> str:
    booking = sheet.reservation.booking
    told = _("books for {at}, {covers} covers")
    return told.format(at=format_instant(booking.starts_at, ZONE), covers=booking.covers)
