"""`./dev bench [NAME ..] [--list]`: measures, prints and writes `docs/bench.md`. Status 1: a promise is broken.

Not a part of the suite: what is measured beside other work tells of the work.
"""

import importlib
import sys
import time
from datetime import UTC, datetime

from tests.bench import report
from tests.bench.result import Measurement

MODULES = ("start", "idle", "bell", "notice", "far", "history", "day")
"""In the order of the page. Loaded when they are needed: what one of them loads is not to weigh on another."""


def main(arguments: list[str]) -> int:
    rows = every_row()
    if "--list" in arguments:
        print("\n".join(rows))
        return 0
    unknown = [name for name in arguments if name not in rows]
    if unknown:
        print(f"There is no {', '.join(unknown)}; there are: {', '.join(rows)}.", file=sys.stderr)
        return 2
    broken = []
    for name in arguments or rows:
        began = time.monotonic()
        result = rows[name]()
        report.keep(name, result, datetime.now(UTC))
        print(f"{name:<24} {report.row(report.read()[name])}  ({time.monotonic() - began:.0f} s)", flush=True)
        broken += [] if result.reached else [name]
    report.write(list(rows))
    print(f"Not reached: {', '.join(broken)}." if broken else "All that was promised is reached.")
    return int(bool(broken))


def every_row() -> dict[str, Measurement]:
    rows: dict[str, Measurement] = {}
    for name in MODULES:
        rows |= importlib.import_module(f"tests.bench.{name}").ROWS
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
