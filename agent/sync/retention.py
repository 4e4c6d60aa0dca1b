"""Every night: what is older than the link keeps loses its guests, and keeps its figures."""

from collections.abc import Callable
from datetime import datetime

import structlog

from agent.domain.ledger import Books
from agent.domain.ports import Clock

log = structlog.get_logger("retention")


def months_before(now: datetime, months: int) -> datetime:
    """So many months earlier; at most the month's last day. Pure."""
    month = now.month - 1 - months
    year, month = now.year + month // 12, month % 12 + 1
    for day in range(now.day, 27, -1):
        try:
            return now.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return now.replace(year=year, month=month)


class Retention:
    """Of one link, for its lane's thread. `months` 0: everything is kept."""

    def __init__(self, link: str, months: int, books: Books, clock: Clock) -> None:
        self._link = link
        self._months = months
        self._books = books
        self._clock = clock

    def run(self, go_on: Callable[[], bool]) -> None:
        if not self._months:
            return
        now = self._clock.now()
        before = months_before(now, self._months)
        forgotten = 0
        while go_on():
            with self._books.reading() as ledger:
                orders = ledger.old_orders(self._link, before)
                reservations = ledger.old_reservations(self._link, before)
            if not orders and not reservations:
                break
            with self._books.writing() as ledger:
                ledger.forget_orders(orders, now)
                ledger.forget_reservations(reservations, now)
            forgotten += len(orders) + len(reservations)
        if forgotten:
            # What was overwritten still stands in the write-ahead log.
            self._books.settle()
            log.info("forgotten", link=self._link, count=forgotten, months=self._months)
