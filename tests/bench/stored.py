"""A link of Lasagna and Tilby with many reservations stored, of which one changes at the portal between two passes.

Both sides are in memory and hold a handful: what a side takes to find its own changes is the side's affair. The
database is a real one on the disk, and holds as many as it is told, as the flows would have written them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from agent.domain.history import Entry
from agent.domain.orders import Actor, Customer
from agent.domain.reservations import Field, Reservation, SideRecord, SideReservation
from tests.meeting.conftest import crm
from tests.meeting.sides import NOON
from tests.meeting.world import LINK, TONIGHT, MeetingWorld, S, booking

DAYS = 300
"""Before and after tonight."""

HOUR, LATER = timedelta(hours=1), timedelta(days=400)
"""Where the face looks for guests who wait for a yes or a no."""

AT_ONCE = 1000

LIVING = 10
"""Reservations that both sides hold, and that change in turn."""


class StoredLink:
    """One such link."""

    def __init__(self, folder: Path, count: int) -> None:
        folder.mkdir()
        self._world: MeetingWorld = crm(folder)
        self._turn = 0
        self._refs = [self._world.portal.taken(booking(covers=2)) for _each in range(LIVING)]
        # The first pass reads all days whole; what is asked for afterwards is what changed.
        self._world.passes(2)
        for first in range(0, count - LIVING, AT_ONCE):
            self._store(range(first, min(first + AT_ONCE, count - LIVING)))

    @property
    def stored(self) -> int:
        with self._world.store.reading() as ledger:
            return ledger.table_counts()["reservations"]

    def change(self) -> None:
        """A guest changes his mind on the portal."""
        self._turn += 1
        ref = self._refs[self._turn % LIVING]
        self._world.portal.edited(ref, Field.COVERS, 3 + self._turn % 7)

    def one_pass(self) -> None:
        """What a lane does then: it is read, written down, and brought to the till; and what the face asks for."""
        written, now = self._world.pos.writes, self._world.clock.now()
        self._world.passes()
        with self._world.store.reading() as ledger:
            ledger.reservations(starting=(now - HOUR, now + LATER), states=[S.PENDING])
            ledger.asking_reservations()
            ledger.asking_reservations(LINK)
            ledger.outbox_count(LINK)
        assert self._world.pos.writes == written + 1, "the change was brought to the till"

    def close(self) -> None:
        self._world.close()

    def _store(self, numbers: range) -> None:
        with self._world.store.writing() as ledger:
            stored = ledger.write_reservations([_reservation(number) for number in numbers])
            ledger.record_all((held, (Entry(NOON, Actor.PORTAL, "history.reservation_heard"),)) for held in stored)


def _reservation(number: int) -> Reservation:
    guest = Customer("", f"Nome{number % 97}", f"Cognome{number % 89}", f"g{number}@example.org", f"+39333{number:07}")
    day = TONIGHT + timedelta(days=number % (2 * DAYS) - DAYS)
    state = S.COMPLETED if day < TONIGHT else S.CONFIRMED
    held = booking(starts_at=day, covers=number % 9 + 1, state=state, guest=guest)
    portal = SideReservation(f"stored-p{number}", held, "confermata", "1", NOON)
    pos = SideReservation(f"stored-t{number}", held, "arrived", "1", NOON, portal.ref, own=True)
    return Reservation(LINK, held, NOON, SideRecord(portal, held), SideRecord(pos, held))


@contextmanager
def stored_link(folder: Path, count: int) -> Iterator[StoredLink]:
    link = StoredLink(folder, count)
    try:
        yield link
    finally:
        link.close()
