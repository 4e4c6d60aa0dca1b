"""The far window of ten thousand reservations, read for the first time and again; and one change among many stored."""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from statistics import median

from agent.diagnostics.log import start_log
from tests.bench.far_link import FarLink, far_link
from tests.bench.plain import Plain
from tests.bench.prepared import prepared
from tests.bench.result import RUNS, Measurement, Result
from tests.bench.stored import stored_link
from tests.store.engine import traces

COUNT = 10_000
STORED = (1_000, 10_000, 100_000)
CHANGES = 40

FLOOR = "the same pages fetched with httpx and parsed with pydantic"

PAGES = (
    "Plateform and Passepartout Menu, whose far window it is: both sides hold the same 10,000 reservations, paired. "
    "Their pages (JSON of a hundred, SOAP of a day) are served as prepared bytes by another process, so that making "
    "them is in neither measurement and handing them out is in both. The floor parses JSON with pydantic as it comes, "
    "and SOAP with lxml into pydantic's models."
)


def first() -> Result:
    """An empty database: everything is read, met, and stored."""
    ours, floor = list[float](), list[float]()
    with _measured() as (plain, fresh):
        for _run in range(RUNS):
            floor.append(_seconds(plain.read))
            with fresh() as link:
                ours.append(_seconds(link.window))
                assert link.stored == COUNT, "each was stored, once"
    return Result(
        f"far window, {COUNT:,} reservations, first time",
        "s",
        ours,
        floor_is=FLOOR,
        floor=floor,
        most_times=3,
        remark=f"{PAGES} First time: an empty database on this PC, as after a move to a new one; each is stored once "
        "with both its records and its time line, a transaction a page, and nothing is created. At an empty till the "
        "vendor's one call at a time decides, not this.",
    )


def again() -> Result:
    """Nothing has changed: everything is read, and not a byte is written."""
    ours, floor = list[float](), list[float]()
    with _measured() as (plain, fresh), fresh() as link:
        link.window()
        before = traces(link.store)
        for _run in range(RUNS):
            floor.append(_seconds(plain.read))
            ours.append(_seconds(link.window))
        assert traces(link.store) == before, "no database write"
    return Result(
        f"far window, {COUNT:,} reservations, nothing changed",
        "s",
        ours,
        floor_is=FLOOR,
        floor=floor,
        most_times=1.3,
        remark=f"{PAGES} Every page is fetched; one whose bytes are known is not parsed again, its records' marks are "
        "compared with the database's. No write: checked by data_version, total_changes and the log's size over all "
        "runs. When the flow last succeeded is written every 30 s at most, and was not due.",
    )


def change() -> Result:
    """The pass that brings one change, among more and more that are stored."""
    taken: dict[int, list[float]] = {count: [] for count in STORED}
    with _quiet() as folder, ExitStack() as opened:
        links = {count: opened.enter_context(stored_link(folder / str(count), count)) for count in STORED}
        for count, link in links.items():
            assert link.stored == count
        for _run in range(CHANGES):
            for count, link in links.items():
                link.change()
                taken[count].append(_seconds(link.one_pass) * 1000)
    return Result(
        f"one change among {STORED[-1]:,} stored reservations",
        "ms",
        taken[STORED[-1]],
        floor_is=f"the same among {STORED[0]:,}",
        floor=taken[STORED[0]],
        most_times=1.5,
        remark="A whole pass of Lasagna and Tilby: the change is heard, stored and brought to the till, and what the "
        "face asks for after it (who waits, what is owed) is read. Both sides are in memory and tell what changed; the "
        f"database is on the disk. Among {STORED[1]:,}: {median(taken[STORED[1]]):.3g} ms.",
    )


@contextmanager
def _quiet() -> Iterator[Path]:
    """A folder, and the product's own log in it."""
    with tempfile.TemporaryDirectory() as name:
        stop = start_log(Path(name))
        try:
            yield Path(name)
        finally:
            stop()


@contextmanager
def _measured() -> Iterator[tuple[Plain, Callable[[], AbstractContextManager[FarLink]]]]:
    with _quiet() as folder, prepared(COUNT) as place:
        plain = Plain(place)
        assert plain.read() == 2 * COUNT, "the floor reads everything, too"
        numbers = iter(range(RUNS * 2))

        @contextmanager
        def fresh() -> Iterator[FarLink]:
            with far_link(folder / str(next(numbers)), place) as link:
                yield link

        with fresh() as link:
            # So that no measurement pays for what is loaded or served once.
            link.window()
        yield plain, fresh


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


ROWS: Mapping[str, Measurement] = {"far_first": first, "far_again": again, "far_change": change}
