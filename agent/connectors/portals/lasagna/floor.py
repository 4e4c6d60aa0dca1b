"""Lasagna's rooms and tables as they travel. Pure. ASSUMED, as all of this connector (`mapping`)."""

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from agent.connectors.fields import Ref, Text, Wire
from agent.domain.floor import Room, Table


class WireTable(Wire):
    code: Ref
    name: Text
    covers: int


class WireRoom(Wire):
    code: Ref
    name: Text
    tables: tuple[WireTable, ...]


class WireFloor(Wire):
    rooms: tuple[WireRoom, ...]


def read_floor(said: object) -> tuple[Room, ...] | None:
    """None when anything in it cannot be read: a PUT replaces the whole, and what was left out would be lost unseen."""
    try:
        floor = WireFloor.model_validate(said)
    except ValidationError:
        return None
    return tuple(
        Room(room.code, room.name, tuple(Table(each.code, each.name, each.covers) for each in room.tables))
        for room in floor.rooms
    )


def floor_body(rooms: Iterable[Room]) -> Mapping[str, object]:
    return {
        "rooms": [
            {
                "code": room.code,
                "name": room.name,
                "tables": [{"code": each.code, "name": each.name, "covers": each.covers} for each in room.tables],
            }
            for room in rooms
        ]
    }
