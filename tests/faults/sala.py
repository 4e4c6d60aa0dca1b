"""Plateform and Passepartout Menu: reservations to the till; arrivals and sales back."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from agent.sandbox.instants import parse_iso
from agent.sandbox.menu_sandbox import MenuSandbox
from tests.faults.pair import Pair, Told
from tests.faults.pc import Pc
from tests.faults.schedule import Happening

AWAITED = ("non_confermato", "confermato", "lista_attesa")
LIVING = (*AWAITED, "tavolo_pronto", "arrivato", "seduto")
VOID = ("cancellato", "non_arrivato", "rifiutato")

AT_THE_TILL = {
    "non_confermato": {"Preventivo"},
    "lista_attesa": {"ListaAttesa"},
    "confermato": {"Confermata"},
    "tavolo_pronto": {"Confermata"},
    "arrivato": {"Chiusa", "Confermata"},
    "seduto": {"Chiusa", "Confermata"},
    "terminato": {"Chiusa", "Confermata"},
    "cancellato": {"Mancata"},
    "non_arrivato": {"Mancata"},
    "rifiutato": {"Mancata"},
}


class Sala(Pair):
    name = "plateform_passepartout"
    writes: ClassVar = {"pos": "PutPrenotazioneMenu"}
    # None: it takes one call at a time, and what comes late is a second one.
    known_again: ClassVar = {"pos": {"path": "^$"}}

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.world = MenuSandbox(clock=clock)
        self.portal, self.till = self.world.plateform, self.world.menu
        super().__init__(self.world, self.portal, self.till)
        self._clock = clock
        self._refs: list[int] = []
        self._paid: list[int] = []

    @classmethod
    def drawn_act(cls, dice: random.Random) -> tuple[str, dict[str, Any]]:
        which = dice.randrange(12)
        match dice.choice(
            ("books", "books", "books", "changes", "cancels", "table", "opens", "opens", "pays", "decides")
        ):
            case "books":
                status = dice.choice(("confermato", "confermato", "non_confermato", "lista_attesa"))
                return "guest books", {"status": status, "hours": dice.randint(1, 5), "covers": dice.randint(1, 8)}
            case "changes":
                how = dice.choice(
                    ({"covers": dice.randint(1, 9)}, {"notes": "finestra"}, {"hours": dice.randint(1, 6)})
                )
                return "guest changes", {"which": which, **how}
            case "cancels":
                return "guest cancels", {"which": which}
            case "table":
                return "host gives table", {"which": which}
            case "opens":
                return "comanda opened", {"which": which}
            case "pays":
                kind, parts = dice.choice((("Unico", 1), ("RomanaSeparato", 3), ("SeparatoManuale", 2)))
                return "comanda paid", {"which": which, "kind": kind, "parts": parts}
            case _:
                return "person decides", {"which": which, "state": dice.choice(("confirmed", "rejected", "no_show"))}

    def act(self, happening: Happening, pc: Pc) -> str:
        how = happening.how
        if happening.what == "guest books":
            at = self._clock().replace(second=0, microsecond=0) + timedelta(hours=how["hours"])
            booked = self.portal.book(status=how["status"], starts_at=at, covers=how["covers"])
            self._refs.append(int(booked["id"]))
            return str(self._refs[-1])
        if happening.what == "person decides":
            return str(pc.ask("set_state", how["which"], how["state"]))
        if not self._refs:
            return "nobody has booked"
        ref = self._refs[how["which"] % len(self._refs)]
        match happening.what:
            case "guest changes":
                fields = {name: value for name, value in how.items() if name in ("covers", "notes")}
                if "hours" in how:
                    at = self._clock().replace(second=0, microsecond=0) + timedelta(hours=how["hours"])
                    fields["starts_at"] = at
                self.portal.guest_changes(ref, **fields)
            case "guest cancels":
                self.portal.guest_cancels(ref)
            case "host gives table":
                self.till.host.assign(self._row(ref), self.till.host.free_tables()[0])
            case "comanda opened":
                self.till.host.open_check(self._row(ref))
            case _:
                row = self._row(ref)
                for check in self.till.checks():
                    if check["IdPrenotazione"] == row and not check["IsPagato"]:
                        self.till.host.pay(check["IdGestionale"], kind=how["kind"], parts=how["parts"])
        return str(ref)

    def _row(self, ref: int) -> int:
        """Raises LookupError when the till has no row of it yet."""
        rows = [row for row in self.till.tagged(f"plateform:{ref}") if row["StatoEnum"] != "Mancata"]
        if not rows:
            raise LookupError(ref)
        return int(rows[0]["IdGestionale"])

    def complaints(self, told: Told, done: Sequence[tuple[Happening, str]]) -> list[str]:
        found = [line for ref in self._refs for line in self._of_reservation(ref, told)]
        acted = Counter(each.effect for each in self.portal.state.acted if each.effect.startswith("sale "))
        found += [f"{effect}: {count} times" for effect, count in acted.items() if count > 1]
        if self.till.state_json()["concurrent_calls"]:
            found.append("the till was called while it answered another call")
        return found

    def _of_reservation(self, ref: int, told: Told) -> list[str]:
        held = [each for each in told["reservations"] if each["portal"] == str(ref)]
        if len(held) != 1:
            return [f"{ref} is {len(held)} times at the PC"]
        ours = held[0]
        asks = ours["reopened"] or ours["sale_differs"] or any(row["state"] == "parked" for row in ours["errands"])
        portal = self.portal.reservation(ref)
        rows = self.till.tagged(f"plateform:{ref}")
        alive = [row for row in rows if row["StatoEnum"] != "Mancata"]
        found = self._of_guest(ref)
        if len(alive) > 1:
            found.append(f"{ref} is {len(alive)} times at the till")
        if portal["status"] in LIVING and not alive and not asks:
            found.append(f"{ref} ({portal['status']}) is not at the till, and nobody is told")
        if asks:
            return found
        for row in rows[-1:]:
            if row["StatoEnum"] not in AT_THE_TILL[portal["status"]]:
                found.append(f"{ref}: the portal says {portal['status']}, the till {row['StatoEnum']}")
            if portal["status"] in LIVING:
                found += self._differences(ref, portal, row)
        found += self._of_sales(ref, portal, rows)
        return found

    def _differences(self, ref: int, portal: Mapping[str, Any], row: Mapping[str, Any]) -> list[str]:
        ours = (parse_iso(portal["starts_at"]), portal["covers"], portal["notes"] or "")
        theirs = (datetime.fromisoformat(row["DataOra"]), row["NumeroPersone"], row["Note"] or "")
        names = ("instant", "covers", "notes")
        pairs = zip(names, ours, theirs, strict=True)
        return [
            f"{ref}: {name} is {here} on the portal, {there} at the till"
            for name, here, there in pairs
            if here != there
        ]

    def _of_guest(self, ref: int) -> list[str]:
        acted = Counter(
            each.effect for each in self.portal.state.acted if each.effect.startswith(f"reservation {ref} ")
        )
        return [f"{effect}: {count} requests did it" for effect, count in acted.items() if count > 1]

    def _of_sales(self, ref: int, portal: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """Paid comande of a reservation that is over: each is one sale on the portal."""
        ids = {row["IdGestionale"] for row in rows}
        checks = [check for check in self.till.checks() if check["IdPrenotazione"] in ids]
        if not checks or not all(check["IsPagato"] for check in checks) or portal["status"] in VOID:
            return []
        sold = [sale for sale in self.portal.state_json()["sales"] if sale["reservation_id"] == ref]
        wanted = {f"menu:{check['IdGestionale']}" for check in checks}
        found = (
            [] if {sale["receipt_id"] for sale in sold} == wanted else [f"{ref}: paid, and {len(sold)} sales are told"]
        )
        if portal["status"] != "terminato":
            found.append(f"{ref}: paid, and the portal says {portal['status']}")
        return found
