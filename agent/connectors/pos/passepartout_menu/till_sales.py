"""Everything that was paid at Passepartout Menu, asked of it: with or without a reservation."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from agent.connectors.pos.passepartout_menu.api import Api
from agent.connectors.pos.passepartout_menu.checks import WireBill, read_bill, read_check_ref, takings_of
from agent.connectors.pos.passepartout_menu.local_time import A_DAY
from agent.connectors.pos.passepartout_menu.till_checks import TillChecks
from agent.domain.failures import Malformed
from agent.domain.ports import Page, SetAside
from agent.domain.reservation_ports import Days
from agent.domain.sales import Check
from agent.domain.takings import TillSale

OF_CHECK: Final = "comanda:"
"""Before the id of a comanda of which a bill was set aside."""
OF_NO_CHECK: Final = "conto:"
"""Before the id of a bill that belongs to no comanda: a sale of its own."""

MOST_REMEMBERED: Final = 5000
"""Comande; a busy week has about a thousand."""

log = structlog.get_logger()


class TillSales(TillChecks):
    """The part of the till that fulfils `SalesTill`."""

    def __init__(self, api: Api, zone: ZoneInfo) -> None:
        super().__init__(api, zone)
        self._paid: dict[str, Check] = {}
        """Comande as they were read once they were paid: they are asked for by their ids, one call each."""

    def closed_sales(self, days: Days, *, changed_since: datetime | None = None) -> Iterator[Page[TillSale]]:
        """A sale a comanda, whatever it was billed in; one whose bills were all cancelled is told as such.

        All of these days at every look, on one page: of a comanda of which one bill changed all are needed. A night's
        bills may be listed on either day, so the neighbours are asked too.
        """
        bills, aside = self._all_bills(Days(days.first - A_DAY, days.last + A_DAY))
        bad = {ref.removeprefix(OF_CHECK) for ref in (each.ref for each in aside)}
        found = []
        for ref, mine in bills.items():
            if ref in bad:
                # Half of it is no total.
                continue
            sale = takings_of(self._comanda(ref, mine), mine, self._zone)
            if isinstance(sale, SetAside):
                aside.append(sale)
            elif sale is not None and days.first <= sale.closed_at.astimezone(self._zone).date() <= days.last:
                found.append(sale)
        yield Page(tuple(sorted(found, key=lambda sale: (sale.closed_at, sale.ref))), tuple(aside))

    def _all_bills(self, days: Days) -> tuple[Mapping[str, list[WireBill]], list[SetAside]]:
        """By their comanda, each bill once; those of a comanda that cannot be read are set aside under its id."""
        bills: dict[int, WireBill] = {}
        aside: dict[str, SetAside] = {}
        for record in self._listed_bills(days):
            bill = read_bill(record)
            if isinstance(bill, SetAside):
                ref = f"{OF_CHECK}{read_check_ref(record)}"
                aside[ref] = SetAside(ref, bill.reason)
            else:
                bills[bill.id_gestionale] = bill
        by_check: defaultdict[str, list[WireBill]] = defaultdict(list)
        for bill in bills.values():
            by_check[bill.check_ref or f"{OF_NO_CHECK}{bill.id_gestionale}"].append(bill)
        return by_check, list(aside.values())

    def _comanda(self, ref: str, bills: Sequence[WireBill]) -> Check:
        """What the till tells of it; where it tells nothing any more, the bills have to do."""
        if not any(bill.counts for bill in bills) or ref.startswith(OF_NO_CHECK):
            return Check(ref, None, True, 0)
        if ref not in self._paid:
            check = self._read_or_none(ref) or Check(ref, None, True, 0)
            if not check.paid:
                # A reservation may still be attached to it.
                return check
            if len(self._paid) >= MOST_REMEMBERED:
                self._paid.clear()
            self._paid[ref] = check
        return self._paid[ref]

    def _read_or_none(self, ref: str) -> Check | None:
        try:
            return self.check(ref)
        except Malformed as error:
            log.warning("menu.check_unreadable", check=ref, reason=error.failure.message)
            return None
