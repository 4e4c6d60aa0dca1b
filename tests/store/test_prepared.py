"""A statement that was put together once says the same as the query that it was made of, for every value."""

from pathlib import Path
from typing import Any

import peewee
import pytest

from agent.store.connections import Connections
from agent.store.prepared import Prepared
from agent.store.tables import Tables


@pytest.fixture
def database(tmp_path: Path) -> Connections:
    made = Connections(tmp_path / "x.db")
    with made.work() as connection:
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, kept TEXT)")
    return made


def test_each_value_goes_to_its_own_place_and_what_is_constant_stays(database: Connections) -> None:
    table: Any = peewee.Table("t", ["id", "name", "kept"]).bind(database)
    add = Prepared(database, lambda slots: table.insert(kept="always", **slots), ["name"])
    change = Prepared(
        database,
        # Its place in the words is another than in the names.
        lambda slots: table.update(name=slots["name"]).where((table.id == slots["id"]) & (table.kept == "always")),
        ["id", "name"],
    )
    find = Prepared(database, lambda slots: table.select().where(table.id == slots["id"]), ["id"])
    with database.work():
        first, second = add.run(name="Anna").lastrowid, add.run(name="D'Amico; DROP TABLE t").lastrowid
        assert change.run(id=first, name="Elena").rowcount == 1
        assert change.run(id=99, name="Elena").rowcount == 0
        assert find.row(id=first) == {"id": first, "name": "Elena", "kept": "always"}
        assert find.row(id=second) == {"id": second, "name": "D'Amico; DROP TABLE t", "kept": "always"}
        assert find.row(id=99) is None
    with database.work():
        assert find.row(id=first) == {"id": first, "name": "Elena", "kept": "always"}, "in another transaction"
    database.end()


def test_a_value_that_is_missing_is_an_error(database: Connections) -> None:
    table: Any = peewee.Table("t", ["id"]).bind(database)
    by_id = Prepared(database, lambda slots: table.select().where(table.id == slots["id"]), ["id"])
    with database.work(), pytest.raises(KeyError):
        by_id.run()
    database.end()


def test_it_is_made_once(database: Connections) -> None:
    tables, made = Tables(database), 0

    def make(slots: object) -> object:
        nonlocal made
        made += 1
        return tables.orders.select()

    assert tables.prepared("all", make) is tables.prepared("all", make)
    assert made == 1
    database.end()
