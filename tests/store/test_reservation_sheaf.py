"""Many reservations in one stroke are what each of them would have become alone."""

from dataclasses import replace

import pytest

from agent.domain.errands import Errand, ErrandKind, ErrandState
from agent.domain.failures import Overtaken, Side
from agent.domain.history import Entry
from agent.domain.orders import Actor
from agent.domain.reservations import Reservation, SideRecord
from agent.store import Ledger, Store
from agent.store.forms import SIDE_RECORD
from agent.store.reservation_rows import COLUMNS, reservation_row
from agent.store.reservation_sheaf import AT_ONCE
from tests.domain.making import NOON
from tests.store.engine import rows_of
from tests.store.making import LINK, PRECISE
from tests.store.making_reservations import full_booking, full_reservation, said

TO_POS = Errand(ErrandKind.RESERVATION_TO_POS)


def one(number: int, **differs: object) -> Reservation:
    """With ids of its own on both sides."""
    portal = SideRecord(said(f"p{number}", full_booking()), full_booking())
    pos = SideRecord(said(f"t{number}", full_booking(covers=6)), full_booking())
    return full_reservation(**{"portal": portal, "pos": pos, "former_refs": frozenset(), **differs})


def test_columns_are_those_of_a_row() -> None:
    assert list(reservation_row(full_reservation())) == list(COLUMNS)


def test_a_record_that_stands_for_what_is_held_is_written_as_any_other() -> None:
    booking = full_booking()
    same, alike = SideRecord(said("1", full_booking(covers=2)), booking), SideRecord(said("1", booking), full_booking())
    for record in (same, alike):
        row = reservation_row(full_reservation(booking=booking, portal=record, pos=None))
        assert (row["portal"], row["pos"]) == (SIDE_RECORD.text(record), None)


def test_new_ones_get_ids_in_their_order(ledger: Ledger) -> None:
    first = ledger.add_reservation(one(0))
    stored = ledger.write_reservations([one(number) for number in range(1, 4)])
    assert [(each.id, each.version) for each in stored] == [(first.id + number, 1) for number in range(1, 4)]
    assert tuple(ledger.reservation(each.id) for each in stored) == stored


def test_new_and_known_ones_together_in_their_order(ledger: Ledger) -> None:
    (known,) = ledger.write_reservations([one(1)])
    changed = replace(known, booking=full_booking(covers=9))
    stored = ledger.write_reservations([one(2), changed, one(3)])
    assert [each.version for each in stored] == [1, 2, 1]
    assert stored[1] == replace(changed, version=2)
    assert tuple(ledger.reservation(each.id) for each in stored) == stored


def test_an_id_that_was_given_is_not_given_again(ledger: Ledger, store: Store) -> None:
    (gone,) = ledger.write_reservations([one(1)])
    ledger._tables.reservations.delete().where(ledger._tables.reservations.id == gone.id).execute()
    assert ledger.write_reservations([one(1)])[0].id == gone.id + 1


def test_one_that_was_overtaken_takes_all_of_them_back(store: Store) -> None:
    with store.writing() as ledger:
        first, second = ledger.write_reservations([one(1), one(2)])
        ledger.save_reservation(second)
    with pytest.raises(Overtaken), store.writing() as ledger:
        ledger.write_reservations([replace(first, reopened=False), replace(second, reopened=False), one(3)])
    assert rows_of(store, "SELECT id, version FROM reservations ORDER BY id") == [(first.id, 1), (second.id, 2)]


def test_more_than_fit_into_one_question(ledger: Ledger) -> None:
    many = AT_ONCE * 2 + 1
    stored = ledger.write_reservations([one(number) for number in range(many)])
    refs = [f"t{number}" for number in range(many + 5)]
    found = ledger.reservations_of(LINK, Side.POS, refs)
    assert found == {f"t{number}": held for number, held in enumerate(stored)}
    assert {ref: known.reservation_id for ref, known in ledger.known_refs(LINK, Side.POS, refs).items()} == {
        ref: held.id for ref, held in found.items()
    }


def test_they_are_found_by_their_own_link_and_side(ledger: Ledger) -> None:
    (held,) = ledger.write_reservations([one(1)])
    assert ledger.reservations_of(LINK, Side.PORTAL, ["p1", "p2", "t1"]) == {"p1": held}
    assert ledger.reservations_of("altro", Side.PORTAL, ["p1"]) == {}
    assert ledger.reservations_of(LINK, Side.PORTAL, []) == {}


