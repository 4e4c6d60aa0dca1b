"""A page that comes again as it was is not read again; whatever else comes is."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from agent.connectors.remembered import LONGEST, Remembered
from agent.domain.ports import Page, SetAside
from agent.domain.reservations import Booking, ReservationState, SideReservation

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ASIDE = SetAside("9", "covers (int_type)")


def said(ref: str, covers: int = 2) -> SideReservation:
    return SideReservation(ref, Booking(NOON, covers, ReservationState.CONFIRMED), "confermato", "1")


class Reader:
    """Reads a page of three records, one of which cannot be read; counts how often."""

    def __init__(self, covers: int = 2) -> None:
        self.times = 0
        self._covers = covers

    def __call__(self) -> Iterator[SideReservation | SetAside]:
        self.times += 1
        yield from (said("1"), ASIDE, said("2", self._covers))


@pytest.fixture
def remembered() -> Remembered:
    return Remembered()


def records(page: Page[SideReservation]) -> list[SideReservation]:
    return list(page.records)


def test_a_new_page_is_read(remembered: Remembered) -> None:
    page, onward = remembered.page("days", b"one", Reader(), lambda: "next")
    assert (records(page), page.set_aside, onward) == ([said("1"), said("2")], (ASIDE,), "next")
    assert page.marks == {"1": said("1").digest, "2": said("2").digest}


def test_the_same_bytes_are_not_read_again(remembered: Remembered) -> None:
    first, _ = remembered.page("days", b"one", Reader(), lambda: "next")
    again = Reader()
    page, onward = remembered.page("days", b"one", again, lambda: "not asked")
    assert (page.marks, page.set_aside, onward, len(page.records)) == (first.marks, (ASIDE,), "next", 2)
    assert again.times == 0


def test_its_records_are_read_when_somebody_looks_at_them_and_once(remembered: Remembered) -> None:
    remembered.page("days", b"one", Reader())
    again = Reader()
    page, _ = remembered.page("days", b"one", again)
    assert records(page) == [said("1"), said("2")]
    assert page.records[-1] == said("2")
    assert again.times == 1


def test_other_bytes_are_read(remembered: Remembered) -> None:
    remembered.page("days", b"one", Reader())
    page, _ = remembered.page("days", b"two", Reader(covers=5))
    assert page.marks == {"1": said("1").digest, "2": said("2", 5).digest}


def test_the_same_bytes_read_another_way_are_read(remembered: Remembered) -> None:
    remembered.page("days", b"one", Reader())
    again = Reader()
    remembered.page("other days", b"one", again)
    assert again.times == 1


def test_what_could_not_be_read_is_not_remembered(remembered: Remembered) -> None:
    def fails() -> Iterator[SideReservation | SetAside]:
        yield said("1")
        raise ValueError("half a page")

    with pytest.raises(ValueError, match="half a page"):
        remembered.page("days", b"one", fails)
    page, _ = remembered.page("days", b"one", Reader())
    assert page.marks is not None
    assert set(page.marks) == {"1", "2"}


def test_of_a_record_that_stands_twice_the_later_one_counts(remembered: Remembered) -> None:
    page, _ = remembered.page("days", b"one", lambda: iter((said("1", 2), said("1", 3))))
    assert page.marks == {"1": said("1", 3).digest}
    page, _ = remembered.page("days", b"one", lambda: iter((said("1", 2), said("1", 3))))
    assert (len(page.records), records(page)) == (2, [said("1", 2), said("1", 3)])


def test_no_more_is_kept_than_was_asked_for() -> None:
    remembered = Remembered(most=4)
    for body in (b"one", b"two", b"three"):
        remembered.page("days", body, Reader())
    readers = {body: Reader() for body in (b"three", b"two", b"one")}
    for body, reader in readers.items():
        remembered.page("days", body, reader)
    assert {body: reader.times for body, reader in readers.items()} == {b"three": 0, b"two": 0, b"one": 1}


def test_what_was_looked_at_last_is_kept() -> None:
    remembered = Remembered(most=4)
    for body in (b"one", b"two", b"one", b"three"):
        remembered.page("days", body, Reader())
    first, second = Reader(), Reader()
    remembered.page("days", b"one", first)
    remembered.page("days", b"two", second)
    assert (first.times, second.times) == (0, 1)


def test_one_page_that_is_too_large_is_kept_all_the_same() -> None:
    remembered = Remembered(most=1)
    remembered.page("days", b"one", Reader())
    again = Reader()
    remembered.page("days", b"one", again)
    assert again.times == 0


def test_what_nobody_sent_for_days_is_let_go() -> None:
    now = [0.0]
    remembered = Remembered(monotonic=lambda: now[0])
    remembered.page("days", b"one", Reader())
    remembered.page("days", b"two", Reader())
    now[0] = LONGEST
    remembered.page("days", b"two", Reader())
    now[0] = LONGEST + 1
    remembered.page("days", b"three", Reader())
    first, second = Reader(), Reader()
    remembered.page("days", b"two", second)
    remembered.page("days", b"one", first)
    assert (first.times, second.times) == (1, 0)
