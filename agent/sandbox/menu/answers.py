"""What each operation answers: values by the names of the wire, which `writer` puts into XML."""

from collections.abc import Callable, Iterable
from datetime import datetime

from agent.sandbox.menu import book, consumption, plan, soap
from agent.sandbox.menu.state import Entry, MenuState
from agent.sandbox.wire import Json

VERSION = "2026.1"
"""Of the till's program. Made up."""

Deed = Callable[[Json], object]


class Answers:
    """Called with the lock of the state held."""

    def __init__(self, state: MenuState) -> None:
        self._state = state
        self._deeds: dict[str, Deed] = {
            "Ping": lambda told: True,
            "GetVersioneGestionale": lambda told: VERSION,
            "GetSaleMenu": lambda told: list(state.rooms),
            "GetDisponibilitaTavoliMenu": self._room,
            "GetPrenotazioniMenuGiorno": self._reservations,
            "GetPrenotazioneMenu": self._reservation,
            "PutPrenotazioneMenu": self._put,
            "GetComandeGiorno": self._checks,
            "GetComanda": self._check,
            "GetComandaTavolo": self._check_at,
            "GetContiGiorno": self._bills,
            "GetConto": self._bill,
        }

    def to(self, operation: str, told: Json) -> object:
        """The result of that call with these parameters. Raises SoapFault."""
        return self._deeds[operation](told)

    def _room(self, told: Json) -> object:
        room = told.get("sala")
        if room not in self._state.rooms:
            return self._none(f"Sala {room} non trovata")
        return plan.room_on_the_wire(self._state, room, told.get("inizioPrenotazione") or self._state.now())

    def _reservations(self, told: Json) -> object:
        rows = self._listed(self._state.reservations.values(), told, "DataOra")
        rows.sort(key=lambda row: row.content["DataOra"])
        return [book.on_the_wire(row) for row in rows]

    def _reservation(self, told: Json) -> object:
        row = self._state.reservations.get(told.get("idGestionale", 0))
        return book.on_the_wire(row) if row else self._none(f"Prenotazione {told.get('idGestionale')} non trovata")

    def _put(self, told: Json) -> object:
        row, effect = book.put(self._state, told.get("prenotazione") or {})
        self._state.note("POST", "PutPrenotazioneMenu", f"reservation {row.id} {effect}")
        return book.on_the_wire(row) if self._state.switches.answers_whole else {"IdGestionale": row.id}

    def _checks(self, told: Json) -> object:
        checks = self._listed(self._state.checks.values(), told, "DataCreazioneSistema")
        shown = (c for c in checks if not (self._state.switches.paid_vanish and c.content["IsPagato"]))
        return [] if told.get("asporto") else [consumption.check_on_the_wire(check.content) for check in shown]

    def _check(self, told: Json) -> object:
        check = self._state.checks.get(told.get("idGestionale", 0))
        if check is None:
            return self._none(f"Comanda {told.get('idGestionale')} non trovata")
        return consumption.check_on_the_wire(check.content)

    def _check_at(self, told: Json) -> object:
        """The comanda that is open at that table; null when there is none."""
        for check in reversed(self._state.checks.values()):
            if check.content["Tavolo"] == told.get("tavolo") and not check.content["IsPagato"]:
                return consumption.check_on_the_wire(check.content)
        return None

    def _bills(self, told: Json) -> object:
        bills = self._listed(self._state.bills.values(), told, "DataCreazioneSistema")
        return [consumption.bill_on_the_wire(bill.content) for bill in bills]

    def _bill(self, told: Json) -> object:
        bill = self._state.bills.get(told.get("idGestionale", 0))
        if bill is None:
            return self._none(f"Conto {told.get('idGestionale')} non trovato")
        return consumption.bill_on_the_wire(bill.content)

    def _listed(self, entries: Iterable[Entry], told: Json, moment: str) -> list[Entry]:
        """Those of the day `giorno` that changed at or after `ultimaModifica`; no day: none."""
        day: datetime | None = told.get("giorno")
        since: datetime | None = told.get("ultimaModifica")
        if day is None:
            return []
        return [
            entry
            for entry in entries
            if self._state.day_of(entry.content[moment]) == day.date() and (since is None or entry.changed_at >= since)
        ]

    def _none(self, text: str) -> object:
        """For an id that is not there. Raises SoapFault."""
        if not self._state.switches.unknown_is_nil:
            raise soap.refused(text)
        return None
