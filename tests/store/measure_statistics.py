"""What the statistics cost after years of orders and sales. Not part of the suite:

    python -m tests.store.measure_statistics [ORDERS]

So many orders and as many sales over three years; it keeps nothing.
"""

import sqlite3
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from agent.reading_statistics import statistics
from agent.store import Store
from tests.store.crowd import fill
from tests.store.making import LINK
from tests.store.measure import ORDERS, milliseconds, say

YEARS = 3
LAST = date(2026, 11, 21)
REPEATS = 5
ROME = ZoneInfo("Europe/Rome")

_AT = "strftime('%Y-%m-%dT%H:%M:%S', '{first}', (id * {seconds}) || ' seconds', '{later}') || '.000000Z'"
_HOP = (
    "INSERT INTO history (link, order_id, at, actor, what, params, origin) "
    "SELECT link, id, {{at{minutes}}}, 'till', 'history.{what}', '{params}', 'x' FROM orders"
)
_READY = '{{"state":"ready","status":"READY"}}'
_SPREAD = (
    "UPDATE orders SET created_at = {at0}, arrived_at = {at0}, promised_at = {at30}",
    _HOP.format(minutes=3, what="accepted", params="{{}}"),
    _HOP.format(minutes=25, what="till_state", params=_READY),
    _HOP.format(minutes=35, what="closed", params="{{}}"),
    "INSERT INTO takings SELECT link, 'r' || id, {at35}, substr({at35}, 1, 10), id % 24, 500 + id % 8000, id % 4, "
    "'order', id, NULL, 0 FROM orders",
)


def spread(path: Path, count: int) -> None:
    """The orders of `crowd` over the years, accepted, ready and closed; a sale for each."""
    first = LAST - timedelta(days=365 * YEARS)
    seconds = 365 * YEARS * 86_400 // count
    instants = {
        f"at{minutes}": _AT.format(first=first, seconds=seconds, later=f"{minutes} minutes")
        for minutes in (0, 3, 25, 30, 35)
    }
    with sqlite3.connect(path) as connection:
        for statement in _SPREAD:
            connection.execute(statement.format(**instants))
    connection.close()


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "campanello.db"
        fill(path, count)
        spread(path, count)
        sys.stdout.write(f"{count} orders and sales in {YEARS} years. Milliseconds, median and worst:\n")
        store = Store(path)
        store.open()
        for days in (7, 30, 90, 365):
            for link in (None, LINK):
                first = LAST - timedelta(days=days - 1)

                def count_all(first: date = first, link: str | None = link) -> None:
                    with store.reading() as ledger:
                        statistics(ledger, first, LAST, link, ROME)

                say(f"{days} days, {link or 'all links'}", [milliseconds(count_all) for _ in range(REPEATS)])
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS)
