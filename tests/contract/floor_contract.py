"""What every till that tells its rooms must do, and every portal that takes them."""

from typing import Protocol

from agent.domain.floor import Room, Table
from agent.domain.menu_ports import FloorPortal
from agent.domain.reservation_ports import FloorTill
from tests.contract.harm import stands_the_harm
from tests.contract.world import World


class RoomsWorld(World, Protocol):
    rooms_path: str

    @property
    def connector(self) -> FloorTill: ...

    def rename_table(self) -> tuple[str, str]:
        """Somebody gives a table another name: from, to."""
        ...


class FloorTillContract:
    """Inherited, never collected by itself. The subclass gives the fixture `world`."""

    def test_rooms_with_their_tables(self, world: RoomsWorld) -> None:
        rooms = world.connector.rooms()
        tables = [table for room in rooms for table in room.tables]
        assert len(rooms) >= 2
        assert all(room.code and room.name and room.tables for room in rooms)
        assert all(table.code and table.name and table.covers > 0 for table in tables)
        codes = [table.code for table in tables]
        assert len(codes) == len(set(codes))
        assert world.connector.rooms() == rooms

    def test_a_table_is_called_exactly_as_it_is_there(self, world: RoomsWorld) -> None:
        before, after = world.rename_table()
        names = {table.name for room in world.connector.rooms() for table in room.tables}
        assert after in names
        assert before not in names

    def test_under_harm(self, world: RoomsWorld) -> None:
        stands_the_harm(world, world.rooms_path, world.connector.rooms)


class ShownRoomsWorld(World, Protocol):
    rooms_path: str

    @property
    def connector(self) -> FloorPortal: ...


ROOMS = (
    Room("1", "Sala", (Table("101", "1", 2), Table("102", "2 bis", 4))),
    Room("2", "Veranda", (Table("201", "7a", 6),)),
)


class FloorPortalContract:
    """Inherited, never collected by itself. The subclass gives the fixture `world`."""

    def test_what_is_sent_replaces_all(self, world: ShownRoomsWorld) -> None:
        assert world.connector.publish_rooms(ROOMS) == ROOMS
        assert world.connector.publish_rooms(ROOMS[:1]) == ROOMS[:1]
        assert world.connector.portal_rooms() == ROOMS[:1]

    def test_under_harm(self, world: ShownRoomsWorld) -> None:
        stands_the_harm(world, world.rooms_path, world.connector.portal_rooms)
