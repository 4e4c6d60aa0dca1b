"""The rooms of the trattoria as its till knows them, and which table is free when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agent.sandbox.menu.state import Entry, MenuState
from agent.sandbox.wire import Json

USUAL_STAY = 120
"""Minutes, where a reservation says nothing of it. ASSUMED."""

AWAITED = ("Confermata", "Preventivo")
"""What holds a table. One that is Chiusa does not: its comanda does, as long as it is open."""


@dataclass(frozen=True)
class Table:
    name: str
    covers: int


ROOMS = {
    "Sala interna": tuple(
        Table(str(number), covers) for number, covers in enumerate((2, 2, 4, 4, 4, 6, 6, 8), start=1)
    ),
    "Dehors": tuple(Table(str(number), 4) for number in range(20, 26)),
}


def room_of(table: str) -> str:
    """Raises LookupError."""
    for room, tables in ROOMS.items():
        if any(known.name == table for known in tables):
            return room
    raise LookupError(f"no table {table} at the till")


def room_on_the_wire(state: MenuState, name: str, at: datetime) -> Json:
    """The room with its tables, free or not at that instant. Raises KeyError."""
    return {
        "Nome": name,
        "DimX": 1000,
        "DimY": 600,
        "Modalita": "Tavolo",
        "Tavoli": [
            {
                "Nome": table.name,
                "Coperti": table.covers,
                "CopertiMinimi": max(1, table.covers // 2),
                "DimX": 80,
                "DimY": 80,
                "IsLibero": is_free(state, table.name, at),
                "PosX": 100 * (place % 4),
                "PosY": 100 * (place // 4),
                "Tipo": "Tondo" if table.covers > 6 else "Rettangolare",
            }
            for place, table in enumerate(ROOMS[name])
        ],
    }


def free_tables(state: MenuState, at: datetime) -> list[str]:
    return [table.name for tables in ROOMS.values() for table in tables if is_free(state, table.name, at)]


def is_free(state: MenuState, table: str, at: datetime) -> bool:
    """Neither awaited nor sat at. A reservation that is Mancata holds no table, nor does one on the waiting list."""
    sat_at = any(
        check.content["Tavolo"] == table and not check.content["IsPagato"] and _holds(check, "DataCreazioneSistema", at)
        for check in state.checks.values()
    )
    return not sat_at and not any(
        table in (row.content["Tavoli"] or []) and row.content["StatoEnum"] in AWAITED and _holds(row, "DataOra", at)
        for row in state.reservations.values()
    )


def _holds(entry: Entry, since: str, at: datetime) -> bool:
    start: datetime = entry.content[since]
    stay: int = entry.content.get("Durata") or USUAL_STAY
    return start <= at < start + timedelta(minutes=stay)
