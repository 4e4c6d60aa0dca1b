"""What an acceptance promises the guest: the time, and whether that is later than wanted. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agent.domain.orders import Order


@dataclass(frozen=True)
class Promise:
    """`within` is what the command says: None promises the time that the guest wants."""

    within: timedelta | None
    at: datetime
    late: timedelta
    """How much later than wanted; zero when it is not."""


def promise(order: Order, within: timedelta | None, now: datetime) -> Promise:
    """The promise that an acceptance at this instant would make."""
    wanted = order.portal.due_at
    at = max(wanted, now) if within is None else now + within
    return Promise(within, at, max(at - wanted, timedelta(0)))


def first_choice(order: Order, presets: Sequence[int], now: datetime) -> timedelta | None:
    """The time that the guest wants, where the shortest preset can keep it; else that preset."""
    shortest = timedelta(minutes=min(presets))
    return None if order.portal.due_at - now >= shortest else shortest
