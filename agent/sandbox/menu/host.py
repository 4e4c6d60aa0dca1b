"""The person at the till: takes bookings by phone, gives tables, opens comande. What no call does for them.

Reservations and comande are named by their ids at the till. The part with the money is in `cashier`.
"""

import random
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from agent.sandbox.cassa.operator import NotPossible
from agent.sandbox.instants import day_start, parse_iso
from agent.sandbox.menu import book, consumption, plan
from agent.sandbox.menu.cashier import Cashier
from agent.sandbox.menu.lexical import local
from agent.sandbox.menu.state import Entry, MenuState
from agent.sandbox.parties import WISHES, some_evening, some_guest, spread_evenings
from agent.sandbox.wire import Json

MEMBERS = {
    "starts_at": "DataOra",
    "stay": "Durata",
    "covers": "NumeroPersone",
    "name": "Intestazione",
    "phone": "Telefono",
    "email": "Email",
    "notes": "Note",
    "room": "Sala",
    "tables": "Tavoli",
    "state": "StatoEnum",
    "tag": "Tag",
    "origin": "OrigineEnum",
}
"""What the host calls the members of a reservation."""


class Host(Cashier):
    """Every method answers the entry with its members' names on the wire. LookupError: the till has no such id."""

    def __init__(self, state: MenuState, dice: random.Random) -> None:
        super().__init__(state)
        self._dice = dice

    def book(self, **fields: Any) -> Json:
        """A telephone call. What is not given is made up; fields are those of `MEMBERS`.

        `starts_at` is a datetime or ISO text, `tables` a list of names, `stay` in minutes. Raises TypeError for
        another field.
        """
        with self._state.lock:
            guest = some_guest(self._dice)
            made_up = {
                "starts_at": some_evening(self._state.now(), self._dice),
                "covers": self._dice.randint(2, 6),
                "name": f"{guest.first_name} {guest.last_name}",
                "phone": guest.phone,
                "email": guest.email,
                "notes": self._dice.choice(WISHES),
                "origin": "ClientWindows",
            }
            content = self._content({**made_up, **fields})
            return self._state.create(self._state.reservations, {**book.EMPTY, **content}, "host").wire()

    def crowd(self, count: int, days: int) -> list[int]:
        """So many bookings by phone, spread evenly over so many days from tomorrow on. Answers their ids."""
        with self._state.lock:
            evenings = spread_evenings(self._state.now(), count, days)
            return [int(self.book(starts_at=evening)["IdGestionale"]) for evening in evenings]

    def change(self, reservation: int, **fields: Any) -> Json:
        """Those fields of `book`; the others stay. A change of nothing leaves UltimaModifica."""
        with self._state.lock:
            row = self._row(reservation)
            self._state.change(row, self._content(fields), "host")
            return row.wire()

    def assign(self, reservation: int, *tables: str) -> Json:
        """Gives it these tables, all of one room; none takes them away. Raises NotPossible for two rooms."""
        rooms = {plan.room_of(self._state, table) for table in tables}
        if len(rooms) > 1:
            raise NotPossible(f"tables of {' and '.join(sorted(rooms))}")
        return self.change(reservation, tables=list(tables), room=next(iter(rooms), None))

    def set_state(self, reservation: int, state: str) -> Json:
        """`state`: Confermata, Mancata, Chiusa, Preventivo, ListaAttesa."""
        return self.change(reservation, state=state)

    def missed(self, reservation: int) -> Json:
        return self.set_state(reservation, "Mancata")

    def free_tables(self, at: datetime | None = None) -> list[str]:
        with self._state.lock:
            return plan.free_tables(self._state, at or self._state.now())

    def open_check(
        self, reservation: int | None = None, *, table: str | None = None, covers: int | None = None
    ) -> Json:
        """The party sits down: a comanda with what it orders. With a reservation, that becomes Chiusa.

        It sits at `table`, else at its reservation's first one, else at a free one. Raises NotPossible when its
        reservation is Mancata.
        """
        with self._state.lock:
            row = self._awaited(reservation) if reservation is not None else None
            given = row.content["Tavoli"] if row is not None else None
            seat = table or (given[0] if given else self._some_table())
            count = covers or (row.content["NumeroPersone"] if row is not None else self._dice.randint(2, 4))
            check = self._state.create(self._state.checks, self._new_check(seat, count), "host")
            for number, line in enumerate(check.content["Righe"], start=1):
                line["IdGestionale"] = check.id * 100 + number
            if row is not None:
                self._attach(check, row)
            return check.wire()

    def attach(self, reservation: int, check: int | None = None) -> Json:
        """Another comanda belongs to the reservation: one that is there already, else a new one.

        Raises NotPossible when the reservation is Mancata.
        """
        with self._state.lock:
            if check is None:
                return self.open_check(reservation)
            held = self._check(check)
            self._attach(held, self._awaited(reservation))
            return held.wire()

    def order(self, check: int, name: str, *, quantity: int = 1, price: str | Decimal = "10.00") -> Json:
        """The party orders something more. Raises NotPossible when the comanda is paid."""
        with self._state.lock:
            held = self._check(check)
            if held.content["IsPagato"]:
                raise NotPossible(f"comanda {check} is paid")
            row = consumption.named_row(name, quantity, Decimal(price))
            row["IdGestionale"] = check * 100 + len(held.content["Righe"]) + 1
            self._state.change(held, {"Righe": [*held.content["Righe"], row]}, "host", "ordered")
            return held.wire()

    def rename_room(self, room: str, name: str) -> Json:
        """Answers the names of its tables."""
        with self._state.lock:
            plan.rename_room(self._state, room, name)
            return {"room": name, "tables": [table.name for table in self._state.rooms[name]]}

    def rename_table(self, table: str, name: str) -> Json:
        with self._state.lock:
            plan.rename_table(self._state, table, name)
            return {"room": plan.room_of(self._state, name), "table": name}

    def _attach(self, check: Entry, row: Entry) -> None:
        self._state.change(check, {"IdPrenotazione": row.id}, "host", "attached")
        seated: Json = {"StatoEnum": "Chiusa"}
        if not row.content["Tavoli"]:
            seated |= {"Sala": check.content["Sala"], "Tavoli": [check.content["Tavolo"]]}
        self._state.change(row, seated, "host", "comanda opened")

    def _new_check(self, table: str, covers: int) -> Json:
        now = self._state.now()
        return {
            "CameriereLogin": "gino",
            "Coperti": covers,
            "DataCreazioneSistema": now,
            "DataGestione": day_start(self._state.day_of(now)),
            "IdPrenotazione": None,
            "IsPagato": False,
            "ProgressivoGiorno": len(self._state.checks) + 1,
            "Righe": consumption.some_rows(covers, self._dice),
            "Sala": plan.room_of(self._state, table),
            "Stato": 1,
            "StatoEnum": "Produzione",
            "Tavolo": table,
        }

    def _some_table(self) -> str:
        free = plan.free_tables(self._state, self._state.now())
        if not free:
            raise NotPossible("no table is free")
        return self._dice.choice(free)

    def _awaited(self, id_: int) -> Entry:
        row = self._row(id_)
        if row.content["StatoEnum"] == "Mancata":
            raise NotPossible(f"reservation {id_} is Mancata")
        return row

    def _row(self, id_: int) -> Entry:
        if id_ not in self._state.reservations:
            raise LookupError(f"no reservation {id_} at the till")
        return self._state.reservations[id_]

    def _content(self, fields: Mapping[str, Any]) -> Json:
        """By the names of the wire, as the till's own windows would take it."""
        if odd := set(fields) - set(MEMBERS):
            raise TypeError(f"unknown: {', '.join(sorted(odd))}; known: {', '.join(sorted(MEMBERS))}")
        told = {MEMBERS[name]: value for name, value in fields.items()}
        if "DataOra" in told:
            moment = told["DataOra"]
            told["DataOra"] = local(parse_iso(moment) if isinstance(moment, str) else moment)
        book.check_words(told)
        return book.as_held(told)
