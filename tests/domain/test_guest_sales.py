"""A sale of the till finds the reservation of the party that paid it, or none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from agent.domain.failures import Side
from agent.domain.guest_sales import as_sold, as_told, party_of, worth_telling
from agent.domain.reservations import Booking, Reservation, ReservationState, SideRecord, SideReservation
from agent.domain.sales import Sale
from agent.domain.takings import TillSale

ROME = ZoneInfo("Europe/Rome")
EVENING = datetime(2026, 11, 25, 19, 30, tzinfo=UTC)
"""Half past eight in Rome."""

SALE = TillSale("77", EVENING + timedelta(hours=2), Decimal("80.00"), 4, guest_ref="55", tables=("101",))


def party(
    id_: int = 1,
    *,
    at: datetime = EVENING,
    guest: str = "55",
    tables: tuple[str, ...] = ("101", "102"),
    state: ReservationState = ReservationState.ARRIVED,
    portal: bool = True,
    pos: bool = True,
) -> Reservation:
    booking = Booking(at, 4, state, tables=tables)
    held = Reservation("crm", booking, EVENING, id=id_, version=1)
    if portal:
        held = held.with_record(Side.PORTAL, SideRecord(SideReservation(f"p{id_}", booking, "x", "1"), booking))
    if pos:
        said = SideReservation(f"t{id_}", booking, "x", "1", guest_ref=guest)
        held = held.with_record(Side.POS, SideRecord(said, booking))
    return held


def test_by_customer_and_table() -> None:
    mine = party()
    assert party_of(SALE, [party(2, guest="56"), mine], ROME) is mine
    assert party_of(SALE, [], ROME) is None


@pytest.mark.parametrize(
    "other",
    [
        party(guest="56"),
        party(guest=""),
        party(tables=("103",)),
        party(at=EVENING + timedelta(days=1)),
        party(at=EVENING - timedelta(days=1)),
        party(state=ReservationState.CANCELLED),
        party(state=ReservationState.NO_SHOW),
        party(portal=False),
        party(pos=False),
    ],
)
def test_somebody_else(other: Reservation) -> None:
    assert party_of(SALE, [other], ROME) is None


def test_a_sale_of_nobody_is_nobodys() -> None:
    for guest_ref in (None, ""):
        assert party_of(replace(SALE, guest_ref=guest_ref), [party(), party(2, guest="")], ROME) is None


def test_one_side_that_names_no_table_contradicts_nobody() -> None:
    mine = party(tables=())
    assert party_of(SALE, [mine], ROME) is mine
    assert party_of(replace(SALE, tables=()), [party()], ROME) == party()


@pytest.mark.parametrize(
    ("hours", "found"), [(-0.5, True), (4.5, True), (8.4, True), (8.6, False), (24, False), (-15, True), (-16, False)]
)
def test_the_day_ends_at_five_in_the_morning(hours: float, found: bool) -> None:
    sale = replace(SALE, closed_at=EVENING + timedelta(hours=hours))
    assert (party_of(sale, [party()], ROME) is not None) is found


def test_the_night_in_which_the_clock_is_put_back() -> None:
    saturday = datetime(2026, 10, 24, 18, 30, tzinfo=UTC)
    for hours, found in ((9.4, True), (9.6, False)):
        sale = replace(SALE, closed_at=saturday + timedelta(hours=hours))
        assert (party_of(sale, [party(at=saturday)], ROME) is not None) is found, "five on the dial is 04:00 in UTC"


def test_noon_and_evening_of_one_guest() -> None:
    noon, evening = party(1, at=EVENING - timedelta(hours=7)), party(2)
    for order in ([noon, evening], [evening, noon]):
        assert party_of(replace(SALE, closed_at=EVENING - timedelta(hours=5)), order, ROME) is noon
        assert party_of(SALE, order, ROME) is evening
    early = replace(SALE, closed_at=EVENING - timedelta(minutes=10))
    assert party_of(early, [evening], ROME) is evening, "they came before their time"


def test_once_told_it_stays_where_it_was_told() -> None:
    told = replace(party(2, guest="56", tables=("9",)), sold=(as_sold(SALE),))
    assert party_of(SALE, [party(1), told], ROME) is told


def test_what_is_worth_telling() -> None:
    assert worth_telling(SALE)
    assert not worth_telling(replace(SALE, cancelled=True))
    assert not worth_telling(replace(SALE, total=Decimal("0.00")))
    assert not worth_telling(replace(SALE, total=Decimal("-5.00")))


def test_a_sale_that_cannot_be_read_says_what_it_said_last() -> None:
    sold = Sale("77", EVENING, 4, Decimal("80.00"))
    held = replace(party(), sold=(sold, replace(sold, check_ref="78", till_says=Decimal("60.00"))))
    assert as_told(held, {"99"}) == ()
    assert [sale.total for sale in as_told(held, {"77", "78"})] == [Decimal("80.00"), Decimal("60.00")]
