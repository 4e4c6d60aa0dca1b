"""Wakes a link at once for the first notices, and paced when they keep coming: each pass costs calls."""

import asyncio
from collections.abc import Callable

from agent.domain.failures import Side
from agent.webhooks.bucket import Bucket

AT_ONCE = 10
"""Wakes of one link without a pause."""

PER_SECOND = 0.5
"""And then: a dish list that is saved at the till sends hundreds of notices, Cassa in Cloud allows 360 calls in 10
minutes."""


class Waker:
    """For the door's thread. No notice is lost: one that comes too early is in the next wake."""

    def __init__(self, wake: Callable[[str, Side], None], monotonic: Callable[[], float]) -> None:
        self._wake = wake
        self._monotonic = monotonic
        self._buckets: dict[str, Bucket] = {}
        self._waiting: set[str] = set()

    def __call__(self, link: str, side: Side) -> None:
        if link in self._waiting:
            return
        bucket = self._buckets.setdefault(link, Bucket(AT_ONCE, PER_SECOND, self._monotonic))
        if wait := bucket.take():
            self._waiting.add(link)
            asyncio.get_running_loop().call_later(wait, self._late, link, side)
        else:
            self._wake(link, side)

    def _late(self, link: str, side: Side) -> None:
        self._waiting.discard(link)
        self(link, side)
