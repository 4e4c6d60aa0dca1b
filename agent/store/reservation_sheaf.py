"""Many reservations in one stroke: what a page of a side says is read and written by a handful of statements.

The statements are written out and their rows are tuples: of ten thousand reservations peewee's making of SQL alone
would take longer than everything else together.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from agent.domain.errands import Errand, ErrandKind, ErrandState, queue_of
from agent.domain.failures import Overtaken, Side
from agent.domain.history import Entry
from agent.domain.ledger import Known
from agent.domain.reservations import Reservation
from agent.store.forms import params_text
from agent.store.instants import text_of
from agent.store.reservation_rows import COLUMNS, reservation_of, reservation_row
from agent.store.tables import Tables

AT_ONCE: Final = 500
"""Values in one statement: fewer than any SQLite takes."""

_NAMES: Final = ("id", "version", *COLUMNS)

# Only names of columns and question marks are put into these; ruff sees that something is.
_ADD: Final = (
    f"INSERT INTO reservations (id, version, {', '.join(COLUMNS)}) "  # noqa: S608
    f"VALUES (?, 1, {', '.join('?' * len(COLUMNS))})"
)
_SAVE: Final = (
    f"UPDATE reservations SET version = version + 1, {', '.join(f'{name} = ?' for name in COLUMNS)} "  # noqa: S608
    "WHERE id = ? AND version = ?"
)
_HELD: Final = (
    f"SELECT known.ref, {', '.join(f'held.{name}' for name in _NAMES)} FROM reservation_refs AS known "  # noqa: S608
    "JOIN reservations AS held ON held.id = known.reservation_id "
    "WHERE known.link = ? AND known.side = ? AND known.ref"
)
# What stands there already is not written again: a record that said nothing new keeps its page untouched.
_REF: Final = """
    INSERT INTO reservation_refs (link, side, ref, reservation_id, former, digest) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (link, side, ref) DO UPDATE
    SET reservation_id = excluded.reservation_id, former = excluded.former, digest = excluded.digest
    WHERE reservation_id <> excluded.reservation_id OR former <> excluded.former OR digest <> excluded.digest
"""
_FORMER: Final = """
    UPDATE reservation_refs SET former = 1 WHERE reservation_id = ? AND side = ? AND ref = ? AND former = 0
"""
_MARK: Final = "UPDATE reservation_refs SET digest = ? WHERE link = ? AND side = ? AND ref = ?"
_TELL: Final = """
    INSERT INTO history (link, reservation_id, at, actor, what, params, origin) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_ANNOUNCE: Final = """
    INSERT INTO outbox (link, subject, reservation_id, kind, payload, idempotency_key, state, attempts, not_before,
    created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
"""
_WITHDRAW: Final = "DELETE FROM outbox WHERE reservation_id = ? AND kind = ? AND state IN (?, ?)"
_LAST_ID: Final = "SELECT seq FROM sqlite_sequence WHERE name = 'reservations'"


class ReservationSheaf:
    """That part of a ledger."""

    _tables: Tables
    _origin: str

    def known_refs(self, link: str, side: Side, refs: Collection[str]) -> Mapping[str, Known]:
        """What is kept of those records."""
        wanted = "SELECT ref, reservation_id, former, digest FROM reservation_refs WHERE link = ? AND side = ? AND ref"
        rows = self._each(wanted, (link, side.value), refs)
        return {ref: Known(held, bool(former), digest) for ref, held, former, digest in rows}

    def reservations_of(self, link: str, side: Side, refs: Collection[str]) -> Mapping[str, Reservation]:
        """As `reservation_of`, of many; those that are not known are left out."""
        rows = self._each(_HELD, (link, side.value), refs)
        return {row[0]: reservation_of(dict(zip(_NAMES, row[1:], strict=True))) for row in rows}

    def forgotten_reservations(self, ids: Collection[int]) -> frozenset[int]:
        """Those whose guest's data were taken out."""
        rows = self._each("SELECT id FROM reservations WHERE erased_at IS NOT NULL AND id", (), ids)
        return frozenset(row[0] for row in rows)

    def keep_marks(self, link: str, side: Side, marks: Mapping[str, str]) -> None:
        """What those records say has not changed, but the way in which it is marked."""
        self._tables.many(_MARK, [(mark, link, side.value, ref) for ref, mark in marks.items()])

    def write_reservations(self, held: Sequence[Reservation]) -> tuple[Reservation, ...]:
        """New ones (id 0) get their id, known ones are compared and set by `version`. Raises `Overtaken`."""
        last = 0 if all(each.id for each in held) else self._last_id()
        stored: list[Reservation] = []
        added: list[tuple[object, ...]] = []
        saved: list[tuple[object, ...]] = []
        for each in held:
            row = tuple(reservation_row(each).values())
            if each.id:
                saved.append((*row, each.id, each.version))
                stored.append(replace(each, version=each.version + 1))
            else:
                last += 1
                added.append((last, *row))
                stored.append(replace(each, id=last, version=1))
        self._tables.many(_ADD, added)
        if self._tables.many(_SAVE, saved) != len(saved):
            raise Overtaken("one of several reservations is not at its version any more")
        self._tables.many(_REF, [row for each in stored for row in _refs(each)])
        self._tables.many(_FORMER, [(each.id, Side.POS.value, ref) for each in stored for ref in each.former_refs])
        return tuple(stored)

    def record_all(self, told: Iterable[tuple[Reservation, Iterable[Entry]]]) -> None:
        rows = [
            (about.link, about.id, text_of(entry.at), entry.actor.value, entry.what, params_text(entry.params))
            for about, entries in told
            for entry in entries
        ]
        self._tables.many(_TELL, [(*row, self._origin) for row in rows])

    def announce_all(self, errands: Iterable[tuple[Reservation, Errand, str]], now: datetime) -> None:
        """Each with its idempotency key."""
        waiting, made = ErrandState.WAITING.value, text_of(now)
        rows = [
            (
                about.link,
                queue_of(about.id, errand.kind, errand.payload),
                about.id,
                errand.kind.value,
                params_text(errand.payload),
                key,
                waiting,
                text_of(now + errand.delay) if errand.delay else made,
                made,
            )
            for about, errand, key in errands
        ]
        self._tables.many(_ANNOUNCE, rows)

    def withdraw_all(self, chosen: Iterable[tuple[int, Collection[ErrandKind]]]) -> None:
        """As `withdraw_of_reservation`, of many: what waits or is parked of these kinds."""
        states = (ErrandState.WAITING.value, ErrandState.PARKED.value)
        self._tables.many(_WITHDRAW, [(held, kind.value, *states) for held, kinds in chosen for kind in kinds])

    def _last_id(self) -> int:
        """The write lock is held: nobody else takes the next one."""
        rows = self._tables.asked(_LAST_ID, ())
        return int(rows[0][0]) if rows else 0

    def _each(self, wanted: str, before: tuple[str, ...], values: Collection[Any]) -> Iterable[tuple[Any, ...]]:
        listed = list(values)
        for at in range(0, len(listed), AT_ONCE):
            part = listed[at : at + AT_ONCE]
            yield from self._tables.asked(f"{wanted} IN ({', '.join('?' * len(part))})", (*before, *part))


def _refs(held: Reservation) -> list[tuple[object, ...]]:
    records = ((side, held.record(side)) for side in Side)
    return [
        (held.link, side.value, record.said.ref, held.id, 0, record.said.digest)
        for side, record in records
        if record is not None
    ]
