"""Any order at all, for the tests that say "whatever it is"."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import strategies as st

from agent.domain.orders import (
    Actor,
    Address,
    Customer,
    Decision,
    DecisionKind,
    Notice,
    NoticeKind,
    Option,
    Order,
    OrderKind,
    OrderLine,
    OrderState,
    PaymentMethod,
    PortalOrder,
    TillOrder,
)

texts = st.text(max_size=12)
references = st.text(min_size=1, max_size=8)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # zone given apart
amounts = st.decimals(Decimal("-99999"), Decimal("99999"), places=2) | st.sampled_from(
    [Decimal("0.1000"), Decimal("1E+2"), Decimal("0.30"), Decimal("-0.00")]
)


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


options = st.builds(Option, texts, texts, amounts)
lines = st.builds(
    OrderLine,
    texts,
    texts,
    texts,
    st.integers(1, 99),
    amounts,
    st.lists(options, max_size=2).map(tuple),
    st.lists(options, max_size=2).map(tuple),
    maybe(texts),
)
portal_orders = st.builds(
    PortalOrder,
    ref=references,
    code=texts,
    kind=st.sampled_from(OrderKind),
    state=maybe(st.sampled_from(OrderState)),
    status=texts,
    created_at=instants,
    due_at=instants,
    accept_by=maybe(instants),
    ready_at=maybe(instants),
    rejection_reason=maybe(texts),
    customer=st.builds(Customer, texts, maybe(texts), maybe(texts), maybe(texts), maybe(texts)),
    address=maybe(st.builds(Address, texts, texts, texts, texts)),
    lines=st.lists(lines, max_size=3).map(tuple),
    notes=maybe(texts),
    payment=st.sampled_from(PaymentMethod),
    paid=st.booleans(),
    delivery_fee=amounts,
    discount=amounts,
    total=amounts,
    updated_at=instants,
    version=st.integers(0, 2**40),
)
till_orders = st.builds(
    TillOrder, references, maybe(texts), maybe(st.sampled_from(OrderState)), texts, maybe(texts), st.booleans()
)
orders = st.builds(
    Order,
    id=st.just(0),
    link=references,
    state=st.sampled_from(OrderState),
    portal=portal_orders,
    arrived_at=instants,
    till=maybe(till_orders),
    decision=maybe(st.builds(Decision, st.sampled_from(DecisionKind), st.sampled_from(Actor), instants, maybe(texts))),
    promised_at=maybe(instants),
    sent_by=maybe(instants),
    notices=st.lists(st.builds(Notice, st.sampled_from(NoticeKind), instants, st.booleans()), max_size=3).map(tuple),
    unmatched=st.lists(texts, max_size=3).map(tuple),
    till_missing_since=maybe(instants),
    preparation_told=st.booleans(),
)
