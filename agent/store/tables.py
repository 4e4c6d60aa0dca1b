"""The tables as peewee's query builder sees them, bound to one database. Their form is in `migrations`."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import peewee

from agent.store.prepared import Prepared, Slot

_COLUMNS = {
    "orders": (
        "id link portal_ref code kind state version standing arrived_at created_at due_at promised_at sent_by total "
        "guest_name guest_phone portal_version portal till_ref till decision notices unmatched till_missing_since "
        "preparation_told erased_at"
    ),
    "order_lines": "order_id position product_ref name quantity unit_price total",
    "history": "id link order_id at actor what params origin reservation_id",
    "outbox": (
        "id link subject order_id kind payload idempotency_key state attempts not_before created_at "
        "failure_kind failure reservation_id"
    ),
    "reservations": (
        "id link version state starts_at covers guest_name guest_phone code heard_at asking checked booking portal "
        "pos conflicts closed_pair reopened former_refs checks sold sale_differs erased_at"
    ),
    "reservation_refs": "link side ref reservation_id former digest",
    "floors": "link rooms",
    "proposals": (
        "id link kind state made_at before wanted reasons decided_by decided_at sent_at failure goes_back_to "
        "zero_allowed"
    ),
    "menu_looks": "link agreed compared_at changes_since zero_allowed held",
    "findings": "link area cause ref which risk article params since",
    "takings": "link receipt_id closed_at day hour cents covers source order_id reservation_id cancelled",
    "cursors": "link flow upto",
    "flow_health": "link flow last_success last_failure failure",
    "set_aside": "link flow ref reason at",
    "guests": "link portal_ref pos_ref",
    "paused_links": "link",
    "preferences": "name value",
    "requests": "id kind link asked_at answered_at answer",
}


class Tables:
    """Not models: those are bound to one database a process, and tests run two agents side by side."""

    def __init__(self, database: peewee.SqliteDatabase) -> None:
        self.database = database
        for name, columns in _COLUMNS.items():
            setattr(self, name, peewee.Table(name, columns.split()).bind(database))
        self._prepared: dict[str, Prepared] = {}

    # The columns are attributes that peewee makes at run time: no stub knows them.
    orders: Any
    order_lines: Any
    history: Any
    outbox: Any
    cursors: Any
    flow_health: Any
    set_aside: Any
    guests: Any
    paused_links: Any
    preferences: Any
    requests: Any
    reservations: Any
    reservation_refs: Any
    floors: Any
    proposals: Any
    menu_looks: Any
    findings: Any
    takings: Any

    def many(self, statement: str, rows: Sequence[tuple[object, ...]]) -> int:
        """The same statement with each of these rows; how many rows it changed. Within the transaction under way."""
        if not rows:
            return 0
        connection: sqlite3.Connection = self.database.connection()  # type: ignore[no-untyped-call]  # no stub
        return connection.executemany(statement, rows).rowcount

    def asked(self, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """What a statement that is written out answers."""
        cursor: sqlite3.Cursor = self.database.execute_sql(statement, values)  # type: ignore[no-untyped-call]  # no stub
        return cursor.fetchall()

    def prepared(self, key: str, make: Callable[[Mapping[str, Slot]], Any], *names: str) -> Prepared:
        """One for each `key`, made when it is first asked for. `make` gets a slot for each of `names`."""
        known = self._prepared.get(key)
        if known is None:
            known = self._prepared[key] = Prepared(self.database, make, names)
        return known

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(_COLUMNS)


def not_done(outbox: Any) -> Any:
    """Spelled out, not as a parameter: only so does SQLite surely see that the partial indexes fit."""
    return peewee.NodeList((outbox.state, peewee.SQL("<> 'done'")))


def standing(orders: Any) -> Any:
    """As above."""
    return peewee.NodeList((orders.standing, peewee.SQL("= 1")))
