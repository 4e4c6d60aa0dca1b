"""Plateform and Menu: each rule of the pair."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from agent.desk import follow
from agent.domain.commands import RecreateReservation, ReservationCommand, RetryErrand, SetReservationState
from agent.domain.errands import ErrandKind, ErrandState, OutboxRow
from agent.domain.failures import DecisionRefused
from agent.domain.orders import Actor
from agent.domain.reservations import Booking, Field, ReservationState
from tests.meeting.conftest import SalaWorld
from tests.meeting.world import LINK, TONIGHT, booking

S = ReservationState


def till(world: SalaWorld) -> Booking:
    held = world.only()
    assert held.pos is not None
    return world.pos.records[held.pos.said.ref].booking


def sent(world: SalaWorld, state: ReservationState = S.CONFIRMED) -> str:
    """Booked on the portal, and at the till; the portal's id."""
    ref = world.portal.taken(booking(state))
    world.passes(2)
    return ref


def pos_ref(world: SalaWorld) -> str:
    held = world.only()
    assert held.pos is not None
    return held.pos.said.ref


def asks(world: SalaWorld, command: ReservationCommand | RetryErrand) -> None:
    with world.store.writing() as ledger:
        follow(ledger, command, {}, {LINK: world.policy}, Actor.SCREEN, world.clock.now())
    world.passes(2)


def parked(world: SalaWorld) -> list[OutboxRow]:
    reservation_id = world.only().id
    with world.store.reading() as ledger:
        return [row for row in ledger.errands_of_reservation(reservation_id) if row.state is ErrandState.PARKED]


def on_portal(world: SalaWorld, ref: str) -> ReservationState | None:
    return world.portal.records[ref].booking.state


@pytest.mark.parametrize(
    ("state", "at_the_till"),
    [(S.PENDING, S.PENDING), (S.CONFIRMED, S.CONFIRMED), (S.WAITLISTED, S.WAITLISTED), (S.TABLE_READY, S.CONFIRMED)],
)
def test_a_reservation_goes_to_the_till(
    menu: SalaWorld, state: ReservationState, at_the_till: ReservationState
) -> None:
    sent(menu, state)
    assert till(menu).state is at_the_till
    assert menu.only().booking.state is state


def test_pending_waits_where_the_link_says_so_and_then_goes(cautious_menu: SalaWorld) -> None:
    ref = cautious_menu.portal.taken(booking(S.PENDING))
    cautious_menu.passes(2)
    assert cautious_menu.pos.records == {}
    cautious_menu.portal.edited(ref, Field.STATE, S.CONFIRMED)
    cautious_menu.passes(2)
    assert till(cautious_menu).state is S.CONFIRMED


@pytest.mark.parametrize("end", [S.CANCELLED, S.REJECTED, S.NO_SHOW])
def test_gone_before_it_was_ever_sent_it_is_never_inserted(cautious_menu: SalaWorld, end: ReservationState) -> None:
    ref = cautious_menu.portal.taken(booking(S.PENDING))
    cautious_menu.passes()
    cautious_menu.portal.edited(ref, Field.STATE, end)
    cautious_menu.passes(3)
    assert cautious_menu.pos.records == {}


@pytest.mark.parametrize("which", [Field.STARTS_AT, Field.COVERS, Field.NOTES, Field.GUEST])
def test_what_the_guest_changes_goes_to_the_till(menu: SalaWorld, which: Field) -> None:
    changed = booking(S.CONFIRMED, starts_at=TONIGHT + timedelta(hours=1), covers=9, notes="sedia alta")
    ref = sent(menu)
    menu.portal.edited(ref, which, changed.of(which))
    menu.passes(2)
    assert till(menu).of(which) == changed.of(which)


def test_sala_and_tavoli_are_read_and_never_sent(menu: SalaWorld) -> None:
    ref = sent(menu)
    menu.pos.edited(pos_ref(menu), Field.TABLES, ("12",))
    menu.passes(2)
    held = menu.only()
    assert held.pos is not None
    assert held.pos.said.booking.tables == ("12",)
    assert menu.portal.records[ref].booking.tables == ()
    menu.portal.edited(ref, Field.COVERS, 8)
    menu.passes(2)
    assert (till(menu).tables, till(menu).covers) == (("12",), 8), "a change leaves the till's own as it is"


def test_an_edit_at_the_till_stays_there_until_the_portal_changes_something(menu: SalaWorld) -> None:
    ref = sent(menu)
    menu.pos.edited(pos_ref(menu), Field.COVERS, 11)
    menu.passes(3)
    held = menu.only()
    assert held.pos is not None
    assert (till(menu).covers, held.pos.said.booking.covers, held.booking.covers) == (11, 11, 4)
    assert menu.portal.records[ref].booking.covers == 4
    menu.portal.edited(ref, Field.NOTES, "torta")
    menu.passes(2)
    assert (till(menu).covers, till(menu).notes) == (4, "torta")


