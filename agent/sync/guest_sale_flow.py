"""Finds what the guests of a link's reservations spent among all that the till closed, and has the portal told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from agent.domain import guest_sales, seating
from agent.domain.errands import ErrandKind
from agent.domain.events import ReservationChanged
from agent.domain.ledger import Ledger
from agent.domain.meeting import ReservationStep
from agent.domain.menu_ports import SalesTill
from agent.domain.reservation_ports import Days
from agent.domain.reservations import Reservation
from agent.domain.sales import Sale
from agent.domain.takings import TillSale
from agent.sync import reservation_steps
from agent.sync.link_pass import GoOn
from agent.sync.reservation_intake import Place

log = structlog.get_logger()

MOST_PARTIES = 5000
"""Of three days."""


class GuestSaleWatch:
    """Reads yesterday's and today's sales whole: what was taken back since is missing there, or says so."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._told_aside: set[str] = set()

    def pull(self, till: SalesTill, go_on: GoOn) -> None:
        """Raises `Failed` when the till fails midway: then nothing is concluded."""
        place = self._place
        days = place.days(1, 0)
        since = place.midnight(days.first)
        sales, unreadable = self._closed(till, days)
        with place.books.reading() as ledger:
            parties = self._parties(ledger, since)
        paid: defaultdict[int, list[Sale]] = defaultdict(list)
        for sale in sales:
            party = guest_sales.party_of(sale, parties, place.zone)
            if party is not None and guest_sales.worth_telling(sale):
                paid[party.id].append(guest_sales.as_sold(sale))
        for party in parties:
            if not go_on():
                return
            standing = (*paid[party.id], *guest_sales.as_told(party, unreadable))
            if (party.sold or standing) and self._step(party, standing, since) is not None:
                self._write(party.id, standing, since)

    def _closed(self, till: SalesTill, days: Days) -> tuple[Sequence[TillSale], frozenset[str]]:
        """With the ids of those that could not be read."""
        sales: dict[str, TillSale] = {}
        unreadable = set()
        for page in till.closed_sales(days):
            sales |= {sale.ref: sale for sale in page.records}
            for record in page.set_aside:
                unreadable.add(record.ref)
                if record.ref not in self._told_aside:
                    self._told_aside.add(record.ref)
                    log.warning("sale_set_aside", link=self._place.link, ref=record.ref, reason=record.reason)
        return tuple(sales.values()), frozenset(unreadable)

    def _parties(self, ledger: Ledger, since: datetime) -> Sequence[Reservation]:
        """With those of the evening before: they may have paid after midnight."""
        place = self._place
        starting = (since - timedelta(days=1), place.clock.now() + timedelta(days=1))
        return ledger.reservations(link=place.link, starting=starting, limit=MOST_PARTIES)

    def _write(self, reservation_id: int, sales: tuple[Sale, ...], since: datetime) -> None:
        place = self._place
        with place.books.writing() as ledger:
            # It may have changed since it was read.
            held = ledger.reservation(reservation_id)
            step = None if held is None else self._step(held, sales, since)
            if step is not None:
                reservation_steps.write(ledger, step, place.clock.now())
        if step is not None:
            place.publish(ReservationChanged(place.link, reservation_id))

    def _step(self, held: Reservation, sales: tuple[Sale, ...], since: datetime) -> ReservationStep | None:
        return seating.sold(held, sales, since, self._place.clock.now(), ErrandKind.GUEST_SALE)
