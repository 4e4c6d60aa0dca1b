"""Life in a dining room of the sandbox: parties who book on the portal, and the host of the till. For `./dev demo`.

One thread plays both. Nothing here is needed by a test of the systems themselves.
"""

from collections.abc import Callable
from datetime import timedelta

from agent.sandbox.cassa.operator import NotPossible
from agent.sandbox.demo_guest import Routine
from agent.sandbox.instants import parse_iso
from agent.sandbox.menu.server import MenuServer
from agent.sandbox.plateform.server import PlateformServer
from agent.sandbox.wire import Json

LATER = timedelta(minutes=30)
"""By which a guest moves a reservation."""

AWAITED = ("non_confermato", "confermato", "lista_attesa")
"""On the portal: states in which a guest may still change or cancel."""

WAYS_TO_PAY = (("Unico", 1), ("Unico", 1), ("SeparatoManuale", 2), ("RomanaSeparato", 3), ("RomanaUnico", 1))
"""Kind of the bills, and how many."""


class RestlessParties(Routine):
    """Book, change, cancel and do not come; the host gives tables, opens comande and closes them.

    A party acts about every `every` seconds. Each reservation at the till goes one step further about every `pace`.
    """

    LOOKS = 5
    """Looks per pace: a reservation waits at most a fifth longer than it should."""

    def __init__(
        self,
        portal: PlateformServer,
        till: MenuServer,
        *,
        every: float = 40.0,
        pace: float = 12.0,
        changes: float = 0.25,
        cancels: float = 0.1,
        absent: float = 0.1,
        calls: float = 0.1,
        seed: int = 23,
        booked: Callable[[Json], None] = lambda reservation: None,
    ) -> None:
        """`changes`, `cancels`, `calls`: shares of acts that are that instead of a booking on the portal.

        `absent`: the share of parties that do not come. `booked` hears of every booking on the portal.
        """
        super().__init__("sandbox-parties", seed)
        self._portal = portal
        self._till = till
        self._every = every
        self._pace = pace
        self._changes, self._cancels, self._calls = changes, cancels, calls
        self._absent = absent
        self._booked = booked
        self._due: dict[int, int] = {}
        """Looks until each reservation's next step at the till."""

    def pause(self) -> float:
        return self._pace / self.LOOKS

    def turn(self) -> None:
        if self.dice.random() < self.pause() / self._every:
            self.act()
        self.work()

    def act(self) -> None:
        """A party does something."""
        chance = self.dice.random()
        if chance < self._calls:
            self._till.host.book()
            return
        with self._portal.state.lock:
            awaited = [r for r in self._portal.reservations() if r["status"] in AWAITED]
            if awaited and chance < self._calls + self._cancels:
                self._portal.guest_cancels(self.dice.choice(awaited)["id"])
            elif awaited and chance < self._calls + self._cancels + self._changes:
                self._change(self.dice.choice(awaited))
            else:
                status = self.dice.choice(("confermato", "confermato", "non_confermato"))
                self._booked(self._portal.book(status=status))

    def work(self) -> None:
        """The host looks over the book, and moves on what is due."""
        for row in self._till.reservations():
            if self._is_due(row["IdGestionale"]):
                self._step(row)

    def _change(self, reservation: Json) -> None:
        match self.dice.randrange(3):
            case 0:
                self._portal.guest_changes(reservation["id"], covers=reservation["covers"] + 1)
            case 1:
                later = parse_iso(reservation["starts_at"]) + LATER
                self._portal.guest_changes(reservation["id"], starts_at=later)
            case _:
                self._portal.guest_changes(reservation["id"], notes="Arriviamo con un quarto d'ora di ritardo")

    def _is_due(self, id_: int) -> bool:
        left = self._due.setdefault(id_, self.dice.randint(self.LOOKS // 2, self.LOOKS * 3 // 2))
        self._due[id_] = left - 1
        if left > 0:
            return False
        del self._due[id_]
        return True

    def _step(self, row: Json) -> None:
        host, id_ = self._till.host, row["IdGestionale"]
        try:
            match row["StatoEnum"]:
                case "Confermata" if not row["Tavoli"]:
                    if free := host.free_tables(parse_iso(row["DataOra"])):
                        host.assign(id_, self.dice.choice(free))
                case "Confermata" if self.dice.random() < self._absent:
                    self._absence(row)
                case "Confermata":
                    host.open_check(id_)
                case "Chiusa":
                    for check in self._till.checks():
                        if check["IdPrenotazione"] == id_ and not check["IsPagato"]:
                            kind, parts = self.dice.choice(WAYS_TO_PAY)
                            host.pay(check["IdGestionale"], kind=kind, parts=parts)
                case _:
                    pass  # off, or waiting for the portal: nothing for the host to do
        except NotPossible:
            return  # the portal's guest was faster: cancelled between the look and the step

    def _absence(self, row: Json) -> None:
        """The portal is told by its own people, the till by its host where the booking came by phone."""
        name = (row["Tag"] or "").rpartition(":")[2]
        if not name.isdecimal():
            self._till.host.missed(row["IdGestionale"])
            return
        with self._portal.state.lock:
            reservation = self._portal.state.reservations.get(int(name))
            if reservation is not None and reservation.status in ("confermato", "tavolo_pronto"):
                self._portal.change_reservation(reservation.id, "non_arrivato")
