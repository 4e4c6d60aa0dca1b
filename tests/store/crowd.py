"""Years of a busy restaurant in one file: a few hundred orders through the ledger, then multiplied in SQL.

For measuring only: it writes past the ledger, and what it writes is ordinary, not thorough.
"""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from agent.domain.errands import Errand, ErrandKind
from agent.domain.history import Entry
from agent.domain.orders import Actor, Customer, Order, OrderState
from agent.store import Ledger, Store
from tests.store.making import LINK, PRECISE, full_order, full_portal_order

SEEDS = 400
FIRST_NAMES = ("Anna", "Niccolò", "Maria", "Giosuè", "Elena", "Luca", "Zoë", "Marta", "Piero", "Ivo", "Sara", "Ugo")
LAST_NAMES = ("Rossi", "D’Amico", "Bianchi", "Forlì", "Esposito", "Conti", "Greco", "Nicolò", "Ferri", "Mazza", "Sala")
HOPS = 6
STANDING = 30
OWED = 20

_MULTIPLIED = {
    "orders": "id = id + :by, portal_ref = portal_ref || '-' || :by, till_ref = till_ref || '-' || :by",
    "order_lines": "order_id = order_id + :by",
    "history": "id = NULL, order_id = order_id + :by",
    "outbox": "id = NULL, order_id = order_id + :by, subject = 'order:' || (order_id + :by) || '/portal', "
    "idempotency_key = idempotency_key || '-' || :by",
}


def fill(path: Path, count: int) -> None:
    """`count` orders, all over, of two links; then some that still matter."""
    store = Store(path)
    store.open()
    try:
        with store.writing() as ledger:
            for number in range(SEEDS):
                _past(ledger, number)
        _multiply(path, count // SEEDS)
        with store.writing() as ledger:
            for number in range(STANDING):
                _present(ledger, count + number, owed=number < OWED)
    finally:
        store.close()


def _order(number: int, state: OrderState) -> Order:
    first, last = FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[number % len(LAST_NAMES)]
    guest = Customer(str(number), first, last, None, f"+39333{number:07d}")
    said = full_portal_order(ref=f"p{number}", code=f"{'ABCDE'[number % 5]}{number % 97}", customer=guest, state=state)
    order = full_order(state=state, portal=said, notices=(), link=LINK if number % 4 else "sala")
    assert order.till is not None
    return replace(order, till=replace(order.till, ref=f"t{number}", state=OrderState.COMPLETED))


def _past(ledger: Ledger, number: int) -> None:
    order = ledger.add_order(_order(number, OrderState.COMPLETED))
    hop = Entry(PRECISE, Actor.PORTAL, "history.arrived", {"code": order.portal.code, "total": "43.07"})
    ledger.record(order, order.link, [replace(hop, at=PRECISE + timedelta(minutes=hop_no)) for hop_no in range(HOPS)])
    for kind in (ErrandKind.ACCEPT, ErrandKind.COMPLETE):
        row = ledger.announce(order, Errand(kind), key=f"{order.id}-{kind}", now=PRECISE)
        ledger.finish_errand(row.id)


def _present(ledger: Ledger, number: int, *, owed: bool) -> None:
    order = ledger.add_order(_order(number, OrderState.ACCEPTED))
    if owed:
        ledger.announce(order, Errand(ErrandKind.ACCEPT), key=f"owed-{number}", now=PRECISE)


def _multiply(path: Path, times: int) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for table, changes in _MULTIPLIED.items():
            connection.execute(f"CREATE TEMP TABLE seed AS SELECT * FROM {table}")  # noqa: S608  # our own names
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            changed = dict(change.split(" = ", 1) for change in changes.split(", "))
            values = ", ".join(changed.get(name, name) for name in names)
            for time in range(1, times):
                connection.execute(f"INSERT INTO {table} SELECT {values} FROM seed", {"by": time * SEEDS})  # noqa: S608  # as above
            connection.execute("DROP TABLE seed")
        connection.execute("COMMIT")
    finally:
        connection.close()
