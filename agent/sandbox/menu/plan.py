"""The rooms of the trattoria as its till knows them, and which table is free when."""

from datetime import datetime, timedelta

from agent.sandbox.menu.rooms import Table
from agent.sandbox.menu.state import Entry, MenuState
from agent.sandbox.wire import Json

USUAL_STAY = 120
"""Minutes, where a reservation says nothing of it. ASSUMED."""

AWAITED = ("Confermata", "Preventivo")
"""What holds a table. One that is Chiusa does not: its comanda does, as long as it is open."""


def room_of(state: MenuState, table: str) -> str:
    """Raises LookupError."""
    for room, tables in state.rooms.items():
        if any(known.name == table for known in tables):
            return room
    raise LookupError(f"no table {table} at the till")


def rename_room(state: MenuState, room: str, name: str) -> None:
    """In its place. What was booked or opened there carries the new name. Raises LookupError, and ValueError."""
    if room not in state.rooms:
        raise LookupError(f"no room {room} at the till")
    if name in state.rooms:
        raise ValueError(f"there is a room {name} already")
    state.rooms = {name if known == room else known: tables for known, tables in state.rooms.items()}
    for entry in (*state.reservations.values(), *state.checks.values()):
        if entry.content["Sala"] == room:
            state.change(entry, {"Sala": name}, "host", "room renamed")
    state.lock.notify_all()


def rename_table(state: MenuState, table: str, name: str) -> None:
    """As `rename_room`: a table has no other code than its name."""
    room = room_of(state, table)
    if any(known.name == name for tables in state.rooms.values() for known in tables):
        raise ValueError(f"there is a table {name} already")
    tables = state.rooms[room]
    state.rooms[room] = tuple(Table(name, each.covers) if each.name == table else each for each in tables)
    for row in state.reservations.values():
        given = row.content["Tavoli"] or []
        if table in given:
            state.change(row, {"Tavoli": [name if each == table else each for each in given]}, "host", "table renamed")
    for check in state.checks.values():
        if check.content["Tavolo"] == table:
            state.change(check, {"Tavolo": name}, "host", "table renamed")
    state.lock.notify_all()


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
            for place, table in enumerate(state.rooms[name])
        ],
    }


def free_tables(state: MenuState, at: datetime) -> list[str]:
    return [table.name for tables in state.rooms.values() for table in tables if is_free(state, table.name, at)]


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
