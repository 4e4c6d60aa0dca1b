"""The restaurant's back office on the portal: rooms that the till does not have, and dishes edited by hand."""

from collections.abc import Mapping
from typing import Any

from agent.sandbox.lasagna.bodies import FloorRoom, MenuDish
from agent.sandbox.lasagna.state import LasagnaState
from agent.sandbox.wire import Json


class Office:
    """Fields are as on the wire. LookupError: the portal has no such thing; ValueError: it does not take that."""

    def __init__(self, state: LasagnaState) -> None:
        self._state = state

    def add_room(self, code: str, name: str, tables: Mapping[str, int] | None = None) -> Json:
        """`tables`: names with their covers; a table's code is its name."""
        told = [{"code": table, "name": table, "covers": covers} for table, covers in (tables or {}).items()]
        room = FloorRoom.model_validate({"code": code, "name": name, "tables": told}).model_dump()
        with self._state.lock:
            rooms = self._state.floor_plan["rooms"]
            if any(known["code"] == code for known in rooms):
                raise ValueError(f"there is a room {code} already")
            self._state.floor_plan = {"rooms": [*rooms, room]}
            self._state.lock.notify_all()
            return dict(room)

    def remove_room(self, code: str) -> Json:
        with self._state.lock:
            rooms = self._state.floor_plan["rooms"]
            gone = next((room for room in rooms if room["code"] == code), None)
            if gone is None:
                raise LookupError(f"no room {code} on the portal")
            self._state.floor_plan = {"rooms": [room for room in rooms if room is not gone]}
            self._state.lock.notify_all()
            return dict(gone)

    def edit_dish(self, code: str, **fields: Any) -> Json:
        """Somebody edits the imported menu by hand: price, name, available ..."""
        with self._state.lock:
            dishes = self._state.menu["dishes"]
            held = next((dish for dish in dishes if dish["code"] == code), None)
            if held is None:
                raise LookupError(f"no dish {code} on the portal")
            edited = MenuDish.model_validate({**held, **fields}).model_dump(exclude_unset=True)
            self._state.menu = {**self._state.menu, "dishes": [edited if dish is held else dish for dish in dishes]}
            self._state.lock.notify_all()
            return edited
