"""The outbox as a person would keep it on paper: a list, and the rules in plain words."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from agent.domain.errands import ErrandKind, ErrandState, OutboxRow
from agent.domain.failures import Failure
from agent.store.outbox_shelf import PASSING


@dataclass
class Paper:
    """Rows in the order of writing. Every method does at once what the ledger's of that name promises."""

    rows: list[OutboxRow] = field(default_factory=list)

    def copy(self) -> "Paper":
        return Paper(list(self.rows))

    def owed(self) -> list[OutboxRow]:
        return [row for row in self.rows if row.state is not ErrandState.DONE]

    def due(self, link: str, now: datetime) -> list[OutboxRow]:
        firsts: dict[str, OutboxRow] = {}
        for row in self.owed():
            firsts.setdefault(row.subject, row)
        return [row for row in firsts.values() if row.link == link and row.state.open and row.not_before <= now]

    def change(self, row_id: int, **differs: object) -> None:
        self.rows = [replace(row, **differs) if row.id == row_id else row for row in self.rows]  # type: ignore[arg-type]  # fields by name

    def begin(self, row: OutboxRow) -> None:
        self.change(row.id, state=ErrandState.SENDING, attempts=row.attempts + 1)

    def wait(self, row: OutboxRow, until: datetime, failure: Failure | None, *, counted: bool, unsure: bool) -> None:
        state = ErrandState.SENDING if unsure else ErrandState.WAITING
        attempts = row.attempts if counted else max(row.attempts - 1, 0)
        self.change(row.id, state=state, attempts=attempts, not_before=until, failure=failure)

    def withdraw(self, order_id: int, kinds: Collection[ErrandKind]) -> list[OutboxRow]:
        unsent = (ErrandState.WAITING, ErrandState.PARKED)
        gone = [row for row in self.rows if row.order_id == order_id and row.kind in kinds and row.state in unsent]
        self.rows = [row for row in self.rows if row not in gone]
        return gone

    def clear(self, chosen: Callable[[OutboxRow], bool], now: datetime) -> int:
        cleared = [row for row in self.owed() if row.state.open and chosen(row) and _passing(row.failure)]
        for row in cleared:
            self.change(row.id, not_before=now)
        return len(cleared)


def count(rows: Iterable[OutboxRow], state: ErrandState) -> int:
    return sum(row.state is state for row in rows)


def _passing(failure: Failure | None) -> bool:
    return failure is not None and failure.kind.value in PASSING