def test_a_record_that_says_the_same_is_not_written_again(store: Store) -> None:
    with store.writing() as ledger:
        (held,) = ledger.write_reservations([one(1)])
    refs = "SELECT side, ref, reservation_id, former, digest FROM reservation_refs ORDER BY side"
    before = rows_of(store, refs)
    with store.writing() as ledger:
        database = ledger._tables.database.connection()  # type: ignore[no-untyped-call]  # no stub
        changed = database.total_changes
        ledger.save_reservation(held)
        assert database.total_changes == changed + 1, "the reservation's own row, and no other"
    assert rows_of(store, refs) == before


def test_a_record_that_passes_to_another_reservation_belongs_to_that_one(ledger: Ledger) -> None:
    first, second = ledger.write_reservations([one(1), one(2, pos=None)])
    ledger.write_reservations([replace(second, pos=first.pos)])
    assert ledger.known_refs(LINK, Side.POS, ["t1"])["t1"].reservation_id == second.id


def test_errands_as_if_each_had_been_announced_alone(ledger: Ledger) -> None:
    first, second = ledger.write_reservations([one(1), one(2)])
    sale = Errand(ErrandKind.SALE, {"check": "c1"})
    alone = [ledger.announce(first, TO_POS, key="k1", now=PRECISE), ledger.announce(first, sale, key="k2", now=PRECISE)]
    ledger.announce_all([(second, TO_POS, "k3"), (second, sale, "k4")], PRECISE)
    together = ledger.errands_of_reservation(second.id)
    assert [
        replace(
            row,
            id=other.id,
            reservation_id=first.id,
            idempotency_key=other.idempotency_key,
            subject=row.subject.replace(f"reservation:{second.id}/", f"reservation:{first.id}/"),
        )
        for row, other in zip(together, alone, strict=True)
    ] == alone


def test_what_waits_or_is_parked_is_withdrawn_and_what_is_under_way_stays(ledger: Ledger) -> None:
    waiting, sending, other = ledger.write_reservations([one(1), one(2), one(3)])
    for number, held in enumerate((waiting, sending, other)):
        ledger.announce_all(
            [(held, TO_POS, f"k{number}"), (held, Errand(ErrandKind.SALE, {"check": "c"}), f"s{number}")], NOON
        )
    ledger.begin_errand(ledger.errands_of_reservation(sending.id)[0].id)
    kinds = [ErrandKind.RESERVATION_TO_POS]
    ledger.withdraw_all([(waiting.id, kinds), (sending.id, kinds)])
    left = {(row.reservation_id, row.kind): row.state for row in ledger.errands()}
    assert left == {
        (waiting.id, ErrandKind.SALE): ErrandState.WAITING,
        (sending.id, ErrandKind.RESERVATION_TO_POS): ErrandState.SENDING,
        (sending.id, ErrandKind.SALE): ErrandState.WAITING,
        (other.id, ErrandKind.RESERVATION_TO_POS): ErrandState.WAITING,
        (other.id, ErrandKind.SALE): ErrandState.WAITING,
    }


def test_time_lines_as_if_each_had_been_written_alone(ledger: Ledger) -> None:
    first, second = ledger.write_reservations([one(1), one(2)])
    entries = [Entry(PRECISE, Actor.PORTAL, "history.a", {"side": "portal"}), Entry(NOON, Actor.AGENT, "history.b")]
    ledger.record(first, LINK, entries)
    ledger.record_all([(second, entries)])
    alone, together = ledger.history_of_reservation(first.id), ledger.history_of_reservation(second.id)
    assert [replace(entry, id=0, reservation_id=0) for entry in together] == [
        replace(entry, id=0, reservation_id=0) for entry in alone
    ]
    assert [change.origin for change in ledger.changes_after(0)] == [ledger._origin] * 4


def test_those_that_were_forgotten(ledger: Ledger) -> None:
    first, second = ledger.write_reservations([one(1), one(2)])
    ledger.forget_reservations([second.id], NOON)
    assert ledger.forgotten_reservations([first.id, second.id]) == {second.id}


def test_a_mark_is_kept_of_that_record_alone(ledger: Ledger) -> None:
    ledger.write_reservations([one(1), one(2)])
    before = ledger.known_refs(LINK, Side.POS, ["t2"])
    ledger.keep_marks(LINK, Side.POS, {"t1": "another"})
    assert ledger.known_refs(LINK, Side.POS, ["t1"])["t1"].digest == "another"
    assert ledger.known_refs(LINK, Side.POS, ["t2"]) == before
    assert ledger.known_refs(LINK, Side.PORTAL, ["p1"])["p1"].digest != "another"
