"""Through a list that is sorted by the instant of change, while it changes.

Pages by number shift: whatever changes moves to the end, and the record after it slips into a page that was read
already. So each next page is asked for by the last instant that was seen, and repeats what carries just that instant.
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
    changed: tuple[datetime | None, ...]
    """When each record changed; None where that cannot be read."""
    more: bool
    """There are pages after this one."""


def walk(ask: Callable[[datetime | None, int], Sheet], since: datetime | None) -> Iterator[Sheet]:
    """Every sheet to the end. `ask` gets the instant from which on, and how many pages after it to skip.

    A list that turns out not to be sorted is read by page numbers alone. Raises `Malformed` for one without an end.
    """
    skipped = 0
    for _ in range(MOST_PAGES):
        sheet = ask(since, skipped)
        yield sheet
        if not sheet.more:
            return
        last = _last(sheet)
        if last is not None and (since is None or last > since):
            since, skipped = last, 0
        else:
            skipped += 1
    raise sheet.answer.malformed("pages")


def _last(sheet: Sheet) -> datetime | None:
    """The instant of the last record, of a page that is sorted by it; None otherwise."""
    known = [instant for instant in sheet.changed if instant is not None]
    if len(known) != len(sheet.changed) or not known or known != sorted(known):
        return None
    return known[-1]
