"""One side's word on reservations: new and changed ones are applied page by page, and only then the cursor moves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from agent.domain import meeting, seating
from agent.domain.events import Event, FlowProgress, LinkChanged, ReservationChanged, ReservationHeard
from agent.domain.failures import Gone, Side
from agent.domain.forgetting import forgotten_said
from agent.domain.history import Entry
from agent.domain.ledger import Books, Ledger
from agent.domain.meeting import ReservationStep
from agent.domain.orders import Actor
from agent.domain.ports import Clock, Page, SetAside
from agent.domain.reservation_ports import Days, ReservationSide
from agent.domain.reservations import Reservation, SideReservation
from agent.domain.seating import ReservationPolicy
from agent.sync import reservation_steps
from agent.sync.link_pass import GoOn
from agent.sync.strays import Strays, may_pair

log = structlog.get_logger("reservations")

OVERLAP = timedelta(minutes=2)
"""Asked again at every poll: a change may become visible a little after the instant that it carries."""

OTHER = {Side.PORTAL: Side.POS, Side.POS: Side.PORTAL}


@dataclass(frozen=True)
class Place:
    """What all flows of one link share."""

    link: str
    zone: ZoneInfo
    policy: ReservationPolicy
    books: Books
    clock: Clock
    publish: Callable[[Event], None]

    def days(self, before: int, ahead: int) -> Days:
        """The restaurant's days around today."""
        today = self.clock.now().astimezone(self.zone).date()
        return Days(today - timedelta(days=before), today + timedelta(days=ahead))

    def span(self, days: Days) -> tuple[datetime, datetime]:
        """From the first instant of the first day to the first instant after the last."""
        return self.midnight(days.first), self.midnight(days.last + timedelta(days=1))

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)


