"""What the till sold, into the one table of all pairs: every sale once, matched to its order or its reservation."""

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from agent.domain import guest_sales
from agent.domain.events import Event, TakingsChanged
from agent.domain.failures import Side
from agent.domain.ledger import Books, Ledger
from agent.domain.menu_ports import SalesTill
from agent.domain.ports import Clock, SetAside
from agent.domain.reservation_ports import Days
from agent.domain.reservations import Reservation
from agent.domain.takings import Taking, TillSale
from agent.domain.takings_match import taking_of

FLOW = "sales"

CURSOR = "takings"
"""The flow may have another cursor of its own."""

FIRST_DAYS = 30
"""How many days back the first look goes."""

AGAIN_DAYS = 1
"""Read again at every whole look: a sale may be cancelled, or told late."""

OVERLAP = timedelta(minutes=30)

MOST_PARTIES = 5000

log = structlog.get_logger("takings")


class TakingsFlow:
    """For the lane's thread. The same sale again replaces itself."""

    def __init__(self, link: str, zone: ZoneInfo, books: Books, clock: Clock, publish: Callable[[Event], None]) -> None:
        self._link = link
        self._zone = zone
        self._books = books
        self._clock = clock
        self._publish = publish

    def pull(self, till: SalesTill, go_on: Callable[[], bool], *, whole: bool) -> None:
        """Since the last look; `whole`: yesterday and today from their beginning. Raises `Failed`."""
        now = self._clock.now()
        today = now.astimezone(self._zone).date()
        with self._books.reading() as ledger:
            cursor = ledger.cursor(self._link, CURSOR)
        if cursor is None:
            days, since = Days(today - timedelta(days=FIRST_DAYS), today), None
        elif whole:
            first = min(cursor.astimezone(self._zone).date(), today - timedelta(days=AGAIN_DAYS))
            days, since = Days(first, today), None
        else:
            since = cursor - OVERLAP
            days = Days(since.astimezone(self._zone).date(), today)
        changed = False
        told: set[str] = set()
        for page in till.closed_sales(days, changed_since=since):
            changed |= self._take(page.records)
            self._note(page.set_aside)
            told |= {sale.ref for sale in page.records} | {record.ref for record in page.set_aside}
            if not go_on():
                return
        if whole and since is None:
            changed |= self._missing(days, told)
        with self._books.writing() as ledger:
            ledger.save_cursor(self._link, CURSOR, now)
        if changed:
            self._publish(TakingsChanged(self._link))

    def _take(self, sales: Sequence[TillSale]) -> bool:
        if not sales:
            return False
        with self._books.reading() as ledger:
            parties = {day: self._parties(ledger, day) for day in {self._day(sale) for sale in sales}}
            takings = [self._taking(ledger, sale, parties[self._day(sale)]) for sale in sales]
            fresh = ledger.unlike_takings(takings)
        if not fresh:
            return False
        with self._books.writing() as ledger:
            ledger.save_takings(fresh, self._zone)
        return True

    def _missing(self, days: Days, told: Set[str]) -> bool:
        """What the till told once of these days and tells no more was taken back: kept, and counted no more."""
        with self._books.reading() as ledger:
            known = ledger.takings_of_days(self._link, days.first, days.last)
        gone = [replace(each, cancelled=True) for each in known if each.receipt_id not in told and not each.cancelled]
        if gone:
            with self._books.writing() as ledger:
                ledger.save_takings(gone, self._zone)
        return bool(gone)

    def _taking(self, ledger: Ledger, sale: TillSale, parties: Sequence[Reservation]) -> Taking:
        order = ledger.order_of_till(self._link, sale.order_ref) if sale.order_ref else None
        if order is not None:
            return taking_of(sale, self._link, order_id=order.id)
        held = ledger.reservation_of(self._link, Side.POS, sale.reservation_ref) if sale.reservation_ref else None
        party = held or guest_sales.party_of(sale, parties, self._zone)
        return taking_of(sale, self._link, reservation_id=None if party is None else party.id)

    def _day(self, sale: TillSale) -> date:
        return sale.closed_at.astimezone(self._zone).date()

    def _parties(self, ledger: Ledger, day: date) -> Sequence[Reservation]:
        """Of that day, of the evening before, who may have paid after midnight, and of the night that follows."""
        midnight = datetime.combine(day, time.min, self._zone)
        starting = (midnight - timedelta(days=1), midnight + timedelta(days=1) + guest_sales.NIGHT_ENDS)
        return ledger.reservations(link=self._link, starting=starting, limit=MOST_PARTIES)

    def _note(self, records: Sequence[SetAside]) -> None:
        if not records:
            return
        with self._books.writing() as ledger:
            new = [record for record in records if ledger.set_aside(self._link, FLOW, record, self._clock.now())]
        for record in new:
            log.warning("set_aside", link=self._link, reason=record.reason)
