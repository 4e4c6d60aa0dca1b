"""What the till tells of the checks of a link's reservations: opened, paid, and for how much."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial

from agent.domain import seating
from agent.domain.events import ReservationChanged
from agent.domain.failures import Side
from agent.domain.ledger import Ledger
from agent.domain.meeting import ReservationStep
from agent.domain.reservation_ports import CheckTill, Days
from agent.domain.reservations import Reservation
from agent.domain.sales import Check, Sale
from agent.sync import reservation_steps
from agent.sync.link_pass import GoOn
from agent.sync.reservation_intake import Place

Follow = Callable[[Reservation], ReservationStep | None]


class CheckWatch:
    """Reads yesterday's and today's checks: a service after midnight may belong to either day."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def pull(self, till: CheckTill, _full: bool, go_on: GoOn) -> None:
        """Raises `Failed` when the till fails midway; what was applied stays."""
        place = self._place
        days = place.days(1, 0)
        since = place.midnight(days.first)
        told = self._by_reservation(till.checks(days))
        with place.books.reading() as ledger:
            watched = ledger.reservations_with_checks(place.link, since)
        for held in watched:
            told[held.id] += self._unlisted(till, held, {check.ref for check in told[held.id]}, days)
        for reservation_id, checks in told.items():
            if not go_on():
                return
            self._write(reservation_id, partial(self._checks_say, checks=tuple(checks)))
        paid = self._paid(list(told))
        sales = till.sales([check for held in paid for check in held.checks], days) if paid else ()
        for held in paid:
            refs = {check.ref for check in held.checks}
            mine = tuple(sale for sale in sales if sale.check_ref in refs)
            self._write(held.id, partial(self._sold, sales=mine, since=since))

    def _unlisted(self, till: CheckTill, held: Reservation, listed: set[str], days: Days) -> list[Check]:
        """Open ones that the list no longer has: asked for by their id, else the bills decide."""
        found = []
        for check in held.checks:
            if check.paid or check.ref in listed:
                continue
            said = till.check(check.ref)
            if said is not None:
                found.append(said)
            elif till.sales([check], days):
                found.append(replace(check, paid=True))
        return found

    def _by_reservation(self, checks: Iterable[Check]) -> defaultdict[int, list[Check]]:
        found: defaultdict[int, list[Check]] = defaultdict(list)
        listed = [check for check in checks if check.reservation_ref is not None]
        with self._place.books.reading() as ledger:
            refs = {check.reservation_ref for check in listed if check.reservation_ref}
            known = ledger.known_refs(self._place.link, Side.POS, refs)
        for check in listed:
            held = known.get(check.reservation_ref or "")
            if held is not None and not held.former:
                found[held.reservation_id].append(check)
        return found

    def _checks_say(self, held: Reservation, checks: tuple[Check, ...]) -> ReservationStep | None:
        return seating.checks_say(held, checks, self._place.policy, self._place.clock.now())

    def _sold(self, held: Reservation, sales: tuple[Sale, ...], since: datetime) -> ReservationStep | None:
        return seating.sold(held, sales, since, self._place.clock.now())

    def _paid(self, ids: Iterable[int]) -> list[Reservation]:
        with self._place.books.reading() as ledger:
            found = [held for each in ids if (held := ledger.reservation(each)) is not None]
        return [held for held in found if held.paid]

    def _write(self, reservation_id: int, follow: Follow) -> None:
        place = self._place
        with place.books.reading() as ledger:
            held = ledger.reservation(reservation_id)
        if held is None or follow(held) is None:
            return
        with place.books.writing() as ledger:
            step = self._again(ledger, reservation_id, follow)
            if step is not None:
                reservation_steps.write(ledger, step, place.clock.now())
        if step is not None:
            place.publish(ReservationChanged(place.link, reservation_id))

    def _again(self, ledger: Ledger, reservation_id: int, follow: Follow) -> ReservationStep | None:
        """Inside the transaction: a person may have decided since it was read."""
        held = ledger.reservation(reservation_id)
        return None if held is None else follow(held)
