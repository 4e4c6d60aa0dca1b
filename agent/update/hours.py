"""The hours in which an update may be installed. Pure."""

from datetime import datetime, time, tzinfo


def within(hours: tuple[time, time], now: datetime, zone: tzinfo) -> bool:
    """On that zone's clock; from the first up to and without the last, over midnight when the last is earlier."""
    first, last = hours
    local = now.astimezone(zone).time()
    return first <= local < last if first < last else local >= first or local < last
