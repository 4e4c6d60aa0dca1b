"""Cassa in Cloud as the flows see it: orders go in, their state comes out. No call accepts, rejects or closes one."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final
from urllib.parse import quote

from agent.connectors.failures import malformed
from agent.connectors.manifest import Surroundings
from agent.connectors.pos.cassa_in_cloud.api import Api
from agent.connectors.pos.cassa_in_cloud.articles import Articles, sales_modes
from agent.connectors.pos.cassa_in_cloud.carte import Carte
from agent.connectors.pos.cassa_in_cloud.draft import Drawing, order_body, unmatched_lines
from agent.connectors.pos.cassa_in_cloud.guests import Guests
from agent.connectors.pos.cassa_in_cloud.mapping import (
    Article,
    read_created_id,
    read_printed_order,
    read_till_order,
)
from agent.connectors.pos.cassa_in_cloud.prerequisites import sales_mode_exists, sales_point_visible, sales_points
from agent.connectors.pos.cassa_in_cloud.query import Value, windows
from agent.connectors.pos.cassa_in_cloud.receipts import read_sale
from agent.connectors.pos.cassa_in_cloud.rooms import read_rooms
from agent.connectors.pos.cassa_in_cloud.settings import Settings
from agent.domain.failures import Refused
from agent.domain.floor import Room
from agent.domain.menu import TillMenu
from agent.domain.orders import Customer, OrderKind, TillOrder
from agent.domain.ports import Account, Page, Prerequisite, SetAside, TillDraft, TillPlacement
from agent.domain.reservation_ports import Days
from agent.domain.takings import TillSale

AROUND: Final = timedelta(days=2)
"""How far from its instant an order is looked for: the till's day and the portal's need not be the same."""

AHEAD: Final = timedelta(days=1)
"""Lists reach so far beyond now, because the till's clock may be ahead."""

ORDERS: Final = "/documents/orders"
RECEIPTS: Final = "/documents/receipts"