@pytest.mark.parametrize("end", [S.CANCELLED, S.REJECTED, S.NO_SHOW])
def test_the_end_on_the_portal_closes_the_pair(menu: SalaWorld, end: ReservationState) -> None:
    ref = sent(menu)
    menu.portal.edited(ref, Field.STATE, end)
    menu.passes(2)
    assert till(menu).state is S.CANCELLED
    assert menu.only().closed_pair
    writes = menu.pos.writes
    menu.portal.edited(ref, Field.COVERS, 2)
    menu.passes(3)
    assert menu.pos.writes == writes, "later edits on the portal are not sent"


def test_alive_again_it_is_shown_and_created_anew_when_a_person_says_so(menu: SalaWorld) -> None:
    ref = sent(menu)
    old = pos_ref(menu)
    menu.portal.edited(ref, Field.STATE, S.CANCELLED)
    menu.passes(2)
    menu.portal.edited(ref, Field.STATE, S.CONFIRMED)
    menu.passes(2)
    assert menu.only().reopened
    assert list(menu.pos.records) == [old]
    asks(menu, RecreateReservation(menu.only().id))
    held = menu.only()
    assert not held.closed_pair
    assert not held.reopened
    assert held.former_refs == frozenset({old})
    assert pos_ref(menu) != old
    assert menu.pos.records[old].booking.state is S.CANCELLED
    assert till(menu).state is S.CONFIRMED
    with pytest.raises(DecisionRefused):
        asks(menu, RecreateReservation(held.id))


@pytest.mark.parametrize("state", [S.CONFIRMED, S.TABLE_READY])
def test_a_check_is_opened_the_portal_hears_that_the_guest_arrived(menu: SalaWorld, state: ReservationState) -> None:
    ref = sent(menu, state)
    menu.pos.opens(pos_ref(menu))
    menu.passes(2)
    assert on_portal(menu, ref) is S.ARRIVED
    assert menu.portal.told == [(ref, S.ARRIVED)]
    menu.passes(3)
    assert menu.portal.told == [(ref, S.ARRIVED)]


@pytest.mark.parametrize("state", [S.ARRIVED, S.SEATED])
def test_where_the_portal_says_it_already_nothing_is_written(menu: SalaWorld, state: ReservationState) -> None:
    ref = sent(menu)
    menu.portal.edited(ref, Field.STATE, state)
    menu.pos.opens(pos_ref(menu))
    menu.passes(3)
    assert menu.portal.told == []
    assert parked(menu) == []


@pytest.mark.parametrize("state", [S.PENDING, S.WAITLISTED])
def test_anything_else_is_parked_and_tried_again_when_it_is_confirmed(menu: SalaWorld, state: ReservationState) -> None:
    ref = sent(menu, state)
    menu.pos.opens(pos_ref(menu))
    menu.passes(2)
    (row,) = parked(menu)
    assert row.failure is not None
    assert row.failure.message == "reservation.not_to_be_attached"
    assert (on_portal(menu, ref), menu.only().booking.state) == (state, state)
    menu.passes(3)
    assert len(parked(menu)) == 1
    menu.portal.edited(ref, Field.STATE, S.CONFIRMED)
    menu.passes(2)
    assert on_portal(menu, ref) is S.ARRIVED
    assert parked(menu) == []


def test_it_is_tried_again_when_another_check_is_attached(menu: SalaWorld) -> None:
    ref = sent(menu)
    menu.portal.refuses.add(S.ARRIVED)
    menu.pos.opens(pos_ref(menu))
    menu.passes(2)
    assert len(parked(menu)) == 1
    menu.portal.refuses.clear()
    menu.passes(3)
    assert on_portal(menu, ref) is S.CONFIRMED, "not by itself"
    menu.pos.opens(pos_ref(menu))
    menu.passes(2)
    assert on_portal(menu, ref) is S.ARRIVED
    assert parked(menu) == []


def test_it_is_tried_again_when_a_person_says_so(menu: SalaWorld) -> None:
    ref = sent(menu)
    menu.portal.refuses.add(S.ARRIVED)
    menu.pos.opens(pos_ref(menu))
    menu.passes(2)
    (row,) = parked(menu)
    menu.portal.refuses.clear()
    asks(menu, RetryErrand(row.id))
    assert on_portal(menu, ref) is menu.only().booking.state is S.ARRIVED
    assert parked(menu) == []


