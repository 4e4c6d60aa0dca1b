"""`./dev faults [--pair P] [--seeds N] [--from SEED] [--record] [--jobs J]`: plays schedules and judges them.

Without `--pair` all three. What failed is printed whole, with the command that plays it alone. `--record` appends the
run to docs/faults.md; then, without `--from`, it goes on after the last recorded seed, and a run that is interrupted is
recorded as far as it came. Status 1: something failed.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path

from tests.faults import recorded
from tests.faults.play import PAIRS, Played, play

SEEDS = 40
"""Of each pair, when nothing is said."""

JOBS = 2 * (os.cpu_count() or 1)
"""A schedule mostly waits for its next happening."""


def main(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    failed = 0
    for pair in [asked.pair] if asked.pair else list(PAIRS):
        first = asked.first or (recorded.next_seed(pair) if asked.record else 1)
        failed += _pair(pair, range(first, first + asked.seeds), asked.jobs, record=asked.record)
    return int(failed > 0)


def _pair(pair: str, seeds: range, jobs: int, *, record: bool) -> int:
    began, at = time.monotonic(), datetime.now(UTC)
    played: list[Played] = []
    try:
        for each in _all(pair, seeds, jobs):
            played.append(each)
            if each.complaints:
                print(f"\n{each}", flush=True)
            if len(played) % 20 == 0:
                print(f"{pair}: {len(played)} of {len(seeds)} played", flush=True)
    finally:
        seconds = time.monotonic() - began
        bad = tuple(sorted(each.schedule.seed for each in played if each.complaints))
        deaths = sum(each.deaths for each in played)
        print(f"{pair}: {len(played)} played, {deaths} kills, {len(bad)} failed, {seconds:.0f} s", flush=True)
        if record and played:
            command = f"./dev faults --pair {pair} --from {seeds.start} --seeds {len(seeds)}"
            last = max(each.schedule.seed for each in played)
            recorded.record(
                recorded.Run(
                    at.strftime("%Y-%m-%d %H:%M"),
                    _revision(),
                    recorded.machine(),
                    command,
                    pair,
                    seeds.start,
                    last,
                    len(played),
                    deaths,
                    round(seconds),
                    bad,
                )
            )
    return len(bad)


def _all(pair: str, seeds: range, jobs: int) -> Iterator[Played]:
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(play, pair, seed) for seed in seeds]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _revision() -> str:
    def git(*words: str) -> str:
        root = Path(__file__).parents[2]
        return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True).stdout.strip()

    # The last commit that changed what is played or judged: a record of a run is none.
    played = ("agent", "tests/faults")
    named = git("log", "-1", "--format=%h", "--abbrev=8", "--", *played) or "unknown"
    changed = git("status", "--porcelain", "--", *played)
    return f"{named}+" if changed else named


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("./dev faults", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pair", choices=PAIRS)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--from", type=int, dest="first", metavar="SEED")
    parser.add_argument("--jobs", type=int, default=JOBS)
    parser.add_argument("--record", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
