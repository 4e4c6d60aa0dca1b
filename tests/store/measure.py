"""What the store costs after years of orders. Not part of the suite:

    python -m tests.store.measure [ORDERS]

It keeps nothing, and compares a decision's commit with the least that a commit costs on this disk, in the same run.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from agent.domain.orders import OrderState
from agent.store import Ledger, Store
from tests.store.crowd import fill
from tests.store.making import LINK, PRECISE

ORDERS = 100_000
REPEATS = 15
COMMITS = 100
LATER = PRECISE + timedelta(days=1)

READS: dict[str, Callable[[Ledger], object]] = {
    "standing_orders()": lambda ledger: ledger.standing_orders(),
    "standing_orders(link)": lambda ledger: ledger.standing_orders(LINK),
    "due_errands(link)": lambda ledger: ledger.due_errands(LINK, LATER),
    "next_due(link)": lambda ledger: ledger.next_due(LINK),
    "errands()": lambda ledger: ledger.errands(),
    "errands(link)": lambda ledger: ledger.errands(LINK),
    "outbox_count(link)": lambda ledger: ledger.outbox_count(LINK),
    "count_orders()": lambda ledger: ledger.count_orders(),
    "count_orders(link)": lambda ledger: ledger.count_orders(LINK),
    "orders(limit=50)": lambda ledger: ledger.orders(limit=50),
    "orders(link, limit=50)": lambda ledger: ledger.orders(link=LINK, limit=50),
    "orders(link, a state of none)": lambda ledger: ledger.orders(link=LINK, states=[OrderState.READY], limit=50),
    "orders(two states, limit=50)": lambda ledger: ledger.orders(
        states=[OrderState.COMPLETED, OrderState.READY], limit=50
    ),
    "orders(search: a name of many)": lambda ledger: ledger.orders(search="ross"),
    "orders(search: a name of none)": lambda ledger: ledger.orders(search="zzyzx"),
    "orders(search: code)": lambda ledger: ledger.orders(search="a37"),
    "orders(search: digits of none)": lambda ledger: ledger.orders(search="99999999"),
    "orders(search: two letters)": lambda ledger: ledger.orders(search="zz"),
    "history(order)": lambda ledger: ledger.history(777),
    "activity()": lambda ledger: ledger.activity(),
    "activity(another link)": lambda ledger: ledger.activity(link="nessuno"),
    "table_counts()": lambda ledger: ledger.table_counts(),
}


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def say(what: str, times: list[float]) -> None:
    """Median and worst in milliseconds."""
    sys.stdout.write(f"{what:34} {statistics.median(times):9.2f} {max(times):9.2f}\n")


def reads(store: Store) -> None:
    def read(work: Callable[[Ledger], object]) -> None:
        with store.reading() as ledger:
            work(ledger)

    for what, work in READS.items():
        say(what, [milliseconds(lambda work=work: read(work)) for _ in range(REPEATS)])  # type: ignore[misc]  # a default binds it


def commits(store: Store, folder: Path) -> None:
    def change() -> None:
        with store.writing() as ledger:
            order = ledger.order(77)
            assert order is not None
            ledger.save_order(replace(order, preparation_told=not order.preparation_told))

    say("writing() + order + save_order", [milliseconds(change) for _ in range(COMMITS)])
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    try:
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "CREATE TABLE t (n INTEGER)"):
            bare.execute(statement)
        say(
            "floor: one bare commit",
            [milliseconds(lambda: bare.execute("INSERT INTO t VALUES (1)")) for _ in range(COMMITS)],
        )
    finally:
        bare.close()


def opening(path: Path) -> Store:
    store = Store(path)
    times = []
    for _ in range(5):
        times.append(milliseconds(store.open))
        store.close()
    say("open()", times)
    store.open()
    return store


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "campanello.db"
        filled = milliseconds(lambda: fill(path, count))
        size = path.stat().st_size / 1_000_000
        sys.stdout.write(
            f"{count} orders, {size:.0f} MB, filled in {filled / 1000:.0f} s. Milliseconds, median and worst:\n"
        )
        store = opening(path)
        try:
            reads(store)
            commits(store, Path(folder))
        finally:
            store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS)
