"""Finds what the guests of a link's reservations spent, among all that the till closed, and has it told to the portal."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import structlog

from agent.domain import guest_sales, seating
from agent.domain.errands import ErrandKind
from agent.domain.events import ReservationChanged
from agent.domain.ledger import Ledger
from agent.domain.meeting import ReservationStep
from agent.domain.menu_ports import SalesTill
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
        sales = [sale for sale in self._closed(till) if sale.closed_at >= since]
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
            if party.sold or paid[party.id]:
                self._write(party.id, tuple(paid[party.id]), since)

    def _closed(self, till: SalesTill) -> Iterator[TillSale]:
        for page in till.closed_sales(self._place.days(1, 0)):
            yield from page.records
            for record in page.set_aside:
                if record.ref not in self._told_aside:
                    self._told_aside.add(record.ref)
                    log.warning("sale_set_aside", link=self._place.link, ref=record.ref, reason=record.reason)

    def _parties(self, ledger: Ledger, since: datetime) -> Sequence[Reservation]:
        """With those of the evening before: they may have paid after midnight."""
        place = self._place
        starting = (since - timedelta(days=1), place.clock.now() + timedelta(days=1))
        return ledger.reservations(link=place.link, starting=starting, limit=MOST_PARTIES)

    def _write(self, reservation_id: int, sales: tuple[Sale, ...], since: datetime) -> None:
        place = self._place
        with place.books.writing() as ledger:
            step = self._step(ledger, reservation_id, sales, since)
            if step is not None:
                reservation_steps.write(ledger, step, place.clock.now())
        if step is not None:
            place.publish(ReservationChanged(place.link, reservation_id))

    def _step(
        self, ledger: Ledger, reservation_id: int, sales: tuple[Sale, ...], since: datetime
    ) -> ReservationStep | None:
        """Inside the transaction: it may have changed since it was read."""
        held = ledger.reservation(reservation_id)
        if held is None or held.portal is None:
            return None
        return seating.sold(held, sales, since, self._place.clock.now(), ErrandKind.GUEST_SALE)