class ReservationIntake:
    """Applies what one side of one link says."""

    def __init__(self, place: Place, side: Side, flow: str, strays: Strays | None = None) -> None:
        """`strays`: shared with the other side's intake of this flow."""
        self._place = place
        self._strays = strays or Strays()
        self._side = side
        self._flow = flow
        self._cursor = f"{flow}/{side.value}"

    def window(self, connector: ReservationSide, days: Days, go_on: GoOn, *, tell: bool = False) -> set[str] | None:
        """Reads everything of these days. The refs that were listed; None: stopped before the end."""
        listed: set[str] = set()
        for page in connector.reservations(days):
            if not go_on():
                return None
            self._apply(connector, page, move=False)
            listed.update(_marks(page))
            if tell:
                self._place.publish(FlowProgress(self._place.link, self._flow, len(listed), None))
        return listed

    def changes(self, connector: ReservationSide, go_on: GoOn) -> None:
        """Reads what changed since the cursor. Raises `Failed` midway: what was applied stays."""
        cursor = self.begin()
        for page in connector.reservations(changed_since=cursor - OVERLAP):
            if not go_on():
                return
            self._apply(connector, page, move=True)

    def begin(self) -> datetime:
        """Where the changes go on from; at the first time it is now, and kept: a complete look comes with it."""
        place = self._place
        with place.books.reading() as ledger:
            cursor = ledger.cursor(place.link, self._cursor)
        if cursor is None:
            cursor = place.clock.now()
            with place.books.writing() as ledger:
                ledger.save_cursor(place.link, self._cursor, cursor)
        return cursor

    def whole(self, connector: ReservationSide, days: Days, go_on: GoOn) -> None:
        """A complete look at these days; what the side no longer lists is asked for by its id."""
        listed = self.window(connector, days, go_on)
        if listed is None:
            return
        place = self._place
        with place.books.reading() as ledger:
            held = ledger.refs_starting(place.link, self._side, *place.span(days))
        for ref in held:
            if not go_on():
                return
            if ref not in listed:
                self._look_up(connector, ref)

    def _look_up(self, connector: ReservationSide, ref: str) -> None:
        """Missing from a complete list proves nothing; only its own answer does."""
        try:
            said = connector.reservation(ref)
        except Gone:
            said = self._as_gone(ref)
        self._apply(connector, Page((said,)), move=False)

    def _as_gone(self, ref: str) -> SideReservation:
        place = self._place
        with place.books.reading() as ledger:
            held = ledger.reservation_of(place.link, self._side, ref)
        record = held.record(self._side) if held else None
        assert record is not None, "it was looked for because it is held"
        return meeting.as_gone(record.said)

    def _apply(self, connector: ReservationSide, page: Page[SideReservation], *, move: bool) -> None:
        place = self._place
        fresh = self._fresh(page)
        upto = self._further(page.upto) if move else None
        if not fresh and not page.set_aside and upto is None:
            return
        with place.books.writing() as ledger:
            happened = self._take_all(ledger, connector, fresh)
            for record in page.set_aside:
                self._set_aside(ledger, record)
            if upto is not None:
                ledger.save_cursor(place.link, self._cursor, upto)
        if page.set_aside:
            place.publish(LinkChanged(place.link))
        for event in happened:
            place.publish(event)

    def _fresh(self, page: Page[SideReservation]) -> list[SideReservation]:
        """Those that say something new; the rest of a page costs one look-up in all, and is not even read."""
        marks = _marks(page)
        with self._place.books.reading() as ledger:
            known = ledger.known_refs(self._place.link, self._side, marks)
        new = {
            ref
            for ref, mark in marks.items()
            if (held := known.get(ref)) is None or (not held.former and held.digest != mark)
        }
        if not new:
            return []
        # Of a record that stands twice on a page the later one counts.
        return list({said.ref: said for said in page.records if said.ref in new}.values())

    def _further(self, upto: datetime | None) -> datetime | None:
        """The cursor's new place, which is never in the future; None where it stands already."""
        upto = None if upto is None else min(upto, self._place.clock.now())
        with self._place.books.reading() as ledger:
            cursor = ledger.cursor(self._place.link, self._cursor)
        return upto if upto is not None and (cursor is None or upto > cursor) else None

    def _take_all(self, ledger: Ledger, connector: ReservationSide, fresh: Sequence[SideReservation]) -> list[Event]:
        """Reads in a few strokes what is held, and writes in a few what becomes of it.

        Two records of one reservation go one after the other: the later one is compared with what the earlier one made.
        """
        link, now = self._place.link, self._place.clock.now()
        happened: list[Event] = []
        while fresh:
            shelf = _Shelf(ledger, link, self._side, fresh)
            steps: dict[int | str, ReservationStep] = {}
            marks: dict[str, str] = {}
            later: list[SideReservation] = []
            for said in fresh:
                held = shelf.known.get(said.ref) or self._pair_of(shelf, said)
                if held is not None and held.id in steps:
                    later.append(said)
                    continue
                forgotten = held is not None and held.id in shelf.forgotten
                step = self._step(connector, held, said, now, forgotten=forgotten)
                if step is not None:
                    steps[held.id if held is not None else said.ref] = step
                elif held is not None:
                    # Nothing new but how it is marked: by an earlier version, or without a guest who was forgotten.
                    marks[said.ref] = said.digest
            stored = reservation_steps.write_all(ledger, list(steps.values()), now)
            ledger.keep_marks(link, self._side, marks)
            for about, written in zip(steps, stored, strict=True):
                known = isinstance(about, int)
                happened.append(ReservationChanged(link, written.id) if known else ReservationHeard(link, written.id))
            fresh = later
        return happened

    def _step(
        self,
        connector: ReservationSide,
        held: Reservation | None,
        said: SideReservation,
        now: datetime,
        *,
        forgotten: bool,
    ) -> ReservationStep | None:
        """None: it says nothing new, or not yet."""
        place, rules = self._place, self._place.policy.meeting
        if held is None:
            if said.own:
                # Written by us for a reservation that the other side has not told of (yet): it will be paired then.
                self._strays.keep(said, connector.as_said)
                return None
            first = meeting.first_heard(place.link, self._side, said, rules, now)
            return self._strays.joined(first, OTHER[self._side], rules, now)
        if forgotten:
            # The guest's data were taken out: what the side still says of him stays with it.
            said = forgotten_said(said)
        step = meeting.heard(held, self._side, said, connector.as_said, rules, now)
        return None if step is None else self._followed(step, now)

    def _followed(self, step: ReservationStep, now: datetime) -> ReservationStep:
        """A check that waits for the portal's "confirmed" is tried again as soon as it is said."""
        if self._side is Side.PORTAL and step.reservation.attached:
            return seating.arrived_by_check(step, self._place.policy, now, anew=False)
        return step

    def _pair_of(self, shelf: "_Shelf", said: SideReservation) -> Reservation | None:
        """The reservation that this record carries the id of, if nothing stands in its place there."""
        if said.pair_ref is None:
            return None
        held = shelf.other.get(said.pair_ref)
        if held is None or held.record(self._side) is not None or held.closed_pair:
            return None
        return held if may_pair(held, said) else None

    def _set_aside(self, ledger: Ledger, record: SetAside) -> None:
        place, now = self._place, self._place.clock.now()
        if ledger.set_aside(place.link, self._flow, record, now):
            actor = Actor.PORTAL if self._side is Side.PORTAL else Actor.TILL
            told = {"ref": record.ref, "reason": record.reason}
            ledger.record(None, place.link, [Entry(now, actor, "history.set_aside", told)])
            log.warning("set_aside", link=place.link, ref=record.ref, reason=record.reason)


class _Shelf:
    """What is held of the reservations that some records are about: a few look-ups for all of them."""

    def __init__(self, ledger: Ledger, link: str, side: Side, fresh: Sequence[SideReservation]) -> None:
        self.known = ledger.reservations_of(link, side, [said.ref for said in fresh])
        pairs = {said.pair_ref for said in fresh if said.pair_ref is not None and said.ref not in self.known}
        self.other = ledger.reservations_of(link, OTHER[side], pairs)
        """By the other side's id."""
        held = (*self.known.values(), *self.other.values())
        self.forgotten = ledger.forgotten_reservations([each.id for each in held])


def _marks(page: Page[SideReservation]) -> Mapping[str, str]:
    return {said.ref: said.digest for said in page.records} if page.marks is None else page.marks


def chunks(days: Days, size: int) -> Iterator[Days]:
    """These days in pieces of so many."""
    first = days.first
    while first <= days.last:
        last = min(first + timedelta(days=size - 1), days.last)
        yield Days(first, last)
        first = last + timedelta(days=1)
