"""Cards for the tests of the bell's words."""

from datetime import datetime

from agent.domain import bell
from agent.domain.orders import Order, OrderPolicy


def card_of(order: Order, policy: OrderPolicy, now: datetime) -> bell.Card:
    card = bell.card_of(order, (), policy, now)
    assert card is not None, "this order asks nothing of anybody"
    return card
