"""Through a list that is sorted by the instant of change, while it changes.

Pages by number shift: whatever changes moves to the end, and the record after it slips into a page that was read
already. So each next page is asked for by the last instant that was seen, and repeats what carries just that instant.

Nothing is missed as long as fewer records than a page holds carry one and the same instant. Of more (an import), pages
by number are all there is, and one may slip: the next complete look finds it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agent.connectors.answer import Answer

MOST_PAGES: Final = 2000
"""A list that never comes to an end is not believed."""


@dataclass(frozen=True)
class Sheet:
    """One answer of a list."""

    answer: Answer
    records: list[object]
    changed: tuple[datetime, ...]
    """When its records changed, in their order; one of which that cannot be read is left out."""
    more: bool
    """There are pages after this one."""


def walk(
    ask: Callable[[datetime | None, int], Sheet], since: datetime | None
) -> Iterator[tuple[Sheet, datetime | None]]:
    """Every sheet to the end, and the instant up to which all changes are in it or an earlier one.

    `ask` gets the instant from which on, and how many pages of that to skip. A list that turns out not to be sorted is
    read by page numbers, and complete at its end alone. Raises `Malformed` for one without an end.
    """
    skipped, newest, in_order = 0, None, True
    for _ in range(MOST_PAGES):
        sheet = ask(since, skipped)
        last = max(sheet.changed, default=None)
        in_order = in_order and list(sheet.changed) == sorted(sheet.changed)
        newest = max(filter(None, (newest, last)), default=None)
        yield sheet, newest if in_order or not sheet.more else None
        if not sheet.more:
            return
        if in_order and last is not None and (since is None or last > since):
            since, skipped = last, 0
        else:
            skipped += 1
    raise sheet.answer.malformed("pages")
