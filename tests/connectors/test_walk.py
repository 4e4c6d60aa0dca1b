"""A list that changes while it is walked through: nothing is missed, whatever moves."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.connectors.answer import Answer
from agent.connectors.failures import Exchange
from agent.connectors.walk import Sheet, walk
from agent.domain.failures import Malformed, Side

START = datetime(2026, 11, 23, tzinfo=UTC)
ANSWER = Answer(Exchange("Prova", Side.PORTAL, "x.test", writes=False), 200, httpx.Headers(), b"", START)
SIZE = 3


class Shelf:
    """Records by name with the second of their change, listed as a server does: oldest change first, by pages."""

    def __init__(self, seconds: dict[str, int], *, in_order: bool = True) -> None:
        self.seconds = seconds
        self.in_order = in_order
        self.asked: list[tuple[datetime | None, int]] = []

    def ask(self, since: datetime | None, skipped: int) -> Sheet:
        self.asked.append((since, skipped))
        named = sorted(self.seconds) if not self.in_order else sorted(self.seconds, key=lambda n: (self.seconds[n], n))
        left = [name for name in named if since is None or self.at(name) >= since]
        given_out = left[skipped * SIZE : (skipped + 1) * SIZE]
        more = (skipped + 1) * SIZE < len(left)
        return Sheet(ANSWER, list(given_out), tuple(self.at(name) for name in given_out), more)

    def at(self, name: str) -> datetime:
        return START + timedelta(seconds=self.seconds[name])


def test_each_next_page_begins_at_the_last_instant() -> None:
    shelf = Shelf({"a": 1, "b": 2, "c": 3, "d": 4})
    seen = [(sheet.records, upto) for sheet, upto in walk(shelf.ask, None)]
    assert seen == [(["a", "b", "c"], shelf.at("c")), (["c", "d"], shelf.at("d"))]
    assert shelf.asked == [(None, 0), (shelf.at("c"), 0)]


def test_many_that_changed_at_one_instant() -> None:
    shelf = Shelf(dict.fromkeys("abcdefgh", 5) | {"z": 6})
    names = [name for sheet, _ in walk(shelf.ask, START) for name in sheet.records]
    assert set(names) == set("abcdefghz")


def test_what_moves_to_the_end_hides_nothing() -> None:
    shelf = Shelf({"a": 1, "b": 2, "c": 3, "d": 4, "e": 5})
    steps = walk(shelf.ask, START)
    names = list(next(steps)[0].records)
    shelf.seconds["a"] = 9  # by page numbers, "d" would now be on the page that was read
    names += [name for sheet, _ in steps for name in sheet.records]
    assert set(names) == set("abcde")


def test_an_empty_list() -> None:
    ((sheet, upto),) = walk(Shelf({}).ask, START)
    assert (sheet.records, upto) == ([], None)


def test_a_list_that_is_not_sorted_is_complete_at_its_end_alone() -> None:
    shelf = Shelf({"a": 9, "b": 2, "c": 3, "d": 4, "e": 1}, in_order=False)
    seen = list(walk(shelf.ask, START))
    assert {name for sheet, _ in seen for name in sheet.records} == set("abcde")
    assert [upto for _, upto in seen] == [None, shelf.at("a")]


def test_a_list_without_an_end_is_not_believed() -> None:
    with pytest.raises(Malformed):
        for _ in walk(lambda since, skipped: Sheet(ANSWER, ["a"], (), more=True), None):
            pass


@given(
    st.dictionaries(st.text("abcdefghijklmno", min_size=1, max_size=1), st.integers(0, 6)),
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from("abcdefghijklmno")), max_size=8),
)
def test_whatever_changes_meanwhile_nothing_is_missed(seconds: dict[str, int], changes: list[tuple[int, str]]) -> None:
    if max(Counter(seconds.values()).values(), default=0) >= SIZE:
        return  # the limit that the module names
    shelf = Shelf(dict(seconds))
    clock = 10
    names: set[object] = set()
    for number, (sheet, _) in enumerate(walk(shelf.ask, None)):
        names.update(sheet.records)
        for page, name in changes:
            if page == number and name in shelf.seconds:
                clock += 1
                shelf.seconds[name] = clock
    assert names == set(seconds)
