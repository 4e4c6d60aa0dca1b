"""What was read of the pages that came last, by their bytes: one that comes again as it was is not read again.

Nothing is asked less often, and nothing is believed of a side but what it just said: reading is a function of the
bytes, and only its result is kept. Of a record no more is kept than its id and a mark of what it says.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, overload

from agent.connectors.fields import parted
from agent.domain.ports import Page, SetAside
from agent.domain.reservations import SideReservation

MOST: Final = 40_000
"""Records, of all pages: two months of a full house. Each costs some 250 bytes."""

LONGEST: Final = 50 * 3600.0
"""Seconds that a page is kept which nobody sent again: the rarest look is one in 48 hours."""

Found = Iterable[SideReservation | SetAside]


@dataclass(frozen=True)
class Leaf:
    """A page as it was read. `onward`: where the next one is, for sides that say so."""

    count: int
    marks: Mapping[str, str]
    aside: tuple[SetAside, ...]
    onward: str | None = None


class Remembered:
    """Of one connector. May be used from several threads."""

    def __init__(self, most: int = MOST, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._leaves: OrderedDict[Hashable, tuple[Leaf, float]] = OrderedDict()
        """The one that came longest ago first, each with when that was."""
        self._count = 0

    def page(
        self, how: Hashable, body: bytes, read: Callable[[], Found], onward: Callable[[], str | None] = lambda: None
    ) -> tuple[Page[SideReservation], str | None]:
        """That page, and where the next one is. `how`: whatever decides about the reading besides the bytes.

        `read` and `onward` are asked at once for a page that is not known, and raise what they raise.
        """
        key = how, hashlib.blake2b(body, digest_size=16).digest()
        if (leaf := self._recalled(key)) is not None:
            return Page(Later(read, leaf.count), leaf.aside, marks=leaf.marks), leaf.onward
        records, aside = parted(read())
        leaf = Leaf(len(records), {said.ref: said.digest for said in records}, aside, onward())
        self._keep(key, leaf)
        return Page(records, aside, marks=leaf.marks), leaf.onward

    def _recalled(self, key: Hashable) -> Leaf | None:
        with self._lock:
            if key not in self._leaves:
                return None
            leaf, _ = self._leaves.pop(key)
            self._leaves[key] = leaf, self._monotonic()
            return leaf

    def _keep(self, key: Hashable, leaf: Leaf) -> None:
        with self._lock:
            if key not in self._leaves:
                self._count += leaf.count
            self._leaves[key] = leaf, self._monotonic()
            while len(self._leaves) > 1:
                oldest, (gone, last) = next(iter(self._leaves.items()))
                if self._count <= self._most and self._monotonic() - last <= LONGEST:
                    return
                del self._leaves[oldest]
                self._count -= gone.count


class Later(Sequence[SideReservation]):
    """Records that are read when somebody looks at them."""

    def __init__(self, read: Callable[[], Found], count: int) -> None:
        self._read = read
        self._count = count
        self._records: tuple[SideReservation, ...] | None = None

    @overload
    def __getitem__(self, index: int) -> SideReservation: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[SideReservation, ...]: ...

    def __getitem__(self, index: int | slice) -> SideReservation | tuple[SideReservation, ...]:
        if self._records is None:
            self._records = parted(self._read())[0]
        return self._records[index]

    def __len__(self) -> int:
        return self._count
