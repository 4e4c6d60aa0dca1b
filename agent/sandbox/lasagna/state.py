"""The portal's memory: reservations with their history, floor plan, menu, sales. Behind the lock of `Records`."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from agent.sandbox.instants import iso, parse_iso
from agent.sandbox.lasagna.bodies import USUAL_STAY
from agent.sandbox.records import Records
from agent.sandbox.totals import Sold, Totals, summed
from agent.sandbox.wire import Json

Publish = Callable[[str, Json], None]
"""Event and reservation of something that a webhook tells."""

NOBODY: Json = {"first_name": "", "last_name": "", "email": None, "phone": None}


@dataclass
class Switches:
    """Where the profile is silent: either way, the harder one at first."""

    refresh_ends_access: bool = True
    """A refresh ends the access token before it; else that one lives as long as it said."""
    checks_tables: bool = False
    """A table_code that the floor plan does not have is refused with 422."""
    frees_external_id: bool = False
    """An annullata reservation no longer holds its external_id."""


@dataclass(frozen=True)
class Change:
    """What happened to a reservation at one moment."""

    at: datetime
    by: str
    """guest, back_office or api."""
    fields: dict[str, tuple[Any, Any]]
    """Each changed field with its value before and after; of a new reservation, the fields that it began with."""

    def wire(self) -> Json:
        return {"at": iso(self.at), "by": self.by, "fields": {name: list(pair) for name, pair in self.fields.items()}}


@dataclass
class Reservation:
    content: Json
    """As the API gives it."""
    place: int = 0
    """Grows with every change of anything."""
    history: list[Change] = field(default_factory=list)

    @property
    def id(self) -> str:
        return str(self.content["id"])

    @property
    def starts_at(self) -> datetime:
        return parse_iso(self.content["starts_at"])

    @property
    def updated_at(self) -> datetime:
        return parse_iso(self.content["updated_at"])

    def wire(self) -> Json:
        return {**self.content, "guest": dict(self.content["guest"]), "answers": list(self.content["answers"])}

    def story(self) -> Json:
        """For a judge: the reservation and all that happened to it."""
        return {**self.wire(), "history": [change.wire() for change in self.history]}


class LasagnaState(Records):
    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.publish: Publish = lambda event, reservation: None
        self.switches = Switches()
        self.reservations: dict[str, Reservation] = {}
        self.creations: Counter[str] = Counter()
        """How many reservations were created with each external_id."""
        self.conflicts: Counter[str] = Counter()
        """How often an external_id was refused because another reservation had it."""
        self.floor_plan: Json = {
            "rooms": [
                {
                    "code": "giardino",
                    "name": "Giardino",
                    "tables": [{"code": f"G{number}", "name": f"G{number}", "covers": 4} for number in (1, 2)],
                }
            ]
        }
        """A room that the till does not have: nothing was imported yet."""
        self.menu: Json = {"categories": [], "dishes": []}
        self.sales: dict[str, Json] = {}
        """By receipt_id."""
        self._last_place = 0
        self._dice = random.Random(4711)  # noqa: S311 - makes ids that look like the real ones, guards nothing

    def new_id(self) -> str:
        return str(UUID(int=self._dice.getrandbits(128), version=4))

    def holder(self, external_id: str | None) -> Reservation | None:
        """Who has that external_id."""
        if external_id is None:
            return None
        found = (r for r in self.reservations.values() if r.content["external_id"] == external_id)
        freed = self.switches.frees_external_id
        return next((r for r in found if not (freed and r.content["status"] == "annullata")), None)

    def totals(self, first: date | None = None, last: date | None = None) -> Totals:
        """What it was told that guests spent on these days."""
        sold = (Sold(parse_iso(s["closed_at"]), Decimal(s["total"]), s["covers"]) for s in self.sales.values())
        with self.lock:
            return summed(sold, first, last)

    def knows_table(self, code: str) -> bool:
        return any(table["code"] == code for room in self.floor_plan["rooms"] for table in room["tables"])

    def create(self, told: Json, origin: str, by: str) -> Reservation:
        """`told` has what the draft named, instants as the portal writes them."""
        now = iso(self.now())
        content: Json = {
            "id": self.new_id(),
            "external_id": None,
            "starts_at": told["starts_at"],
            "duration_minutes": USUAL_STAY,
            "covers": told["covers"],
            "table_code": None,
            "status": told["status"],
            "answers": [],
            "notes": None,
            **told,
            "guest": {**NOBODY, **told.get("guest", {})},
            "origin": origin,
            "revision": 1,
            "created_at": now,
            "updated_at": now,
        }
        made = Reservation(content)
        self.reservations[made.id] = made
        if content["external_id"] is not None:
            self.creations[content["external_id"]] += 1
        self._happened(made, Change(self.now(), by, {name: (None, value) for name, value in told.items()}))
        self.publish("reservation.created", made.wire())
        return made

    def change(self, reservation: Reservation, told: Json, by: str) -> bool:
        """Changes what `told` names, the guest field by field. False when nothing is different: nothing happened."""
        before = reservation.content
        after = {**before, **told, "guest": {**before["guest"], **told.get("guest", {})}}
        different = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
        if not different:
            return False
        made = {"revision": before["revision"] + 1, "updated_at": iso(self.now())}
        reservation.content = {**after, **made}
        self._happened(reservation, Change(self.now(), by, different))
        if "status" in different:
            self.publish("reservation.status_changed", reservation.wire())
        if different.keys() - {"status"}:
            self.publish("reservation.updated", reservation.wire())
        return True

    def _happened(self, reservation: Reservation, change: Change) -> None:
        self._last_place += 1
        reservation.place = self._last_place
        reservation.history.append(change)
        self.lock.notify_all()

    def whole(self) -> Json:
        """Everything that changes, for a judge."""
        with self.lock:
            return {
                "now": iso(self.now()),
                "reservations": [reservation.story() for reservation in self.reservations.values()],
                "creations": dict(self.creations),
                "conflicts": dict(self.conflicts),
                "floor_plan": self.floor_plan,
                "menu": self.menu,
                "sales": list(self.sales.values()),
                **self.traffic(),
            }
