"""Bookings of every kind, as other sides may say them, for the round trips of the mappings."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from agent.domain.orders import Customer
from agent.domain.reservations import Answer, Booking, ReservationState

PIECES = st.characters(codec="utf-8") | st.sampled_from(["\n", "\r\n", " ", "è", "\n--- Domande ---\n", "d: r"])
TEXTS = st.lists(PIECES, max_size=12).map("".join)
NAMES = st.none() | TEXTS
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds
BOOKINGS = st.builds(
    Booking,
    starts_at=INSTANTS,
    covers=st.integers(1, 200),
    state=st.none() | st.sampled_from(ReservationState),
    stay=st.none() | st.integers(1, 600),
    tables=st.lists(st.sampled_from(["1", "2", "10", "101", "V3"]), max_size=4).map(tuple),
    notes=TEXTS,
    answers=st.lists(st.builds(Answer, TEXTS, TEXTS), max_size=3).map(tuple),
    guest=st.builds(Customer, ref=st.just(""), first_name=NAMES, last_name=NAMES, email=NAMES, phone=NAMES),
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
