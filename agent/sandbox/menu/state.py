"""The till's memory: reservations, comande, bills, each with its history. Behind the lock of `Records`."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from agent.sandbox.instants import ROME, iso
from agent.sandbox.menu.rooms import ROOMS
from agent.sandbox.records import Records
from agent.sandbox.wire import Json

NIGHT_ENDS = 5
"""The hour at which a service is over at the latest. ASSUMED."""


@dataclass
class Switches:
    """Where the notes on the interface are silent or know it both ways: either way, the harder one at first."""

    keeps_left_out: bool = False
    """Members that a Put leaves out stay as they were; else they are emptied."""
    answers_whole: bool = False
    """A Put answers the whole row; else only its id, all other members empty."""
    refuses_long: bool = False
    """A text that is too long is refused with a fault; else it is cut."""
    unknown_is_nil: bool = False
    """An id that is not there is answered with null; else with a fault."""
    paid_vanish: bool = True
    """A comanda that is paid is in no list any more; by its id it stays."""
    night_belongs_to_evening: bool = True
    """What happens before 5 in the morning is listed under the day before; else under its own."""
    put_always_touches: bool = True
    """A Put of what is there already moves `UltimaModifica` all the same."""
    ping_login_faults: bool = False
    """PingLogin with a wrong login is a fault; else the answer false, with the reason in `errore`."""
    call_milliseconds: int = 1
    """How long a call occupies the licence at least; another one meanwhile is refused."""


@dataclass(frozen=True)
class Change:
    """What happened to an entry at one moment."""

    at: datetime
    by: str
    """host or api."""
    what: str
    fields: dict[str, tuple[Any, Any]]
    """Each changed member with its value before and after."""

    def wire(self) -> Json:
        fields = {name: [plain(value) for value in pair] for name, pair in self.fields.items()}
        return {"at": iso(self.at), "by": self.by, "what": self.what, "fields": fields}


@dataclass(eq=False)
class Entry:
    """A reservation, a comanda or a bill: its members by their names on the wire."""

    content: Json
    history: list[Change] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.content["IdGestionale"])

    @property
    def changed_at(self) -> datetime:
        told: datetime = self.content["UltimaModifica"]
        return told

    def wire(self) -> Json:
        """As JSON: instants as ISO text with the restaurant's offset."""
        told: Json = plain(self.content)
        return told

    def story(self) -> Json:
        return {**self.wire(), "history": [change.wire() for change in self.history]}


class MenuState(Records):
    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.switches = Switches()
        self.reservations: dict[int, Entry] = {}
        self.checks: dict[int, Entry] = {}
        """The comande."""
        self.bills: dict[int, Entry] = {}
        self.rooms = dict(ROOMS)
        """Tables by the name of their room."""
        self.creations: Counter[str] = Counter()
        """How many reservations were inserted by a Put with each Tag ("": without one)."""
        self.operations: Counter[str] = Counter()
        """Every call that was understood, by its name."""
        self.ignored: Counter[str] = Counter()
        """Elements that were passed over, by `Contract/Name`: out of order, of another namespace, or unknown."""
        self.lossy: list[Json] = []
        """Texts that a Put sent and that could not be kept as they were: id, member, letters and characters lost."""
        self.concurrent_calls = 0
        """Calls that came while another one occupied the licence."""
        self._last_id = 300

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def day_of(self, moment: datetime) -> date:
        """The day under which that moment is listed."""
        wall = moment.astimezone(ROME)
        night = self.switches.night_belongs_to_evening and wall.hour < NIGHT_ENDS
        return wall.date() - timedelta(days=1) if night else wall.date()

    def create(self, held: dict[int, Entry], content: Json, by: str) -> Entry:
        """A new entry with a new id."""
        entry = Entry({**content, "IdGestionale": self.next_id(), "UltimaModifica": self.now()})
        held[entry.id] = entry
        entry.history.append(Change(self.now(), by, "created", {}))
        self.lock.notify_all()
        return entry

    def change(self, entry: Entry, fields: Json, by: str, what: str = "changed", *, touches: bool = False) -> bool:
        """Sets these members; False when nothing was different. `touches`: UltimaModifica moves all the same."""
        old = entry.content
        different = {name: (old.get(name), new) for name, new in fields.items() if old.get(name) != new}
        if different or touches:
            entry.content |= {**fields, "UltimaModifica": self.now()}
            entry.history.append(Change(self.now(), by, what, different))
            self.lock.notify_all()
        return bool(different)

    def checks_of(self, reservation: int) -> list[Entry]:
        return [check for check in self.checks.values() if check.content["IdPrenotazione"] == reservation]

    def whole(self) -> Json:
        """Everything, for a judge."""
        with self.lock:
            return {
                "now": iso(self.now()),
                "reservations": [entry.story() for entry in self.reservations.values()],
                "checks": [entry.story() for entry in self.checks.values()],
                "bills": [entry.story() for entry in self.bills.values()],
                "rooms": {name: [table.name for table in tables] for name, tables in self.rooms.items()},
                "creations": dict(self.creations),
                "operations": dict(self.operations),
                "ignored": dict(self.ignored),
                "lossy": list(self.lossy),
                "concurrent_calls": self.concurrent_calls,
                **self.traffic(),
            }


def plain(value: Any) -> Any:
    """A copy of a value of the wire as JSON has it."""
    match value:
        case datetime():
            return iso(value)
        case dict():
            return {name: plain(inner) for name, inner in value.items()}
        case list():
            return [plain(inner) for inner in value]
        case _:
            return value
