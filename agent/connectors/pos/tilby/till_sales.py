"""What was paid, asked of Tilby."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from agent.connectors.pos.tilby.api import Api
from agent.connectors.pos.tilby.book import span_of
from agent.connectors.pos.tilby.receipts import read_closed_at, read_sale
from agent.domain.ports import Page, SetAside
from agent.domain.reservation_ports import Days
from agent.domain.takings import TillSale

SALES: Final = "/sales"


class TillSales:
    def __init__(self, api: Api, zone: ZoneInfo) -> None:
        self._api = api
        self._zone = zone

    def pages(self, days: Days) -> Iterator[Page[TillSale]]:
        """As `SalesTill.closed_sales`, oldest first. No property of a sale tells when it changed: all are told."""
        start, end = span_of(days, self._zone)
        until = [("closed_at_max", end.isoformat())]
        for sheet, _ in self._api.changes(SALES, until, _instants, start, by="closed_at"):
            read, aside = [], []
            for record in sheet.records:
                found = read_sale(record)
                if isinstance(found, SetAside):
                    aside.append(found)
                elif found is not None and start <= found.closed_at < end:
                    read.append(found)
            yield Page(tuple(read), tuple(aside))


def _instants(records: list[object]) -> tuple[datetime, ...]:
    return tuple(instant for instant in map(read_closed_at, records) if instant is not None)
