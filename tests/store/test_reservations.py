"""Reservations as they are kept: nothing lost, one writer wins, found by day, state, name and by what they ask."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agent.domain.errands import Errand, ErrandKind, ErrandState
from agent.domain.failures import Overtaken, Refused, Side
from agent.domain.floor import Room, Table
from agent.domain.history import Entry
from agent.domain.orders import Actor, Customer
from agent.domain.reservations import Booking, Reservation, ReservationState, SideRecord
from agent.store import Ledger, Store
from tests.domain.making import NOON
from tests.store.making import LINK
from tests.store.making_reservations import bare_reservation, full_booking, full_reservation, said

S = ReservationState
HOUR = timedelta(hours=1)


def keep(store: Store, *kept: Reservation) -> tuple[Reservation, ...]:
    with store.writing() as ledger:
        return tuple(ledger.add_reservation(each) for each in kept)


def held(ledger: Ledger, reservation_id: int) -> Reservation:
    found = ledger.reservation(reservation_id)
    assert found is not None
    return found


@pytest.mark.parametrize("made", [full_reservation(), bare_reservation()], ids=["full", "bare"])
def test_nothing_is_lost(store: Store, made: Reservation) -> None:
    (kept,) = keep(store, made)
    assert kept == replace(made, id=kept.id, version=1)
    with store.reading() as ledger:
        assert held(ledger, kept.id) == kept


def test_the_second_writer_is_told(store: Store) -> None:
    (kept,) = keep(store, bare_reservation())
    with store.writing() as ledger:
        assert ledger.save_reservation(replace(kept, reopened=True)).version == 2
    with pytest.raises(Overtaken), store.writing() as ledger:
        ledger.save_reservation(replace(kept, closed_pair=True))
    with store.reading() as ledger:
        assert (held(ledger, kept.id).reopened, held(ledger, kept.id).closed_pair) == (True, False)


def test_it_is_found_by_the_id_of_either_side(store: Store) -> None:
    (kept,) = keep(store, full_reservation())
    with store.reading() as ledger:
        assert ledger.reservation_of(LINK, Side.PORTAL, "501") == kept
        assert ledger.reservation_of(LINK, Side.POS, "t1") == kept
        assert ledger.reservation_of(LINK, Side.PORTAL, "t1") is None
        assert ledger.reservation_of("altro", Side.POS, "t1") is None


def test_a_record_closed_for_good_is_still_known(store: Store) -> None:
    (kept,) = keep(store, full_reservation(former_refs=frozenset()))
    assert kept.pos is not None
    other = SideRecord(said("t2", full_booking()), full_booking())
    with store.writing() as ledger:
        ledger.save_reservation(replace(kept, pos=other, former_refs=frozenset({"t1"})))
        known = ledger.known_refs(LINK, Side.POS, ["t1", "t2", "t3"])
    assert {ref: (each.reservation_id, each.former) for ref, each in known.items()} == {
        "t1": (kept.id, True),
        "t2": (kept.id, False),
    }


def test_an_unchanged_statement_is_known_by_its_digest(store: Store) -> None:
    (kept,) = keep(store, full_reservation())
    assert kept.portal is not None
    with store.reading() as ledger:
        known = ledger.known_refs(LINK, Side.PORTAL, ["501"])["501"]
        again = held(ledger, kept.id).portal
    assert again is not None
    assert known.digest == kept.portal.said.digest == again.said.digest
    assert known.digest != replace(kept.portal.said, room="Veranda").digest
    assert known.digest != replace(kept.portal.said, cut=frozenset()).digest


def test_by_day_in_the_order_of_their_time_page_by_page(store: Store) -> None:
    made = [bare_reservation(booking=Booking(NOON + HOUR * n, n + 1, S.CONFIRMED)) for n in (3, 1, 2, 30, 1)]
    keep(store, *made)
    with store.reading() as ledger:
        day = ledger.reservations(starting=(NOON, NOON + HOUR * 24))
        assert [each.booking.covers for each in day] == [2, 2, 3, 4]
        first = ledger.reservations(limit=2)
        rest = ledger.reservations(after=(first[-1].booking.starts_at, first[-1].id))
        assert [*first, *rest] == list(ledger.reservations())
        assert ledger.reservations(starting=(NOON + HOUR * 3, NOON + HOUR * 3)) == ()
        assert ledger.reservations(limit=2, latest=True) == ledger.reservations()[-2:]


@pytest.mark.parametrize("search", ["niccolo", "D'AM", "d’am", "3331234", "R12"])
def test_by_name_phone_or_code(store: Store, search: str) -> None:
    (kept, _other) = keep(store, full_reservation(), bare_reservation())
    with store.reading() as ledger:
        assert ledger.reservations(search=search) == (kept,)
        assert ledger.reservations(search="Rossi") == ()


def test_by_state(store: Store) -> None:
    keep(store, bare_reservation(), bare_reservation(booking=Booking(NOON, 2, S.ARRIVED)))
    with store.reading() as ledger:
        assert [each.booking.covers for each in ledger.reservations(states=[S.ARRIVED, S.SEATED])] == [2]


def test_those_that_ask_for_a_person(store: Store) -> None:
    quiet, reopened, conflicted, parked = keep(
        store,
        bare_reservation(),
        bare_reservation(reopened=True),
        bare_reservation(conflicts=full_reservation().conflicts),
        bare_reservation(),
    )
    with store.writing() as ledger:
        row = ledger.announce(parked, Errand(ErrandKind.RESERVATION_TO_POS), key="k1", now=NOON)
        ledger.announce(quiet, Errand(ErrandKind.RESERVATION_TO_POS), key="k2", now=NOON)
        ledger.park_errand(row.id, Refused("side.refused", side=Side.POS).failure)
    with store.reading() as ledger:
        assert {each.id for each in ledger.asking_reservations()} == {reopened.id, conflicted.id, parked.id}
        assert ledger.asking_reservations("altro") == ()


def test_its_errands_and_its_time_line_are_its_own(store: Store) -> None:
    (kept,) = keep(store, full_reservation())
    with store.writing() as ledger:
        ledger.announce(kept, Errand(ErrandKind.RESERVATION_TO_POS), key="k1", now=NOON)
        sale = ledger.announce(kept, Errand(ErrandKind.SALE, {"check": "c1"}), key="k2", now=NOON)
        ledger.record(kept, LINK, [Entry(NOON, Actor.TILL, "history.sold")])
    with store.writing() as ledger:
        rows = ledger.errands_of_reservation(kept.id)
        assert [(row.kind, row.order_id, row.reservation_id) for row in rows] == [
            (ErrandKind.RESERVATION_TO_POS, None, kept.id),
            (ErrandKind.SALE, None, kept.id),
        ]
        assert [row.id for row in ledger.due_errands(LINK, NOON)] == [row.id for row in rows], "a sale waits for nobody"
        assert ledger.errands_of(kept.id) == (), "an order with that id has nothing to do with it"
        assert [entry.what for entry in ledger.history_of_reservation(kept.id)] == ["history.sold"]
        assert ledger.history(kept.id) == ()
        assert [entry.reservation_id for entry in ledger.activity()] == [kept.id]
        assert [change.reservation_id for change in ledger.changes_after(0)] == [kept.id]
        ledger.withdraw_of_reservation(kept.id, [ErrandKind.SALE])
        assert ledger.errand(sale.id) is None
        assert ledger.outbox_count(LINK).waiting == 1


def test_kinds_of_a_later_version_wait_for_it(store: Store) -> None:
    (kept,) = keep(store, bare_reservation())
    with store.writing() as ledger:
        row = ledger.announce(kept, Errand(ErrandKind.RESERVATION_TO_POS), key="k1", now=NOON)
        outbox = ledger._tables.outbox
        outbox.update(kind="till.something_new").where(outbox.id == row.id).execute()
    with store.reading() as ledger:
        assert ledger.due_errands(LINK, NOON) == ()
        assert ledger.errands(states=[ErrandState.WAITING]) == ()


def test_those_with_checks_since_an_instant(store: Store) -> None:
    full = full_reservation()
    keep(store, full, bare_reservation())
    with store.reading() as ledger:
        assert len(ledger.reservations_with_checks(LINK, full.booking.starts_at)) == 1
        assert ledger.reservations_with_checks(LINK, full.booking.starts_at + HOUR) == ()


def test_the_living_records_of_a_side_in_some_days(store: Store) -> None:
    void = full_booking(state=S.CANCELLED)
    alive, _over = keep(
        store,
        full_reservation(),
        full_reservation(booking=void, portal=SideRecord(said("502", void), void), pos=None, former_refs=frozenset()),
    )
    start = alive.booking.starts_at
    with store.reading() as ledger:
        assert ledger.refs_starting(LINK, Side.PORTAL, start, start + HOUR) == {"501": alive.id}
        assert ledger.refs_starting(LINK, Side.POS, start, start + HOUR) == {"t1": alive.id}
        assert ledger.refs_starting(LINK, Side.PORTAL, start + HOUR, start + HOUR * 2) == {}


def test_rooms_are_kept_by_link(store: Store) -> None:
    rooms = (Room("1", "Sala", (Table("11", "T1", 4), Table("12", "T2", 2, free=True))), Room("2", "Giardino"))
    with store.writing() as ledger:
        ledger.save_rooms(LINK, [])
        ledger.save_rooms(LINK, rooms)
        assert ledger.rooms(LINK) == rooms
        assert ledger.rooms("altro") == ()


def test_a_guest_without_a_name_can_be_kept(store: Store) -> None:
    nobody = Booking(NOON, 2, S.CONFIRMED, guest=Customer("", phone="06 1"))
    (kept,) = keep(store, bare_reservation(booking=nobody))
    assert kept.booking.guest.name == ""