@pytest.mark.parametrize("lists_paid", [True, False])
def test_all_checks_paid_the_portal_hears_the_end_and_each_sale_once(menu: SalaWorld, lists_paid: bool) -> None:
    menu.pos.lists_paid = lists_paid
    ref = sent(menu)
    first, second = menu.pos.opens(pos_ref(menu), 4), menu.pos.opens(pos_ref(menu), 2)
    menu.passes(2)
    menu.pos.pays(first, "80.00")
    menu.passes(2)
    assert on_portal(menu, ref) is S.ARRIVED
    assert menu.portal.sales == {}
    menu.pos.pays(second, "20.50")
    menu.passes(3)
    assert on_portal(menu, ref) is S.COMPLETED
    assert {receipt: (where, sale.total, sale.covers) for receipt, (where, sale) in menu.portal.sales.items()} == {
        f"menu:{first}": (ref, Decimal("80.00"), 4),
        f"menu:{second}": (ref, Decimal("20.50"), 2),
    }
    assert menu.portal.told == [(ref, S.ARRIVED), (ref, S.COMPLETED)]


def test_a_bill_changed_after_the_sale_was_sent_is_shown_not_sent_again(menu: SalaWorld) -> None:
    sent(menu)
    check = menu.pos.opens(pos_ref(menu))
    menu.pos.pays(check, "80.00")
    menu.passes(3)
    menu.pos.paid_sales[check] = replace(menu.pos.paid_sales[check], total=Decimal("60.00"))
    menu.passes(3)
    assert menu.only().sale_differs
    assert [sale.total for _where, sale in menu.portal.sales.values()] == [Decimal("80.00")]


def test_a_check_reopened_after_the_sale_is_shown(menu: SalaWorld) -> None:
    sent(menu)
    check = menu.pos.opens(pos_ref(menu))
    menu.pos.pays(check, "80.00")
    menu.passes(3)
    menu.pos.open_checks[check] = replace(menu.pos.open_checks[check], paid=False)
    menu.passes(3)
    assert menu.only().sale_differs
    assert len(menu.portal.sales) == 1


def test_a_bill_cancelled_after_the_sale_is_shown(menu: SalaWorld) -> None:
    sent(menu)
    check = menu.pos.opens(pos_ref(menu))
    menu.pos.pays(check, "80.00")
    menu.passes(3)
    del menu.pos.paid_sales[check]
    menu.passes(3)
    assert menu.only().sale_differs


@pytest.mark.parametrize(
    ("state", "chosen"), [(S.PENDING, S.CONFIRMED), (S.PENDING, S.REJECTED), (S.CONFIRMED, S.NO_SHOW)]
)
def test_a_state_chosen_here_is_told_to_the_guest_once(
    menu: SalaWorld, state: ReservationState, chosen: ReservationState
) -> None:
    ref = sent(menu, state)
    menu.portal.faults += ["", "after"]
    asks(menu, SetReservationState(menu.only().id, chosen))
    menu.passes(3)
    assert on_portal(menu, ref) is chosen
    assert menu.portal.told == [(ref, chosen)]
    assert till(menu).state is (S.CANCELLED if chosen.void else S.CONFIRMED)


def test_a_state_that_the_portal_refuses_is_parked_and_its_own_counts(menu: SalaWorld) -> None:
    ref = sent(menu, S.PENDING)
    menu.portal.refuses.add(S.CONFIRMED)
    asks(menu, SetReservationState(menu.only().id, S.CONFIRMED))
    (row,) = parked(menu)
    assert row.kind is ErrandKind.RESERVATION_STATE
    assert menu.only().booking.state is S.PENDING
    assert on_portal(menu, ref) is S.PENDING
    assert till(menu).state is S.PENDING
    menu.portal.refuses.clear()
    asks(menu, RetryErrand(row.id))
    assert on_portal(menu, ref) is menu.only().booking.state is S.CONFIRMED
    assert till(menu).state is S.CONFIRMED


def test_a_booking_of_the_till_alone_is_shown_and_goes_nowhere(menu: SalaWorld) -> None:
    menu.pos.taken(booking(covers=3))
    menu.passes(3)
    assert menu.only().portal is None
    assert menu.portal.records == {}


def test_the_sale_goes_even_where_the_state_is_refused(menu: SalaWorld) -> None:
    sent(menu)
    menu.portal.refuses |= {S.ARRIVED, S.COMPLETED}
    check = menu.pos.opens(pos_ref(menu))
    menu.pos.pays(check, "10.00")
    menu.passes(3)
    assert len(menu.portal.sales) == 1
    assert len(parked(menu)) == 1