class CassaInCloud:
    """Fulfils `OrderTill`, `MenuTill`, `FloorTill`, `SalesTill` and `GuestTill`.

    The lane's thread does all but `test`, `prerequisites` and `close`.
    """

    def __init__(self, api: Api, settings: Settings, surroundings: Surroundings) -> None:
        self._api = api
        self._settings = settings
        self._clock = surroundings.clock
        self._zone = surroundings.zone
        self._articles = Articles(api, surroundings.clock)
        self._guests = Guests(api, settings.sales_point)
        self._carte = Carte(api, settings)

    @property
    def budget_used(self) -> float | None:
        """Share (0 to 1) of the vendor's calls that is spent."""
        return self._api.client.budget.used if self._api.client.budget else None

    def close(self) -> None:
        self._api.client.close()

    def test(self) -> Account:
        """Raises `Refused` when the credentials are good and the sales point is not among what they see."""
        points = sales_points(self._api)
        wanted = str(self._settings.sales_point)
        for point in points:
            if str(point.id) == wanted:
                return Account(point.name or wanted, wanted)
        visible = ", ".join(str(point.id) for point in points)
        client = self._api.client
        raise Refused("side.sales_point_missing", side=client.side, system=client.system, id=wanted, visible=visible)

    def prerequisites(self) -> tuple[Prerequisite, ...]:
        modes = sales_modes(self._api)
        names = (self._settings.sales_mode_takeaway, self._settings.sales_mode_delivery)
        return (
            sales_point_visible(sales_points(self._api), self._settings.sales_point),
            *(sales_mode_exists(modes, name) for name in names),
        )

    def place_order(self, draft: TillDraft) -> TillPlacement:
        refs = [line.product_ref for line in draft.order.lines]
        drawing = self._drawing(draft, self._articles.known(refs))
        try:
            return self._placed(draft, drawing)
        except Refused:
            # An option, a dish or a sales mode that was read a while ago may be gone: once more, as the till is now.
            fresh = self._drawing(draft, self._articles.anew(refs))
            if order_body(draft, fresh) == order_body(draft, replace(drawing, now=fresh.now)):
                raise
        return self._placed(draft, fresh)

    def find_order(self, external_id: str, around: datetime) -> TillOrder | None:
        """There is no filter by external id: the days are listed, those about now too, when it was created late."""
        for start, end in self._looked_through(around):
            for record in self._listed(ORDERS, "orders", start, end):
                found = read_till_order(record)
                if isinstance(found, TillOrder) and found.external_id == external_id:
                    return found
        return None

    def order(self, ref: str) -> TillOrder:
        path = f"{ORDERS}/{quote(ref, safe='')}"
        found = read_till_order(self._api.one(path, "order"))
        if isinstance(found, SetAside):
            raise malformed(self._api.client.exchange(writes=False), "order")
        return found

    def orders_since(self, since: datetime) -> Iterator[Page[TillOrder]]:
        for start, end in windows(since, self._clock.now() + AHEAD):
            for records in self._api.pages(ORDERS, "orders", self._span(start, end)):
                read = [read_till_order(record) for record in records]
                yield Page(
                    tuple(order for order in read if isinstance(order, TillOrder)),
                    tuple(order for order in read if isinstance(order, SetAside)),
                )

    def printed_orders(self, since: datetime) -> frozenset[str]:
        """A receipt that names no order is a sale at the counter."""
        return frozenset(
            ref
            for start, end in windows(since, self._clock.now() + AHEAD)
            for receipt in self._listed(RECEIPTS, "receipts", start, end)
            if (ref := read_printed_order(receipt)) is not None
        )

    def guest(self, customer: Customer, known_ref: str | None = None) -> str | None:
        return self._guests.find_or_create(customer, known_ref)

    def menu_changed(self, since: datetime) -> bool:
        return self._carte.changed(since)

    def menu(self) -> TillMenu:
        return self._carte.whole()

    def rooms(self, at: datetime | None = None) -> tuple[Room, ...]:
        """The till does not tell which tables are free."""
        here: dict[str, Value] = {"idsSalesPoint": [self._settings.sales_point]}
        rooms = self._api.listed("/risto/rooms", "rooms", here, chore=True)
        return read_rooms(list(rooms), self._api.listed("/risto/tables", "tables", here, chore=True))

    def closed_sales(self, days: Days, *, changed_since: datetime | None = None) -> Iterator[Page[TillSale]]:
        """The vendor names no way to ask for changed receipts: with `changed_since`, those issued since then."""
        first = datetime.combine(days.first, time.min, self._zone)
        last = datetime.combine(days.last + timedelta(days=1), time.min, self._zone)
        start = first if changed_since is None else max(first, changed_since)
        for begin, end in windows(start.astimezone(UTC), last.astimezone(UTC)):
            for records in self._api.pages(RECEIPTS, "receipts", self._span(begin, end), chore=True):
                read = [read_sale(record) for record in records]
                yield Page(
                    tuple(sale for sale in read if isinstance(sale, TillSale)),
                    tuple(sale for sale in read if isinstance(sale, SetAside)),
                    max((sale.closed_at for sale in read if isinstance(sale, TillSale)), default=None),
                )

    def _drawing(self, draft: TillDraft, articles: Mapping[str, Article]) -> Drawing:
        return Drawing(
            sales_point=self._settings.sales_point,
            sales_mode=self._articles.sales_mode(self._mode_of(draft.order.kind)),
            guest=self._guests.wire_id(draft.guest_ref) if draft.guest_ref else None,
            articles=articles,
            modifiers=self._settings.modifiers,
            now=self._clock.now(),
            zone=self._zone,
        )

    def _placed(self, draft: TillDraft, drawing: Drawing) -> TillPlacement:
        order = order_body(draft, drawing)
        # One a batch: a batch may be refused whole for one conflict.
        answer = self._api.send("POST", f"{ORDERS}/batch", {"create": [order]})
        ref = read_created_id(answer.json(), draft.external_id)
        if ref is None:
            raise answer.malformed("createDetails")
        placed = TillOrder(str(ref), draft.external_id, draft.state, str(order["externalWorkflowStatus"]))
        return TillPlacement(placed, tuple(line.ref for line in unmatched_lines(draft, drawing)))

    def _mode_of(self, kind: OrderKind) -> str:
        delivered = kind is OrderKind.DELIVERY
        return self._settings.sales_mode_delivery if delivered else self._settings.sales_mode_takeaway

    def _looked_through(self, around: datetime) -> Iterator[tuple[datetime, datetime]]:
        now = self._clock.now()
        yield from windows(around - AROUND, around + AROUND)
        yield from windows(max(around + AROUND, now - AHEAD), now + AHEAD)

    def _listed(self, path: str, plural: str, start: datetime, end: datetime) -> Iterator[object]:
        return self._api.listed(path, plural, self._span(start, end))

    def _span(self, start: datetime, end: datetime) -> dict[str, Value]:
        return {"datetimeFrom": start, "datetimeTo": end, "idsSalesPoint": [self._settings.sales_point]}
