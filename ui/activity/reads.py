"""Reads the history page by page, and says whose order each line is about. For tasks: not for the face's thread."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from agent.domain.history import Entry
from agent.reading import OrderSheet, ReservationSheet
from ui.activity.happening import Happening, Kind, kind_of

PAGE = 60
MOST_PAGES = 25
"""Pages that are read in one go while looking for a rare kind; scrolling on goes on from there."""


class ActivityReads(Protocol):
    """The part of `agent.app.Agent` that reads the history."""

    def activity(
        self, *, link: str | None = None, limit: int = 200, before_id: int | None = None
    ) -> tuple[Entry, ...]: ...

    def order(self, order_id: int) -> OrderSheet | None: ...

    def reservation(self, reservation_id: int) -> ReservationSheet | None: ...


@dataclass(frozen=True)
class Filter:
    link: str | None = None
    kind: Kind | None = None

    def lets(self, entry: Entry) -> bool:
        return (self.kind is None or kind_of(entry) is self.kind) and (self.link is None or entry.link == self.link)


@dataclass(frozen=True)
class Leaf:
    """One page as the filter leaves it. `next_before`: where reading goes on; None at the end of the history."""

    rows: tuple[Happening, ...]
    next_before: int | None


def read_leaf(agent: ActivityReads, wanted: Filter, before_id: int | None) -> Leaf:
    found: list[Entry] = []
    before = before_id
    for _page in range(MOST_PAGES):
        page = agent.activity(link=wanted.link, limit=PAGE, before_id=before)
        found += [entry for entry in page if wanted.lets(entry)]
        before = page[-1].id if len(page) == PAGE else None
        if before is None or len(found) >= PAGE // 2:
            break
    return Leaf(_with_subjects(agent, found), before)


def read_newer(agent: ActivityReads, wanted: Filter, after_id: int) -> tuple[Happening, ...] | None:
    """What was written after that; None when that is more than a page, and the list is better read anew."""
    page = agent.activity(link=wanted.link, limit=PAGE)
    if len(page) == PAGE and page[-1].id > after_id:
        return None
    return _with_subjects(agent, [entry for entry in page if entry.id > after_id and wanted.lets(entry)])


def _with_subjects(agent: ActivityReads, entries: Iterable[Entry]) -> tuple[Happening, ...]:
    listed = tuple(entries)
    orders = {entry.order_id: agent.order(entry.order_id) for entry in listed if entry.order_id is not None}
    booked = {
        entry.reservation_id: agent.reservation(entry.reservation_id)
        for entry in listed
        if entry.reservation_id is not None
    }
    return tuple(
        _happening(entry, orders.get(entry.order_id or 0), booked.get(entry.reservation_id or 0)) for entry in listed
    )


def _happening(entry: Entry, order: OrderSheet | None, booked: ReservationSheet | None) -> Happening:
    if order is not None:
        return Happening(entry, order.order.portal.code, order.order.portal.customer.name)
    if booked is not None:
        held = booked.reservation
        record = held.portal or held.pos
        return Happening(entry, record.said.code if record else "", held.booking.guest.name)
    return Happening(entry)
