"""The outbox in the database: first come, first served per subject; a parked errand holds its subject up."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

import peewee

from agent.domain.errands import (
    CLOCKS_GRAIN,
    MOST_DELAY,
    Errand,
    ErrandKind,
    ErrandState,
    OutboxRow,
    queue_of,
    subject_of,
)
from agent.domain.failures import Failure, FailureKind
from agent.domain.health import OutboxCount
from agent.domain.orders import Order
from agent.domain.reservations import Reservation
from agent.store.forms import failure_of, failure_text, params_of, params_text
from agent.store.instants import instant_of, text_of
from agent.store.tables import Tables, not_done

PASSING = (
    FailureKind.TRANSIENT.value,
    FailureKind.RATE_LIMITED.value,
    FailureKind.AUTH_REFUSED.value,
    FailureKind.MALFORMED.value,
    FailureKind.LOCAL.value,
)
"""Failures whose wait a person, or a change of the subject, may cut short."""

FAR = datetime(9999, 1, 1, tzinfo=UTC)

_KNOWN = frozenset(kind.value for kind in ErrandKind)

OPEN = (ErrandState.WAITING.value, ErrandState.SENDING.value)
KEPT = (*OPEN, ErrandState.PARKED.value)


class OutboxShelf:
    """The outbox's part of a ledger."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def announce(self, about: Order | Reservation, errand: Errand, *, key: str, now: datetime) -> OutboxRow:
        reserved = isinstance(about, Reservation)
        queue = queue_of(about.id, errand.kind, errand.payload) if reserved else subject_of(about.id, errand.kind)
        row = {
            "link": about.link,
            "subject": queue,
            "order_id": None if reserved else about.id,
            "reservation_id": about.id if reserved else None,
            "kind": errand.kind.value,
            "payload": params_text(errand.payload),
            "idempotency_key": key,
            "state": ErrandState.WAITING.value,
            "attempts": 0,
            "not_before": text_of(now + errand.delay),
            "created_at": text_of(now),
        }
        outbox = self._tables.outbox
        announce = self._tables.prepared("announce", lambda slots: outbox.insert(**slots), *row)
        return self._must(announce.run(**row).lastrowid)

    def withdraw(self, order_id: int, kinds: Collection[ErrandKind]) -> tuple[OutboxRow, ...]:
        """Deletes what waits or is parked of these kinds; what may be on its way stays."""
        return self._withdraw(self._tables.outbox.order_id == order_id, kinds)

    def withdraw_of_reservation(self, reservation_id: int, kinds: Collection[ErrandKind]) -> tuple[OutboxRow, ...]:
        return self._withdraw(self._tables.outbox.reservation_id == reservation_id, kinds)

    def _withdraw(self, of_it: Any, kinds: Collection[ErrandKind]) -> tuple[OutboxRow, ...]:
        outbox = self._tables.outbox
        chosen = (
            of_it
            & outbox.kind.in_([kind.value for kind in kinds])
            & outbox.state.in_([ErrandState.WAITING.value, ErrandState.PARKED.value])
        )
        rows = self._rows(outbox.select().where(chosen))
        outbox.delete().where(chosen).execute()
        return rows

    def due_errands(self, link: str, now: datetime) -> tuple[OutboxRow, ...]:
        """The first errand of each subject that is not done, if it may be sent at that instant.

        So may one that was written later than now: since then the clock went back, and its wait means nothing.
        """
        outbox = self._tables.outbox
        due = (outbox.not_before <= text_of(now)) | (outbox.created_at > text_of(now + CLOCKS_GRAIN))
        earlier = outbox.alias("earlier")
        before = (
            earlier.select(peewee.SQL("1"))
            .where((earlier.link == outbox.link) & (earlier.subject == outbox.subject))
            .where((earlier.id < outbox.id) & not_done(earlier))
        )
        return self._rows(
            outbox.select()
            .where((outbox.link == link) & not_done(outbox) & outbox.state.in_(OPEN))
            .where(due & ~peewee.fn.EXISTS(before))
            .order_by(outbox.id)
        )

    def next_due(self, link: str) -> datetime | None:
        rows = self.due_errands(link, FAR)
        return min((row.not_before for row in rows), default=None)

    def errand(self, row_id: int) -> OutboxRow | None:
        outbox = self._tables.outbox
        by_id = self._tables.prepared("errand", lambda slots: outbox.select().where(outbox.id == slots["id"]), "id")
        row = by_id.row(id=row_id)
        return None if row is None else _row_of(row)

    def errands_of(self, order_id: int, *, open_only: bool = True) -> tuple[OutboxRow, ...]:
        """Those that are waiting, under way or parked; with `open_only=False` the done ones too."""
        outbox = self._tables.outbox
        query = outbox.select().where(outbox.order_id == order_id).order_by(outbox.id)
        return self._rows(query.where(not_done(outbox)) if open_only else query)

    def errands_of_reservation(self, reservation_id: int, *, open_only: bool = True) -> tuple[OutboxRow, ...]:
        outbox = self._tables.outbox
        query = outbox.select().where(outbox.reservation_id == reservation_id).order_by(outbox.id)
        return self._rows(query.where(not_done(outbox)) if open_only else query)

    def errands(self, link: str | None = None, states: Collection[ErrandState] | None = None) -> tuple[OutboxRow, ...]:
        outbox = self._tables.outbox
        wanted = KEPT if states is None else [state.value for state in states]
        # The states are named even when all are wanted: else SQLite walks through all that was ever done, to have the
        # order of ids for nothing.
        query = outbox.select().where(not_done(outbox) & outbox.state.in_(wanted)).order_by(outbox.id)
        if link is not None:
            query = query.where(outbox.link == link)
        return self._rows(query)

    def begin_errand(self, row_id: int) -> OutboxRow:
        outbox = self._tables.outbox
        self._set(row_id, state=ErrandState.SENDING.value, attempts=outbox.attempts + 1)
        return self._must(row_id)

    def finish_errand(self, row_id: int) -> None:
        self._set(row_id, state=ErrandState.DONE.value, failure_kind=None, failure=None)

    def wait_errand(
        self,
        row_id: int,
        *,
        not_before: datetime,
        failure: Failure | None,
        counted: bool = True,
        unsure: bool = False,
    ) -> None:
        """Back to waiting; `unsure` stays under way: its outcome is unknown. Not `counted` takes the attempt back."""
        outbox = self._tables.outbox
        self._set(
            row_id,
            state=(ErrandState.SENDING if unsure else ErrandState.WAITING).value,
            not_before=text_of(not_before),
            attempts=outbox.attempts if counted else peewee.fn.MAX(outbox.attempts - 1, 0),
            **_failure_columns(failure),
        )

    def park_errand(self, row_id: int, failure: Failure) -> None:
        self._set(row_id, state=ErrandState.PARKED.value, **_failure_columns(failure))

    def rekey_errand(self, row_id: int, key: str) -> None:
        self._set(row_id, idempotency_key=key)

    def retry_errand(self, row_id: int, *, key: str, now: datetime) -> OutboxRow:
        """A parked one waits again, with a new key."""
        state = ErrandState.WAITING.value
        self._set(row_id, state=state, attempts=0, idempotency_key=key, not_before=text_of(now))
        return self._must(row_id)

    def resolve_errand(self, row_id: int) -> OutboxRow:
        self.finish_errand(row_id)
        return self._must(row_id)

    def clear_waits(self, link: str, now: datetime) -> int:
        """What waits for a passing failure may be sent now."""
        return self._clear(self._tables.outbox.link == link, now)

    def clear_waits_of(self, order_id: int, now: datetime) -> int:
        """Of one order, as above."""
        of_it = self._tables.prepared(
            "clear waits of",
            lambda slots: self._waits(self._tables.outbox.order_id == slots["id"], slots["far"], slots["now"]),
            *("id", "far", "now"),
        )
        changed = of_it.run(id=order_id, far=text_of(now + MOST_DELAY), now=text_of(now)).rowcount
        return int(changed)

    def clear_waits_of_reservation(self, reservation_id: int, now: datetime) -> int:
        return self._clear(self._tables.outbox.reservation_id == reservation_id, now)

    def outbox_count(self, link: str) -> OutboxCount:
        outbox = self._tables.outbox
        query = (
            outbox.select(outbox.state, peewee.fn.COUNT(outbox.id))
            .where((outbox.link == link) & not_done(outbox))
            .group_by(outbox.state)
        )
        counted = dict(query.tuples())
        return OutboxCount(*(counted.get(state, 0) for state in KEPT))

    def waiting_errands(self) -> int:
        """Of all links: what is not sent yet, and nobody stopped."""
        outbox = self._tables.outbox
        query = outbox.select(peewee.fn.COUNT(outbox.id)).where(not_done(outbox) & outbox.state.in_(OPEN))
        return int(query.tuples().first()[0])

    def _clear(self, chosen: Any, now: datetime) -> int:
        return int(self._waits(chosen, text_of(now + MOST_DELAY), text_of(now)).execute())

    def _waits(self, chosen: Any, far: object, now: object) -> Any:
        outbox = self._tables.outbox
        another_clocks = outbox.failure_kind.is_null() & (outbox.not_before > far)
        waits = outbox.failure_kind.in_(PASSING) | another_clocks
        return outbox.update(not_before=now).where(chosen & not_done(outbox) & outbox.state.in_(OPEN) & waits)

    def _set(self, row_id: int, **columns: Any) -> None:
        outbox = self._tables.outbox
        outbox.update(**columns).where(outbox.id == row_id).execute()

    def _must(self, row_id: int) -> OutboxRow:
        row = self.errand(row_id)
        assert row is not None, "errands are not deleted while they are worked on"
        return row

    def _rows(self, query: Any) -> tuple[OutboxRow, ...]:
        # A later version may have left kinds that this one does not know: they wait for it.
        return tuple(_row_of(row) for row in query.dicts() if row["kind"] in _KNOWN)


def _failure_columns(failure: Failure | None) -> dict[str, str | None]:
    return {"failure_kind": failure.kind.value if failure else None, "failure": failure_text(failure)}


def _row_of(row: Mapping[str, Any]) -> OutboxRow:
    return OutboxRow(
        id=row["id"],
        link=row["link"],
        subject=row["subject"],
        order_id=row["order_id"],
        kind=ErrandKind(row["kind"]),
        payload=params_of(row["payload"]),
        idempotency_key=row["idempotency_key"],
        state=ErrandState(row["state"]),
        attempts=row["attempts"],
        not_before=instant_of(row["not_before"]),
        created_at=instant_of(row["created_at"]),
        failure=failure_of(row["failure"]),
        reservation_id=row["reservation_id"],
    )
