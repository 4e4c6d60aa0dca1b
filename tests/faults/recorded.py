"""The runs that were recorded: numbers in `docs/faults.json`, shown in `docs/faults.md` and in the README.

Runs are appended and never rewritten; without a first seed the next run goes on after the last recorded one.
"""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
NUMBERS = DOCS / "faults.json"
PAGE = DOCS / "faults.md"
README = DOCS.parent / "README.md"
BEGIN, END = "<!-- recorded runs: written by ./dev faults --record -->", "<!-- end of the recorded runs -->"


@dataclass(frozen=True)
class Run:
    at: str
    """ISO, to the minute, UTC."""
    revision: str
    """The last commit of the agent or of the matrix, with "+" when something was not committed."""
    machine: str
    command: str
    pair: str
    first: int
    last: int
    played: int
    deaths: int
    """SIGKILLs, all in all."""
    seconds: int
    failed: tuple[int, ...]
    """The seeds with complaints."""


def runs() -> list[Run]:
    if not NUMBERS.exists():
        return []
    return [Run(**{**each, "failed": tuple(each["failed"])}) for each in json.loads(NUMBERS.read_text("utf-8"))]


def next_seed(pair: str) -> int:
    return max((run.last + 1 for run in runs() if run.pair == pair), default=1)


def record(run: Run) -> None:
    kept = [*runs(), run]
    NUMBERS.write_text(json.dumps([asdict(each) for each in kept], indent=1) + "\n", encoding="utf-8")
    put(PAGE, details(kept))
    put(README, totals(kept))


def put(page: Path, table: str) -> None:
    """Between the two marks of a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"{page.name} has no place for the recorded runs")
    page.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", encoding="utf-8")


def details(kept: Sequence[Run]) -> str:
    lines = [
        "| date (UTC) | code | machine | command | seeds | kills | failed | minutes |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for run in kept:
        failed = ", ".join(map(str, run.failed)) or "none"
        seeds = (
            f"{run.first} to {run.last}"
            if run.played == run.last - run.first + 1
            else f"{run.played} of {run.first} to {run.last}"
        )
        lines.append(
            f"| {run.at} | {run.revision} | {run.machine} | `{run.command}` | {seeds} | {run.deaths:,} | {failed} "
            f"| {run.seconds / 60:.1f} |"
        )
    return "\n".join(lines)


def totals(kept: Sequence[Run]) -> str:
    """Of the last code that each pair was played with, since older runs tell of older code."""
    lines = [
        "| pair | schedules | kills in the middle | orders or tables lost, doubled or silent |",
        "|---|---|---|---|",
    ]
    for pair in dict.fromkeys(run.pair for run in kept):
        of_it = [run for run in kept if run.pair == pair]
        latest = [run for run in of_it if run.revision == of_it[-1].revision]
        played, deaths = sum(run.played for run in latest), sum(run.deaths for run in latest)
        failed = sum(len(run.failed) for run in latest)
        lines.append(f"| {pair} | {played:,} | {deaths:,} | {failed} |")
    return "\n".join(lines)


def machine() -> str:
    return f"{os.cpu_count()} cores {platform.machine()}, {platform.system()}, Python {platform.python_version()}"
