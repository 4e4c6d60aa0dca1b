"""Which days are counted, and with which they are compared. Pure."""

from calendar import monthrange
from datetime import date, timedelta
from enum import Enum

from agent.domain.reservation_ports import Days
from agent.texts import N_

LONGEST = 366
"""Days that are counted at once: more would be wider than any screen has pixels for."""


class Span(Enum):
    TODAY = N_("Today")
    WEEK = N_("7 days")
    MONTH = N_("30 days")
    THIS_MONTH = N_("This month")
    LAST_MONTH = N_("Last month")
    OWN = N_("Own dates")


def days_of(span: Span, today: date, own: Days) -> Days:
    """`own`: what the person chose; cut to the longest, its last day counts."""
    match span:
        case Span.TODAY:
            return Days(today, today)
        case Span.WEEK:
            return Days(today - timedelta(days=6), today)
        case Span.MONTH:
            return Days(today - timedelta(days=29), today)
        case Span.THIS_MONTH:
            return Days(today.replace(day=1), today)
        case Span.LAST_MONTH:
            last = today.replace(day=1) - timedelta(days=1)
            return Days(last.replace(day=1), last)
        case Span.OWN:
            return Days(max(own.first, own.last - timedelta(days=LONGEST - 1)), own.last)


def before(span: Span, days: Days) -> Days:
    """As many days just before them; of a month that runs, the same days of the month before."""
    last = days.first - timedelta(days=1)
    if span is Span.LAST_MONTH:
        return Days(last.replace(day=1), last)
    if span is Span.THIS_MONTH:
        same = min(days.last.day, monthrange(last.year, last.month)[1])
        return Days(last.replace(day=1), last.replace(day=same))
    return Days(last - (days.last - days.first), last)
