"""When to try again. Pure: the random number is passed in.

Full jitter (each wait is drawn evenly between a floor and a ceiling that doubles), so that fifty tills that lost the
portal together do not come back together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Pace:
    """`first`: the ceiling of the first wait; it doubles with each attempt up to `most`. `least` is the floor."""

    least: timedelta
    first: timedelta
    most: timedelta


URGENT = Pace(timedelta(milliseconds=300), timedelta(seconds=1), timedelta(seconds=20))
"""A guest or the kitchen is waiting."""

CHORE = Pace(timedelta(seconds=5), timedelta(seconds=30), timedelta(hours=1))
"""Nobody waits for it."""

MOST_PATIENCE = timedelta(hours=1)
"""A longer `Retry-After` is not believed."""


def wait(attempts: int, pace: Pace, draw: Callable[[], float], asked: timedelta | None = None) -> timedelta:
    """The pause after that many attempts (1 or more). `draw` gives evenly in [0, 1); `asked` is a `Retry-After`.

    What the other side asks for is waited for at least, and a little longer by chance.
    """
    doublings = min(max(attempts, 1) - 1, 30)
    ceiling = min(pace.first * (1 << doublings), pace.most)
    chosen = pace.least + (ceiling - pace.least) * draw()
    if asked is None:
        return chosen
    return min(max(asked, timedelta(0)), MOST_PATIENCE) + pace.least * draw()
