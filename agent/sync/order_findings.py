"""Orders at risk, as the books know them: rows that the till did not take, and orders that it refused. No call made."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from agent.domain.alignment import FindingArea
from agent.domain.alignment_checks import Refusal, order_findings
from agent.domain.errands import ErrandKind, ErrandState
from agent.domain.events import AlignmentChanged, Event
from agent.domain.failures import FailureKind
from agent.domain.ledger import Books, Ledger
from agent.domain.ports import Clock

RECENT = timedelta(days=7)
"""How long a row that was not matched is worth a person's look, while the till still does not know its product."""


class OrderFindings:
    """For the lane's thread. Writes only what changed."""

    def __init__(
        self,
        link: str,
        books: Books,
        clock: Clock,
        publish: Callable[[Event], None],
        unread: Callable[[Ledger, datetime], Iterable[str]],
    ) -> None:
        """`unread`: what no call can read of this pair, and nothing told lately."""
        self._link = link
        self._books = books
        self._clock = clock
        self._publish = publish
        self._unread = unread

    def check(self) -> None:
        now = self._clock.now()
        with self._books.reading() as ledger:
            orders = ledger.orders_unmatched(self._link, now - RECENT)
            agreed = ledger.menu_look(self._link).agreed if orders else None
            known = None if agreed is None else agreed.by_ref.keys()
            refused = self._refused(ledger)
            unread = [which for which in self._unread(ledger, now) if refused is None or which != "limits"]
            found = order_findings(self._link, orders, known, refused, unread)
            before = {each.key: each.params for each in ledger.findings(self._link) if each.area is FindingArea.ORDERS}
        if before == {each.key: each.params for each in found}:
            return
        with self._books.writing() as ledger:
            ledger.save_findings(self._link, FindingArea.ORDERS, found, now)
        self._publish(AlignmentChanged(self._link))

    def _refused(self, ledger: Ledger) -> Refusal | None:
        """The last order that the till did not take, until a person settled it."""
        parked = [
            row
            for row in ledger.errands(self._link, (ErrandState.PARKED,))
            if row.kind is ErrandKind.CREATE and row.failure is not None and row.failure.kind is FailureKind.REFUSED
        ]
        if not parked:
            return None
        last = max(parked, key=lambda row: row.not_before)
        assert last.failure is not None
        return Refusal(last.failure.message, last.not_before)
