"""The memory against replays: which notices were accepted, in a bounded room."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable

MOST = 4096
"""Notices a side. More than the bucket lets in within twice Lasagna's window (60 + 2 a second in 10 minutes = 1260), so
that nothing is forgotten while its timestamp still counts."""

SECONDS = 24 * 3600.0
"""How long one is remembered. Vendors repeat within 30 to 45 minutes (Lasagna, Tilby)."""


class Seen:
    """For one thread. Keeps 16 bytes a notice, however long its id is."""

    def __init__(self, monotonic: Callable[[], float], most: int = MOST, seconds: float = SECONDS) -> None:
        self._monotonic = monotonic
        self._most = most
        self._seconds = seconds
        self._at: OrderedDict[bytes, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._at)

    def __contains__(self, id_: str) -> bool:
        at = self._at.get(_digest(id_))
        return at is not None and self._monotonic() - at < self._seconds

    def add(self, id_: str) -> None:
        digest = _digest(id_)
        self._at[digest] = self._monotonic()
        self._at.move_to_end(digest)
        if len(self._at) > self._most:
            self._at.popitem(last=False)


def _digest(id_: str) -> bytes:
    return hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=16).digest()
