"""The till's rooms and tables: read only. Pure."""

from collections.abc import Iterable

from pydantic import ValidationError

from agent.connectors.fields import OptionalText, Ref
from agent.connectors.pos.cassa_in_cloud.mapping import TillWire
from agent.domain.floor import Room, Table

ELSEWHERE = ""
"""The code of the room of tables whose room is not told."""


class WireRoom(TillWire):
    id: Ref
    name: OptionalText = None


class WireTable(TillWire):
    id: Ref
    name: OptionalText = None
    seats_available: int | None = None
    id_room: Ref | None = None


def read_rooms(rooms: Iterable[object], tables: Iterable[object]) -> tuple[Room, ...]:
    """What cannot be read is left out; a table of no known room stands in a room without a name."""
    known: dict[str, str] = {}
    for record in rooms:
        try:
            wire = WireRoom.model_validate(record)
        except ValidationError:
            continue
        known[wire.id] = wire.name or wire.id
    inside: dict[str, list[Table]] = {code: [] for code in known}
    for record in tables:
        try:
            table = WireTable.model_validate(record)
        except ValidationError:
            continue
        code = table.id_room if table.id_room in known else ELSEWHERE
        made = Table(table.id, table.name or table.id, max(table.seats_available or 0, 0))
        inside.setdefault(code or ELSEWHERE, []).append(made)
    return tuple(Room(code, known.get(code, ""), tuple(found)) for code, found in inside.items())
