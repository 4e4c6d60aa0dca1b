"""A room and its tables, as Passepartout Menu tells them. Pure."""

from typing import Final

from pydantic import ValidationError

from agent.connectors.fields import OptionalText, Text
from agent.connectors.pos.passepartout_menu.wire import Covers, MenuWire
from agent.domain.floor import Room, Table

OBSTACLES: Final = frozenset({"IngombroRettangolare", "IngombroTondo"})
"""`Tipo` of what stands in the room and is no table (ASSUMED from the words: a column, the counter)."""


class WireTable(MenuWire):
    nome: Text
    coperti: Covers = 0
    is_libero: bool | None = None
    tipo: OptionalText = None


def read_room(name: str, record: dict[str, object] | None, *, told_free: bool) -> Room:
    """Menu names rooms and tables and has no other code for them. A table that cannot be read is left out."""
    rows = (record or {}).get("Tavoli")
    tables = (_table(row, told_free=told_free) for row in (rows if isinstance(rows, list) else []))
    return Room(name, name, tuple(table for table in tables if table is not None))


def _table(record: object, *, told_free: bool) -> Table | None:
    try:
        wire = WireTable.model_validate(record)
    except ValidationError:
        return None
    if not wire.nome or wire.tipo in OBSTACLES:
        return None
    return Table(wire.nome, wire.nome, wire.coperti, wire.is_libero if told_free else None)
