"""One link with reservations over two sides in memory: the real store, flows and outbox, without sockets or threads."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from agent.composition.bench import Bench
from agent.composition.reservation_parts import reservation_carriers, reservation_pulls
from agent.domain.events import Event
from agent.domain.failures import Side
from agent.domain.reservations import Booking, Reservation, ReservationState
from agent.domain.seating import ReservationPolicy
from agent.store import Store
from agent.sync.health_book import HealthBook
from agent.sync.link_pass import LinkPass
from agent.sync.outbox import Outbox
from agent.sync.sides import Opening, SideDoor
from tests.meeting.sides import NOON, ROME, MemorySide, StoppedClock

LINK = "crm"
TONIGHT = NOON + timedelta(hours=8)

S = ReservationState

LASAGNA_SAYS = {S.TABLE_READY: S.ASSIGNED, S.SEATED: S.ARRIVED, S.NO_SHOW: S.CANCELLED, S.REJECTED: S.CANCELLED}


def nearest(states: dict[ReservationState, ReservationState]) -> Callable[[ReservationState], ReservationState]:
    return lambda state: states.get(state, state)


def booking(state: ReservationState = S.CONFIRMED, **differs: Any) -> Booking:
    return Booking(**{"starts_at": TONIGHT, "covers": 4, "state": state, "stay": 60, **differs})


class MeetingWorld:
    """`passes` does what a lane does; time goes on between two of them."""

    def __init__(
        self, folder: Path, policy: ReservationPolicy, flows: tuple[str, ...], portal: MemorySide, pos: MemorySide
    ) -> None:
        assert portal.clock is pos.clock
        self.clock: StoppedClock = portal.clock
        self.portal, self.pos, self.policy = portal, pos, policy
        self.store = Store(folder / "campanello.db")
        self.store.open()
        self.events: list[Event] = []
        self._flows = flows
        self._folder = folder
        self.work = self._made()

    def passes(self, times: int = 1, *, full: bool = False) -> None:
        for _each in range(times):
            self.clock.passes(30)
            self.work.run(pull=True, full=full, go_on=lambda: True, flows=frozenset(self.work.flows))

    def killed(self) -> None:
        """The program ends where it is, and starts again."""
        self.store.close()
        self.store = Store(self._folder / "campanello.db")
        self.store.open()
        self.work = self._made()

    def all(self) -> tuple[Reservation, ...]:
        with self.store.reading() as ledger:
            return ledger.reservations()

    def only(self) -> Reservation:
        (held,) = self.all()
        return held

    def close(self) -> None:
        self.store.close()

    def _made(self) -> LinkPass:
        doors: dict[Side, SideDoor[Any]] = {
            side: SideDoor(Opening(side, tuple, _opens(memory)), self.clock)
            for side, memory in ((Side.PORTAL, self.portal), (Side.POS, self.pos))
        }
        publish = self.events.append
        bench = Bench(LINK, ROME, doors, self.store, self.clock, publish)
        carriers = reservation_carriers(bench, self.policy)
        outbox = Outbox(LINK, self.store, self.clock, lambda: 0.0, publish, carriers, doors)
        pulls = reservation_pulls(bench, self.policy, self._flows)
        health = HealthBook(LINK, self.store, self.clock, publish)
        return LinkPass(LINK, self.store, self.clock, tuple(doors.values()), pulls, outbox, health, lambda: 0.0)


def _opens(memory: MemorySide) -> Callable[[tuple[tuple[str, str], ...]], MemorySide]:
    return lambda _secrets: memory
