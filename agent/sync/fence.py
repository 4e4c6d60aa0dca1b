"""A fence around the books of one lane: a lane that was given up can't write any more, whenever it wakes up.

Whoever uses the books is alive: the fence also notes when that was last, for the watchdog.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from agent.domain.failures import Unavailable
from agent.domain.ledger import Books, Ledger
from agent.domain.ports import Clock


class Fence:
    """The books as one generation of a lane has them. Fulfils `Books`."""

    def __init__(self, books: Books, clock: Clock, link: str) -> None:
        self.origin = books.origin
        self._books = books
        self._clock = clock
        self._link = link
        self._up = False
        self._last = clock.monotonic()

    def put_up(self) -> None:
        """From now on nothing passes. A transaction under way is rolled back at its end."""
        self._up = True

    def beat(self) -> None:
        """A sign of life."""
        self._last = self._clock.monotonic()

    @property
    def silent_for(self) -> float:
        """Seconds since the last sign of life."""
        return self._clock.monotonic() - self._last

    @contextmanager
    def writing(self) -> Iterator[Ledger]:
        self._pass_through()
        with self._books.writing() as ledger:
            yield ledger
            # Given up meanwhile: what it found out may be older than what its successor wrote.
            self._pass_through()

    @contextmanager
    def reading(self) -> Iterator[Ledger]:
        self._pass_through()
        with self._books.reading() as ledger:
            yield ledger

    def settle(self) -> None:
        self._pass_through()
        self._books.settle()

    def data_version(self) -> int:
        return self._books.data_version()

    def _pass_through(self) -> None:
        if self._up:
            raise Unavailable("agent.lane_given_up", lane=self._link)
        self.beat()
