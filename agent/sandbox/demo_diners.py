"""Life at the tables of the sandbox: guests who book by themselves, and a host who works the book. For `./dev demo`.

Each is one thread. Nothing here is needed by a test of the systems themselves.
"""

from collections.abc import Callable
from datetime import timedelta

from agent.sandbox.demo_guest import Routine
from agent.sandbox.instants import parse_iso
from agent.sandbox.lasagna.server import LasagnaServer
from agent.sandbox.tilby.server import TilbyServer
from agent.sandbox.wire import Json

LATER = timedelta(minutes=30)
"""By which a guest moves a reservation."""


GONE_TO_GUESTS = ("arrivato", "checked_out", "annullata")
"""States in which a guest has nothing more to change."""


class RestlessDiners(Routine):
    """Book about every `every` seconds (half to one and a half of it); some change their mind, some cancel."""

    def __init__(
        self,
        portal: LasagnaServer,
        *,
        every: float = 40.0,
        changes: float = 0.25,
        cancels: float = 0.1,
        seed: int = 17,
        booked: Callable[[Json], None] = lambda reservation: None,
    ) -> None:
        """`changes`, `cancels`: shares of turns that do that instead of booking. `booked` hears of every booking."""
        super().__init__("sandbox-diners", seed)
        self._portal = portal
        self._every = every
        self._changes = changes
        self._cancels = cancels
        self._booked = booked

    def pause(self) -> float:
        return self._every * self.dice.uniform(0.5, 1.5)

    def turn(self) -> None:
        chance = self.dice.random()
        with self._portal.state.lock:
            awaited = [r for r in self._portal.reservations() if r["status"] not in GONE_TO_GUESTS]
            if awaited and chance < self._cancels:
                self._portal.cancel(self.dice.choice(awaited)["id"])
            elif awaited and chance < self._cancels + self._changes:
                self._change(self.dice.choice(awaited))
            else:
                self._booked(self._portal.book())

    def _change(self, reservation: Json) -> None:
        match self.dice.randrange(3):
            case 0:
                self._portal.change(reservation["id"], covers=reservation["covers"] + 1)
            case 1:
                self._portal.change(reservation["id"], starts_at=parse_iso(reservation["starts_at"]) + LATER)
            case _:
                self._portal.change(reservation["id"], notes="Arriviamo con un quarto d'ora di ritardo")


class BusyHost(Routine):
    """Takes each booking one step further about every `pace` seconds, until its guests have left or did not come."""

    LOOKS = 5
    """Looks per pace: a booking waits at most a fifth longer than it should."""

    def __init__(
        self, till: TilbyServer, *, pace: float = 8.0, calls: float = 0.05, absent: float = 0.1, seed: int = 19
    ) -> None:
        """`calls`: the share of looks at which a guest phones. `absent`: the share of parties that do not come."""
        super().__init__("sandbox-host", seed)
        self._till = till
        self._pace = pace
        self._calls = calls
        self._absent = absent
        self._due: dict[int, int] = {}
        """Looks until each booking's next step."""

    def pause(self) -> float:
        return self._pace / self.LOOKS

    def turn(self) -> None:
        with self._till.state.lock:
            for booking in self._till.bookings():
                if booking["deleted_at"] is None and self._is_due(booking["id"]):
                    self._step(booking)
            if self.dice.random() < self._calls:
                self._till.host.book()

    def _is_due(self, id_: int) -> bool:
        left = self._due.setdefault(id_, self.dice.randint(self.LOOKS // 2, self.LOOKS * 3 // 2))
        self._due[id_] = left - 1
        if left > 0:
            return False
        del self._due[id_]
        return True

    def _step(self, booking: Json) -> None:
        host, codes, id_ = self._till.host, self._till.state.statuses, booking["id"]
        status = booking["status"]
        if status in (codes["to_confirm"], codes["waiting_list"]):
            host.set_status(id_, "confirmed")
        elif status in (codes["confirmed"], codes["to_assign"]):
            if free := host.free_tables():
                host.assign(id_, self.dice.choice(free))
        elif status == codes["assigned"]:
            if self.dice.random() < self._absent:
                host.delete(id_)
            else:
                host.arrived(id_)
        elif status == codes["arrived"]:
            host.check_out(id_, paid=f"{(booking['people'] or 2) * 28}.00")
