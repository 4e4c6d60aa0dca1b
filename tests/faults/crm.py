"""Lasagna Marketing and Tilby: reservations both ways."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from agent.sandbox.crm_sandbox import CrmSandbox
from tests.faults.pair import Pair, Told
from tests.faults.pc import Pc
from tests.faults.schedule import Happening
from tests.journeys.clouds import STATUS, lasagna_says, tilby_says

SETTINGS = """\
calls_per_second = 100
[links.settings]
poll_seconds = 5
"""

WORDS = sorted(STATUS)
COMING = ("da_confermare", "confermata", "da_assegnare", "lista_attesa")
GONE = ("annullata", "checked_out")


class Crm(Pair):
    name = "lasagna_tilby"
    writes: ClassVar = {}
    known_again: ClassVar = {"pos": {"method": "GET|PUT|DELETE"}}

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.world = CrmSandbox(clock=clock)
        self.portal, self.till = self.world.lasagna, self.world.tilby
        super().__init__(self.world, self.portal, self.till)
        self._clock = clock
        self._guests = 0

    @classmethod
    def drawn_act(cls, dice: random.Random) -> tuple[str, dict[str, Any]]:
        which, hours, covers = dice.randrange(12), dice.randint(1, 6), dice.randint(1, 9)
        match dice.choice(
            ("books", "books", "phones", "phones", "changes", "changes", "edits", "edits", "ends", "decides")
        ):
            case "books":
                return "guest books", {"status": dice.choice(COMING), "hours": hours}
            case "phones":
                return "host books", {"status": STATUS[dice.choice(COMING)], "hours": hours}
            case "changes":
                how = dice.choice(
                    ({"covers": covers}, {"notes": "finestra"}, {"hours": hours}, {"status": dice.choice(WORDS)})
                )
                return "guest changes", {"which": which, **how}
            case "edits":
                status = STATUS[dice.choice(WORDS)]
                how = dice.choice(({"people": covers}, {"notes": "cane"}, {"hours": hours}, {"status": status}))
                return "host changes", {"which": which, **how}
            case "ends":
                return dice.choice(("guest cancels", "host deletes")), {"which": which}
            case _:
                return "person decides", {"which": which, "state": dice.choice(("confirmed", "arrived", "rejected"))}

    def configuration(self, settings: Mapping[str, Any]) -> str:
        return self.world.configuration() + SETTINGS

    def act(self, happening: Happening, pc: Pc) -> str:
        how = dict(happening.how)
        if "hours" in how:
            at = self._clock().replace(second=0, microsecond=0) + timedelta(hours=how.pop("hours"))
            how["starts_at" if happening.what.startswith("guest") else "booked_for"] = at
        which = how.pop("which", 0)
        match happening.what:
            case "guest books":
                return str(self.portal.book(guest=self._somebody(), **how)["id"])[:8]
            case "host books":
                return str(self.till.host.book(notes="", customer=self._somebody(), **how)["id"])
            case "person decides":
                return str(pc.ask("set_state", which, how["state"]))
            case "guest changes" | "guest cancels":
                booked = self.portal.reservations()
                if not booked:
                    return "nobody has booked"
                id_ = booked[which % len(booked)]["id"]
                if happening.what == "guest cancels":
                    self.portal.cancel(id_)
                else:
                    self.portal.change(id_, **how)
                return str(id_)[:8]
            case _:
                live = [booking for booking in self.till.bookings() if not booking["deleted_at"]]
                if not live:
                    return "the book is empty"
                number = live[which % len(live)]["id"]
                if happening.what == "host deletes":
                    self.till.host.delete(number)
                else:
                    self.till.host.change(number, **how)
                return str(number)

    def _somebody(self) -> dict[str, str]:
        """Nobody books twice: two reservations of one person share the till's one card, whichever name it has."""
        self._guests += 1
        return {"first_name": "Dino", "last_name": "Neri", "email": f"dino{self._guests}@posta.invalid"}

    def complaints(self, told: Told, done: Sequence[tuple[Happening, str]]) -> list[str]:
        portal = {each["id"]: each for each in self.portal.reservations()}
        till = {str(each["id"]): each for each in self.till.bookings()}
        held = {each["portal"]: each for each in told["reservations"]}
        pairs = self._pairs(portal, till)
        found = [line for id_, booking in pairs for line in self._of_pair(portal[id_], till[booking], held.get(id_))]
        found += [
            f"{id_[:8]} is {count} times at the till"
            for id_, count in Counter(id_ for id_, _ in pairs).items()
            if count > 1
        ]
        found += [
            f"booking {id_} is {count} times on the portal"
            for id_, count in Counter(id_ for _, id_ in pairs).items()
            if count > 1
        ]
        parked = {each[side] for each in told["reservations"] for side in ("portal", "pos") if _parked(each)}
        paired = {id_ for id_, _ in pairs}
        for id_, each in portal.items():
            if id_ not in paired and each["status"] not in GONE and id_ not in parked:
                found.append(f"{id_[:8]} ({each['status']}) is not at the till, and nobody is told")
        booked = {id_ for _, id_ in pairs}
        for id_, each in till.items():
            if id_ not in booked and not each["deleted_at"] and each["status"] != "checked_out" and id_ not in parked:
                found.append(f"booking {id_} ({each['status']}) is not on the portal, and nobody is told")
        emails = Counter(each["email"] for each in self.till.customers() if each["email"])
        return found + [f"{count} customers with one address" for count in emails.values() if count > 1]

    def _pairs(self, portal: Mapping[str, Any], till: Mapping[str, Any]) -> list[tuple[str, str]]:
        """By what each system itself says of the other: living ones, else the one that there is."""
        found = {(id_, each["external_id"]) for id_, each in portal.items() if each["external_id"] in till}
        for number, booking in till.items():
            id_ = (booking["source"] or "").partition("lasagna:")[2]
            if id_ in portal:
                found.add((id_, number))
        # After a cancellation that was taken back there is a deleted booking beside the living one.
        living = {(id_, number) for id_, number in found if not till[number]["deleted_at"]}
        alone = {id_ for id_, _ in found} - {id_ for id_, _ in living}
        return sorted(living) + [max(pair for pair in found if pair[0] == id_) for id_ in sorted(alone)]

    def _of_pair(self, ours: Mapping[str, Any], theirs: Mapping[str, Any], held: Mapping[str, Any] | None) -> list[str]:
        if held is not None and _parked(held):
            return []
        here, there = lasagna_says(dict(ours)), tilby_says(dict(theirs))
        if theirs["deleted_at"]:
            return [] if ours["status"] in GONE else [f"{ours['id'][:8]} is {ours['status']}, and deleted at the till"]
        return [
            f"{ours['id'][:8]}: {name} is {here[name]} on the portal, {there[name]} at the till"
            for name in here
            if here[name] != there[name]
        ]


def _parked(held: Mapping[str, Any]) -> bool:
    return any(row["state"] == "parked" for row in held["errands"])
